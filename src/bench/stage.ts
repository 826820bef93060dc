import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { type Database, openDatabase } from '../database/connect.ts';
import { QueryLibrary } from '../database/library.ts';
import { openDemoDatabase } from '../sandbox/demo-database.ts';
import { systemClock, today } from '../server/clock.ts';
import { QUERIES } from '../server/root.ts';
import type { BenchSettings } from './bench.ts';

export const BENCH_TODAY = '2026-11-20';
export const BENCH_NOW = '2026-11-20T20:00:00.000Z';
export const BENCH_ZONE = 'America/New_York';
/** Who is measured: the counselor of the cast. */
export const BENCH_READER = 9001;
export const BENCH_ADMINISTRATOR = 9006;
export const BENCH_SCHOOL = 101;

/** A database with a made-up district, and the day on which it is measured: the last one of its history. */
export interface Stage {
  kind: Database['kind'];
  url: string;
  readUrl: string | undefined;
  today: string;
  now: string;
  /** For a figure's name: "sqlite, 1,200 students". */
  about: string;
}

interface Last {
  visit_date: string;
}

const stages = new WeakMap<BenchSettings, Promise<Stage>>();

/** The demo's database that the settings name, made when it is not there; else a new one in the bench's own folder. */
export function openStage(settings: BenchSettings): Promise<Stage> {
  const known = stages.get(settings);
  if (known) return known;
  const made = makeStage(settings);
  stages.set(settings, made);
  return made;
}

async function makeStage({ folder, data, database, size, say, out }: BenchSettings): Promise<Stage> {
  const isGiven = data !== undefined || database !== undefined;
  const day = isGiven ? today(systemClock(BENCH_ZONE)) : BENCH_TODAY;
  const place = { data: data ?? (isGiven ? 'data' : folder), database };
  const { url, readUrl } = await openDemoDatabase({ ...place, size, today: day, reset: false, say, out });
  const opened = openDatabase(url, new QueryLibrary(QUERIES));
  try {
    const visits = (await opened.knex('u_ssp_visit').orderBy('visit_date', 'desc').first('visit_date')) as
      | Last
      | undefined;
    const [students] = (await opened.knex('Students').count({ number: '*' })) as { number: number }[];
    if (!visits) throw new Error('There is no visit in the database: nothing can be measured.');
    const last = visits.visit_date;
    const about = `${opened.kind}, ${Number(students?.number).toLocaleString('en-US')} students`;
    return { kind: opened.kind, url, readUrl, today: last, now: `${last}T20:00:00.000Z`, about };
  } finally {
    await opened.close();
  }
}

/** DATABASE_URL for one contestant: on SQLite a copy of its own; on SQL Server both use the one that is given, in turn. */
export async function placeFor(stage: Stage, { folder, say }: BenchSettings, name: string): Promise<string> {
  if (stage.kind === 'mssql') return stage.url;
  say(`Copying the district for ${name} …`);
  const original = new BetterSqlite3(stage.url.slice('sqlite:'.length), { readonly: true });
  const file = path.join(folder, `${name}.sqlite`);
  await original.backup(file);
  original.close();
  return `sqlite:${file}`;
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
