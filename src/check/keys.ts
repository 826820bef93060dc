import type { KeyedTable, Rings } from '../access/keyed.ts';
import type { Catalog } from '../database/catalog-open.ts';
import type { Config } from '../server/config.ts';
import { KEYED_TABLES } from '../server/keyed-tables.ts';
import { type Finding, fault, good } from './finding.ts';

/** The key that each ring begins with, and the rows whose key is no longer in its ring. Never a key itself. */
export async function checkKeys(catalog: Catalog, config: Config): Promise<Finding[]> {
  const rings: Rings = { NOTE_KEYS: config.noteKeys, AUDIT_KEYS: config.auditKeys };
  const firsts = Object.entries({ SESSION_KEYS: config.sessionKeys, ...rings }).map(
    ([setting, ring]) => `${setting} begins with ${ring.current.id}`,
  );
  const findings: Finding[] = [good(`${firsts.join(', ')}.`)];
  for (const keyed of KEYED_TABLES) findings.push(...(await checkTable(catalog, rings, keyed)));
  return findings;
}

async function checkTable(catalog: Catalog, rings: Rings, keyed: KeyedTable): Promise<Finding[]> {
  const { table, ring, many, without } = keyed;
  if (!(await catalog.columns(table))) return [];
  const uses = await catalog.keyUse(table);
  const lost = uses.filter(({ key_id }) => !rings[ring].find(key_id));
  const rows = uses.reduce((sum, { count }) => sum + count, 0);
  if (rows === 0) return [good(`There are no ${many} yet.`)];
  if (lost.length === 0) return [good(`${amount(rows, keyed)}, and their keys are all in ${ring}.`)];
  return lost.map(({ key_id, count }) =>
    fault(
      `${amount(count, keyed)} made with key ${key_id}, which is no longer in ${ring}: ${count === 1 ? 'it' : 'they'} ${without}.`,
    ),
  );
}

const amount = (count: number, { what, many }: KeyedTable) =>
  `${count.toLocaleString('en-US')} ${count === 1 ? what : many}`;
