import type { Audit } from '../access/audit.ts';
import type { Database } from '../database/connect.ts';
import type { Clock } from '../server/clock.ts';
import type { Config } from '../server/config.ts';
import { say } from './output.ts';

type Work<T> = (database: Database, config: Config) => Promise<T>;

/** Runs what needs the settings and the database, and closes it. */
export async function withDatabase<T>(work: Work<T>): Promise<T> {
  const { readConfig } = await import('../server/config.ts');
  const { openDatabase } = await import('../database/connect.ts');
  const { QueryLibrary } = await import('../database/library.ts');
  const { QUERIES } = await import('../server/root.ts');
  const config = readConfig(process.env);
  const database = openDatabase(config.databaseUrl, new QueryLibrary(QUERIES), config.databaseReadUrl);
  try {
    return await work(database, config);
  } finally {
    await database.close();
  }
}

/** What a command does is audited like what a person does: a chain of its own, sealed at both ends. */
export async function withAudit<T>(
  database: Database,
  config: Config,
  work: (audit: Audit, clock: Clock) => Promise<T>,
): Promise<T> {
  const { Audit } = await import('../access/audit.ts');
  const { Sealer } = await import('../access/seal.ts');
  const { systemClock } = await import('../server/clock.ts');
  const clock = systemClock(config.timeZone);
  const audit = new Audit(database, config.auditKeys, clock);
  const sealer = new Sealer(database, audit, config.auditKeys, clock);
  await sealer.start((error) => say((error as Error).message));
  try {
    return await work(audit, clock);
  } finally {
    await sealer.end();
  }
}
