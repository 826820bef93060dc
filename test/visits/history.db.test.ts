import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, daniela, hana, joan, jun, maya, peter, terrence } from '../people.ts';

// The history of a student: filtered, searched and printed, by whoever may see what.

let test: TestDatabase;
let it_: TestApp;
let counselor: Browser;
let principal: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  counselor = await it_.as(ana);
  principal = await it_.as(joan);
});
afterAll(() => test.close());

const url = (student = bruno.dcid) => `/students/${student}/history`;
const rowsOf = (html: string) => [...html.matchAll(/<li class="visit[ "][\s\S]*?<\/li>\n/g)].map(([row]) => row);
const paperRows = (html: string) => [...html.matchAll(/<tr><td class="short">.*?<\/tr>/gs)].map(([row]) => row);
const auditOf = (event: string) => test.owner('u_ssp_audit').where({ event }).orderBy('id', 'desc');

async function write(form: Record<string, string>, by = counselor, student = bruno.dcid): Promise<void> {
  const answer = await by.post(`/students/${student}/visits`, visitForm(form));
  expect([answer.status, led(answer)]).toEqual([303, expect.stringContaining('done=saved')]);
}

beforeAll(async () => {
  await write({ date: '2026-11-02', purpose: 'ACA_ATTEND', service_1: 'CHECKIN', note: 'José came late: bus (Nº 7)' });
  await write({ date: '2026-11-05', purpose: 'EMO_ANX', service_1: 'IND_COUNS', note: 'Worried about the BUS stop' });
  await write({ date: '2026-11-09', purpose: 'ACA_ATTEND', other_1: 'SAF_SUICIDE', note: 'نص عربي: مَدْرَسَة' });
  await write({ date: '2026-11-10', purpose: 'REL_PEER', note: 'bus in secret', restricted: '1' });
  await write({
    date: '2026-11-12',
    purpose: 'CAR_PLAN',
    service_1: 'ADVISE',
    referral_agency: 'City Clinic',
    need: 'VISION',
  });
  await write({ date: '2026-11-13', purpose: 'CAR_PLAN', note: 'bus <b>bold</b> & more' }, await it_.as(maya));
}, 60_000);

/** As many visits of one day as nobody writes down by hand. */
async function manyVisits(student: number, count: number): Promise<void> {
  const [like] = await test.owner('u_ssp_visit').where({ purpose: 'CAR_PLAN', author: ana.reader });
  for (let n = 0; n < count; n++) {
    const { id: _id, ...row } = {
      ...like,
      form_key: crypto.randomUUID(),
      purpose: 'ACA_PLAN',
      visit_date: '2026-11-17',
    };
    const [made] = await test.owner('u_ssp_visit').insert(row).returning('id');
    await test.owner('u_ssp_visit_student').insert({
      ...{ visit_id: made.id, student_dcid: student, visit_date: '2026-11-17', grade_level: 7, grade_band: '6-8' },
    });
  }
}

describe('filters', () => {
  const filtered = async (form: Record<string, string>, by = counselor) => {
    const answer = await by.post(url(), form);
    expect(answer.status).toBe(200);
    return { html: answer.text, days: rowsOf(answer.text).map((row) => /datetime="([^"]+)"/.exec(row)?.[1]) };
  };

  it.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, ['13', '12', '10', '09', '05', '02']],
    ['days', { from: '2026-11-05', to: '2026-11-10' }, ['10', '09', '05']],
    ['a purpose', { purpose: 'ACA_ATTEND' }, ['09', '02']],
    ['another purpose of the visit', { purpose: 'SAF_SUICIDE' }, ['09']],
    ['a service', { service: 'CHECKIN' }, ['02']],
    ['staff', { staff: `${maya.reader}` }, ['13']],
    ['this school year', { year: '2026-2027' }, ['13', '12', '10', '09', '05', '02']],
    ['two things at once', { purpose: 'CAR_PLAN', staff: `${ana.reader}` }, ['12']],
    ['referrals alone', { kind: 'REFERRALS' }, []],
  ])('by %s', async (_what, form, days) => {
    expect((await filtered(form)).days).toEqual(days.map((day) => `2026-11-${day}`));
  });

  it('shows referrals beside visits, and those of the visits that are shown', async () => {
    expect((await filtered({})).html).toContain('City Clinic</strong>');
    expect((await filtered({ kind: 'REFERRALS' })).html).toContain('City Clinic</strong>');
    expect((await filtered({ kind: 'VISITS' })).html).not.toContain('<h2 id="referrals-heading">');
    expect((await filtered({ purpose: 'CAR_PLAN' })).html).toContain('City Clinic</strong>');
    expect((await filtered({ purpose: 'EMO_ANX' })).html).not.toContain('City Clinic</strong>');
  });

  it('shows what happened to referrals between the visits, on whichever page the day is, once', async () => {
    const [target] = await test
      .owner('u_ssp_target as t')
      .join('u_ssp_referral as r', 'r.id', 't.referral_id')
      .where({ provider: 'City Clinic', student_dcid: bruno.dcid })
      .select('t.id');
    const at = (kind: string, happened_on: string) => ({
      ...{ target_id: target.id, kind, happened_on, round_no: 1, form_key: crypto.randomUUID(), author: ana.reader },
      created_at: '2026-11-20T12:00:00.000Z',
    });
    await test
      .owner('u_ssp_milestone')
      .insert(['M_OFFER', 'M_SENT'].map((kind, n) => at(kind, `2026-11-1${n * 3 + 2}`)));
    const events = (html: string) =>
      [...html.matchAll(/<li class="referral-day">\s*<p class="when"><time datetime="([^"]+)".*?<\/a>: ([^<]*)/gs)].map(
        ([, day, words]) => `${day?.slice(8)} ${words}`,
      );
    const all = await filtered({});
    expect(events(all.html)).toEqual(['15 sent', '12 opened, offered']);
    expect(all.html.indexOf(': sent')).toBeLessThan(all.html.indexOf('data-visit='));
    expect(events((await filtered({ to: '2026-11-12' })).html)).toEqual(['12 opened, offered']);
    expect(events((await filtered({ kind: 'VISITS' })).html)).toEqual([]);
    expect(events((await filtered({ purpose: 'EMO_ANX' })).html)).toEqual([]);
    const { html } = await filtered({}, principal);
    expect([html.includes('referral-day'), html.includes('City Clinic')]).toEqual([true, false]);

    // More visits than a page holds, on a day between the two.
    await manyVisits(bruno.dcid, 52);
    await test.owner('u_ssp_milestone').insert([at('M_ACCEPT', '2026-11-17'), at('M_APPT', '2026-11-19')]);
    const first = await filtered({});
    const before = /name="before" value="([^"]+)"/.exec(first.html)?.[1] as string;
    const second = await filtered({ before });
    expect(events(first.html)).toEqual(['19 appointment set']);
    expect(events(second.html)).toEqual(['17 accepted', '15 sent', '12 opened, offered']);
    const page = await counselor.get(`/students/${bruno.dcid}`);
    expect(events(page.text)).toEqual(['19 appointment set']);
    await test.owner('u_ssp_visit_student').where({ visit_date: '2026-11-17', student_dcid: bruno.dcid }).delete();
  });

  it('keeps what was chosen in the form, and nothing of it in an address', async () => {
    const { html } = await filtered({ purpose: 'ACA_ATTEND', from: '2026-11-01' });
    expect(html).toContain('<option value="ACA_ATTEND" selected>');
    expect(html).toContain('value="2026-11-01"');
    const addresses = [...html.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, address]) => address as string);
    for (const address of addresses) expect(address).not.toMatch(/ACA_|purpose|from=|2026-11/);
  });

  it('offers administrators no sensitive purpose, and says of one that was asked for by hand no more than of nonsense', async () => {
    const { html, days } = await filtered({}, principal);
    expect(days).toHaveLength(6);
    expect(html).not.toMatch(/EMO_ANX|SAF_SUICIDE|Anxiety|Suicide/);
    // A visit with a sensitive other purpose does not come up by its plain one either.
    expect((await filtered({ purpose: 'ACA_ATTEND' }, principal)).days).toEqual(['2026-11-02']);
    const [asked, nonsense] = [
      await principal.post(url(), { purpose: 'EMO_ANX' }),
      await principal.post(url(), { purpose: 'NO_SUCH' }),
    ];
    expect([asked.status, nonsense.status]).toEqual([422, 422]);
    const faults = (html: string) => /<div class="faults"[\s\S]*?<\/div>/.exec(html)?.[0];
    expect(faults(asked.text)).toBe(faults(nonsense.text));
    expect(rowsOf(asked.text)).toEqual([]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['the first day after the last', { from: '2026-11-10', to: '2026-11-05' }, 'The first day is after the last one.'],
    ['a day that is none', { from: '2026-02-30' }, 'There is no such day.'],
    ['words for a day', { to: 'yesterday' }, 'There is no such day.'],
    ['a code that is none', { service: "'; drop" }, 'This choice is not on the list.'],
    ['somebody who wrote nothing', { staff: '4711' }, 'This choice is not on the list.'],
    ['a year before the first visit', { year: '2025-2026' }, 'This choice is not on the list.'],
    ['a year in the future', { year: '2099-2100' }, 'This choice is not on the list.'],
  ])('says what is wrong with %s, at its field', async (_what, form, words) => {
    const answer = await counselor.post(url(), form);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    const [name] = Object.keys(form);
    expect(answer.text).toMatch(new RegExp(`id="${name}"[^>]*aria-invalid="true"`));
    expect(rowsOf(answer.text)).toEqual([]);
    expect(answer.text).not.toContain('No visits.');
  });

  it('offers the years of referrals, too, of a student whom nobody has seen', async () => {
    const seen = test.owner('u_ssp_visit_student').select('student_dcid');
    const referred = test.owner('u_ssp_referral').select('student_dcid');
    const students: number[] = await test.sis('Students').where({ SchoolID: 101, Enroll_Status: 0 }).pluck('DCID');
    const known = new Set((await Promise.all([seen, referred])).flat().map((row) => row.student_dcid));
    const student_dcid = students.find((dcid) => !known.has(dcid)) as number;
    const [like] = await test.owner('u_ssp_target').where({ provider: 'City Clinic' });
    const { id: _id, ...referral } = await test.owner('u_ssp_referral').where({ id: like.referral_id }).first();
    const [made] = await test
      .owner('u_ssp_referral')
      .insert({ ...referral, student_dcid, visit_id: null, opened_on: '2026-11-12', school_year: '2026-2027' })
      .returning('id');
    const { id: _target, ...target } = like;
    await test.owner('u_ssp_target').insert({ ...target, referral_id: made.id });
    const later = makeApp(test);
    later.clock.at = new Date('2027-11-10T15:00:00.000Z');
    const browser = await later.as(ana);
    const years = async () =>
      [...(await browser.get(url(student_dcid))).text.matchAll(/value="(\d{4}-\d{4})"/g)].map(([, year]) => year);
    expect(await years()).toEqual(['2027-2028', '2026-2027']);
    const answer = await browser.post(url(student_dcid), { year: '2026-2027' });
    expect([answer.status, answer.text.includes('City Clinic</strong>')]).toEqual([200, true]);
    await test.owner('u_ssp_referral').where({ id: made.id }).update({ voided_at: '2026-11-20T12:00:00.000Z' });
    expect(await years()).toEqual(['2027-2028']);
  });

  it('goes on with older visits under the same filter, and says how many there are', async () => {
    await manyVisits(claire.dcid, 60);
    const first = await counselor.post(url(claire.dcid), { purpose: 'ACA_PLAN' });
    expect(first.text).toContain('50 of 60 visits');
    const before = /name="before" value="([^"]+)"/.exec(first.text)?.[1] as string;
    const second = await counselor.post(url(claire.dcid), { purpose: 'ACA_PLAN', before });
    expect(rowsOf(second.text)).toHaveLength(10);
    // None is lost and none comes twice, though all are of one day.
    const ids = [first, second].flatMap(({ text }) =>
      [...text.matchAll(/data-visit="(\d+)"/g)].map(([, id]) => Number(id)),
    );
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => b - a));
  });
});

describe('the times', () => {
  const paper = async (by: Browser) => (await by.post(`${url(daniela.dcid)}/print`)).text;

  it('stand beside the minutes where they were said, on each page and on paper; not for administrators', async () => {
    await write({ date: '2026-11-17', start: '09:00', end: '09:30', minutes: '' }, counselor, daniela.dcid);
    await write({ date: '2026-11-17', start: '11:45', end: '12:15', minutes: '' }, counselor, daniela.dcid);
    for (const address of [`/students/${daniela.dcid}`, url(daniela.dcid)]) {
      const { text } = await counselor.get(address);
      expect(text).toContain('<span class="times">9:00 – 9:30 AM</span>');
      expect(text).toContain('<span class="times">11:45 AM – 12:15 PM</span>');
      const { text: read } = await principal.get(address);
      expect([read.includes('2026-11-17'), read.includes('class="times"')]).toEqual([true, false]);
    }
    expect(await paper(counselor)).toContain('<br>9:00 – 9:30 AM</td>');
    expect(await paper(principal)).not.toContain('9:00');
  });
});

describe('voiding on the whole history', () => {
  const drawn = (html: string, visit: number) => {
    const row = rowsOf(html).find((one) => one.includes(`data-visit="${visit}"`)) ?? '';
    return { row, history: /name="history" value="([^"]+)"/.exec(row)?.[1] ?? '' };
  };

  it('is offered for one’s own visits as on the student’s page, comes back with what is wrong, and ends here', async () => {
    const page = await counselor.get(url());
    const id = Number(/data-visit="(\d+)"/.exec(rowsOf(page.text).at(-1) ?? '')?.[1]);
    expect(rowsOf(page.text).filter((row) => row.includes('/void"'))).toHaveLength(5);
    expect((await principal.get(url())).text).not.toContain('/void"');
    const { history } = drawn(page.text, id);
    const refused = await counselor.post(`/visits/${id}/void`, { reason: 'x'.repeat(201), history });
    expect([refused.status, refused.text.includes('<h1 tabindex="-1">History of')]).toEqual([422, true]);
    expect(refused.text).toContain('Shorten the reason');
    expect(refused.text).toContain(`value="${'x'.repeat(201)}"`);
    expect(refused.text).toContain(`data-visit="${id}"`);
    const done = await counselor.post(`/visits/${id}/void`, { reason: 'twice', history });
    expect([done.status, led(done)]).toEqual([303, `${url()}?done=voided`]);
    const after = await counselor.get(done.headers.location as string);
    expect(after.text).toContain('Visit voided');
    expect(drawn(after.text, id).row).not.toContain('/void"');
    await test.owner('u_ssp_visit').where({ id }).update({ voided_at: null, voided_by: null, void_reason: null });
  });
});

describe('search', () => {
  const search = async (q: string, form: Record<string, string> = {}, by = counselor) => {
    const answer = await by.post(`${url()}/search`, { q, ...form });
    return { answer, html: answer.text, rows: rowsOf(answer.text) };
  };

  it('finds words whatever their case and accents, marked where they stand', async () => {
    const { rows, html } = await search('jose');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain('<mark>José</mark> came late');
    expect(html).toContain('Found in the notes of 1 visit');
    expect((await search('LATE BÜS')).rows).toHaveLength(1);
    expect((await search('مدرسة')).rows[0]).toContain('<mark>مَدْرَسَة</mark>');
  });

  it('never finds a restricted note, not even for its author', async () => {
    const { rows, html } = await search('bus');
    expect(rows).toHaveLength(3);
    expect(html).not.toContain('secret');
    expect((await search('secret')).rows).toEqual([]);
  });

  it('keeps the filter', async () => {
    expect((await search('bus', { purpose: 'EMO_ANX' })).rows).toHaveLength(1);
  });

  it('shows a note with marks in it as text, not as a page', async () => {
    const { rows } = await search('bold');
    expect(rows[0]).toContain('bus &lt;b&gt;<mark>bold</mark>&lt;/b&gt; &amp; more');
  });

  it('is one row of the audit, which does not know the words', async () => {
    const before = await auditOf('NOTES_SEARCHED');
    await search('worried stop');
    const rows = await auditOf('NOTES_SEARCHED');
    expect(rows).toHaveLength(before.length + 1);
    expect(rows[0]).toMatchObject({ actor: ana.reader, student: bruno.dcid, outcome: 'allowed', subject: null });
    expect(JSON.stringify(await test.owner('u_ssp_audit'))).not.toContain('worried');
  });

  it('is not for administrators, however they ask', async () => {
    const page = await principal.get(url());
    expect(page.text).not.toContain('Search notes');
    const { answer } = await search('bus', {}, principal);
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain('BUS');
    expect((await auditOf('NOTES_SEARCHED'))[0]).toMatchObject({ actor: joan.reader, outcome: 'refused' });
    // In the form of the filters there is no place for it.
    expect((await principal.post(url(), { q: 'bus' })).status).toBe(400);
  });

  it('is told to be shorter when a document was pasted, and does not send it back', async () => {
    const { answer } = await search('lorem '.repeat(350_000));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('100 characters fit');
    expect(answer.text.length).toBeLessThan(100_000);
  });

  it('keeps a few words too many, to be shortened', async () => {
    const { answer } = await search('x'.repeat(101));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`value="${'x'.repeat(101)}"`);
  });

  it.each([' ', '\u0000', '%', '́'])('takes %j without falling over', async (q) => {
    expect((await search(q)).answer.status).toBe(200);
  });
});

describe('print', () => {
  const print = (form: Record<string, string> = {}, by = counselor) => by.post(`${url()}/print`, form);

  it('has a head, a line for each visit, and no notes unless they are asked for', async () => {
    const { text } = await print();
    expect(text).toContain('Silva, Bruno');
    expect(text).toMatch(/Confidential.*Harborview Public Schools · printed Nov 20, 2026, 3:00 PM by Ana Reyes/);
    expect(paperRows(text).filter((row) => />11\/\d+\/2026<\/td>/.test(row))).toHaveLength(7);
    expect(text).not.toMatch(/José|secret|Restricted/);
    expect(text).toContain('A. Reyes, School counselor');
    expect((await auditOf('HISTORY_PRINTED'))[0]).toMatchObject({ student: bruno.dcid, subject: 'history' });
  });

  it('has notes when they are asked for, never a restricted one', async () => {
    const { text } = await print({ notes: '1', from: '2026-11-02', to: '2026-11-10' });
    expect(text).toContain('José came late');
    expect(text).toContain('A restricted note is not printed.');
    expect(text).not.toContain('secret');
    expect(text).toContain('Only from 11/2/2026, to 11/10/2026.');
    expect((await auditOf('HISTORY_PRINTED'))[0]).toMatchObject({ subject: 'history with notes' });
  });

  it('has no notes for administrators, though they ask for them', async () => {
    const { status, text } = await print({ notes: '1' }, principal);
    expect(status).toBe(200);
    expect(text).not.toMatch(/José|Anxiety|City Clinic|restricted/i);
    expect(text).toContain('Support visit');
    expect((await auditOf('HISTORY_PRINTED'))[0]).toMatchObject({ actor: joan.reader, subject: 'history' });
  });

  it('is not made of a filter that is wrong', async () => {
    expect((await print({ from: '2026-11-10', to: '2026-11-05' })).status).toBe(422);
  });
});

describe('a service that tells what a visit was about', () => {
  const TELLING = /Mandated report|risk assessment|MAND_REPORT|RISK_ASSESS|Threat team/;
  const at = url(claire.dcid);
  const day = { from: '2026-11-18', to: '2026-11-19' };

  beforeAll(async () => {
    await test.owner('u_ssp_local_code').insert({
      ...{ code_set: 'SERVICE', code: 'L_THREAT', revision: 1, parent: 'RISK_ASSESS', label: 'Threat team' },
      ...{ from_day: '2026-01-01', sensitive: false, restricted: false },
      ...{ changed_by: peter.reader, changed_at: '2026-01-01T00:00:00.000Z' },
    });
    const write_ = (form: Record<string, string>) => write(form, counselor, claire.dcid);
    await write_({ date: '2026-11-18', purpose: 'SAF_ABUSE', service_1: 'MAND_REPORT', service_2: 'CONSULT_TEAM' });
    // Beneath a plain purpose it tells as much.
    await write_({ date: '2026-11-19', purpose: 'REL_PEER', service_1: 'RISK_ASSESS' });
    await write_({ date: '2026-11-19', purpose: 'SAF_THREAT', service_1: 'L_THREAT' });
  });

  it.each([
    ['the student’s page', (by: Browser) => by.get(`/students/${claire.dcid}`)],
    ['the history', (by: Browser) => by.post(at, day)],
    ['paper', (by: Browser) => by.post(`${at}/print`, day)],
  ])('reads as a support service to administrators, on %s', async (_page, open) => {
    const hers = (await open(principal)).text;
    expect(hers).not.toMatch(TELLING);
    expect(hers.match(/Support service, tier 2/g)).toHaveLength(3);
    expect(hers).toContain('Support service, tier 2; Team meeting');
    const own = (await open(counselor)).text;
    for (const words of ['Mandated report procedure followed', 'Suicide/threat risk assessment', 'Threat team'])
      expect(own).toContain(words);
    expect(own).not.toContain('Support service');
  });

  it('is nothing by which an administrator filters, though it is asked for by hand', async () => {
    expect((await principal.get(at)).text).not.toMatch(TELLING);
    const faults = (html: string) => /<div class="faults"[\s\S]*?<\/div>/.exec(html)?.[0];
    const nonsense = await principal.post(at, { service: 'NO_SUCH' });
    for (const service of ['MAND_REPORT', 'RISK_ASSESS', 'L_THREAT']) {
      const asked = await principal.post(at, { service });
      expect([asked.status, rowsOf(asked.text), faults(asked.text)]).toEqual([422, [], faults(nonsense.text)]);
      expect(rowsOf((await counselor.post(at, { service })).text).length).toBeGreaterThan(0);
    }
    expect(rowsOf((await principal.post(at, { service: 'CONSULT_TEAM' })).text)).toHaveLength(1);
  });

  it('is counted as itself in the reports of the school', async () => {
    const { text } = await principal.get('/reports/visits.csv?period=2026-2027-Y&school=101');
    expect(text).toMatch(/Mandated report procedure followed|MAND_REPORT/);
    expect(text).toMatch(/risk assessment|RISK_ASSESS/);
  });
});

describe('who may not', () => {
  it.each([
    ['history', ''],
    ['search', '/search'],
    ['print', '/print'],
  ])('a student out of scope is not found: %s', async (_what, path) => {
    const stranger = await it_.as(terrence);
    expect((await stranger.post(`${url()}${path}`, path === '/search' ? { q: 'bus' } : {})).status).toBe(404);
    expect((await counselor.post(`${url(jun.dcid)}${path}`, {})).status).toBe(404);
    expect((await counselor.post(`${url(99_999_999)}${path}`, {})).status).toBe(404);
  });

  it.each([hana, peter])('neither $role', async (person) => {
    const browser = await it_.as(person);
    expect((await browser.get(url(daniela.dcid))).status).toBe(403);
    expect((await browser.post(`${url(daniela.dcid)}/print`)).status).toBe(403);
  });
});
