import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { SESSION_COOKIE } from '../../src/access/cookies.ts';
import { KeyRing } from '../../src/access/keys.ts';
import { scopeFromSis, writeScope } from '../../src/access/scope.ts';
import { Sessions } from '../../src/access/session.ts';
import { formToken } from '../../src/access/tokens.ts';
import { systemClock } from '../../src/server/clock.ts';
import { ROOT } from '../../src/server/root.ts';
import type { TestDatabase } from '../database.ts';
import type { Person } from '../people.ts';

// The service as it is run: a process of its own (the built one), with its settings in the environment.

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;

export const KEYS = { SESSION_KEYS: key('s1', 1), NOTE_KEYS: key('n1', 2), AUDIT_KEYS: key('a1', 3) };

/** Settings of a service whose database is at the address. */
export function settings(databaseUrl: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    PORT: '0',
    PUBLIC_URL: 'https://support.example.org',
    SIS_URL: 'https://sis.example.org',
    DATABASE_URL: databaseUrl,
    OIDC_CLIENT_ID: 'client',
    OIDC_CLIENT_SECRET: 'secret',
    ...KEYS,
    DISTRICT: JSON.stringify({ state: 'CT', leaId: '9990011', ncesId: '0999011', name: 'Harborview Public Schools' }),
    LOG_LEVEL: 'info',
    ...more,
  };
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

export interface Service {
  url: string;
  child: ChildProcess;
  /** What it logged so far. */
  log(): string;
  ended: Promise<Ended>;
  stop(): Promise<Ended>;
}

const MAIN = path.join(ROOT, 'dist', 'main.js');

/** Another program than the built one, and what Node itself is given before it. */
interface Way {
  main?: string;
  node?: string[];
}

/** Runs one command to its end. */
export function command(
  args: string[],
  env: Record<string, string>,
  { main = MAIN, node = [] }: Way = {},
): Promise<Ended> {
  return watch(spawn(process.execPath, [...node, main, ...args], { env })).ended;
}

/** Starts `serve` and waits until it listens. */
export async function serve(
  env: Record<string, string>,
  args: string[] = [],
  { main = MAIN, node = [] }: Way = {},
): Promise<Service> {
  const child = spawn(process.execPath, [...node, main, 'serve', ...args], { env });
  const { ended, err } = watch(child);
  const port = await new Promise<number>((resolve, reject) => {
    child.stderr.on('data', () => {
      const line = /^\{.*"port":(\d+).*"msg":"listening"\}$/m.exec(err());
      if (line) resolve(Number(line[1]));
    });
    void ended.then(({ code }) => reject(new Error(`The service ended with ${code}: ${err()}`)));
  });
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { url: `http://127.0.0.1:${port}`, child, log: err, ended, stop };
}

function watch(child: ReturnType<typeof spawn>): { ended: Promise<Ended>; err: () => string } {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (text: Buffer) => {
    out += text.toString();
  });
  child.stderr?.on('data', (text: Buffer) => {
    err += text.toString();
  });
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, out, err })),
  );
  return { ended, err: () => err };
}

/** A session of this person in the database, as if she had just signed in: the cookie, and the token for forms. */
export async function signedIn(test: TestDatabase, person: Person): Promise<{ cookie: string; token: string }> {
  const clock = systemClock('America/New_York');
  const keys = KeyRing.parse(KEYS.SESSION_KEYS);
  const scope = await scopeFromSis(test.database, person.reader, ROLES);
  await writeScope(test.database, person.reader, scope, clock);
  const sessions = new Sessions(test.database, keys, clock);
  const session = await sessions.start({ sub: `staff/${person.reader}`, reader: person.reader, name: person.name });
  return { cookie: `${SESSION_COOKIE}=${session}`, token: formToken(person.reader, keys, clock) };
}

const ROLES = {
  'School counselor': 'support_staff',
  Principal: 'school_admin',
  'District administrator': 'district_admin',
};
