import type { Catalog } from '../database/catalog-open.ts';
import { MIGRATIONS } from '../database/migration-list.ts';
import { type Finding, fault, good } from './finding.ts';

/** Is the database as old as the program? */
export async function checkMigrations(catalog: Catalog): Promise<Finding[]> {
  const known = Object.keys(MIGRATIONS).sort();
  const done = (await catalog.migrations()) ?? [];
  const pending = known.filter((name) => !done.includes(name));
  const unknown = done.filter((name) => !known.includes(name));
  const findings = [
    ...pending.map((name) => fault(`${name} has not been run. Run: student-support migrate`)),
    ...unknown.map((name) =>
      fault(`${name} was run by a newer version: this program is older than the database. Install that version.`),
    ),
  ];
  return findings.length > 0 ? findings : [good(`All ${known.length} migrations have been run, and no other.`)];
}
