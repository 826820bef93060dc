// Runs the tests and ends with one plain line: `Tests: N passed, N failed, N skipped`.
// Usage: node .setup/test.mjs [--long | --mssql [--locking]] [what jest takes …]
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.mjs';
import { sweep } from './sweep.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const given = process.argv.slice(2);
const long = given.includes('--long');
const mssql = given.includes('--mssql');
const locking = given.includes('--locking');
if (mssql && !process.env.TEST_MSSQL_URL) {
  process.stderr.write(
    'Set TEST_MSSQL_URL to a SQL Server login that may create databases. docs/sql-server.md says how to start one.\n',
  );
  process.exit(2);
}
const report = path.join(root, 'test', '.cache', `report-${process.pid}.json`);
mkdirSync(path.dirname(report), { recursive: true });
const which = long
  ? // What tries more where there is time for it, by TEST_LONG.
    ['--testRegex', '(school-days\\.db|plugin/hostile|\\.long)\\.test\\.ts$', '--testTimeout=600000']
  : locking
    ? // Who races whom, with readers that wait for writers.
      [
        '--testRegex',
        '(database/(race|crowd|snapshots)|visits/drafts-race)\\.(db|mssql)\\.test\\.ts$',
        '--testTimeout=180000',
      ]
    : mssql
      ? ['--testRegex', '\\.(db|mssql)\\.test\\.ts$|story\\.browser\\.test\\.ts$', '--testTimeout=180000']
      : ['--testRegex', '(?<!\\.mssql|\\.long)\\.test\\.ts$'];
const args = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  path.join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
  ...which,
  '--json',
  `--outputFile=${report}`,
  '--maxWorkers=2',
  ...given.filter((one) => !['--long', '--mssql', '--locking'].includes(one)),
];
const env = { ...process.env, CHROME_PATH: findBrowser() ?? '', TEST_DATABASE: mssql ? 'mssql' : 'sqlite' };
if (long) env.TEST_LONG = '1';
if (locking) env.TEST_SNAPSHOTS = 'off';
// Databases and logins of one run on SQL Server bear its number; what is left of them goes at the end.
const run = String(process.pid);
if (mssql) env.TEST_RUN = run;
// Whatever happens, the last line is said: what could not be counted counts as a failure.
const counts = { passed: 0, failed: 1, skipped: 0 };
let isWell = false;
try {
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2], env });
  Object.assign(counts, countsOf(JSON.parse(readFileSync(report, 'utf8'))));
  isWell = done.status === 0 && counts.failed === 0 && counts.passed > 0;
} catch (thrown) {
  process.stderr.write(`The tests ended without a report: ${thrown.message}\n`);
} finally {
  rmSync(report, { force: true });
}
if (mssql) {
  try {
    await sweep(process.env.TEST_MSSQL_URL, run);
  } catch (thrown) {
    isWell = false;
    process.stderr.write(`What the tests left on the server could not be dropped: ${thrown.message}\n`);
  }
}
if (!isWell) counts.failed = Math.max(counts.failed, 1);
process.stdout.write(`Tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exit(isWell ? 0 : 1);

function countsOf({ numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
  // A file that could not be loaded has run no test: it counts as a failure, never as nothing.
  return {
    passed: numPassedTests,
    failed: numFailedTests + numRuntimeErrorTestSuites,
    skipped: numPendingTests,
  };
}
