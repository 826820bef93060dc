import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { migrateUp } from '../database/migrate.ts';
import { openWriter } from '../database/sqlite.ts';
import { showProgress } from '../server/progress.ts';
import { type DemoDatabase, type DemoWishes, hasToBeMade, MARKER, SEED, type State } from './demo-database.ts';
import { loadDistrict } from './district/load-sqlite.ts';
import { openSisData } from './sis-data.ts';
import { sqliteSource } from './sis-source.ts';

/** The demo in one SQLite file: see `openDemoDatabase`. */
export async function openSqliteDemo(file: string, wishes: DemoWishes): Promise<DemoDatabase> {
  if (hasToBeMade(file, stateOf(file), wishes)) await make(file, wishes);
  else await migrate(file);
  return { url: `sqlite:${file}`, openSis: () => openSis(file) };
}

function openSis(file: string) {
  const db = new BetterSqlite3(file, { readonly: true });
  const data = openSisData(sqliteSource(db));
  return {
    ...data,
    close: async () => {
      db.close();
    },
  };
}

function stateOf(file: string): State {
  if (!existsSync(file) || statSync(file).size === 0) return { is: 'missing' };
  const reader = new BetterSqlite3(file, { readonly: true });
  try {
    const marker = reader.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(MARKER);
    if (!marker) return { is: 'foreign' };
    const row = reader.prepare(`select * from ${MARKER}`).get() as { size?: string } | undefined;
    return row ? { is: 'whole', size: row.size ?? null } : { is: 'half-made' };
  } catch (thrown) {
    const { code } = thrown as { code?: string };
    if (code === 'SQLITE_NOTADB') return { is: 'foreign' };
    if (code === 'SQLITE_BUSY') throw new Error(`${file} is in use: another start is making the district.`);
    throw thrown;
  } finally {
    reader.close();
  }
}

async function make(file: string, { size = 'small', today, out }: DemoWishes): Promise<void> {
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  mkdirSync(path.dirname(file), { recursive: true });
  const writer = new BetterSqlite3(file);
  const progress = showProgress(`Making up a district (${size})`, out);
  try {
    writer.exec(`create table ${MARKER} (made_at text not null, size text not null)`);
    await migrate(file);
    // Whoever else starts a demo on this file meanwhile finds it in use, not half-made.
    writer.pragma('locking_mode = EXCLUSIVE');
    loadDistrict(writer, { size, today, seed: SEED, onProgress: progress.update });
    writer.prepare(`insert into ${MARKER} values (?, ?)`).run(new Date().toISOString(), size);
  } finally {
    writer.close();
    progress.end();
  }
}

async function migrate(file: string): Promise<void> {
  const knex = openWriter(file);
  try {
    await migrateUp(knex);
  } finally {
    await knex.destroy();
  }
}
