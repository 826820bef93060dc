import { createHash, randomBytes } from 'node:crypto';
import type Sql from 'mssql';
import { OWN_TABLES } from '../src/database/migrate.ts';
import { type MssqlAddress, parseMssqlUrl } from '../src/database/mssql-address.ts';
import { loadDistrictMssql } from '../src/sandbox/district/load-mssql.ts';
import { COLUMNS } from '../src/sandbox/district/rows.ts';
import {
  type LoginRole,
  type Logins,
  makeSisTables,
  schemaOwner,
  setUpSchema,
  setUpTables,
  urlFor,
  withPool,
} from '../src/sandbox/set-up-mssql.ts';

export { connect, runScript } from '../src/sandbox/set-up-mssql.ts';

// Test databases on SQL Server: made here, dropped here, and no other database is ever touched. Set up by the same
// scripts that a district runs (docs/sql), and used with the rights that these give.

const PREFIX = 'ssp_test_';
/** One run of the tests shares its logins and its district; .setup/test.mjs drops what is left of a run. */
const RUN = process.env.TEST_RUN ?? 'dev';
/** `npm run test:mssql -- --locking`: readers wait for writers, as where docs/sql/snapshot.sql was not run. */
export const WITH_SNAPSHOTS = process.env.TEST_SNAPSHOTS !== 'off';

export interface MssqlParts {
  name: string;
  writerUrl: string;
  readerUrl: string;
  migratorUrl: string;
  /** A member of db_owner whose names are looked for in ssp: no login of ours, and with no right of ours. */
  ownerUrl: string;
  /** As the owner of everything. */
  admin: MssqlAddress;
}

function given(): MssqlAddress {
  const url = process.env.TEST_MSSQL_URL;
  if (!url) throw new Error('TEST_MSSQL_URL is not set.');
  return parseMssqlUrl(url);
}

/** The name, when it is one of a database that the tests made. Throws otherwise: no statement ever names another one. */
export function ours(name: string): string {
  if (!name.startsWith(PREFIX) || !/^\w+$/.test(name)) throw new Error(`${name} is no database of the tests.`);
  return name;
}

// Made from the server's password: the same in every process of a run, and nobody else's.
function passwordOf(login: string): string {
  return `Aa1${createHash('sha256').update(`${given().password}/${login}`).digest('hex').slice(0, 28)}`;
}

function logins(): Logins {
  const roles: LoginRole[] = ['READER', 'WRITER', 'MIGRATOR'];
  const named = roles.map((role) => [role, `${PREFIX}${role.toLowerCase()}_${RUN}`] as const);
  return Object.fromEntries(named.map(([role, user]) => [role, { user, password: passwordOf(user) }])) as Logins;
}

function ownerLogin(): { user: string; password: string } {
  const user = `${PREFIX}owner_${RUN}`;
  return { user, password: passwordOf(user) };
}

/** What docs/sql calls READER, WRITER and MIGRATOR, in this run. */
export function loginNames(): Record<LoginRole, string> {
  const { READER, WRITER, MIGRATOR } = logins();
  return { READER: READER.user, WRITER: WRITER.user, MIGRATOR: MIGRATOR.user };
}

/** Runs the work while no other process of any run does: databases and logins belong to the whole server. */
async function alone<T>(what: string, work: (pool: Sql.ConnectionPool) => Promise<T>): Promise<T> {
  return withPool(given(), async (pool) => {
    const lock = `'${PREFIX}${what}'`;
    const ask = `exec @got = sp_getapplock @Resource = ${lock}, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 60000`;
    const { recordset } = await pool.request().query(`declare @got int; ${ask}; select @got as got`);
    if (Number(recordset[0]?.got) < 0)
      throw new Error(`Another run of the tests holds ${lock} for more than a minute.`);
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
  const own = ours(name);
  await withPool(given(), async (pool) => {
    await pool.request().batch(`alter database ${own} set single_user with rollback immediate`);
    await pool.request().batch(`drop database ${own}`);
  });
}

/** A new database as it is before the first `migrate`: schema, roles and logins. */
export async function buildBareMssql(name: string): Promise<MssqlParts> {
  const admin = await makeDatabase(name);
  await alone('logins', async () => {
    await setUpSchema(admin, logins());
    await withPool(admin, makeOwner);
  });
  if (!WITH_SNAPSHOTS)
    await withPool(given(), (pool) =>
      pool.request().batch(`alter database ${ours(name)} set read_committed_snapshot off with rollback immediate`),
    );
  return partsOf(name);
}

// Where the schema had to be given to the migrator, rights of others do not reach what is in it, and nobody can be put into
// db_owner: there the migrator stands in for the owner.
const isOwnedByDbo = async (pool: Sql.ConnectionPool) => (await schemaOwner(pool)) === 'dbo';

async function makeOwner(pool: Sql.ConnectionPool): Promise<void> {
  if (!(await isOwnedByDbo(pool))) return;
  const { user, password } = ownerLogin();
  for (const batch of [
    `if suser_id('${user}') is null create login [${user}] with password = '${password}'`,
    `create user [${user}] for login [${user}] with default_schema = ssp`,
    `alter role db_owner add member [${user}]`,
  ])
    await pool.request().batch(batch);
}

/** Steps 1 and 2 of docs/sql-server.md once more, in a database that is there. */
export function installSchema(admin: MssqlAddress): Promise<void> {
  return alone('logins', () => setUpSchema(admin, logins()));
}

/** A new database with everything a district has before its first visit. `sis` says where the SIS's tables are. */
export async function buildMssql({
  sis = 'same',
  name,
}: {
  sis?: 'same' | 'other';
  name: string;
}): Promise<MssqlParts> {
  const parts = await buildBareMssql(name);
  const { admin } = parts;
  const other = `${name}_sis`;
  const sisAt = sis === 'same' ? admin : await makeDatabase(other);
  await makeSisTables(sisAt);
  if (sis === 'other') {
    const { READER, WRITER } = logins();
    await withPool(sisAt, async (pool) => {
      for (const { user } of [READER, WRITER]) await pool.request().batch(`create user [${user}] for login [${user}]`);
      // Both have the same owner: the login that makes them here.
      for (const one of [name, other]) await pool.request().batch(`alter database ${ours(one)} set db_chaining on`);
    });
  }
  await setUpTables(admin, logins(), sis === 'same' ? 'dbo' : `${other}.dbo`);
  return parts;
}

async function partsOf(name: string): Promise<MssqlParts> {
  const admin = { ...given(), database: ours(name) };
  const owner = (await withPool(admin, isOwnedByDbo)) ? ownerLogin() : logins().MIGRATOR;
  const { READER, WRITER, MIGRATOR } = logins();
  const [writerUrl, readerUrl, migratorUrl] = [WRITER, READER, MIGRATOR].map((login) => urlFor(admin, login));
  return { name, admin, writerUrl, readerUrl, migratorUrl, ownerUrl: urlFor(admin, owner) } as MssqlParts;
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
export async function borrowMssql({
  hash,
  district,
  fresh = false,
}: {
  hash: string;
  district?: { today: string };
  fresh?: boolean;
}): Promise<MssqlParts> {
  const template = district ? await districtTemplate(hash, district.today) : undefined;
  const free = fresh ? undefined : await takeFree(hash);
  const parts = free ? await partsOf(free) : await buildMssql({ name: newName(hash) });
  const batch: string[] = free ? EMPTYING.map((table) => `delete from ${qualified(table)};`) : [];
  if (batch.length > 0) await withPool(parts.admin, (pool) => pool.request().batch(batch.join('\n')));
  if (template) await copyDistrict(template, parts);
  return parts;
}

/** Everything that was loaded into the one database, into an empty other one; `sisAt` says where the SIS's tables are there. */
export async function copyDistrict(from: string, { admin }: MssqlParts, sisAt = 'dbo'): Promise<void> {
  const batch = Object.entries(COLUMNS).map(([table, columns]) => {
    const name = isOwn(table) ? qualified(table) : `${sisAt}.${table}`;
    const list = columns.join(', ');
    const copy = `insert into ${name} (${list}) select ${list} from ${ours(from)}.${qualified(table)};`;
    return isOwn(table) ? `set identity_insert ${name} on; ${copy} set identity_insert ${name} off;` : copy;
  });
  await withPool(admin, (pool) => pool.request().batch(batch.join('\n')));
}

const isOwn = (table: string) => table.startsWith('u_ssp_');
const qualified = (table: string) => `${isOwn(table) ? 'ssp' : 'dbo'}.${table}`;
const EMPTYING = [...OWN_TABLES, ...Object.keys(COLUMNS).filter((table) => !isOwn(table))];

async function districtTemplate(hash: string, today: string): Promise<string> {
  const template = `${PREFIX}${RUN}_${hash}_district`;
  await alone('district', async (pool) => {
    if (await isWhole(pool, template)) return;
    await dropDatabase(template).catch(() => {});
    const { admin } = await buildMssql({ name: template });
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
