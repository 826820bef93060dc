import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Knex } from 'knex';
import { type Database, openDatabase } from '../src/database/connect.ts';
import { QueryLibrary } from '../src/database/library.ts';
import { migrateUp } from '../src/database/migrate.ts';
import { parseMssqlUrl } from '../src/database/mssql-address.ts';
import { scriptBatches } from '../src/database/mssql-script.ts';
import { openWriter } from '../src/database/mssql-writer.ts';
import { loadDistrict } from '../src/sandbox/district/load-sqlite.ts';
import { createSisTables } from '../src/sandbox/sis-tables.ts';
import { QUERIES, ROOT } from '../src/server/root.ts';

/** The day on which all tests take place: a Friday in the first semester, at three in the afternoon. */
export const TODAY = '2026-11-20';
export const NOW = '2026-11-20T20:00:00.000Z';

export interface TestDatabase {
  database: Database;
  /** DATABASE_URL, with the rights of the service. */
  url: string;
  /** DATABASE_URL of whoever migrates. */
  migratorUrl: string;
  /** The SQLite file; empty on SQL Server. */
  file: string;
  /** Writes what is the SIS's, as the SIS does: the service itself cannot. */
  sis: Knex;
  /** Our own tables in the hands of somebody who may do everything, the audit's rows included. */
  owner: Knex;
  /** From now on no row goes into the table, whoever writes it; until the answer is called. */
  failInserts(table: string): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Set by `npm run test:mssql`. */
export const ON_MSSQL = process.env.TEST_DATABASE === 'mssql';

export function queryLibrary(): QueryLibrary {
  return new QueryLibrary(QUERIES);
}

/** grants.sql again, after a migration that made tables. On SQLite there is nothing to give. */
export async function grantAgain({ sis }: TestDatabase): Promise<void> {
  if (!ON_MSSQL) return;
  const script = readFileSync(path.join(ROOT, 'docs', 'sql', 'grants.sql'), 'utf8');
  for (const batch of scriptBatches(script)) await sis.raw(batch);
}

/** An empty database with all migrations and the empty tables of the SIS, of its own. */
export async function makeEmpty(): Promise<TestDatabase> {
  if (ON_MSSQL) return borrow();
  const folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
  const test = await open(path.join(folder, 'test.sqlite'), folder);
  const writer = new BetterSqlite3(test.file);
  createSisTables(writer);
  writer.close();
  return test;
}

/** The made-up district of 1,200 students, in a database of its own. Made once per change of its sources, then copied. */
export async function makeDistrict(
  on: 'sqlite' | 'mssql' = ON_MSSQL ? 'mssql' : 'sqlite',
  { fresh = false } = {},
): Promise<TestDatabase> {
  if (on === 'mssql') return borrow({ district: { today: TODAY }, fresh });
  const folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
  const file = path.join(folder, 'test.sqlite');
  copyFileSync(await districtFile(), file);
  return open(file, folder);
}

export interface BareDatabase {
  /** DATABASE_URL of whoever migrates. */
  url: string;
  knex: Knex;
  close(): Promise<void>;
}

/** A database as it is before the first `migrate`; on SQLite there is not even a file. */
export async function makeBare(): Promise<BareDatabase> {
  if (!ON_MSSQL) {
    const folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
    const url = `sqlite:${path.join(folder, 'bare.sqlite')}`;
    return bareAt(url, async () => rmSync(folder, { recursive: true, force: true }));
  }
  const { buildBareMssql, dropDatabase, newName } = await import('./mssql.ts');
  const { name, migratorUrl } = await buildBareMssql(newName('bare'));
  return bareAt(migratorUrl, () => dropDatabase(name));
}

function bareAt(url: string, drop: () => Promise<void>): BareDatabase {
  let database: Database | undefined;
  return {
    url,
    get knex() {
      database ??= openDatabase(url, queryLibrary());
      return database.knex;
    },
    close: async () => {
      await database?.close();
      await drop();
    },
  };
}

async function open(file: string, folder: string): Promise<TestDatabase> {
  const url = `sqlite:${file}`;
  const database = openDatabase(url, queryLibrary());
  await migrateUp(database.knex);
  const { knex } = database;
  const failInserts = async (table: string) => {
    await knex.raw(`create trigger no_${table} before insert on ${table} begin select raise(abort, 'no room'); end`);
    return async () => {
      await knex.raw(`drop trigger no_${table}`);
    };
  };
  const close = async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { database, url, migratorUrl: url, file, sis: knex, owner: knex, failInserts, close };
}

async function borrow(wish: { district?: { today: string }; fresh?: boolean } = {}): Promise<TestDatabase> {
  const { borrowMssql, giveBack } = await import('./mssql.ts');
  // Emptying a whole district takes longer than making tables: empty databases are kept apart.
  const hash = `${sourcesHash()}${wish.district ? 'd' : 'e'}`;
  const parts = await borrowMssql({ hash, ...wish });
  const database = openDatabase(parts.writerUrl, queryLibrary());
  const sis = openWriter(parts.admin);
  const owner = openWriter(parseMssqlUrl(parts.ownerUrl));
  const failInserts = async (table: string) => {
    await owner.raw(
      `create trigger ssp.no_${table} on ssp.${table} after insert as begin; throw 51000, 'no room', 1; end`,
    );
    return async () => {
      await owner.raw(`drop trigger ssp.no_${table}`);
    };
  };
  const close = async () => {
    await Promise.all([database.close(), sis.destroy(), owner.destroy()]);
    await giveBack(hash, parts);
  };
  return { database, url: parts.writerUrl, migratorUrl: parts.migratorUrl, file: '', sis, owner, failInserts, close };
}

async function districtFile(): Promise<string> {
  const cache = path.join(ROOT, 'test', '.cache');
  const file = path.join(cache, `district-${sourcesHash()}.sqlite`);
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  const draft = path.join(mkdtempSync(path.join(cache, 'draft-')), 'district.sqlite');
  const database = openDatabase(`sqlite:${draft}`, queryLibrary());
  await migrateUp(database.knex);
  await database.close();
  const writer = new BetterSqlite3(draft);
  loadDistrict(writer, { size: 'small', today: TODAY, seed: 1 });
  writer.pragma('wal_checkpoint(TRUNCATE)');
  writer.close();
  renameSync(draft, file);
  rmSync(path.dirname(draft), { recursive: true, force: true });
  return file;
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const folder of ['src/sandbox', 'src/database/migrations', 'src/codes', 'docs/sql']) {
    for (const entry of readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) hash.update(readFileSync(path.join(entry.parentPath, entry.name)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
