import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { unpack } from '../../src/exports/archive.ts';
import { COLUMNS, shareOf } from '../../src/exports/columns.ts';
import { buildPackage, fileNameOf, type Manifest, sha256 } from '../../src/exports/package.ts';
import { ROOT } from '../../src/server/root.ts';
import { contents } from './contents.ts';

async function filesOf(changes = {}): Promise<Map<string, string>> {
  const files = await unpack(await buildPackage(contents(changes)));
  return new Map(files.map(({ path: name, bytes }) => [name, bytes.toString('utf8')]));
}

const linesOf = (csv: string | undefined) =>
  (csv ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

describe('the bytes of a package', () => {
  test('are the same when the content is', async () => {
    expect(sha256(await buildPackage(contents()))).toBe(sha256(await buildPackage(contents())));
    expect(sha256(await buildPackage(contents({ revision: 2 })))).not.toBe(sha256(await buildPackage(contents())));
  });

  test.each(['America/New_York', 'Pacific/Kiritimati'])('are the same in the time zone %s', async (zone) => {
    const script = `
      import { buildPackage, sha256 } from ${JSON.stringify(pathToFileURL(path.join(ROOT, 'dist/exports/package.js')))};
      process.stdout.write(sha256(await buildPackage(JSON.parse(process.env.CONTENTS))));`;
    const env = { PATH: process.env.PATH, TZ: zone, LANG: 'tr_TR.UTF-8', CONTENTS: JSON.stringify(contents()) };
    const done = spawnSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' });
    expect(done.stderr).toBe('');
    expect(done.stdout).toBe(sha256(await buildPackage(contents())));
  });
});

describe('the manifest', () => {
  test('lists every other file with its size and checksum', async () => {
    const files = await unpack(await buildPackage(contents()));
    const manifest = JSON.parse(files[0]?.bytes.toString('utf8') ?? '') as Manifest;
    expect(files[0]?.path).toBe('manifest.json');
    expect(manifest.files).toEqual(
      files.slice(1).map(({ path: name, bytes }) => ({ path: name, bytes: bytes.length, sha256: sha256(bytes) })),
    );
  });

  test('says whose numbers, of which period and by which rules', async () => {
    const manifest = JSON.parse(
      (await filesOf({ replaces: { revision: 1, sha256: 'a'.repeat(64) }, revision: 2 })).get('manifest.json') ?? '',
    ) as Manifest;
    expect(manifest).toMatchObject({
      specVersion: '1.0',
      district: { state: 'CT', leaId: '9990011', ncesId: '0999011' },
      period: { code: '2026-2027-S1', schoolYear: '2026-2027', part: 'S1', from: '2026-08-27', to: '2027-01-22' },
      revision: 2,
      replaces: { revision: 1 },
      suppression: { n: 10 },
      rows: { 'data/measures.csv': 6 },
      createdAt: '2026-11-20T20:00:00.000Z',
      submitterRole: 'district_admin',
    });
    expect(manifest.productVersion).toMatch(/^\d/);
    expect(manifest.codeSetVersion).toMatch(/^\d{4}-/);
  });
});

describe('data/measures.csv', () => {
  test('has the agreed columns and a line per measure, ordered by its first twelve columns', async () => {
    const csv = (await filesOf()).get('data/measures.csv') ?? '';
    const [heading, ...rows] = linesOf(csv);
    expect(heading?.join()).toBe(
      'state_code,district_id,school_id,school_year,period_code,period_start,period_end,measure_id,measure_version,subgroup_type,subgroup_code,unit,numerator,denominator,value,value_low,value_high,value_status,as_of,n_rule,revision',
    );
    expect(rows.map((row) => row[7])).toEqual([
      'M01',
      'M05_COMMUNITY',
      'M05_SCHOOL',
      'M10',
      'M30_MINUTES',
      'M30_VISITS',
    ]);
    expect(csv).not.toMatch(/\r|\n\n/);
    expect(csv.endsWith('\n')).toBe(true);
  });

  test('shows what may be shown, bands in the place of small counts, and nothing where nothing may', async () => {
    const rows = new Map(
      linesOf((await filesOf()).get('data/measures.csv')).map((row) => [row[7], row.slice(12, 18).join()]),
    );
    expect(rows.get('M10')).toBe('216,1200,18.0,,,OK');
    expect(rows.get('M01')).toBe(',1200,,0,5,BANDED');
    expect(rows.get('M05_COMMUNITY')).toBe(',,,,,SUPPRESSED');
    expect(rows.get('M30_VISITS')).toBe('1204,,1204,,,OK');
  });

  test('does not tell one kind of suppression from the other', async () => {
    const given = contents();
    const hide = (status: 'SUPPRESSED_PRIMARY' | 'SUPPRESSED_SECONDARY') => ({
      rows: given.rows.map((row) => ({
        ...row,
        release: { ...row.release, shown: { status, numerator: null, denominator: null, band: null } },
      })),
    });
    expect((await filesOf(hide('SUPPRESSED_PRIMARY'))).get('data/measures.csv')).toBe(
      (await filesOf(hide('SUPPRESSED_SECONDARY'))).get('data/measures.csv'),
    );
  });
});

test('a share is never rounded to nobody or to everybody', () => {
  expect(shareOf(1, 3)).toBe('33.3');
  expect(shareOf(1, 16)).toBe('6.3');
  expect(shareOf(19_990, 20_000)).toBe('99.9');
  expect(shareOf(10, 40_000)).toBe('0.1');
  expect(shareOf(0, 40_000)).toBe('0.0');
});

test('the data dictionary describes every column', async () => {
  const lines = linesOf((await filesOf()).get('docs/data_dictionary.csv'));
  expect(lines[0]).toEqual(['column', 'type', 'codes', 'definition', 'source']);
  expect(lines.slice(1).map(([name]) => name)).toEqual(COLUMNS.map(({ name }) => name));
});

test('the methods name n, every measure and the width of every band', async () => {
  const methods = (await filesOf()).get('docs/methods.md') ?? '';
  for (const { measure } of contents().rows) expect(methods).toContain(measure.title);
  expect(methods).toContain('n = 10');
  expect(methods).toContain('| 181 and more | 5 points |');
});

test('the file name is state, district, school year, period and revision', () => {
  expect(fileNameOf(contents({ revision: 3 }))).toBe('CT-9990011-2026-2027-S1-r3.zip');
  const { district } = contents();
  expect(fileNameOf(contents({ district: { ...district, leaId: '../../etc' } }))).toBe(
    'CT-______etc-2026-2027-S1-r1.zip',
  );
});
