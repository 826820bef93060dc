import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { ROOT } from '../../src/server/root.ts';

// The command line as scripts see it: exit codes, what goes to stdout and what to stderr.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-command-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function run(
  args: string[],
  env: Record<string, string> = {},
  onOut?: (out: string, end: () => void) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [path.join(ROOT, 'dist', 'main.js'), ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
    onOut?.(out, () => child.kill('SIGTERM'));
  });
  child.stderr.on('data', (text: Buffer) => {
    err += text.toString();
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, out, err })));
}

const demo = (...more: string[]) => ['demo', '--sis-port', '0', '--port', '0', '--data', folder, ...more];

describe('student-support demo', () => {
  it('says when both answer, as its last line, and ends with 0 when told to', async () => {
    const { code, out } = await run(demo(), {}, (text, end) => text.includes('Ready') && end());
    expect(out).toMatch(/^Ready: SIS http:\/\/localhost:\d+ service http:\/\/127\.0\.0\.1:\d+\n$/);
    expect(code).toBe(0);
  });

  it('names the port that is taken', async () => {
    const server = createServer().listen(0, 'localhost');
    await new Promise((next) => server.once('listening', next));
    const { port } = server.address() as AddressInfo;
    const { code, err } = await run(['demo', '--sis-port', '0', '--port', String(port), '--data', folder]);
    server.close();
    expect(code).toBe(1);
    expect(err).toContain(`Port ${port} is taken`);
  });

  it('does not run in production', async () => {
    const { code, err } = await run(demo(), { NODE_ENV: 'production' });
    expect(code).toBe(1);
    expect(err).toContain('does not run where NODE_ENV is production');
  });

  it('leaves a database alone that it did not make', async () => {
    const database = new BetterSqlite3(path.join(folder, 'demo.sqlite'));
    database.exec('create table somebody_elses (id integer)');
    database.close();
    const { code, err } = await run(demo());
    expect(code).toBe(1);
    expect(err).toContain('was not made by the demo');
  });
});

describe('student-support', () => {
  it.each([
    ['an unknown command', ['dance']],
    ['an unknown option', ['demo', '--fast']],
    ['a port that is none', ['demo', '--port', 'x']],
    ['a size nobody knows', ['demo', '--size', 'huge']],
  ])('ends with 2 on %s', async (_what, args) => {
    expect((await run(args)).code).toBe(2);
  });

  it('lists all faults of the settings together, and shows no secret', async () => {
    const { code, err } = await run(['serve'], {
      PORT: 'x',
      SIS_URL: 'http://sis.example.org',
      SESSION_KEYS: 's1:dG9vIHNob3J0',
      SUPPRESSION_N: '3',
    });
    expect(code).toBe(1);
    for (const fault of [
      'PORT',
      'PUBLIC_URL is missing',
      'SIS_URL: has to begin with https',
      'SESSION_KEYS: key s1 has fewer',
      'SUPPRESSION_N: is a whole number from 5 to 30',
    ]) {
      expect(err).toContain(fault);
    }
    expect(err).not.toContain('dG9vIHNob3J0');
  });

  it('reads secrets from files', async () => {
    const file = path.join(folder, 'keys');
    writeFileSync(file, 's1:dG9vIHNob3J0\n');
    expect((await run(['serve'], { SESSION_KEYS_FILE: file })).err).toContain('key s1 has fewer');
    expect((await run(['serve'], { SESSION_KEYS_FILE: `${file}-none` })).err).toContain(
      'SESSION_KEYS_FILE cannot be read',
    );
  });

  it('makes keys that the settings take', async () => {
    const { code, out } = await run(['keys', 'new', 'n2']);
    expect(code).toBe(0);
    expect(out).toMatch(/^n2:[A-Za-z0-9+/]{43}=\n$/);
  });
});
