import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { OWN_TABLES, STATE_TABLE } from '../../src/database/migrate.ts';
import { createPermissions } from '../../src/sandbox/permissions.ts';
import { createShelf } from '../../src/sandbox/plugins/shelf.ts';
import { createSandboxSis } from '../../src/sandbox/server.ts';
import { openSisData } from '../../src/sandbox/sis-data.ts';
import { mssqlSource, type SisSource, sqliteSource } from '../../src/sandbox/sis-source.ts';
import { makeDistrict, ON_MSSQL, TODAY } from '../database.ts';
import { close, listen } from '../sandbox/running-sis.ts';

// A district before the hour in which the product is installed: a SIS that runs, a database with its tables, and nothing
// of ours.

export interface District {
  /** DATABASE_URL of the service and of whoever migrates. */
  writerUrl: string;
  migratorUrl: string;
  /** Runs one of the scripts in docs/sql, as its administrator does; nothing on SQLite. */
  script(name: string, more?: Record<string, string>): Promise<void>;
  /** `--may-read` for a server on which the schema has to be the migrator's: it cannot give a right on a schema. */
  mayRead(): Promise<string[]>;
  /** Names of tables and views of ours, whoever asks. */
  ours(): Promise<string[]>;
  countStudents(): Promise<number>;
  source: SisSource;
  drop(): Promise<void>;
}

export const makeBareDistrict = (): Promise<District> => (ON_MSSQL ? onMssql() : onSqlite());

async function onSqlite(): Promise<District> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ssp-district-'));
  const file = path.join(folder, 'sis.sqlite');
  const filled = await makeDistrict('sqlite');
  copyFileSync(filled.file, file);
  await filled.close();
  const db = new BetterSqlite3(file);
  for (const table of [...OWN_TABLES, STATE_TABLE]) db.exec(`drop table if exists ${table}`);
  const ask = (sql: string) => db.prepare<[], { x: string }>(sql).all();
  return {
    writerUrl: `sqlite:${file}`,
    migratorUrl: `sqlite:${file}`,
    script: async () => {},
    mayRead: async () => [],
    ours: async () =>
      ask("select name as x from sqlite_master where name like 'u!_ssp!_%' escape '!'").map(({ x }) => x),
    countStudents: async () => Number(ask('select count(*) as x from Students')[0]?.x),
    source: sqliteSource(db),
    drop: async () => {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function onMssql(): Promise<District> {
  const { buildMssql, connect, dropDatabase, installSchema, loginNames, newName, runScript } = await import(
    '../mssql.ts'
  );
  const { schemaOwner } = await import('../../src/sandbox/set-up-mssql.ts');
  const { loadDistrictMssql } = await import('../../src/sandbox/district/load-mssql.ts');
  const parts = await buildMssql({ name: newName('walk') });
  await loadDistrictMssql(parts.admin, { size: 'small', today: TODAY, seed: 1 });
  const pool = await connect(parts.admin);
  const ask = async (sql: string) => (await pool.request().query<{ x: string }>(sql)).recordset.map(({ x }) => x);
  const script = async (name: string, more: Record<string, string> = {}) => {
    // These two are run in the way in which the tests' logins are made.
    if (name === 'schema.sql') return;
    if (name === 'logins.sql') return installSchema(parts.admin);
    await runScript(pool, name, { ...loginNames(), ...more });
  };
  await script('remove.sql', { SURE: 'yes' });
  return {
    writerUrl: parts.writerUrl,
    migratorUrl: parts.migratorUrl,
    script,
    mayRead: async () => {
      const owner = (await schemaOwner(pool)) ?? 'dbo';
      return owner === 'dbo' ? [] : [owner];
    },
    ours: () =>
      ask("select o.name as x from sys.objects o join sys.schemas s on s.schema_id = o.schema_id where s.name = 'ssp'"),
    countStudents: async () => Number((await ask('select count(*) as x from dbo.Students'))[0]),
    source: mssqlSource(parts.admin),
    drop: async () => {
      await pool.close();
      await dropDatabase(parts.name);
    },
  };
}

/** The district's SIS, on a free port of `localhost`, without any plugin. */
export async function runBareSis(source: SisSource) {
  const server = createServer();
  const url = await listen(server, 'localhost');
  const data = openSisData(source);
  // Nobody has set anything yet: every page is open to every group.
  const permissions = createPermissions({});
  server.on('request', createSandboxSis({ data, sisUrl: url, plugins: createShelf(), permissions }));
  const stop = async () => {
    await close(server);
    await data.close();
  };
  return { url, stop };
}
