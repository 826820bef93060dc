import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT, VERSION } from '../../src/server/root.ts';
import { edit, goodFiles, goodZip, zipOf } from './package.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-package-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(args: string[], env: Record<string, string> = {}, mask?: number) {
  const before = mask === undefined ? undefined : process.umask(mask);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'dist', 'main.js'), 'package', ...args],
    { encoding: 'utf8', cwd: folder, env: { PATH: process.env.PATH ?? '', ...env } },
  );
  if (before !== undefined) process.umask(before);
  return { status, out: stdout, err: stderr };
}

const addresses = ['--sis-url', 'https://sis.example.org', '--service-url', 'https://support.example.org'];
const file = `student-support-${VERSION}.zip`;

describe('student-support package', () => {
  it('makes the same bytes in every time zone and language', () => {
    const [auckland, newYork, arabic, turkish] = [
      run([...addresses, '--out', 'a'], { TZ: 'Pacific/Auckland', LC_ALL: 'en_NZ.UTF-8' }),
      run([...addresses, '--out', 'b'], { TZ: 'America/New_York', LC_ALL: 'C' }),
      run([...addresses, '--out', 'c'], { TZ: 'Asia/Riyadh', LC_ALL: 'ar_SA.UTF-8' }),
      // Where a small i is another letter, and in a shell that keeps new files from everybody else.
      run([...addresses, '--out', 'd'], { TZ: 'Europe/Istanbul', LC_ALL: 'tr_TR.UTF-8' }, 0o077),
    ].map(({ status, out }) => {
      expect(status).toBe(0);
      return out.split('\n');
    });
    expect(auckland).toEqual([path.join('a', file), expect.stringMatching(/^SHA-256 [0-9a-f]{64}$/), '']);
    expect(newYork?.[1]).toBe(auckland?.[1]);
    expect(arabic?.[1]).toBe(auckland?.[1]);
    expect(turkish?.[1]).toBe(auckland?.[1]);
    expect(readFileSync(path.join(folder, 'd', file)).equals(readFileSync(path.join(folder, 'a', file)))).toBe(true);
    expect(run(['--check', path.join('a', file)])).toMatchObject({ status: 0, out: '' });
  });

  it('says what is wrong with an address, and leaves nothing behind', () => {
    const { status, out, err } = run([
      '--sis-url',
      'https://sis.example.org',
      '--service-url',
      'http://support.example.org',
      '--out',
      'a',
    ]);
    expect([status, out]).toEqual([1, '']);
    expect(err).toContain('--service-url: it has to begin with https://');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['nothing at all', []],
    ['no folder', addresses],
    ['one address', ['--sis-url', 'https://sis.example.org', '--out', 'a']],
    ['packing and checking', ['--check', 'x.zip', '--out', 'a']],
    ['an unknown option', ['--fast']],
  ])('ends with 2 on %s', (_what, args) => {
    const { status, err } = run(args);
    expect(status).toBe(2);
    expect(err).toContain('error: ');
  });
});

describe('student-support package --check', () => {
  const check = (zip: Buffer) => {
    writeFileSync(path.join(folder, 'x.zip'), zip);
    return run(['--check', 'x.zip']);
  };

  it('prints nothing and ends with 0 when there is no finding', async () => {
    expect(check(await goodZip())).toMatchObject({ status: 0, out: '', err: 'x.zip: no findings\n' });
  });

  it('prints a line for each finding, with rule, file and line', async () => {
    const files = goodFiles();
    edit(files, 'plugin.xml', 'field="NAME" access="ViewOnly"', 'field="NAME" access="Any"');
    edit(files, 'WEB_ROOT/scripts/ssp/frame.js', '(() => {', "fetch('https://cdn.example.com');\n(() => {");
    const { status, out } = check(await zipOf(files));
    expect(status).toBe(1);
    expect(out).toBe(
      'W4 error WEB_ROOT/scripts/ssp/frame.js:3 cdn.example.com is named\n' +
        'P42 error plugin.xml:25 access has to be ViewOnly, FullAccess\n',
    );
  });

  it('ends with 1 on warnings too', async () => {
    const files = goodFiles();
    edit(files, 'plugin.xml', 'version="1.2.3"', 'version="1.2.3" class="x"');
    expect(check(await zipOf(files))).toMatchObject({
      status: 1,
      out: expect.stringMatching(/^P14 warning plugin.xml:4 /),
    });
  });

  it('finds what is no zip, and says when there is no file', () => {
    expect(check(Buffer.from('hello'))).toMatchObject({ status: 1, out: expect.stringMatching(/^Z7 error x.zip:1 /) });
    expect(run(['--check', 'y.zip'])).toMatchObject({ status: 1, out: '', err: 'y.zip is not a file.\n' });
    expect(run(['--check', folder])).toMatchObject({ status: 1, out: '' });
  });
});
