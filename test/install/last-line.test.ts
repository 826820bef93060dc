import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../../src/server/root.ts';

// `npm test` ends with one plain line whatever happens: whoever reads only that line never takes a crash for a success.

function lastLineOf(...args: string[]) {
  // Nobody listens there.
  const env = { ...process.env, TEST_MSSQL_URL: 'mssql://nobody:Wrong-Pass1@127.0.0.1:1/master' };
  const { status, stdout } = spawnSync(process.execPath, [path.join(ROOT, '.setup', 'test.mjs'), ...args], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 30_000,
  });
  return { status, last: stdout.trimEnd().split('\n').at(-1) };
}

// Without its settings jest ends before it looks for a test.
const WITHOUT_TESTS = '--config=/nowhere/jest.json';
const FAILED = { status: 1, last: 'Tests: 0 passed, 1 failed, 0 skipped' };

it('when the tests end before their report', () => {
  expect(lastLineOf(WITHOUT_TESTS)).toEqual(FAILED);
}, 60_000);

it('when what they left on a server cannot be dropped', () => {
  expect(lastLineOf('--mssql', WITHOUT_TESTS)).toEqual(FAILED);
}, 60_000);
