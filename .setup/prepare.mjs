// Brings a fresh clone to where everything runs: packages, build, and for the tests a browser.
// Plain Node, no packages; two of these may run at once. Usage: node .setup/prepare.mjs [--build] [--browser]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser, installBrowser } from './browser.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const lock = path.join(root, '.setup', '.lock');
const say = (text) => process.stderr.write(`${text}\n`);

function hashOf(...files) {
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function stampSays(stamp, value) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === value;
}

function run(command, args, env = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } });
  if (done.status !== 0) throw new Error(`${path.basename(command)} ${args.join(' ')} failed.`);
}

// One set-up at a time: a folder is made by one process only. A lock that is older than any set-up is left over.
async function alone(work) {
  const since = Date.now();
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
      if (age > 15 * 60_000) rmSync(lock, { recursive: true, force: true });
      else if (Date.now() - since > 20 * 60_000)
        throw new Error(`Another set-up holds ${lock}. Remove it if none runs.`);
      await new Promise((next) => setTimeout(next, 300));
    }
  }
  try {
    await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function installPackages() {
  const wanted = hashOf(path.join(root, 'package-lock.json'));
  const stamp = path.join(root, 'node_modules', '.ssp-installed');
  if (stampSays(stamp, wanted)) return;
  say('Installing packages (a few minutes the first time) …');
  // With Node's own headers at hand the SQLite driver is built without a download.
  const headers = path.join(path.dirname(path.dirname(process.execPath)), 'include', 'node', 'node_api.h');
  const env = existsSync(headers) ? { npm_config_nodedir: path.dirname(path.dirname(path.dirname(headers))) } : {};
  run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--include=dev'], env);
  writeFileSync(stamp, wanted);
}

async function build() {
  const sources = [
    ...filesIn('src'),
    ...filesIn('pages'),
    path.join(root, 'package-lock.json'),
    path.join(root, 'tsconfig.json'),
  ];
  const wanted = hashOf(...sources, ...filesIn('.setup').filter((file) => file.endsWith('.mjs')));
  const stamp = path.join(root, 'dist', '.ssp-built');
  if (stampSays(stamp, wanted)) return;
  say('Building …');
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  run(process.execPath, [path.join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']);
  const { buildAssets } = await import('./assets.mjs');
  await buildAssets(root);
  writeFileSync(stamp, wanted);
}

try {
  await alone(async () => {
    installPackages();
    await build();
    if (process.argv.includes('--browser') && !findBrowser()) installBrowser(say);
  });
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
