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
import { type Database, openDatabase } from '../src/database/connect.ts';
import { QueryLibrary } from '../src/database/library.ts';
import { migrateUp } from '../src/database/migrate.ts';
import { loadDistrict } from '../src/sandbox/district/load-sqlite.ts';
import { QUERIES, ROOT } from '../src/server/root.ts';

/** The day on which all tests take place: a Friday in the first semester, at three in the afternoon. */
export const TODAY = '2026-11-20';
export const NOW = '2026-11-20T20:00:00.000Z';

export interface TestDatabase {
  database: Database;
  file: string;
  close(): Promise<void>;
}

export function queryLibrary(): QueryLibrary {
  return new QueryLibrary(QUERIES);
}

/** An empty database with all migrations, in a file of its own. */
export async function makeEmpty(): Promise<TestDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
  return open(path.join(folder, 'test.sqlite'), folder);
}

/** The made-up district of 1,200 students, in a file of its own. Made once per change of its sources, then copied. */
export async function makeDistrict(): Promise<TestDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
  const file = path.join(folder, 'test.sqlite');
  copyFileSync(await districtFile(), file);
  return open(file, folder);
}

async function open(file: string, folder: string): Promise<TestDatabase> {
  const database = openDatabase(`sqlite:${file}`, queryLibrary());
  await migrateUp(database.knex);
  const close = async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { database, file, close };
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
  for (const folder of ['src/sandbox', 'src/database/migrations', 'src/codes']) {
    for (const entry of readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) hash.update(readFileSync(path.join(entry.parentPath, entry.name)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
