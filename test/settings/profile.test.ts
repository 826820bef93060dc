import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NOT_IN_EFFECT, profileFor, rulesOn, type StateProfile } from '../../src/settings/profile/profile.ts';
import { PROFILES, readProfileFile, SHIPPED } from '../../src/settings/profile/read.ts';
import { RULE_NAMES } from '../../src/settings/profile/schema.ts';
import { fewestShown } from '../../src/settings/profile/suppression.ts';
import { ruleWords } from '../../src/settings/profile/words.ts';
import { testConfig } from '../app.ts';

// What differs by state, as data: shipped, checked, and the district's own over it.

const TODAY = '2026-11-20';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-profile-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const of = (code: string): StateProfile => ({ state: SHIPPED[code] as StateProfile['state'], district: undefined });

describe('the profiles that come with the product', () => {
  it.each(Object.keys(SHIPPED))('%s holds to the schema, says every rule and why', (code) => {
    const { content, faults } = readProfileFile(path.join(PROFILES, `${code}.json`), 'whole');
    expect(faults).toEqual([]);
    expect(content).toEqual(SHIPPED[code]);
    expect(content?.code).toBe(code);
    for (const rule of rulesOn(of(code), TODAY)) {
      const { about, words } = ruleWords(rule);
      expect([about.length > 3, words.length > 0, rule.because.length > 5]).toEqual([true, true, true]);
    }
  });

  it('are all files of the folder', () => {
    expect(readdirSync(PROFILES).sort()).toEqual(
      Object.keys(SHIPPED)
        .map((code) => `${code}.json`)
        .sort(),
    );
  });

  it('say what is known of each state', () => {
    const [usual, connecticut, texas] = ['default', 'CT', 'TX'].map((code) => profileFor(of(code), TODAY));
    expect(usual).toMatchObject({
      ...{ 'visit.consent_mode': { health_related: 'none', health_care: 'none' }, 'suppression.n': 10 },
      ...{ 'retention.visit_years': 6, 'parent_portal.hide_minor_self': true, 'minor_self_consent.enabled': 'no' },
    });
    expect(connecticut).toMatchObject({
      ...{ 'minor_self_consent.licenses': ['PSYCHIATRIST', 'PSYCHOLOGIST', 'LCSW', 'LMFT'] },
      ...{ 'suppression.min_denominator': 20, 'suppression.n': 10, 'visit.requires_live_consent': 'never' },
    });
    expect(texas).toMatchObject({
      ...{
        'visit.consent_mode': { health_related: 'opt_out', health_care: 'opt_in' },
        'consent.validity': 'school_year',
      },
      ...{ 'parent_notice.on_recommendation': true, 'parent_portal.hide_minor_self': false },
      ...{ 'time_logging.required_roles': ['COUNS'], 'retention.visit_years': null },
    });
    expect(Object.keys(usual ?? {}).sort()).toEqual([...RULE_NAMES].sort());
  });
});

describe('a rule', () => {
  const src = path.join(PROFILES, '..', '..');
  const read = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith('.ts') && !/settings.profile.(?:profile|schema|words)\.ts$|words.en\.ts$/.test(file),
    )
    .map((file) => readFileSync(path.join(src, file), 'utf8'))
    .join('\n');
  const documented = readFileSync(path.join(src, '..', 'docs', 'administration.md'), 'utf8');

  it.each(RULE_NAMES)('%s is asked for somewhere, or said not to be in effect', (name) => {
    expect([name, read.includes(`'${name}'`)]).toEqual([name, !NOT_IN_EFFECT.has(name)]);
    if (NOT_IN_EFFECT.has(name)) expect(documented).toContain(`\`${name}\``);
  });
});

describe('profileFor', () => {
  const rule = (value: number) => ({ 'suppression.n': { value, because: 'policy' } });
  const state = SHIPPED.CT as StateProfile['state'];
  const first = state.editions[0] as StateProfile['state']['editions'][0];
  const two = { ...state, editions: [first, { from: '2027-07-01', rules: { ...first.rules, ...rule(15) } }] };
  const district = { ...state, name: 'ours', editions: [{ from: '2026-07-01', rules: rule(12) }] };
  const n = (profile: StateProfile, day: string) => profileFor(profile, day)['suppression.n'];

  it('is the edition of the day; before the first one, the first', () => {
    const profile = { state: two, district: undefined };
    expect(['1990-01-01', '2027-06-30', '2027-07-01', '2030-01-01'].map((day) => n(profile, day))).toEqual([
      ...[10, 10, 15, 15],
    ]);
  });

  it('is what the district says from its day on, and says who says it', () => {
    const profile = { state: two, district };
    expect(['2026-06-30', '2026-07-01', '2027-07-01'].map((day) => n(profile, day))).toEqual([10, 12, 12]);
    const own = rulesOn(profile, TODAY).filter(({ by }) => by === 'district');
    expect(own.map(({ name }) => name)).toEqual(['suppression.n']);
  });
});

describe('the settings', () => {
  const own = (n: number, later?: number, from = '2026-12-01') =>
    writeFileSync(
      path.join(folder, 'profile.json'),
      JSON.stringify({
        ...{ format: 1, code: 'own', name: 'Harborview', dated: '2026-11-01', source: 'Board policy' },
        editions: [
          { from: '2020-01-01', rules: { 'suppression.n': { value: n, because: 'policy' } } },
          ...(later ? [{ from, rules: { 'suppression.n': { value: later, because: 'law' } } }] : []),
        ],
      }),
    );

  it('STATE_PROFILE is one of ours or a file', () => {
    expect(testConfig().profile.state.code).toBe('default');
    expect(testConfig({ STATE_PROFILE: 'TX' }).profile.state.name).toBe('Texas');
    for (const wrong of ['ct', 'XX', 'constructor', ''])
      expect(() => testConfig({ STATE_PROFILE: wrong })).toThrow(/STATE_PROFILE: is one of default, CT, TX, or a file/);
    const file = path.join(folder, 'ours.json');
    writeFileSync(file, JSON.stringify({ ...SHIPPED.CT, code: 'CT2', name: 'Our reading' }));
    expect(testConfig({ STATE_PROFILE: file }).profile.state.name).toBe('Our reading');
    const rules = { ...SHIPPED.CT?.editions[0]?.rules } as Record<string, unknown>;
    delete rules['export.periods'];
    writeFileSync(file, JSON.stringify({ ...SHIPPED.CT, editions: [{ from: '2020-01-01', rules }] }));
    expect(() => testConfig({ STATE_PROFILE: file })).toThrow(`${file}:1: editions rules needs "export.periods"`);
    expect(() => testConfig({ STATE_PROFILE: path.join(folder, 'none.json') })).toThrow('cannot be read (ENOENT)');
  });

  const day = '2026-11-20';

  it('SUPPRESSION_N is never less than the profile says', () => {
    expect(fewestShown(testConfig(), day)).toBe(10);
    expect(() => testConfig({ SUPPRESSION_N: '9' })).toThrow(/SUPPRESSION_N: is a whole number from 10 to 30/);
    expect(fewestShown(testConfig({ SUPPRESSION_N: '12' }), day)).toBe(12);
    own(15);
    expect(fewestShown(testConfig({ CONFIG_DIR: folder }), day)).toBe(15);
    expect(() => testConfig({ CONFIG_DIR: folder, SUPPRESSION_N: '14' })).toThrow('from 15 to 30');
    own(6);
    expect(fewestShown(testConfig({ CONFIG_DIR: folder }), day)).toBe(10);
    expect(fewestShown(testConfig({ CONFIG_DIR: folder, SUPPRESSION_N: '6' }), day)).toBe(6);
  });

  it('a new edition holds from its day on, in a service that was started before it', () => {
    own(6, 15, '2026-12-01');
    const config = testConfig({ CONFIG_DIR: folder }, new Date('2026-11-20T20:00:00Z'));
    expect(['2026-11-30', '2026-12-01', '2027-08-01'].map((one) => fewestShown(config, one))).toEqual([10, 15, 15]);
    const given = testConfig({ CONFIG_DIR: folder, SUPPRESSION_N: '8' }, new Date('2026-11-20T20:00:00Z'));
    expect(['2026-11-30', '2026-12-01'].map((one) => fewestShown(given, one))).toEqual([8, 15]);
  });

  it('which day it is at the start is what the schools’ time zone says', () => {
    own(6, 15, '2026-12-01');
    // In Greenwich it is December already.
    const start = (at: string, zone: string) =>
      testConfig({ CONFIG_DIR: folder, SUPPRESSION_N: '8', TIME_ZONE: zone }, new Date(at));
    expect(start('2026-12-01T04:30:00Z', 'America/New_York').suppressionN).toBe(8);
    expect(() => start('2026-12-01T05:30:00Z', 'America/New_York')).toThrow('from 15 to 30');
    expect(() => start('2026-11-30T15:30:00Z', 'Asia/Tokyo')).toThrow('from 15 to 30');
  });
});
