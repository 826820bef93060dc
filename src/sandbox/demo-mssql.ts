import type Sql from 'mssql';
import { type MssqlAddress, parseMssqlUrl } from '../database/mssql-address.ts';
import { showProgress } from '../server/progress.ts';
import { type DemoDatabase, type DemoWishes, hasToBeMade, MARKER, SEED, type State } from './demo-database.ts';
import { keepLogins, LOGIN_PREFIX, newLogins, readLogins } from './demo-logins.ts';
import { loadDistrictMssql } from './district/load-mssql.ts';
import {
  type Logins,
  makeSisTables,
  setUpSchema,
  setUpTables,
  setUpVersion,
  urlFor,
  withPool,
} from './set-up-mssql.ts';
import { openSisData } from './sis-data.ts';
import { mssqlSource } from './sis-source.ts';

/**
 * The demo in a database of its own on SQL Server: see `openDemoDatabase`. The stand-in SIS reads with the login of the
 * address, the service with made-up ones of the least rights.
 */
export async function openMssqlDemo(url: string, wishes: DemoWishes): Promise<DemoDatabase> {
  const admin = parseMssqlUrl(url);
  const name = `The database ${admin.database}`;
  const logins = await alone(admin, async (server) => {
    const known = readLogins(wishes.data, keyOf(admin));
    const state = await stateOf(server, admin, known !== undefined);
    if (hasToBeMade(name, state, wishes)) return make(server, admin, state, wishes);
    if (!known)
      throw new Error(
        `${name} was made with another folder as --data, where its keys and logins are. Name that one, or make the district anew with --reset.`,
      );
    await bringUpToDate(admin, known);
    return known;
  });
  return {
    url: urlFor(admin, logins.WRITER),
    readUrl: urlFor(admin, logins.READER),
    openSis: () => openSisData(mssqlSource(admin)),
  };
}

const keyOf = ({ server, port, database }: MssqlAddress) => `${server}:${port}/${database.toLowerCase()}`;
const quoted = (name: string) => `[${name.replaceAll(']', ']]')}]`;

// What this gives is never somebody else's: without the marker, only a database that we were just making is ours, and
// then nothing is in it.
async function stateOf(server: Sql.ConnectionPool, admin: MssqlAddress, wasBegun: boolean): Promise<State> {
  const there = await ask(server, 'select name from sys.databases where name = @name', admin.database);
  if (there.length === 0) return { is: 'missing' };
  return withPool(admin, async (own) => {
    const [marker] = await ask(own, 'select object_id(@name) as marker', `dbo.${MARKER}`);
    if (marker?.marker) {
      const [row] = await ask(own, `select size from dbo.${MARKER}`);
      return row ? { is: 'whole', size: String(row.size) } : { is: 'half-made' };
    }
    const [objects] = await ask(
      own,
      "select count(*) as number from sys.objects where is_ms_shipped = 0 and type in ('U', 'V', 'P', 'FN', 'IF', 'TF')",
    );
    return wasBegun && objects?.number === 0 ? { is: 'half-made' } : { is: 'foreign' };
  });
}

async function make(
  server: Sql.ConnectionPool,
  admin: MssqlAddress,
  state: State,
  { data, size = 'small', today, out }: DemoWishes,
): Promise<Logins> {
  if (state.is !== 'missing') await drop(server, admin);
  const logins = newLogins();
  // Written down first: should we be ended while the server makes the database, the next start knows whose it is.
  keepLogins(data, keyOf(admin), logins);
  try {
    await server.request().batch(`create database ${quoted(admin.database)}`);
  } catch (thrown) {
    keepLogins(data, keyOf(admin), undefined);
    throw new Error(`The database ${admin.database} could not be made: ${(thrown as Error).message}`);
  }
  const inside = (text: string) => withPool(admin, (own) => own.request().batch(text));
  await inside(
    `create table dbo.${MARKER} (made_at char(24) not null, size varchar(20) not null, set_up char(64) not null)`,
  );
  await makeSisTables(admin);
  await setUpSchema(admin, logins);
  await setUpTables(admin, logins);
  const progress = showProgress(`Making up a district (${size})`, out);
  try {
    await loadDistrictMssql(admin, { size, today, seed: SEED, onProgress: progress.update });
  } finally {
    progress.end();
  }
  const row = [new Date().toISOString(), size, setUpVersion()].map((value) => `'${value}'`);
  await inside(`insert into dbo.${MARKER} (made_at, size, set_up) values (${row})`);
  return logins;
}

async function bringUpToDate(admin: MssqlAddress, logins: Logins): Promise<void> {
  const version = setUpVersion();
  const [row] = await withPool(admin, (own) => ask(own, `select set_up from dbo.${MARKER}`));
  if (row?.set_up === version) return;
  await setUpSchema(admin, logins);
  await setUpTables(admin, logins);
  await withPool(admin, (own) => ask(own, `update dbo.${MARKER} set set_up = @name`, version));
}

/** The database, and the logins that were made with it. */
async function drop(server: Sql.ConnectionPool, admin: MssqlAddress): Promise<void> {
  const users = await withPool(admin, (own) =>
    ask(own, 'select name from sys.database_principals where left(name, len(@name)) = @name', LOGIN_PREFIX),
  );
  const database = quoted(admin.database);
  await server.request().batch(`alter database ${database} set single_user with rollback immediate`);
  await server.request().batch(`drop database ${database}`);
  for (const { name } of users) {
    const login = quoted(String(name));
    await server.request().batch(`if suser_id('${name}') is not null drop login ${login}`);
  }
}

// One start at a time: what another one is making right now looks half-made.
async function alone<T>(admin: MssqlAddress, work: (server: Sql.ConnectionPool) => Promise<T>): Promise<T> {
  return withPool({ ...admin, database: 'master' }, async (server) => {
    const lock = `exec @got = sp_getapplock @Resource = @name, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0`;
    const [got] = await ask(server, `declare @got int; ${lock}; select @got as got`, `demo of ${keyOf(admin)}`);
    if (Number(got?.got) < 0) throw new Error(`Another start is making the database ${admin.database} right now.`);
    return work(server);
  });
}

async function ask(pool: Sql.ConnectionPool, text: string, name = ''): Promise<Record<string, unknown>[]> {
  return (await pool.request().input('name', name).query<Record<string, unknown>>(text)).recordset;
}
