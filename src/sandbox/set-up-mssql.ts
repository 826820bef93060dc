import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type Sql from 'mssql';
import { migrateUp } from '../database/migrate.ts';
import { MIGRATIONS } from '../database/migration-list.ts';
import { formatMssqlUrl, type MssqlAddress, parseMssqlUrl } from '../database/mssql-address.ts';
import { driver } from '../database/mssql-pool.ts';
import { scriptBatches } from '../database/mssql-script.ts';
import { openWriter } from '../database/mssql-writer.ts';
import { ROOT } from '../server/root.ts';
import { sisTablesForMssql } from './sis-tables-mssql.ts';

// A database on SQL Server set up as a district does it, by the scripts in docs/sql: for the demo and the tests.

export type LoginRole = 'READER' | 'WRITER' | 'MIGRATOR';
export type Logins = Record<LoginRole, { user: string; password: string }>;

const SETUP_MS = 120_000;
const CONNECT_MS = 30_000;
/** A server may speak the protocol and lack rights that only SQL Server itself knows. */
const NOT_KNOWN_HERE = 33557097;

/** One connection, for setting up. Throws what the driver says. */
export function connect(at: MssqlAddress): Promise<Sql.ConnectionPool> {
  const { server, port, database, user, password, encrypt, trustServerCertificate } = at;
  const options = { encrypt, trustServerCertificate };
  const limits = { requestTimeout: SETUP_MS, connectionTimeout: CONNECT_MS, pool: { min: 1, max: 1 } };
  const { ConnectionPool } = driver();
  return new ConnectionPool({ server, port, database, user, password, options, ...limits }).connect();
}

export async function withPool<T>(at: MssqlAddress, work: (pool: Sql.ConnectionPool) => Promise<T>): Promise<T> {
  const pool = await connect(at);
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}

/** The address for one of the logins. */
export function urlFor(at: MssqlAddress, login: { user: string; password: string }): string {
  return formatMssqlUrl({ ...at, ...login });
}

/** The empty tables of the SIS, in `dbo`. */
export function makeSisTables(admin: MssqlAddress): Promise<unknown> {
  return withPool(admin, (pool) => pool.request().batch(sisTablesForMssql()));
}

/** Steps 1, 2 and 6: schema, roles, logins, snapshots. Logins that are there already keep their passwords. */
export async function setUpSchema(admin: MssqlAddress, logins: Logins): Promise<void> {
  await withPool(admin, async (pool) => {
    await runScript(pool, 'schema.sql');
    // In a new database nobody else is connected.
    await runScript(pool, 'snapshot.sql');
    for (const batch of batches('logins.sql', variablesOf(logins))) {
      if (await isKnown(pool, batch, /^grant (?:alter, references on schema::ssp|create table) to /)) continue;
      // Such a server cannot give a right on a schema: the migrator owns it there. What it makes is its own then, and not dbo's, so
      // that nothing there shows which rights of grants.sql it needs. Whoever owns a schema may make tables in it, and the
      // second of these two rights, which such a server cannot give either, is not needed.
      if (batch.includes('schema::ssp')) await giveSchema(pool, logins.MIGRATOR.user);
    }
  });
}

/** Once, while it is empty. */
async function giveSchema(pool: Sql.ConnectionPool, user: string): Promise<void> {
  if ((await schemaOwner(pool)) === user) return;
  await pool.request().batch("if exists (select 1 from sys.schemas where name = 'ssp') drop schema ssp");
  await pool.request().batch(`create schema ssp authorization [${user}]`);
}

/** Whose the schema `ssp` is: dbo's on SQL Server, as docs/sql makes it. */
export async function schemaOwner(pool: Sql.ConnectionPool): Promise<string | undefined> {
  const owner = await pool
    .request()
    .query<{ name: string }>("select user_name(principal_id) as name from sys.schemas where name = 'ssp'");
  return owner.recordset[0]?.name;
}

/** Runs the batch; false when it is one that may be unknown to a server that is not SQL Server itself, and is. */
async function isKnown(pool: Sql.ConnectionPool, batch: string, mayBeUnknown: RegExp): Promise<boolean> {
  try {
    await pool.request().batch(batch);
    return true;
  } catch (thrown) {
    if ((thrown as { number?: number }).number !== NOT_KNOWN_HERE || !mayBeUnknown.test(batch)) throw thrown;
    return false;
  }
}

/** Steps 3 to 5, the ones that come again with every upgrade: our own tables, the views of the SIS, the rights. */
export async function setUpTables(admin: MssqlAddress, logins: Logins, sis = 'dbo'): Promise<void> {
  const migrator = openWriter(parseMssqlUrl(urlFor(admin, logins.MIGRATOR)), { requestMs: SETUP_MS });
  try {
    await migrateUp(migrator);
  } finally {
    await migrator.destroy();
  }
  await withPool(admin, async (pool) => {
    await runScript(pool, 'sis-views.sql', { SIS: sis });
    await runScript(pool, 'grants.sql');
  });
}

/** Another text when a step has something new to do. */
export function setUpVersion(): string {
  const hash = createHash('sha256').update(Object.keys(MIGRATIONS).join());
  for (const name of ['schema.sql', 'logins.sql', 'sis-views.sql', 'grants.sql']) hash.update(scriptText(name));
  return hash.digest('hex');
}

function scriptText(name: string): string {
  return readFileSync(path.join(ROOT, 'docs', 'sql', name), 'utf8');
}

function batches(name: string, variables: Record<string, string>): string[] {
  return scriptBatches(scriptText(name), variables);
}

/** One of the scripts in docs/sql, with its variables. */
export async function runScript(pool: Sql.ConnectionPool, name: string, variables: Record<string, string> = {}) {
  // Such a server cannot deny anything: there the migrator, who owns the schema, may alter the views too.
  for (const batch of batches(name, variables)) await isKnown(pool, batch, /^deny alter on ssp\.\w+ to ssp_migrator;$/);
}

function variablesOf(logins: Logins): Record<string, string> {
  return Object.fromEntries(
    Object.entries(logins).flatMap(([role, { user, password }]) => [
      [role, user],
      [`${role}_PASSWORD`, password],
    ]),
  );
}
