// Runs the tests and ends with one plain line: `Tests: N passed, N failed, N skipped`.
// Usage: node .setup/test.mjs [--long | --mssql] [what jest takes …]
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
if (mssql && !process.env.TEST_MSSQL_URL) {
  process.stderr.write(
    'Set TEST_MSSQL_URL to a SQL Server login that may create databases. docs/sql-server.md says how to start one.\n',
  );
  process.exit(2);
}
const report = path.join(root, 'test', '.cache', `report-${process.pid}.json`);
mkdirSync(path.dirname(report), { recursive: true });
const which = long
  ? ['--testRegex', '\\.long\\.ts$']
  : mssql
    ? ['--testRegex', '\\.(db|mssql|browser)\\.test\\.ts$', '--testTimeout=180000']
    : ['--testRegex', '(?<!\\.mssql)\\.test\\.ts$'];
const args = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  path.join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
  ...which,
  '--json',
  `--outputFile=${report}`,
  '--maxWorkers=2',
  ...given.filter((one) => one !== '--long' && one !== '--mssql'),
];
const env = { ...process.env, CHROME_PATH: findBrowser() ?? '', TEST_DATABASE: mssql ? 'mssql' : 'sqlite' };
// Databases and logins of one run on SQL Server bear its number; what is left of them goes at the end.
const run = String(process.pid);
if (mssql) env.TEST_RUN = run;
const done = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2], env });
if (mssql) await sweep(process.env.TEST_MSSQL_URL, run);
const {
  numPassedTests: passed,
  numFailedTests,
  numPendingTests: skipped,
  numRuntimeErrorTestSuites,
} = JSON.parse(readFileSync(report, 'utf8'));
rmSync(report);
// A file that could not be loaded has run no test: it counts as a failure, never as nothing.
const failed = numFailedTests + numRuntimeErrorTestSuites;
process.stdout.write(`Tests: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exit(done.status === 0 && failed === 0 && passed > 0 ? 0 : 1);
