import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type Sql from 'mssql';
import { openDatabase } from '../src/database/connect.ts';
import type { QueryLibrary } from '../src/database/library.ts';
import { migrateUp, OWN_TABLES } from '../src/database/migrate.ts';
import { formatMssqlUrl, type MssqlAddress, parseMssqlUrl } from '../src/database/mssql-address.ts';
import { driver } from '../src/database/mssql-pool.ts';
import { scriptBatches } from '../src/database/mssql-script.ts';
import { loadDistrictMssql } from '../src/sandbox/district/load-mssql.ts';
import { COLUMNS } from '../src/sandbox/district/rows.ts';
import { sisTablesForMssql } from '../src/sandbox/sis-tables-mssql.ts';
import { ROOT } from '../src/server/root.ts';

// Test databases on SQL Server: made here, dropped here, and no other database is ever touched. Set up by the same
// scripts that a district runs (docs/sql), and used with the rights that these give.

const PREFIX = 'ssp_test_';
const SETUP_MS = 120_000;
/** A server may lack a right that only SQL Server itself knows. */
const NOT_KNOWN_HERE = 33557097;
/** One run of the tests shares its logins and its district; .setup/test.mjs drops what is left of a run. */
const RUN = process.env.TEST_RUN ?? 'dev';

export interface MssqlParts {
  name: string;
  writerUrl: string;
  readerUrl: string;
  migratorUrl: string;
  /** As the owner of everything. */
  admin: MssqlAddress;
}

function given(): MssqlAddress {
  const url = process.env.TEST_MSSQL_URL;
  if (!url) throw new Error('TEST_MSSQL_URL is not set.');
  return parseMssqlUrl(url);
}

function ours(name: string): string {
  if (!name.startsWith(PREFIX) || !/^\w+$/.test(name)) throw new Error(`${name} is no database of the tests.`);
  return name;
}

export async function connect(at: MssqlAddress): Promise<Sql.ConnectionPool> {
  const { server, port, database, user, password, encrypt, trustServerCertificate } = at;
  const options = { encrypt, trustServerCertificate };
  const limits = { requestTimeout: SETUP_MS, connectionTimeout: SETUP_MS, pool: { min: 0, max: 1 } };
  const { ConnectionPool } = driver();
  return new ConnectionPool({ server, port, database, user, password, options, ...limits }).connect();
}

async function withPool<T>(at: MssqlAddress, work: (pool: Sql.ConnectionPool) => Promise<T>): Promise<T> {
  const pool = await connect(at);
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}

// Made from the server's password: the same in every process of a run, and nobody else's.
function passwordOf(login: string): string {
  return `Aa1${createHash('sha256').update(`${given().password}/${login}`).digest('hex').slice(0, 28)}`;
}

const LOGINS = Object.fromEntries(
  ['READER', 'WRITER', 'MIGRATOR'].map((role) => [role, `${PREFIX}${role.toLowerCase()}_${RUN}`]),
) as Record<'READER' | 'WRITER' | 'MIGRATOR', string>;

const VARIABLES = {
  ...LOGINS,
  ...Object.fromEntries(Object.entries(LOGINS).map(([role, login]) => [`${role}_PASSWORD`, passwordOf(login)])),
};

function script(name: string): string {
  return readFileSync(path.join(ROOT, 'docs', 'sql', name), 'utf8');
}

async function runScript(pool: Sql.ConnectionPool, name: string, more: Record<string, string> = {}): Promise<void> {
  for (const batch of scriptBatches(script(name), { ...VARIABLES, ...more })) await pool.request().batch(batch);
}

/** Runs the work while no other process of any run does: databases and logins belong to the whole server. */
async function alone<T>(what: string, work: (pool: Sql.ConnectionPool) => Promise<T>): Promise<T> {
  return withPool(given(), async (pool) => {
    const lock = `'${PREFIX}${what}'`;
    await pool
      .request()
      .batch(
        `exec sp_getapplock @Resource = ${lock}, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 60000`,
      );
    try {
      return await work(pool);
    } finally {
      await pool.request().batch(`exec sp_releaseapplock @Resource = ${lock}, @LockOwner = 'Session'`);
    }
  });
}

async function makeDatabase(name: string): Promise<MssqlAddress> {
  await withPool(given(), (pool) => pool.request().batch(`create database ${ours(name)}`));
  return { ...given(), database: name };
}

export async function dropDatabase(name: string): Promise<void> {
  await withPool(given(), async (pool) => {
    await pool.request().batch(`alter database ${ours(name)} set single_user with rollback immediate`);
    await pool.request().batch(`drop database ${ours(name)}`);
  });
}

/** Logins, schema and rights, by the scripts. */
async function setUpSchema(pool: Sql.ConnectionPool): Promise<void> {
  const [schema, ...rest] = scriptBatches(script('schema.sql'));
  for (const batch of [schema as string, ...rest]) await pool.request().batch(batch);
  for (const batch of scriptBatches(script('logins.sql'), VARIABLES)) {
    try {
      await pool.request().batch(batch);
    } catch (thrown) {
      const { number } = thrown as { number?: number };
      if (number !== NOT_KNOWN_HERE || !batch.includes(LOGINS.MIGRATOR)) throw thrown;
      // Where rights on a schema cannot be given, the migrator owns it.
      await pool.request().batch("if exists (select 1 from sys.schemas where name = 'ssp') drop schema ssp");
      await pool.request().batch(`create schema ssp authorization [${LOGINS.MIGRATOR}]`);
      return;
    }
  }
}

/** A new database with everything a district has before its first visit. `sis` says where the SIS's tables are. */
export async function buildMssql(
  queries: QueryLibrary,
  { sis = 'same', name }: { sis?: 'same' | 'other'; name: string },
): Promise<MssqlParts> {
  const admin = await makeDatabase(name);
  const other = `${name}_sis`;
  const sisAt = sis === 'same' ? admin : await makeDatabase(other);
  const parts = partsOf(name);
  await withPool(sisAt, (pool) => pool.request().batch(sisTablesForMssql()));
  await alone('logins', () => withPool(admin, setUpSchema));
  if (sis === 'other') {
    await withPool(sisAt, async (pool) => {
      for (const one of [LOGINS.READER, LOGINS.WRITER])
        await pool.request().batch(`create user [${one}] for login [${one}]`);
    });
  }
  const migrator = openDatabase(parts.migratorUrl, queries);
  await migrateUp(migrator.knex);
  await migrator.close();
  await withPool(admin, async (pool) => {
    await runScript(pool, 'sis-views.sql', { SIS: sis === 'same' ? 'dbo' : `${other}.dbo` });
    await runScript(pool, 'grants.sql');
  });
  return parts;
}

function partsOf(name: string): MssqlParts {
  const admin = { ...given(), database: ours(name) };
  const login = (role: keyof typeof LOGINS) =>
    formatMssqlUrl({ ...admin, user: LOGINS[role], password: passwordOf(LOGINS[role]) });
  return { name, admin, writerUrl: login('WRITER'), readerUrl: login('READER'), migratorUrl: login('MIGRATOR') };
}

/** A name for a database of this run. */
export function newName(hash: string): string {
  return `${PREFIX}${RUN}_${hash}_${randomBytes(4).toString('hex')}`;
}

/**
 * An empty database, new or given back by another test and emptied: making one takes seconds, emptying it does not.
 * With `district`, the made-up district is in it: made once in a run, then copied inside the server. With `fresh`, ids
 * begin at 1.
 */
export async function borrowMssql(
  queries: QueryLibrary,
  { hash, district, fresh = false }: { hash: string; district?: { today: string }; fresh?: boolean },
): Promise<MssqlParts> {
  const template = district ? await districtTemplate(queries, hash, district.today) : undefined;
  const free = fresh ? undefined : await takeFree(hash);
  const parts = free ? partsOf(free) : await buildMssql(queries, { name: newName(hash) });
  const tables = Object.entries(COLUMNS);
  const batch: string[] = free ? EMPTYING.map((table) => `delete from ${qualified(table)};`) : [];
  for (const [table, columns] of template ? tables : []) {
    const name = qualified(table);
    const list = columns.join(', ');
    const copy = `insert into ${name} (${list}) select ${list} from ${template}.${name};`;
    batch.push(isOwn(table) ? `set identity_insert ${name} on; ${copy} set identity_insert ${name} off;` : copy);
  }
  if (batch.length > 0) await withPool(parts.admin, (pool) => pool.request().batch(batch.join('\n')));
  return parts;
}

const isOwn = (table: string) => table.startsWith('u_ssp_');
const qualified = (table: string) => `${isOwn(table) ? 'ssp' : 'dbo'}.${table}`;
const EMPTYING = [...OWN_TABLES, ...Object.keys(COLUMNS).filter((table) => !isOwn(table))];

async function districtTemplate(queries: QueryLibrary, hash: string, today: string): Promise<string> {
  const template = `${PREFIX}${RUN}_${hash}_district`;
  await alone('district', async (pool) => {
    if (await isWhole(pool, template)) return;
    await dropDatabase(template).catch(() => {});
    const { admin } = await buildMssql(queries, { name: template });
    await loadDistrictMssql(admin, { size: 'small', today, seed: 1 });
    await withPool(admin, (own) => own.request().batch('create table dbo.district_is_whole (x int)'));
  });
  return template;
}

// A run that was ended half-way leaves half a district.
async function isWhole(pool: Sql.ConnectionPool, name: string): Promise<boolean> {
  const found = await pool.request().query(`select name from sys.databases where name = '${ours(name)}'`);
  if (found.recordset.length === 0) return false;
  const mark = await pool.request().query(`select object_id('${name}.dbo.district_is_whole') as mark`);
  return (mark.recordset[0] as { mark: number | null }).mark !== null;
}

// Which databases nobody uses stands in a small database of its own, so that every file of a run can take one.
async function withRegistry<T>(hash: string, work: (pool: Sql.ConnectionPool) => Promise<T>): Promise<T> {
  const name = `${PREFIX}${RUN}_${hash}_registry`;
  return alone('registry', async (pool) => {
    const found = await pool.request().query(`select name from sys.databases where name = '${ours(name)}'`);
    const at = found.recordset.length > 0 ? { ...given(), database: name } : await makeDatabase(name);
    return withPool(at, async (own) => {
      await own
        .request()
        .batch("if object_id('dbo.free') is null create table dbo.free (name varchar(100) primary key)");
      return work(own);
    });
  });
}

async function takeFree(hash: string): Promise<string | undefined> {
  return withRegistry(hash, async (pool) => {
    const { recordset } = await pool.request().query<{ name: string }>('select name from dbo.free order by name');
    const name = recordset[0]?.name;
    if (name) await pool.request().query(`delete from dbo.free where name = '${ours(name)}'`);
    return name;
  });
}

export async function giveBack(hash: string, { name }: MssqlParts): Promise<void> {
  await withRegistry(hash, (pool) => pool.request().query(`insert into dbo.free values ('${ours(name)}')`));
}
