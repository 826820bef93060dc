import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { readConfigDir } from '../../src/settings/config-dir/folder.ts';
import { JsonFault, parseLocated } from '../../src/settings/config-dir/json-lines.ts';
import { readDistrictFile } from '../../src/settings/config-dir/read-file.ts';
import { testConfig } from '../app.ts';

// The district's own folder: what is wrong in it is said with file and line, and nothing is ever written there.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
const faults = () => readConfigDir(folder).faults.map((fault) => fault.replace(`${folder}/`, ''));
const CODE = { set: 'PURPOSE', code: 'L_PANTRY', label: 'Food pantry', parent: 'BAS_FOOD', from: '2026-09-01' };
const codes = (...changes: object[]) =>
  JSON.stringify({ format: 1, codes: changes.map((change) => ({ ...CODE, ...change })) }, null, 2);
const profile = (rules: object, more: object = {}) =>
  JSON.stringify(
    {
      ...{ format: 1, code: 'harborview', name: 'Harborview Public Schools', dated: '2026-11-01' },
      ...{ source: 'Board policy 5120', editions: [{ from: '2026-07-01', rules }], ...more },
    },
    null,
    2,
  );

describe('JSON with lines', () => {
  it('reads what JSON.parse reads, and refuses what it refuses', () => {
    const same = (text: string) => {
      const parsed = attempt(() => JSON.parse(text));
      const ours = attempt(() => parseLocated(text).value);
      expect([text, 'fault' in ours]).toEqual([text, 'fault' in parsed]);
      if ('value' in parsed) expect(ours).toEqual(parsed);
    };
    fc.assert(fc.property(fc.jsonValue(), fc.nat(3), (value, space) => same(JSON.stringify(value, null, space))));
    const broken = [
      '',
      '{',
      '[1,]',
      '{"a":1,}',
      "{'a':1}",
      '01',
      '1 2',
      'nul',
      '"a',
      '"\n"',
      '[1 2]',
      '{"a" 1}',
      '{a:1}',
      '+1',
      '.5',
      '"\\x"',
      '\u00a01',
    ];
    for (const text of broken) same(text);
  });

  it('knows the line of every value, and of the fault', () => {
    const { lineOf } = parseLocated('{\n  "a": [\n    1,\n    {"b/c": 2}\n  ]\n}');
    expect(['', '/a', '/a/0', '/a/1/b~1c', '/a/9', '/z'].map(lineOf)).toEqual([1, 2, 3, 4, 2, 1]);
    const fault = attempt(() => parseLocated('{\n"a": 1\n"b": 2}')) as { fault: JsonFault };
    expect([fault.fault instanceof JsonFault, fault.fault.line]).toEqual([true, 3]);
  });

  it('refuses a name that stands twice, and a file that goes too deep', () => {
    expect(() => parseLocated('{"a": 1, "a": 2}')).toThrow('"a" stands here twice');
    expect(() => parseLocated('['.repeat(100_000))).toThrow('goes too deep');
    expect(Object.getPrototypeOf(parseLocated('{"__proto__": {"x": 1}}').value)).toBe(Object.prototype);
  });
});

function attempt(work: () => unknown): { value: unknown } | { fault: unknown } {
  try {
    return { value: work() };
  } catch (fault) {
    return { fault };
  }
}

describe('what is wrong', () => {
  it.each([
    ['codes.json', 'no JSON', 'codes.json:1: a value is expected'],
    ['codes.json', '{"codes": []}', 'codes.json:1: "format" has to be a whole number; now it is 1'],
    [
      'codes.json',
      '{"format": 2, "codes": []}',
      'codes.json:1: format 2 is of a later version of the product; this one reads up to 1',
    ],
    ['codes.json', codes({}, { label: '' }), 'codes.json:14: codes label must NOT have fewer than 1 characters'],
    ['codes.json', codes({ code: 'PANTRY' }), 'codes.json:6: codes code must match pattern'],
    ['codes.json', codes({ set: 'REF_TYPE' }), 'codes.json:5: codes set is one of PURPOSE, SERVICE,'],
    ['codes.json', codes({ colour: 'red' }), 'codes.json:10: codes does not know "colour"'],
    ['codes.json', codes({ parent: undefined }), 'codes.json:4: codes needs "parent"'],
    [
      'profile.json',
      profile({ 'visit.age': { value: 12, because: 'x' } }),
      'profile.json:11: editions rules does not know "visit.age"',
    ],
    [
      'profile.json',
      profile({ 'suppression.n': { value: 3, because: 'x' } }),
      'profile.json:12: editions rules suppression.n value must be >= 5',
    ],
    ['profile.json', profile({ 'suppression.n': { value: 12 } }), 'needs "because"'],
    ['profile.json', profile({}), 'must NOT have fewer than 1 properties'],
    [
      'profile.json',
      profile({ 'suppression.n': { value: 12, because: 'x' } }, { dated: '2026-02-30' }),
      'profile.json:5: dated is no day',
    ],
    ['state-profile.json', '{}', 'state-profile.json is none of the files that are read'],
  ])('%s: %s', (name, text, words) => {
    put(name, text);
    expect(faults().join('\n')).toContain(words);
  });

  it('no folder, a file as folder, a file that is not UTF-8 or too large', () => {
    expect(readConfigDir(path.join(folder, 'nowhere')).faults[0]).toContain('cannot be read (ENOENT)');
    put('codes.json', '{}');
    expect(readConfigDir(path.join(folder, 'codes.json')).faults[0]).toContain('is not a folder');
    writeFileSync(path.join(folder, 'codes.json'), Buffer.from([0x7b, 0xff, 0x7d]));
    expect(faults()).toEqual(['codes.json: is not UTF-8']);
    put('codes.json', ' '.repeat(1_000_001));
    expect(faults()).toEqual(['codes.json: is larger than a megabyte']);
  });

  it('stops the start, with all other faults of the settings', () => {
    put('codes.json', codes({ code: 'PANTRY' }));
    put('profile.json', '{');
    const start = () => testConfig({ CONFIG_DIR: folder, PORT: 'x' });
    expect(start).toThrow(/PORT: .*\n?[\s\S]*codes\.json:6|codes\.json:6[\s\S]*PORT: /);
    expect(start).toThrow(/profile\.json:1: a name in double quotes is expected/);
  });
});

describe('what is right', () => {
  it('is read, and the folder stays as it was', () => {
    put('codes.json', codes({}, { code: 'L_BAG', label: 'Backpack', sensitive: true, to: '2027-06-30' }));
    put('profile.json', profile({ 'suppression.n': { value: 12, because: 'Board policy' } }));
    mkdirSync(path.join(folder, 'texts'));
    put('README.md', 'ours');
    const before = readdirSync(folder).map((name) => name);
    const texts = () => ['codes.json', 'profile.json'].map((name) => readFileSync(path.join(folder, name), 'utf8'));
    const was = texts();
    const { configDir } = testConfig({ CONFIG_DIR: folder });
    expect(configDir?.codes?.map(({ code, line }) => [code, line])).toEqual([
      ['L_PANTRY', 4],
      ['L_BAG', 11],
    ]);
    expect(configDir?.notes).toEqual([`${path.join(folder, 'texts')} is not read by this version.`]);
    expect([readdirSync(folder), texts()]).toEqual([before, was]);
  });

  it('may lie beside the settings and whatever else a folder of the district holds', () => {
    put('profile.json', profile({ 'suppression.n': { value: 12, because: 'Board policy' } }));
    // As docs/install.md leaves /etc/student-support.
    for (const name of ['env', 'migrator-env', 'note-keys', 'README.md', '.gitignore', 'codes.json~']) put(name, 'x');
    mkdirSync(path.join(folder, '.git'));
    expect(readConfigDir(folder).faults).toEqual([]);
    put('Codes.JSON', '{}');
    expect(faults().join()).toContain('Codes.JSON is none of the files that are read');
  });

  it('an older format is read as the newest one, and left as it lies', () => {
    put('thing.json', '{"format": 1,\n"old": 5}');
    const kind = {
      schema: {
        ...{ type: 'object', required: ['format', 'new'], additionalProperties: false },
        properties: { format: { type: 'integer' }, new: { type: 'integer', maximum: 7 } },
      },
      upgrades: [
        ({ old, ...rest }: Record<string, unknown>) => ({ ...rest, middle: old }),
        ({ middle, ...rest }: Record<string, unknown>) => ({ ...rest, new: middle }),
      ],
    };
    const file = path.join(folder, 'thing.json');
    expect(readDistrictFile(file, kind)).toMatchObject({ content: { new: 5 }, faults: [], olderFormat: 1 });
    put('thing.json', '{"format": 2, "middle": 8}');
    expect(readDistrictFile(file, kind).faults).toEqual([`${file}:1: new must be <= 7`]);
    put('thing.json', '{"format": 3, "new": 6}');
    expect(readDistrictFile(file, kind)).toMatchObject({ content: { new: 6 }, faults: [] });
    expect(readFileSync(file, 'utf8')).toBe('{"format": 3, "new": 6}');
  });
});
