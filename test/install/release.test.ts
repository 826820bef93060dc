import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT, VERSION } from '../../src/server/root.ts';
import { command, serve, settings } from '../server/process.ts';

// The release archive: made twice, unpacked into an empty folder far from any node_modules, and run from there.

let folder: string;
let main: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-release-'));
  main = path.join(folder, 'installed', 'dist', 'main.js');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function make(name: string, zone: string): { file: string; sha256: string } {
  const args = [path.join(ROOT, '.setup', 'release.mjs'), '--out', path.join(folder, name)];
  const done = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, TZ: zone } });
  expect(done.stderr).toBe('');
  const [file, sha256] = done.stdout.split('\n');
  return { file: file as string, sha256: sha256 as string };
}

const listed = (file: string) => spawnSync('tar', ['-tzf', file], { encoding: 'utf8' }).stdout.split('\n');

it('is the same when made twice, and named after what it is for', () => {
  const first = make('first', 'UTC');
  const second = make('second', 'Pacific/Auckland');
  expect(second.sha256).toBe(first.sha256);
  const [major] = process.versions.node.split('.');
  const name = `student-support-${VERSION}-${process.platform}-${process.arch}-node${major}`;
  expect(path.basename(first.file)).toBe(`${name}.tgz`);
  const files = listed(first.file).map((file) => file.slice(name.length + 1));
  for (const file of [
    ...['dist/main.js', 'dist/assets/app.js', 'pages/layouts/page.hbs', 'queries/students/header.sql', 'plugin.xml'],
    ...[
      'docs/install.md',
      'docs/running/student-support.service',
      'docs/sql/schema.sql',
      '.env.example',
      'INSTALL.txt',
    ],
    'node_modules/better-sqlite3/build/Release/better_sqlite3.node',
  ])
    expect(files).toContain(file);
  // Nothing that only whoever builds it needs, and nobody's data or settings.
  const odd = files.filter((file) =>
    /^(src|test|data|\.git|\.setup)\/|^\.env$|node_modules\/(typescript|jest|@types)\//.test(file),
  );
  expect(odd).toEqual([]);
}, 60_000);

it('runs from an empty folder: version, keys, plugin, migrate, serve, ready', async () => {
  const [archive] = readdirSync(path.join(folder, 'first'));
  const installed = path.join(folder, 'installed');
  mkdirSync(installed);
  const tar = ['-xzf', path.join(folder, 'first', archive as string), '-C', installed, '--strip-components=1'];
  expect(spawnSync('tar', tar).status).toBe(0);
  expect(readFileSync(path.join(installed, 'INSTALL.txt'), 'utf8')).toContain(`Student Support ${VERSION}`);

  // A proxy that is not there: whoever asked the network would be told.
  const nowhere = { http_proxy: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9', npm_config_offline: 'true' };
  const env = settings(`sqlite:${path.join(folder, 'support.sqlite')}`, { ...nowhere, NODE_ENV: 'production' });
  expect((await command(['--version'], env, { main })).out).toBe(`${VERSION}\n`);
  expect((await command(['keys', 'new', 'n2'], env, { main })).code).toBe(0);
  const urls = ['--sis-url', 'https://sis.example.org', '--service-url', 'https://support.example.org'];
  const plugin = await command(['package', ...urls, '--out', path.join(folder, 'plugin')], env, { main });
  expect([plugin.code, plugin.out]).toEqual([0, expect.stringContaining(`student-support-${VERSION}.zip`)]);
  expect((await command(['migrate'], env, { main })).out).toMatch(/^Done: 0001-/);
  const service = await serve(env, [], { main });
  expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
  const page = await fetch(`${service.url}/`);
  expect(page.status).toBe(401);
  const script = /src="(\/assets\/app\.js[^"]*)"/.exec(await page.text())?.[1];
  expect((await fetch(`${service.url}${script}`)).status).toBe(200);
  expect((await service.stop()).code).toBe(0);
}, 60_000);
