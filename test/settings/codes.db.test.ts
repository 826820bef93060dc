import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, joan, peter, ruben } from '../people.ts';

// A district's own codes: made, corrected, ended; on the form at once, on the visit as they are, in reports and exports
// as the standard code.

let test: TestDatabase;
let it_: TestApp;
let system: Browser;
let district: Browser;
let counselor: Browser;
beforeAll(async () => {
  test = await makeDistrict();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.owner('u_ssp_visit_code').del();
  await test.owner('u_ssp_local_code').del();
  // A service that has seen none of what was deleted: in life, nothing is.
  it_ = makeApp(test);
  [system, district, counselor] = [await it_.as(peter), await it_.as(ruben), await it_.as(ana)];
});

const rows = () => test.owner('u_ssp_local_code').orderBy('id');
const lastAudit = async () => (await test.owner('u_ssp_audit').orderBy('id', 'desc').limit(1))[0];
const lastVisit = async () => (await test.owner('u_ssp_visit').orderBy('id', 'desc').limit(1))[0];
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const PANTRY = { label: 'Food pantry', code: 'L_PANTRY', parent: 'BAS_FOOD', from: '2026-09-01', to: '' };
const add = (changes: Record<string, string> = {}, set = 'PURPOSE', browser = system) =>
  browser.post(`/settings/codes/${set}`, { ...PANTRY, ...changes });
const change = (changes: Record<string, string> = {}, browser = system) =>
  browser.post('/settings/codes/PURPOSE/L_PANTRY', { revision: '1', label: 'Food pantry', to: '', ...changes });
const PAGE = `/students/${bruno.dcid}`;
const save = (changes: Record<string, string> = {}) => counselor.post(`${PAGE}/visits`, visitForm(changes));
const options = (html: string, id: string) =>
  [
    ...(new RegExp(`<select[^>]* id="${id}"[\\s\\S]*?</select>`).exec(html)?.[0] ?? '').matchAll(
      /<option value="([^"]*)"/g,
    ),
  ].map(([, value]) => value as string);

describe('what is not taken', () => {
  it.each([
    ['no label', { label: ' ' }, 'label', 'Say what people read'],
    ['a label of 500 characters', { label: 'x'.repeat(500) }, 'label', 'Shorten the label'],
    ['a label that another code has', { label: 'aTTENDANCE' }, 'label', 'Another code of this list'],
    ['a code without the mark of a local one', { code: 'PANTRY' }, 'code', 'begins with L_'],
    ['a standard code', { code: 'BAS_FOOD' }, 'code', 'begins with L_'],
    ['a code of 21 characters', { code: `L_${'X'.repeat(19)}` }, 'code', 'begins with L_'],
    ['a code with markup', { code: 'L_<b>' }, 'code', 'begins with L_'],
    ['no parent', { parent: '' }, 'parent', 'Choose the standard code'],
    ['a parent of another set', { parent: 'IND_COUNS' }, 'parent', 'Choose the standard code'],
    ['itself as parent', { parent: 'L_PANTRY' }, 'parent', 'Choose the standard code'],
    ['a parent that nobody may choose', { parent: 'UNK' }, 'parent', 'Choose the standard code'],
    ['a property of objects as parent', { parent: '__proto__' }, 'parent', 'Choose the standard code'],
    ['no first day', { from: '' }, 'from', 'from which day'],
    ['an end before the beginning', { to: '2026-08-31' }, 'to', 'before the first one'],
  ])('%s', async (_, changes, id, words) => {
    const answer = await add(changes as unknown as Record<string, string>);
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(new RegExp(`href="#${id}">[^<]*${words}`));
    expect(await rows()).toEqual([]);
  });

  it('a parent that is a local code: there are no circles', async () => {
    await add();
    expect((await add({ code: 'L_OTHER', label: 'Other pantry', parent: 'L_PANTRY' })).status).toBe(422);
    expect((await change({ parent: 'BAS_CLOTH' })).status).toBe(400);
    expect(await rows()).toHaveLength(1);
  });

  it('a set that has none of its own, a code that is not there', async () => {
    for (const set of ['REF_TYPE', 'REF_OUTCOME', 'MILESTONE', 'PROVIDER', 'constructor'])
      expect([set, (await add({}, set)).status]).toEqual([set, 404]);
    expect((await system.get('/settings/codes/PURPOSE/L_NOBODY')).status).toBe(404);
    expect((await change()).status).toBe(404);
  });

  it('a code again, even when it has ended', async () => {
    await add({ to: '2026-10-31' });
    const again = await add({ label: 'Something new', parent: 'BAS_CLOTH' });
    expect(again.status).toBe(422);
    expect(again.text).toContain('A code is never used again.');
    expect(await rows()).toHaveLength(1);
  });

  it('the label shows as it was typed, never as markup', async () => {
    await add({ label: '<img src=x onerror=alert(1)>\u202E' });
    for (const html of [
      (await system.get('/settings/codes/PURPOSE')).text,
      (await system.get('/settings/codes/PURPOSE/L_PANTRY')).text,
      (await counselor.get(PAGE)).text,
    ]) {
      expect(html).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;<');
      expect(html).not.toContain('<img');
    }
  });

  it('a change by a district administrator, who reads them', async () => {
    expect((await add({}, 'PURPOSE', district)).status).toBe(403);
    await add();
    expect((await change({ label: 'x' }, district)).status).toBe(403);
    const html = (await district.get('/settings/codes/PURPOSE/L_PANTRY')).text;
    expect(html).toContain('Food pantry');
    expect(html).not.toContain('Save change');
    expect(await rows()).toHaveLength(1);
  });
});

describe('a code of the district', () => {
  it('is on the form at once, under its parent, on every instance', async () => {
    const other = makeApp(test);
    const there = await other.as(ana);
    expect(options((await there.get(PAGE)).text, 'purpose')).not.toContain('L_PANTRY');
    expect(led(await add())).toBe('/settings/codes/PURPOSE?done=added');
    expect(await lastAudit()).toMatchObject({ event: 'SETTING_ADDED', subject: 'code:PURPOSE-L_PANTRY' });
    for (const browser of [there, counselor]) {
      const list = options((await browser.get(PAGE)).text, 'purpose');
      expect(list[list.indexOf('BAS_FOOD') + 1]).toBe('L_PANTRY');
    }
    // Ended on the other instance, it is gone from this one.
    await (await other.as(peter)).post('/settings/codes/PURPOSE/L_PANTRY', {
      ...{ revision: '1', label: 'Food pantry', to: '2026-11-19' },
    });
    for (const browser of [there, counselor])
      expect(options((await browser.get(PAGE)).text, 'purpose')).not.toContain('L_PANTRY');
    expect((await save({ purpose: 'L_PANTRY' })).status).toBe(422);
    expect((await save({ purpose: 'L_PANTRY', date: '2026-11-19' })).status).toBe(303);
  });

  it('keeps own words beneath “Other”, and nowhere else drops them', async () => {
    await add({ code: 'L_CLUB', label: 'Club', parent: 'OTH' });
    await add();
    expect((await counselor.get(PAGE)).text).toContain('data-purpose-text="OTH L_CLUB"');
    const words = { purpose_text: 'chess & checkers' };
    expect((await save({ purpose: 'L_CLUB', ...words })).status).toBe(303);
    const visit = await lastVisit();
    expect(visit).toMatchObject({ purpose: 'OTH', ...words });
    expect(plain((await counselor.get(PAGE)).text)).toContain('Club: chess &amp; checkers');
    expect((await counselor.get(`/visits/${visit.id}/change`)).text).toContain('value="chess &amp; checkers"');
    // Another purpose has no place for them: the form comes back with what was typed.
    const refused = await save({ purpose: 'L_PANTRY', ...words });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Your own words are only kept with the purpose “Other”');
    expect(refused.text).toContain('value="chess &amp; checkers"');
    expect((await lastVisit()).id).toBe(visit.id);
  });

  it('stands on the visit beside the standard one, everywhere on the form', async () => {
    await add();
    const codes = [
      ['SERVICE', 'L_CIRCLE', 'GRP_COUNS', 'Talking circle'],
      ['SETTING', 'L_GARDEN', 'OTHER_SCHOOL_SPACE', 'School garden'],
      ['VISIT_TYPE', 'L_DROPIN', 'WALKIN', 'Open door hour'],
      ['INITIATOR', 'L_COACH', 'TEACHER', 'Coach'],
      ['MODALITY', 'L_APP', 'MESSAGE', 'School app'],
      ['DISPOSITION', 'L_LIBRARY', 'STAYED', 'To the library'],
      ['REF_NEED', 'L_BIKE', 'TRANSPORT', 'A bicycle'],
    ] as const;
    for (const [set, code, parent, label] of codes) expect((await add({ code, parent, label }, set)).status).toBe(303);
    const form = {
      ...{ purpose: 'ACA_ATTEND', other_1: 'L_PANTRY', other_2: 'BAS_FOOD' },
      ...{ service_1: 'IND_COUNS', service_2: 'L_CIRCLE', tier_2: '', visit_type: 'L_DROPIN', initiator: 'L_COACH' },
      ...{ setting: 'L_GARDEN', modality: 'L_APP', disposition: 'L_LIBRARY' },
      ...{ referral_kind: 'COMMUNITY', referral_agency: 'Bikes for All', need: 'L_BIKE' },
    };
    expect((await save(form)).status).toBe(303);
    const visit = await lastVisit();
    expect(visit).toMatchObject({
      ...{ purpose: 'ACA_ATTEND', visit_type: 'WALKIN', initiator: 'TEACHER', setting: 'OTHER_SCHOOL_SPACE' },
      ...{ modality: 'MESSAGE', disposition: 'STAYED' },
    });
    const of = (table: string) => test.owner(table).where({ visit_id: visit.id }).orderBy('id');
    expect((await of('u_ssp_visit_purpose')).map(({ purpose }) => purpose)).toEqual(['BAS_FOOD', 'BAS_FOOD']);
    expect((await of('u_ssp_visit_service')).map(({ service, tier }) => [service, tier])).toEqual([
      ['IND_COUNS', 2],
      ['GRP_COUNS', 2],
    ]);
    expect((await of('u_ssp_referral')).map(({ need, reason }) => [need, reason])).toEqual([
      ['TRANSPORT', 'ACA_ATTEND'],
    ]);
    expect((await of('u_ssp_visit_code')).map((row) => [row.code_set, row.line_no, row.code])).toEqual([
      ...[
        ['PURPOSE', 1, 'L_PANTRY'],
        ['SERVICE', 2, 'L_CIRCLE'],
        ['VISIT_TYPE', 0, 'L_DROPIN'],
      ],
      ...[
        ['INITIATOR', 0, 'L_COACH'],
        ['SETTING', 0, 'L_GARDEN'],
        ['MODALITY', 0, 'L_APP'],
      ],
      ...[
        ['DISPOSITION', 0, 'L_LIBRARY'],
        ['REF_NEED', 0, 'L_BIKE'],
      ],
    ]);
    const seen = plain((await counselor.get(PAGE)).text);
    expect(seen).toContain('Individual counseling, tier 2; Talking circle, tier 2');
    expect(seen).toContain('A bicycle · community agency');
  });

  it('is shown by its label, corrected ones by the new one; a sensitive one not to administrators', async () => {
    await add();
    await add({ code: 'L_CIRCLE', parent: 'GRP_COUNS', label: 'Grief circle', sensitive: '1' }, 'SERVICE');
    await save({ purpose: 'L_PANTRY', service_1: 'L_CIRCLE' });
    await change({ label: 'Food shelf' });
    const seen = plain((await counselor.get(PAGE)).text);
    expect(seen).toContain('Food shelf');
    expect(seen).toContain('Grief circle, tier 2');
    const principal = await it_.as(joan);
    const limited = plain((await principal.get(PAGE)).text);
    expect(limited).toContain('Food shelf');
    expect(limited).toContain('Small-group counseling, tier 2');
    expect(limited).not.toContain('Grief circle');
  });

  it('can be made more sensitive, for earlier visits too, and never less', async () => {
    await add();
    await save({ purpose: 'ACA_ATTEND', other_1: 'L_PANTRY', note: 'before' });
    expect(Boolean((await lastVisit()).sensitive)).toBe(false);
    expect((await change({ sensitive: '1', restricted: '1' })).status).toBe(303);
    expect(Boolean((await lastVisit()).sensitive)).toBe(true);
    expect((await change({ revision: '2', label: 'Food shelf' })).status).toBe(303);
    expect((await rows()).map((row) => [row.label, Boolean(row.sensitive), Boolean(row.restricted)])).toEqual([
      ['Food pantry', false, false],
      ['Food pantry', true, true],
      ['Food shelf', true, true],
    ]);
    await save({ purpose: 'L_PANTRY', note: 'after' });
    const visit = await lastVisit();
    expect([visit.purpose, Boolean(visit.sensitive)]).toEqual(['BAS_FOOD', true]);
    expect(Boolean((await test.owner('u_ssp_visit_note').where({ visit_id: visit.id }))[0].restricted)).toBe(true);
    expect(plain((await (await it_.as(joan)).get(PAGE)).text)).toContain('Support visit');
  });

  it('beneath a sensitive one is sensitive, ticked or not', async () => {
    await add({ code: 'L_PANIC', parent: 'EMO_ANX', label: 'Panic' });
    await add({ code: 'L_HOME', parent: 'SAF_ABUSE', label: 'Report made' });
    expect((await rows()).map((row) => [Boolean(row.sensitive), Boolean(row.restricted)])).toEqual([
      [true, false],
      [true, true],
    ]);
    await save({ purpose: 'L_PANIC' });
    expect(Boolean((await lastVisit()).sensitive)).toBe(true);
  });

  it('what has begun keeps its first day, what has ended its last one', async () => {
    await add({ to: '2026-10-31' });
    expect((await change({ label: 'Food shelf', from: '2020-01-01', to: '' })).status).toBe(303);
    expect((await rows())[1]).toMatchObject({ from_day: '2026-09-01', to_day: '2026-10-31', label: 'Food shelf' });
    await add({ code: 'L_SOON', label: 'Soon', from: '2027-01-01' });
    const soon = await system.post('/settings/codes/PURPOSE/L_SOON', {
      ...{ revision: '1', label: 'Soon', from: '2027-02-01', to: '2027-03-01' },
    });
    expect(soon.status).toBe(303);
    expect((await rows()).at(-1)).toMatchObject({ from_day: '2027-02-01', to_day: '2027-03-01', revision: 2 });
  });

  it('has a history of before and after, with who and when', async () => {
    await add();
    await change({ label: 'Food shelf', to: '2027-06-30' });
    const html = plain((await system.get('/settings/codes/PURPOSE/L_PANTRY')).text);
    expect(html).toContain('Novak, Peter : Label: Food pantry → Food shelf; Last day: none → Jun 30, 2027');
    expect(html).toContain('Novak, Peter : Added. Label: Food pantry; Counts as: Food');
  });
});

describe('two people at once', () => {
  let second: Browser;
  beforeEach(async () => {
    // Another instance: it shares nothing with the first one but the database.
    second = await makeApp(test).as(peter);
  });

  it('the second decides with the first one’s change before them', async () => {
    await add();
    const answers = [await change({ label: 'Food shelf' }), await change({ label: 'Food bank' })];
    expect(answers.map(({ status }) => status)).toEqual([303, 409]);
    const html = answers[1]?.text ?? '';
    expect(html).toContain('Somebody else changed this meanwhile');
    expect(html).toContain('value="Food bank"');
    expect(html).toContain('name="revision" value="2"');
    expect((await rows()).map(({ label }) => label)).toEqual(['Food pantry', 'Food shelf']);
    expect((await change({ revision: '2', label: 'Food bank' })).status).toBe(303);
  });

  it('at the same moment one is first, whichever', async () => {
    await add();
    const answers = await Promise.all([change({ label: 'Food shelf' }), change({ label: 'Food bank' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await rows()).toHaveLength(2);
  });

  it('two codes at the same moment never get one label, however it is written', async () => {
    for (let round = 0; round < 4; round++) {
      const [one, other] = [`L_ONE_${round}`, `L_OTHER_${round}`];
      const label = `Pantry ${round}`;
      const answers = await Promise.all([
        add({ code: one, label }),
        add({ code: other, label: label.toUpperCase() }, 'PURPOSE', second),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
      expect(answers.map(({ text }) => text).join()).toContain('Another code of this list has this label');
    }
    expect(await rows()).toHaveLength(4);
  });

  it('a new code and a changed one at the same moment neither', async () => {
    await add();
    const answers = await Promise.all([
      add({ code: 'L_KITCHEN', label: 'Soup kitchen' }, 'PURPOSE', second),
      change({ label: 'soup kitchen' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    const labels = (await rows()).map((row) => row.label.toLowerCase()).filter((label) => label === 'soup kitchen');
    expect(labels).toHaveLength(1);
  });

  it('one change of a list goes after the other, and those of another list are not waited for', async () => {
    const turns = () =>
      test.owner('u_ssp_rate').where('bucket', 'like', 'codes:%').orderBy('bucket').select('bucket', 'hits');
    await test.owner('u_ssp_rate').del();
    await add();
    await change({ label: 'Pantry' });
    await add({ code: 'L_GROUP', label: 'Our group', parent: 'IND_COUNS' }, 'SERVICE');
    expect(await turns()).toEqual([
      { bucket: 'codes:PURPOSE', hits: 2 },
      { bucket: 'codes:SERVICE', hits: 1 },
    ]);
  });

  it('a form sent twice is one code and one change', async () => {
    expect([(await add()).status, (await add()).status]).toEqual([303, 303]);
    expect([(await change({ to: '2027-06-30' })).status, (await change({ to: '2027-06-30' })).status]).toEqual([
      303, 303,
    ]);
    expect(await rows()).toHaveLength(2);
    expect(await lastAudit()).toMatchObject({ reason: 'ALREADY_DONE' });
  });

  it('a visit saved while its code becomes sensitive is sensitive, whichever is first', async () => {
    for (const times of [1, 2, 3, 4, 5]) {
      const [code, label] = [`L_PANTRY${times}`, `Food pantry ${times}`];
      await add({ code, label });
      await counselor.get(PAGE);
      const [saved, changed] = await Promise.all([
        save({ purpose: code }),
        system.post(`/settings/codes/PURPOSE/${code}`, { revision: '1', label, to: '', sensitive: '1' }),
      ]);
      expect([saved.status, changed.status]).toEqual([303, 303]);
      expect(Boolean((await lastVisit()).sensitive)).toBe(true);
    }
  });

  it('a form checked against codes that have just changed is checked again', async () => {
    await add();
    await counselor.get(PAGE);
    const codes = it_.parts.sessions.find.bind(it_.parts.sessions);
    // The session is read, the code ends, and only then the visit is saved.
    it_.parts.sessions.find = async (cookie) => {
      const session = await codes(cookie);
      if (session?.reader === ana.reader) {
        await test
          .owner('u_ssp_local_code')
          .insert({ ...(await rows())[0], id: undefined, revision: 2, to_day: '2026-11-01' });
        it_.parts.sessions.find = codes;
      }
      return session;
    };
    const answer = await save({ purpose: 'L_PANTRY' });
    expect([answer.status, (await rows()).length]).toEqual([422, 2]);
  });
});

describe('in numbers', () => {
  it('it is its parent: on the page, in the file, in the package', async () => {
    const period = '2026-2027-S1';
    const principal = await it_.as(joan);
    const file = async () => (await principal.get(`/reports/visits.csv?period=${period}`)).text.split('\n');
    const food = (lines: string[]) => lines.filter((line) => line.includes(',BAS_FOOD,') && line.includes('GRP_COUNS'));
    const counted = (lines: string[]) => food(lines).reduce((sum, line) => sum + Number(line.split(',').at(-5)), 0);
    const before = counted(await file());
    await add();
    await add({ code: 'L_CIRCLE', parent: 'GRP_COUNS', label: 'Talking circle' }, 'SERVICE');
    for (const form of [
      { purpose: 'L_PANTRY', service_1: 'L_CIRCLE' },
      { purpose: 'BAS_FOOD', service_1: 'GRP_COUNS' },
    ])
      expect((await save(form)).status).toBe(303);
    const after = await file();
    expect(counted(after) - before).toBe(2);
    const page = (await principal.get(`/reports/visits?period=${period}`)).text;
    for (const text of [after.join('\n'), page])
      for (const word of ['L_PANTRY', 'L_CIRCLE', 'Food pantry', 'Talking circle']) expect(text).not.toContain(word);
    // No table that a report or an export reads holds a local code.
    for (const [table, column] of [
      ...[
        ['u_ssp_visit', 'purpose'],
        ['u_ssp_visit', 'setting'],
        ['u_ssp_visit_service', 'service'],
      ],
      ...[
        ['u_ssp_visit_purpose', 'purpose'],
        ['u_ssp_referral', 'need'],
        ['u_ssp_referral', 'reason'],
      ],
    ] as [string, string][])
      expect([table, column, await test.owner(table).where(column, 'like', 'L\\_%').select('id').limit(1)]).toEqual([
        ...[table, column, []],
      ]);
  });
});
