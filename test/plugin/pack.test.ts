import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkZip } from '../../src/plugin/check.ts';
import { manifestFor } from '../../src/plugin/collect.ts';
import { findingLine } from '../../src/plugin/finding.ts';
import { packPlugin, writePlugin } from '../../src/plugin/pack.ts';
import { ROOT } from '../../src/server/root.ts';

const addresses = { sisUrl: 'https://sis.example.org', serviceUrl: 'https://support.example.org:8443' };
const demo = { sisUrl: 'http://localhost:4000', serviceUrl: 'http://127.0.0.1:4001' };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-pack-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const source = () => readFileSync(path.join(ROOT, 'plugin.xml'), 'utf8');
const copy = () => {
  const root = path.join(folder, 'copy');
  mkdirSync(path.join(root, 'pages'), { recursive: true });
  cpSync(path.join(ROOT, 'plugin.xml'), path.join(root, 'plugin.xml'));
  cpSync(path.join(ROOT, 'pages/sis'), path.join(root, 'pages/sis'), { recursive: true });
  return root;
};

describe('packing', () => {
  it('puts the addresses and the version in, and changes nothing else', () => {
    const made = manifestFor(source(), { serviceUrl: 'https://support.example.org:8443', version: '9.8.7' });
    expect(made).toContain('base-url="https://support.example.org:8443" redirect-uri="/sign-in/callback"');
    expect(made).toContain('<cdn name="support.example.org:8443"/>');
    const back = made
      .replace('https://support.example.org:8443', 'http://127.0.0.1:4001')
      .replace('support.example.org:8443', '127.0.0.1:4001')
      .replace('version="9.8.7"', /version="[\d.]+"/.exec(source().slice(60))?.[0] ?? '');
    expect(back).toBe(source());
  });

  it('holds plugin.xml as it stands to be what the demo gets', async () => {
    const { files } = await checkZip(await packPlugin({ ...demo, version: '0.1.0' }), 'x');
    expect(files.get('plugin.xml')?.toString()).toBe(source());
    for (const [name, bytes] of files) {
      const original = name === 'plugin.xml' ? name : `pages/sis/${name}`;
      expect([name, bytes.equals(readFileSync(path.join(ROOT, original)))]).toEqual([name, true]);
    }
  });

  it('names the service in the manifest and in one include, without a line end', async () => {
    const { files, findings } = await checkZip(await packPlugin(addresses), 'x');
    expect(findings.map(findingLine)).toEqual([]);
    const naming = [...files].filter(([, bytes]) => bytes.includes('support.example.org:8443')).map(([name]) => name);
    expect(naming).toEqual(['WEB_ROOT/wildcards/ssp_service.txt', 'plugin.xml']);
    expect(files.get('WEB_ROOT/wildcards/ssp_service.txt')?.toString()).toBe('https://support.example.org:8443');
    expect([...files.values()].some((bytes) => bytes.includes('127.0.0.1'))).toBe(false);
  });

  it('gives the same bytes whatever the times of files and their line ends', async () => {
    const root = copy();
    const first = await packPlugin({ ...addresses, root });
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      const file = path.join(root, name);
      if (/\.(xml|html|txt)$/.test(name)) writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
      utimesSync(file, 1e9, 1e9);
    }
    expect((await packPlugin({ ...addresses, root })).equals(first)).toBe(true);
    expect((await packPlugin({ ...addresses, serviceUrl: 'https://other.example.org', root })).equals(first)).toBe(
      false,
    );
  });

  it('leaves no bad zip behind, and the last good one alone', async () => {
    const root = copy();
    const out = path.join(folder, 'out');
    const { file, sha256, findings } = await writePlugin({ ...addresses, root, out, version: '1.0.0' });
    expect([file, findings]).toEqual([path.join(out, 'student-support-1.0.0.zip'), []]);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    const good = readFileSync(file);
    const page = path.join(root, 'pages/sis/WEB_ROOT/admin/ssp/reports.html');
    writeFileSync(page, readFileSync(page, 'utf8').replace('pageviewormod=/admin/ssp', 'pageviewormod=/admin'));
    await expect(writePlugin({ ...addresses, root, out, version: '1.0.0' })).rejects.toThrow(
      'W2 error WEB_ROOT/admin/ssp/reports.html:20 the guard is on /admin/reports.html',
    );
    await expect(writePlugin({ ...addresses, root, out, version: '1.0.1' })).rejects.toThrow('W2');
    expect(readdirSync(out)).toEqual(['student-support-1.0.0.zip']);
    expect(readFileSync(file).equals(good)).toBe(true);
  });

  it('refuses what a checkout left among the pages', async () => {
    const root = copy();
    writeFileSync(path.join(root, 'pages/sis/WEB_ROOT/admin/ssp/reports.html~'), '');
    await expect(writePlugin({ ...addresses, root, out: folder })).rejects.toThrow(
      'Z5 error WEB_ROOT/admin/ssp/reports.html~',
    );
  });
});

describe('addresses', () => {
  it.each([
    ['support.example.org', 'not an address'],
    ['http://support.example.org', 'begin with https'],
    ['http://127.0.0.2:4001', 'begin with https'],
    ['http://localhost.example.org', 'begin with https'],
    ['ftp://localhost', 'begin with https'],
    ['https://support.example.org/', undefined],
    ['https://Support.example.org', undefined],
    ['https://support.example.org/ssp', 'cannot have a path'],
    ['https://support.example.org?x', 'cannot have a path'],
    ['https://a:b@support.example.org', 'cannot hold a name'],
    ['https://support.example.org:443', 'has to be written https://support.example.org'],
    ['https://schüle.example', 'has to be written https://xn--'],
    ['https://support.example.org"/><x', 'cannot have a path'],
    ['https://support example.org', 'not an address'],
    ['https://2130706433', 'has to be written https://127.0.0.1'],
    [' https://support.example.org', 'has to be written'],
    ['https://sis.example.org', 'an address of its own'],
  ])('%s', async (serviceUrl, fault) => {
    const made = packPlugin({ ...addresses, serviceUrl });
    if (fault) await expect(made).rejects.toThrow(fault);
    else expect((await checkZip(await made, 'x')).findings).toEqual([]);
  });

  it.each([demo, { ...demo, serviceUrl: 'http://localhost:4001' }])(
    'lets this computer do without https',
    async (both) => {
      expect((await checkZip(await packPlugin(both), 'x')).findings).toEqual([]);
    },
  );
});
