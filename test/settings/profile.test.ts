import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { profileFor, rulesOn, type StateProfile } from '../../src/settings/profile/profile.ts';
import { PROFILES, readProfileFile, SHIPPED } from '../../src/settings/profile/read.ts';
import { RULE_NAMES } from '../../src/settings/profile/schema.ts';
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
  const own = (n: number) =>
    writeFileSync(
      path.join(folder, 'profile.json'),
      JSON.stringify({
        ...{ format: 1, code: 'own', name: 'Harborview', dated: '2026-11-01', source: 'Board policy' },
        editions: [{ from: '2020-01-01', rules: { 'suppression.n': { value: n, because: 'policy' } } }],
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

  it('SUPPRESSION_N is never less than the profile says', () => {
    expect(testConfig().suppressionN).toBe(10);
    expect(() => testConfig({ SUPPRESSION_N: '9' })).toThrow(/SUPPRESSION_N: is a whole number from 10 to 30/);
    expect(testConfig({ SUPPRESSION_N: '12' }).suppressionN).toBe(12);
    own(15);
    expect(testConfig({ CONFIG_DIR: folder }).suppressionN).toBe(15);
    expect(() => testConfig({ CONFIG_DIR: folder, SUPPRESSION_N: '14' })).toThrow('from 15 to 30');
    own(6);
    expect(testConfig({ CONFIG_DIR: folder }).suppressionN).toBe(10);
    expect(testConfig({ CONFIG_DIR: folder, SUPPRESSION_N: '6' }).suppressionN).toBe(6);
  });
});
