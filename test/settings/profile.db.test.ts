import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkConfigDir } from '../../src/check/config-dir.ts';
import { unpack } from '../../src/exports/archive.ts';
import { exportPeriod } from '../../src/exports/command.ts';
import { noteProfile } from '../../src/settings/profile/note.ts';
import { SHIPPED } from '../../src/settings/profile/read.ts';
import { led, makeApp, testConfig, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, joan, peter, ruben } from '../people.ts';

// The profile on its page and in its history, the district's file of codes, and a package after visits with such codes.

let test: TestDatabase;
let folder: string;
beforeAll(async () => {
  test = await makeDistrict();
});
afterAll(() => test.close());
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-config-'));
  for (const table of ['u_ssp_visit_code', 'u_ssp_local_code', 'u_ssp_profile']) await test.owner(table).del();
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: object) => writeFileSync(path.join(folder, name), JSON.stringify(content, null, 1));
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const lastAudit = async () => (await test.owner('u_ssp_audit').orderBy('id', 'desc').limit(1))[0];
const own = (n: number) => ({
  ...{ format: 1, code: 'own', name: 'Harborview', dated: '2026-11-01', source: 'Board policy 5120' },
  editions: [{ from: '2026-07-01', rules: { 'suppression.n': { value: n, because: 'The board wants it so.' } } }],
});

describe('the state profile', () => {
  it('is told in words, with its day and source, and which rules are the district’s own', async () => {
    put('profile.json', own(12));
    const it_ = makeApp(test, { STATE_PROFILE: 'CT', CONFIG_DIR: folder });
    for (const person of [peter, ruben]) {
      const html = plain((await (await it_.as(person)).get('/settings/profile')).text);
      for (const words of [
        'Connecticut, with rules of Harborview',
        'Connecticut , dated Nov 22, 2026. Conn. Gen. Stat. 19a-14c',
        'Harborview , dated Nov 1, 2026. Board policy 5120',
        'A consent holds : until it is revoked, or to the end of the school year',
        'Fewest students that a package shows : 12 your own The board wants it so.',
        'Clinicians with whom a student under age may consent alone : psychiatrists, psychologists, licensed clinical social workers and licensed marriage and family therapists',
        'Packages show no fewer than 12 students',
      ])
        expect(html).toContain(words);
    }
    expect(await lastAudit()).toMatchObject({ event: 'PROFILE_OPENED', outcome: 'allowed' });
  });

  it('is written down when it is another one, once, with before and after', async () => {
    const first = makeApp(test, { STATE_PROFILE: 'CT' });
    expect(await noteProfile(first.parts)).toBe(true);
    expect(await noteProfile(first.parts)).toBe(false);
    expect(await lastAudit()).toMatchObject({
      ...{ event: 'PROFILE_CHANGED', actor: null, reason: 'SYSTEM', subject: 'profile:1' },
    });
    put('profile.json', own(12));
    const second = makeApp(test, { STATE_PROFILE: 'CT', CONFIG_DIR: folder });
    expect(await noteProfile(second.parts)).toBe(true);
    const html = plain((await (await second.as(peter)).get('/settings/profile')).text);
    expect(html).toContain('Fewest students that a package shows: 10 → 12');
    expect(html).not.toContain('has started with another profile');
    expect(plain((await (await first.as(peter)).get('/settings/profile')).text)).toContain(
      'has started with another profile',
    );
    expect(await test.owner('u_ssp_profile')).toHaveLength(2);
  });

  it('of two instances that start at once is written down once', async () => {
    const [one, other] = [makeApp(test, { STATE_PROFILE: 'TX' }), makeApp(test, { STATE_PROFILE: 'TX' })];
    await Promise.all([noteProfile(one.parts), noteProfile(other.parts)]);
    expect(await test.owner('u_ssp_profile')).toHaveLength(1);
  });
});

describe('who may see a student’s page, and why', () => {
  const page = async (settings: Record<string, string>, person = ana) =>
    (await (await makeApp(test, settings).as(person)).get(`/students/${bruno.dcid}`)).text;
  const folded = (html: string) => plain(/<details class="small interest[\s\S]*?<\/details>/.exec(html)?.[0] ?? '');

  it('stands folded at the foot of it, with the version of the text, for staff and administrators', async () => {
    for (const person of [ana, joan]) {
      const said = folded(await page({}, person));
      expect(said).toContain(
        'Legitimate educational interest (the product’s own text, version 1): School officials have',
      );
      expect(said).toContain('part of the student’s education record');
      expect(said).toContain('Memory aids of your own do not belong here');
    }
  });

  it('says it in the district’s own words, by their version, and never as markup', async () => {
    const interest = { text: 'Whoever <b>teaches</b> or supports this student.', version: 'Policy 5125, 2026-08' };
    put('profile.json', { ...own(12), editions: [], interest });
    const html = await page({ CONFIG_DIR: folder });
    expect(html).toContain('Legitimate educational interest (Policy 5125, 2026-08):');
    expect(html).toContain('Whoever &lt;b&gt;teaches&lt;/b&gt; or supports this student.');
    expect(html).not.toContain('the product’s own text');
  });

  it('refuses a text without a version, and one that a state would say', () => {
    put('profile.json', { ...own(12), interest: { text: 'Whoever works here.' } });
    expect(() => testConfig({ CONFIG_DIR: folder })).toThrow(/profile\.json:\d+: .*version/);
    put('state.json', { ...SHIPPED.CT, interest: { text: 'Whoever works here.', version: '1' } });
    expect(() => testConfig({ STATE_PROFILE: path.join(folder, 'state.json') })).toThrow(/interest/);
  });

  it('has its word at the note, too', async () => {
    expect(await page({})).toContain('part of the education record, so no place for memory aids of your own');
  });
});

describe('the district’s file of codes', () => {
  const CODE = { set: 'PURPOSE', code: 'L_PANTRY', label: 'Food pantry', parent: 'BAS_FOOD', from: '2026-09-01' };

  it('is taken over by a system administrator, once, and what is there stays', async () => {
    put('codes.json', { format: 1, codes: [CODE, { ...CODE, code: 'L_BAG', label: 'Backpacks', sensitive: true }] });
    const it_ = makeApp(test, { CONFIG_DIR: folder });
    const system = await it_.as(peter);
    expect(await test.owner('u_ssp_local_code')).toEqual([]);
    await system.post('/settings/codes/PURPOSE', { ...CODE, label: 'Food shelf', to: '', set: '' }).expect(400);
    const { set: _set, ...form } = CODE;
    await system.post('/settings/codes/PURPOSE', { ...form, label: 'Food shelf', to: '' }).expect(303);
    const page = plain((await system.get('/settings/codes')).text);
    expect(page).toContain('L_BAG: Backpacks (Purpose, counts as Food)');
    expect(page).toContain(
      'another label or another standard code than in the file, and stay as they are: L_PANTRY (Purpose)',
    );
    expect((await (await it_.as(ruben)).post('/settings/codes')).status).toBe(403);
    expect(led(await system.post('/settings/codes'))).toBe('/settings/codes?done=imported');
    expect(await lastAudit()).toMatchObject({ event: 'SETTING_ADDED', subject: 'codes:1' });
    expect(led(await system.post('/settings/codes'))).toBe('/settings/codes?done=nothing');
    const rows = await test.owner('u_ssp_local_code').orderBy('id');
    expect(rows.map((row) => [row.code, row.label, Boolean(row.sensitive)])).toEqual([
      ['L_PANTRY', 'Food shelf', false],
      ['L_BAG', 'Backpacks', true],
    ]);
  });

  it('is taken over whole or not at all, and says the line', async () => {
    put('codes.json', { format: 1, codes: [CODE, { ...CODE, code: 'L_BAG', label: 'Attendance' }] });
    const system = await makeApp(test, { CONFIG_DIR: folder }).as(peter);
    const answer = await system.post('/settings/codes');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Line 11, L_BAG: Another code of this list has this label.');
    expect(await test.owner('u_ssp_local_code')).toEqual([]);
  });
});

it('check tells of folder and profile', () => {
  const told = (more: Record<string, string>) =>
    checkConfigDir(testConfig(more)).map(({ grade, text }) => `${grade} ${text}`);
  expect(told({ STATE_PROFILE: 'CT' })).toEqual([
    'good State profile: Connecticut, dated 2026-11-22.',
    'good Packages show no fewer than 10 students.',
    'note CONFIG_DIR is not set: no codes or rules of the district’s own are read from files.',
  ]);
  put('profile.json', own(12));
  put('codes.json', { format: 1, codes: [] });
  put('sis.json', {});
  expect(told({ CONFIG_DIR: folder })).toEqual([
    'good State profile: No particular state, dated 2026-11-22.',
    'good Harborview, dated 2026-11-01, has 1 rule of its own.',
    'good Packages show no fewer than 12 students.',
    `good CONFIG_DIR is read: ${folder}.`,
    'note codes.json has no codes. They are taken over on the page “Settings”.',
    `note ${path.join(folder, 'sis.json')} is not read by this version.`,
  ]);
});

it('no package holds a local code or its label, and the visits count', async () => {
  const it_ = makeApp(test);
  const system = await it_.as(peter);
  const pack = async () => {
    const parts = { database: test.database, config: testConfig(), clock: it_.clock, audit: it_.parts.audit };
    const { bytes } = await exportPeriod({ ...parts, period: '2026-2027-S1', out: folder });
    const files = (await unpack(bytes)).map(({ path: name, bytes: content }) => [name, content.toString()] as const);
    const measures = files.find(([name]) => name.endsWith('measures.csv'))?.[1] ?? '';
    const visits = measures.split('\n').find((line) => line.includes(',M30_VISITS,'));
    return { text: files.map(([, content]) => content).join('\n'), visits };
  };
  const counts = async () =>
    (
      await test.database.run<{ numerator: number }>('exports/visits', { from_day: '2026-08-01', to_day: '2026-12-31' })
    )[0]?.numerator as number;
  const before = await counts();
  for (const [set, code, parent, label] of [
    ['PURPOSE', 'L_PANTRY', 'BAS_FOOD', 'Food pantry'],
    ['SERVICE', 'L_CIRCLE', 'GRP_COUNS', 'Talking circle'],
  ] as const)
    await system.post(`/settings/codes/${set}`, { code, parent, label, from: '2026-09-01' }).expect(303);
  const counselor = await it_.as(ana);
  for (let times = 0; times < 3; times++)
    await counselor
      .post(`/students/${bruno.dcid}/visits`, visitForm({ purpose: 'L_PANTRY', service_1: 'L_CIRCLE' }))
      .expect(303);
  expect((await counts()) - before).toBe(3);
  const { text, visits } = await pack();
  expect(visits).toContain(String(before + 3));
  for (const words of ['L_PANTRY', 'L_CIRCLE', 'Food pantry', 'Talking circle']) expect(text).not.toContain(words);
});
