import { type ChildProcess, fork } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { openDatabase } from '../database/connect.ts';
import { QueryLibrary } from '../database/library.ts';
import { migrateUp } from '../database/migrate.ts';
import { loadDistrict } from '../sandbox/district/load-sqlite.ts';
import { QUERIES } from '../server/root.ts';
import type { BenchSettings } from './bench.ts';

export const BENCH_TODAY = '2026-11-20';
export const BENCH_NOW = '2026-11-20T20:00:00.000Z';
/** Who is measured: the counselor of the cast. */
export const BENCH_READER = 9001;
export const BENCH_SCHOOL = 101;

const files = new Map<string, string>();

/** A copy of the made-up district of this size, for one contestant alone. */
export async function districtCopy(settings: BenchSettings, name: string): Promise<string> {
  let original = files.get(settings.size);
  if (!original) {
    settings.say(`Making up a district (${settings.size}) …`);
    original = path.join(settings.folder, `${settings.size}.sqlite`);
    const database = openDatabase(`sqlite:${original}`, new QueryLibrary(QUERIES));
    await migrateUp(database.knex);
    await database.close();
    const writer = new BetterSqlite3(original);
    loadDistrict(writer, { size: settings.size, today: BENCH_TODAY, seed: 1 });
    writer.pragma('wal_checkpoint(TRUNCATE)');
    writer.close();
    files.set(settings.size, original);
  }
  const copy = path.join(settings.folder, `${name}.sqlite`);
  copyFileSync(original, copy);
  return copy;
}

export interface Contestant {
  url: string;
  process: ChildProcess;
  stop(): void;
}

/** Starts one contestant in a process of its own; it tells the port on which it listens. */
export function startContestant(file: string, args: object): Promise<Contestant> {
  const child = fork(new URL(file, import.meta.url), [JSON.stringify(args)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', ({ port }: { port: number }) =>
      resolve({ url: `http://127.0.0.1:${port}`, process: child, stop: () => child.kill() }),
    );
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
}
