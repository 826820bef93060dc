// Makes the release archive: the built program with the packages that it runs with, for computers like this one.
// Usage: node .setup/release.mjs --out DIR (after npm run build). Nothing is downloaded, nothing here is changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { tarOf } from './tar.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const json = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const { name: _name, version, dependencies } = json('package.json');
const base = `student-support-${version}-${process.platform}-${process.arch}-node${process.versions.node.split('.')[0]}`;

const FOLDERS = ['dist', 'pages', 'queries', 'docs'];
const FILES = ['package.json', 'plugin.xml', 'README.md', 'CHANGELOG.md', '.env.example'];
// What a browser gets of it lies in dist/assets.
const BUILT_IN = new Set(['@uswds/uswds']);
// Of what nothing is read while the program runs.
const NOT_NEEDED = [/\.map$/, /\.d\.[cm]?ts$/, /\.ssp-(built|installed)$/];
const NOT_OF_THE_DRIVER =
  /^node_modules\/better-sqlite3\/(?!(lib\/|package\.json$|LICENSE|build\/Release\/better_sqlite3\.node$))/;

const NOTE = `Student Support ${version}, for ${process.platform} ${process.arch} and Node ${process.versions.node.split('.')[0]}

  node dist/main.js --version

docs/install.md says whether it fits you and how it is installed, docs/running.md how it is run. Nothing has to be
downloaded. Settings stand in .env.example; the plugin for the SIS is made by: node dist/main.js package --help
`;

/** The packages that the program runs with, as folders: what package.json asks for, and what those ask for. */
export function packagesNeeded(packages, wanted) {
  const found = new Set();
  const add = (from, name, isOptional) => {
    const at = whereIs(packages, from, name);
    if (at === undefined) {
      if (isOptional) return;
      throw new Error(`${name}, which ${from || 'the project'} needs, is not in package-lock.json.`);
    }
    if (found.has(at)) return;
    found.add(at);
    const { dependencies: needs = {}, optionalDependencies: may = {}, peerDependencies: peers = {} } = packages[at];
    for (const one of Object.keys(needs)) add(at, one, one in may);
    for (const one of [...Object.keys(may), ...Object.keys(peers)]) add(at, one, true);
  };
  for (const name of wanted) add('', name, false);
  return [...found].sort();
}

// As Node looks for it: beside the package that asks, then further up.
function whereIs(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    const place = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (packages[place]) return packages[place].dev ? undefined : place;
    if (at === '') return undefined;
  }
}

function filesIn(folder, isInside = () => true) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => isInside(file) && !NOT_NEEDED.some((pattern) => pattern.test(file)));
}

function collect() {
  for (const file of ['dist/main.js', 'dist/assets/app.js'])
    if (!existsSync(path.join(root, file))) throw new Error(`${file} is not there: run npm run build first.`);
  const { packages } = json('package-lock.json');
  const wanted = Object.keys(dependencies).filter((one) => !BUILT_IN.has(one));
  const files = [...FILES, ...FOLDERS.flatMap((folder) => filesIn(folder))];
  for (const folder of packagesNeeded(packages, wanted)) {
    // Types alone: some packages ask for them by mistake.
    if (folder.includes('node_modules/@types/')) continue;
    if (!existsSync(path.join(root, folder))) {
      // Made for another kind of computer.
      if (packages[folder].optional) continue;
      throw new Error(`${folder} is not installed.`);
    }
    // What lies in a folder of its own inside is a package by itself.
    const isOwn = (file) => !file.slice(folder.length).includes('/node_modules/') && !NOT_OF_THE_DRIVER.test(file);
    files.push(...filesIn(folder, isOwn));
  }
  const read = [...new Set(files)].map((file) => ({
    name: `${base}/${file}`,
    bytes: readFileSync(path.join(root, file)),
    isProgram: file === 'dist/main.js',
  }));
  return [...read, { name: `${base}/INSTALL.txt`, bytes: Buffer.from(NOTE) }];
}

function make(out) {
  const bytes = gzipSync(Buffer.concat([...tarOf(collect())]), { level: 6 });
  mkdirSync(out, { recursive: true });
  const file = path.join(out, `${base}.tgz`);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, bytes);
  try {
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  return { file, sha256: createHash('sha256').update(bytes).digest('hex') };
}

try {
  const { out } = parseArgs({ options: { out: { type: 'string' } } }).values;
  if (!out) throw new Error('Usage: node .setup/release.mjs --out DIR');
  const { file, sha256 } = make(out);
  process.stdout.write(`${file}\n${sha256}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
