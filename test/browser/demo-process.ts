import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { formatMssqlUrl, parseMssqlUrl } from '../../src/database/mssql-address.ts';
import { clockOn, today } from '../../src/server/clock.ts';
import { ROOT } from '../../src/server/root.ts';
import { plusDays } from '../../src/server/words.ts';
import { ON_MSSQL, TODAY } from '../database.ts';

// The real demo, in a process and with a district of its own: no file of tests sees what another one writes. It takes place on the
// day of all tests, at the hour that it really is: nothing depends on the season in which they run.

export interface Demo {
  sis: string;
  service: string;
  data: string;
  process: ChildProcess;
  /** What the service logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/** What the demo's clock shows; it runs in the zone of this machine. */
export const demoClock = clockOn(TODAY, process.env.TIME_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone);

/** The day at the demo's schools, so many days ago. */
export const daysAgo = (days: number): string => plusDays(today(demoClock), -days);

// The other end of its input is this process: when it closes, however we ended, the demo ends too.
const ENDS_WITH_US = `data:text/javascript,${encodeURIComponent(`
  import { isMainThread } from 'node:worker_threads';
  if (isMainThread) process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume().unref();
`)}`;

/** Starts `student-support demo` on free ports and waits until it is ready. */
export async function startDemo(logLevel = 'info'): Promise<Demo> {
  const data = mkdtempSync(path.join(tmpdir(), 'ssp-demo-'));
  const server = ON_MSSQL ? await databaseOnServer() : undefined;
  const isMade = !server && takeDistrict(data);
  const where = server ? ['--database', server.url] : [];
  const main = path.join(ROOT, 'dist', 'main.js');
  const args = [
    '--import',
    ENDS_WITH_US,
    main,
    'demo',
    '--sis-port',
    '0',
    '--port',
    '0',
    '--data',
    data,
    '--today',
    TODAY,
    ...where,
  ];
  const child = spawn(process.execPath, args, { env: { ...process.env, LOG_LEVEL: logLevel, NODE_ENV: 'test' } });
  let log = '';
  child.stderr.on('data', (text: Buffer) => {
    log += text.toString();
  });
  const ready = await new Promise<RegExpExecArray>((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString();
      const match = /^Ready: SIS (\S+) service (\S+)$/m.exec(out);
      if (match) resolve(match);
    });
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code}: ${log}`)));
  });
  if (!server && !isMade) keepDistrict(data);
  const ended = () =>
    new Promise<void>((resolve) => {
      child.removeAllListeners('exit');
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  const stop = async () => {
    await ended();
    await server?.drop();
    rmSync(data, { recursive: true, force: true });
  };
  return { sis: ready[1] as string, service: ready[2] as string, data, process: child, log: () => log, stop };
}

/** A name for the demo's own database under `npm run test:mssql`: the demo makes it, the tests drop it. */
async function databaseOnServer(): Promise<{ url: string; drop(): Promise<void> }> {
  const { dropDatabase, newName } = await import('../mssql.ts');
  const database = newName('story');
  const url = formatMssqlUrl({ ...parseMssqlUrl(process.env.TEST_MSSQL_URL as string), database });
  return { url, drop: () => dropDatabase(database) };
}

// The first demo of a build makes the district; it is kept, with the keys that its notes and its audit chain are made with, and the
// next ones begin with a copy.

const CACHE = path.join(ROOT, 'test', '.cache');
const [DATABASE, KEYS] = ['demo.sqlite', 'demo-keys.json'];
const DAY_MS = 24 * 60 * 60_000;

/** The folder of what is kept; undefined when nobody knows what `dist` was built from. */
function keptAt(): string | undefined {
  const stamp = path.join(ROOT, 'dist', '.ssp-built');
  if (!existsSync(stamp)) return undefined;
  return path.join(CACHE, `demo-${TODAY}-${readFileSync(stamp, 'utf8').slice(0, 12)}`);
}

function takeDistrict(data: string): boolean {
  const kept = keptAt();
  if (!kept || !existsSync(kept)) return false;
  for (const file of [DATABASE, KEYS]) copyFileSync(path.join(kept, file), path.join(data, file));
  return true;
}

function keepDistrict(data: string): void {
  const kept = keptAt();
  if (!kept || existsSync(kept)) return;
  mkdirSync(CACHE, { recursive: true });
  dropOld();
  const draft = mkdtempSync(path.join(CACHE, 'draft-'));
  const database = new BetterSqlite3(path.join(data, DATABASE), { readonly: true });
  database.prepare('vacuum into ?').run(path.join(draft, DATABASE));
  database.close();
  copyFileSync(path.join(data, KEYS), path.join(draft, KEYS));
  try {
    renameSync(draft, kept);
  } catch {
    // Another worker, or another run, was first: theirs is as good.
    rmSync(draft, { recursive: true, force: true });
  }
}

/** What no run of today can be copying right now. */
function dropOld(): void {
  for (const name of readdirSync(CACHE)) {
    const folder = path.join(CACHE, name);
    if (name.startsWith('demo-') && Date.now() - statSync(folder).mtimeMs > DAY_MS)
      rmSync(folder, { recursive: true, force: true });
  }
}
