import { type Browser, led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, daniela, irena, maya, sami } from '../people.ts';
import { section } from './rows.ts';

// Drafts, running timers and open visits on Today, and one press that saves what can be saved.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
}, 120_000);
afterAll(() => test.close());
beforeEach(async () => {
  it_.clock.at = new Date('2026-11-20T15:00:00.000Z');
  browser = await it_.as(ana);
  await test.owner('u_ssp_draft').delete();
  await test.owner('u_ssp_visit').where({ visit_date: '2026-11-20' }).update({ voided_at: '2026-11-20T12:00:00.000Z' });
});

const STUDENTS = [5001, 5002, 5003, 5004, 5005, 5006, 5009, 5011, 5012];
const EMPTY = { purpose: '', minutes: '', service_1: 'CHECKIN', tier_1: '1' };

/** A form that is being written; its key. */
async function draft(student: number, more: Record<string, string> = {}, by = browser): Promise<string> {
  const form = visitForm({ ...EMPTY, ...more });
  expect((await by.post(`/students/${student}/drafts`, form)).status).toBe(303);
  return form.form_key as string;
}
/** The same with a timer that runs. */
async function timed(student: number, more: Record<string, string> = {}, by = browser): Promise<string> {
  const form = visitForm({ ...EMPTY, ...more });
  expect((await by.post(`/students/${student}/drafts/start`, form)).status).toBe(303);
  return form.form_key as string;
}
const closeAll = (by = browser) => by.post('/today/close');
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const flash = async (address: string) =>
  /class="flash[^"]*"[^>]*>([^<]*)</.exec((await browser.get(address)).text)?.[1];
const savedFrom = (form_key: string) => test.owner('u_ssp_visit').where({ form_key });
const part = async (name: string) => plain(section((await browser.get('/')).text, name));

it('with nothing open there is nothing to close', async () => {
  expect((await browser.get('/')).text).not.toContain('Close all');
  const answer = await closeAll();
  expect(answer.headers.location).toBe('/?closed=0');
  const [audit] = await test.owner('u_ssp_audit').where({ event: 'VISIT_ADDED' }).orderBy('id', 'desc').limit(1);
  expect(audit).toMatchObject({ reason: 'ALREADY_DONE', subject: null });
});

it('a timer that runs is shown with its stop, and stops without touching what is written', async () => {
  const key = await timed(bruno.dcid, { purpose: 'ACA_ATTEND', note: 'being written' });
  it_.clock.pass(12);
  expect(await part('running')).toMatch(/Silva, Bruno 12 min since 10:00 AM Stop timer/);
  expect(led(await browser.post('/today/stop', { form_key: key }))).toBe('/?done=stopped');
  it_.clock.pass(5);
  expect(await part('running')).toBe('');
  expect(await part('open')).toMatch(/Silva, Bruno 12 min · can be saved/);
  const [audit] = await test.owner('u_ssp_audit').where({ event: 'TIMER_STOPPED' }).orderBy('id', 'desc').limit(1);
  expect(audit).toMatchObject({ student: bruno.dcid, outcome: 'allowed' });
  // Pressed once more, or for a timer of somebody else, or of nobody: nothing happens.
  const other = await timed(daniela.dcid, {}, await it_.as(maya));
  for (const form_key of [key, other, crypto.randomUUID()])
    expect((await browser.post('/today/stop', { form_key })).status).toBe(303);
  expect(await test.owner('u_ssp_draft').where({ form_key: other }).first('stopped_at')).toEqual({ stopped_at: null });
  expect((await browser.post('/today/stop', { form_key: 'x' })).status).toBe(400);
  const { text } = await browser.get(`/students/${bruno.dcid}?draft=${key}`);
  expect(text).toContain('being written</textarea>');
});

it('saves what lacks nothing; the others stay with what is missing, each a link', async () => {
  const ready: string[] = [];
  for (const student of STUDENTS.slice(0, 7))
    ready.push(await timed(student, { purpose: 'ACA_ATTEND', confirm_overlap: '1' }));
  ready.push(await draft(claire.dcid, { purpose: 'BEH_CLASS', minutes: '20' }));
  const noPurpose = [await timed(5012, { confirm_overlap: '1' }), await timed(bruno.dcid, { confirm_overlap: '1' })];
  it_.clock.pass(20);
  const answer = await closeAll();
  expect(answer.headers.location).toBe('/?closed=8');
  expect(await flash('/?closed=8')).toBe('8 visits saved, 2 need a purpose');
  for (const key of ready) expect(await savedFrom(key)).toHaveLength(1);
  for (const key of noPurpose) {
    expect(await savedFrom(key)).toEqual([]);
    expect((await browser.get('/')).text.replaceAll('&#x3D;', '=')).toMatch(
      new RegExp(`href="/students/\\d+\\?draft=${key}"`),
    );
  }
  const [timedVisit] = await savedFrom(ready[0] as string);
  expect(timedVisit).toMatchObject({ minutes: 20, start_min: 600, end_min: 620, author: ana.reader });
  const audits = await test
    .owner('u_ssp_audit')
    .where({ event: 'VISIT_ADDED', outcome: 'allowed' })
    .whereIn('student', STUDENTS)
    .orderBy('id', 'desc')
    .limit(8);
  expect(new Set(audits.map((row: { student: number }) => row.student)).size).toBe(8);
  expect(audits[0]).toMatchObject({ reason: 'ROLE_AT_SCHOOL', subject: expect.stringMatching(/^visit:\d+$/) });
});

it('says which ones lack what, and names what overlaps before the press and after it', async () => {
  const keys = [await timed(sami.dcid, { purpose: 'ACA_ATTEND' }), await timed(bruno.dcid, { purpose: 'ACA_ATTEND' })];
  it_.clock.pass(20);
  const asked = '2 overlap: you are asked about that once their timers are stopped';
  expect(await part('open')).toMatch(new RegExp(`2 visits are not closed; none can be saved yet, ${asked} $`));
  // One fact is said once, and not asked about while the timers run; there is nothing to press.
  const running = await part('running');
  expect(running.match(/overlaps with a running timer for/g)).toHaveLength(1);
  expect(running).not.toContain('Say whether that is right');
  const page = (await browser.get('/')).text;
  expect(page).not.toContain('Close all');
  expect(page).not.toContain('stops and saves what is running');
  const answer = await closeAll();
  expect(await flash(answer.headers.location as string)).toBe(`Nothing was saved, ${asked}`);
  expect((await browser.get('/?closed=0')).text).toContain('class="flash flash--waits"');
  for (const key of keys) expect(await savedFrom(key)).toEqual([]);
});

it('a second timer takes no word from what a running one says about a visit that is saved', async () => {
  const saved = visitForm({ purpose: 'ACA_ATTEND', start: '09:50', end: '10:15', minutes: '' });
  it_.clock.pass(20);
  expect((await browser.post(`/students/${daniela.dcid}/visits`, saved)).status).toBe(303);
  it_.clock.pass(-20);
  await timed(sami.dcid, { purpose: 'ACA_ATTEND' });
  it_.clock.pass(1);
  await timed(bruno.dcid, { purpose: 'ACA_ATTEND' });
  it_.clock.pass(19);
  const running = await part('running');
  expect(running.match(/your visit with Okafor, Daniela/g)).toHaveLength(2);
  expect(running.match(/a running timer for/g)).toHaveLength(1);
});

it('a visit that overlaps with one that is saved leads to the box at which that is said', async () => {
  const [first, second] = [
    await timed(sami.dcid, { purpose: 'ACA_ATTEND' }),
    await timed(bruno.dcid, { purpose: 'ACA_ATTEND' }),
  ];
  it_.clock.pass(20);
  for (const form_key of [first, second]) await browser.post('/today/stop', { form_key });
  const form = { purpose: 'ACA_ATTEND', start: '10:00', end: '10:20', confirm_overlap: '1', form_key: first };
  await browser.post(`/students/${sami.dcid}/visits`, visitForm({ ...form, minutes: '', draft_revision: '9' }));
  expect(await part('open')).toContain('Silva, Bruno 20 min · overlaps with your visit with Haddad, Sami');
  expect(await flash((await closeAll()).headers.location as string)).toBe(
    'Nothing was saved; Silva, Bruno overlaps with your visit with Haddad, Sami',
  );
  const [, address] = /href="([^"]*#confirm-overlap)"/.exec(section((await browser.get('/')).text, 'open')) ?? [];
  const { text } = await browser.get((address as string).split('#')[0] as string);
  expect(text).toMatch(/<input class="tick" id="confirm-overlap"/);
  expect(text).toContain('From 10:00 AM to 10:20 AM there is also your visit with Haddad, Sami.');
  expect(text).not.toMatch(/id="confirm-overlap"[^>]* checked/);
  const draft = { ...form, form_key: second, confirm_overlap: '1', draft_revision: '1' };
  await browser.post(`/students/${bruno.dcid}/drafts`, visitForm({ ...draft, minutes: '20' }));
  expect(await part('open')).toContain('Silva, Bruno 20 min · can be saved');
  // What was answered stays answered when the form is opened once more.
  expect((await browser.get(`/students/${bruno.dcid}?draft=${second}`)).text).toMatch(
    /id="confirm-overlap"[^>]* checked/,
  );
  expect((await closeAll()).headers.location).toBe('/?closed=1');
});

it('a visit whose last words were too long to be kept is not saved without them', async () => {
  const page = { form_key: crypto.randomUUID(), draft_page: crypto.randomUUID(), purpose: 'ACA_ATTEND', minutes: '10' };
  const keep = (more: Record<string, string>) =>
    browser.post(`/students/${sami.dcid}/drafts`, visitForm({ ...EMPTY, ...page, ...more, script: '1' }));
  expect((await keep({ draft_step: '1' })).status).toBe(200);
  expect(await part('open')).toContain('can be saved');
  expect((await keep({ draft_step: '2', note: 'x'.repeat(160_000) })).status).toBe(409);
  expect(await part('open')).toContain('needs its note shortened: the last changes were too long to save');
  expect((await closeAll()).headers.location).toBe('/?closed=0');
  const sent = { form_key: page.form_key, ended_at: '11:00' };
  expect((await browser.post('/today/ended', sent)).status).toBe(422);
  expect(await savedFrom(page.form_key)).toEqual([]);
  // Whoever opens it reads that.
  const opened = await browser.get(`/students/${sami.dcid}?draft=${page.form_key}`);
  expect(opened.text).toContain('without the last changes: they were too long to save');
  // What was on its way before it changes nothing; what is typed after it counts, also when it is as before.
  expect((await keep({ draft_step: '1' })).status).toBe(200);
  expect(await part('open')).toContain('too long to save');
  expect((await keep({ draft_step: '3', note: 'x'.repeat(20_001) })).status).toBe(200);
  expect(await part('drafts')).toContain('needs a shorter note');
  expect((await keep({ draft_step: '4', note: 'x'.repeat(160_000) })).status).toBe(409);
  expect((await keep({ draft_step: '5' })).status).toBe(200);
  expect((await closeAll()).headers.location).toBe('/?closed=1');
});

describe('words that were too long to be kept', () => {
  const TOO_LONG = 'x'.repeat(160_000);
  const whole = { ...EMPTY, purpose: 'ACA_ATTEND', minutes: '10' };
  const [desk, phone] = [crypto.randomUUID(), crypto.randomUUID()];
  const send = (where: string, more: Record<string, string>) =>
    browser.post(
      `/students/${sami.dcid}/${where}`,
      visitForm({ ...whole, ...(where === 'visits' ? {} : { script: '1' }), form_key: key, ...more }),
    );
  let key = '';
  beforeEach(async () => {
    key = crypto.randomUUID();
    expect((await send('drafts', { draft_page: desk, draft_step: '1', draft_revision: '0' })).status).toBe(200);
  });

  it('are no other one’s: whoever shortens them goes on, and saves', async () => {
    const opened = { draft_page: phone, draft_revision: '1' };
    expect((await send('drafts', { ...opened, draft_step: '1', note: TOO_LONG })).status).toBe(409);
    expect((await send('drafts', { ...opened, draft_step: '2', note: 'shorter' })).status).toBe(200);
    const saved = await send('visits', { ...opened, draft_step: '3', note: 'shorter' });
    expect(led(saved)).toContain('done=saved');
  });

  it('of a page that has not seen the newest text do not mark that', async () => {
    await send('drafts', { draft_page: desk, draft_step: '2', draft_revision: '1', note: 'whole' });
    const late = await send('drafts', { draft_page: phone, draft_step: '1', draft_revision: '1', note: TOO_LONG });
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('in another place')]);
    expect(await part('open')).toContain('can be saved');
  });

  it('are still missing after a press on the timer that they overtook', async () => {
    await send('drafts/start', { draft_page: desk, draft_step: '2', draft_revision: '1' });
    expect((await send('drafts', { draft_page: desk, draft_step: '4', note: TOO_LONG })).status).toBe(409);
    expect((await send('drafts/stop', { draft_page: desk, draft_step: '3' })).status).toBe(200);
    expect(await part('open')).toContain('too long to save');
    expect((await closeAll()).headers.location).toBe('/?closed=0');
  });

  it('are refused alone: the timer that was pressed with them stops', async () => {
    await send('drafts/start', { draft_page: desk, draft_step: '2', draft_revision: '1' });
    const stop = await send('drafts/stop', { draft_page: desk, draft_step: '3', note: TOO_LONG });
    expect([stop.status, stop.text]).toEqual([200, expect.stringContaining('Timer stopped after 1 minute. This is')]);
    expect(await part('open')).toContain('too long to save');
  });

  it('begin no timer where nothing is kept yet, and say so', async () => {
    const start = await send('drafts/start', { form_key: crypto.randomUUID(), draft_page: desk, note: TOO_LONG });
    expect([start.status, start.text]).toEqual([409, expect.stringContaining('The timer goes on as before')]);
  });

  it('are missing also when another device writes on, until their own page says what stands there', async () => {
    await send('drafts', { draft_page: desk, draft_step: '2', draft_revision: '1', note: TOO_LONG });
    const other = { draft_page: phone, note: 'of the phone' };
    expect((await send('drafts', { ...other, draft_step: '1', draft_revision: '1' })).status).toBe(200);
    expect(await part('open')).toContain('too long to save');
    expect((await closeAll()).headers.location).toBe('/?closed=0');
    const shorter = { draft_page: desk, draft_step: '3', note: 'shorter' };
    expect((await send('drafts', { ...shorter, draft_revision: '1' })).status).toBe(409);
    expect((await send('drafts', { ...shorter, draft_step: '4', draft_revision: '2' })).status).toBe(200);
    expect((await closeAll()).headers.location).toBe('/?closed=1');
  });
});

it('a timer is stopped from Today without a word of what cannot be opened here', async () => {
  const key = await timed(sami.dcid, { purpose: 'ACA_ATTEND' });
  await test.owner('u_ssp_draft').where({ form_key: key }).update({ key_id: 'elsewhere' });
  const [before] = await test.owner('u_ssp_draft').where({ form_key: key });
  expect((await browser.post('/today/stop', { form_key: key })).status).toBe(303);
  const [after] = await test.owner('u_ssp_draft').where({ form_key: key });
  expect(after.stopped_at).not.toBeNull();
  expect([after.sealed, after.key_id]).toEqual([before.sealed, 'elsewhere']);
});

it('a visit whose last words were too long is not saved either when its timer was stopped meanwhile, here or elsewhere', async () => {
  const page = { form_key: crypto.randomUUID(), draft_page: 'a', purpose: 'ACA_ATTEND' };
  const press = (what: string, more: Record<string, string>) =>
    browser.post(`/students/${sami.dcid}/drafts${what}`, visitForm({ ...EMPTY, ...page, ...more, script: '1' }));
  await press('/start', { draft_step: '1' });
  await press('', { draft_step: '3', note: 'x'.repeat(160_000) });
  it_.clock.pass(10);
  expect((await press('/stop', { draft_step: '2' })).body.timer).toMatchObject({ minutes: '10' });
  expect((await closeAll()).headers.location).toBe('/?closed=0');
  await press('/start', { draft_page: 'b', draft_revision: '1' });
  await browser.post('/today/stop', { form_key: page.form_key });
  expect((await closeAll()).headers.location).toBe('/?closed=0');
  expect(await savedFrom(page.form_key)).toEqual([]);
});

it('pressed twice saves once', async () => {
  const key = await draft(sami.dcid, { purpose: 'ACA_ATTEND', minutes: '10' });
  const answers = await Promise.all([closeAll(), closeAll()]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await savedFrom(key)).toHaveLength(1);
});

it('a timer that was left running is not saved as a visit of five hours', async () => {
  const key = await timed(bruno.dcid, { purpose: 'ACA_ATTEND' });
  it_.clock.pass(300);
  browser = await it_.as(ana);
  expect(await part('running')).toBe('');
  expect(await part('open')).toContain('left running since 10:00 AM · needs the time at which it ended');
  await closeAll();
  expect(await savedFrom(key)).toEqual([]);
  expect(await flash('/?closed=0')).toBe('Nothing was saved, 1 needs the time at which it ended');
});

describe('a timer that was forgotten, by its row on Today', () => {
  const ended = (form_key: string, ended_at: string) => browser.post('/today/ended', { form_key, ended_at });
  const later = async (minutes: number) => {
    it_.clock.pass(minutes);
    browser = await it_.as(ana);
  };
  const press = (what: string, form_key: string, more: Record<string, string> = {}) =>
    browser.post(`/students/${sami.dcid}/drafts/${what}`, visitForm({ ...EMPTY, form_key, ...more }));

  it('keeps the reason that was typed before', async () => {
    const more = { start: '09:45', time_reason: 'Began in the hallway', date: '2026-11-20', draft_revision: '9' };
    const key = await timed(sami.dcid, { purpose: 'ACA_ATTEND' });
    const kept = visitForm({ ...EMPTY, purpose: 'ACA_ATTEND', ...more, form_key: key });
    expect((await browser.post(`/students/${sami.dcid}/drafts`, kept)).status).toBe(303);
    await later(300);
    expect(led(await ended(key, '10:20'))).toBe('/?done=saved');
    expect(await savedFrom(key)).toMatchObject([{ start_min: 585, end_min: 620, time_reason: 'Began in the hallway' }]);
  });

  it('changes nothing where it was stopped, and said, elsewhere meanwhile', async () => {
    const key = await timed(sami.dcid, { purpose: 'ACA_ATTEND' });
    await later(300);
    expect(await part('open')).toContain('Ended at');
    await press('stop', key, { purpose: 'ACA_ATTEND' });
    expect(led(await ended(key, '10:20'))).toBe('/?done=unchanged');
    expect(await savedFrom(key)).toEqual([]);
  });

  it('that was paused is ended in its form, where the minutes are seen', async () => {
    const key = await timed(sami.dcid, { purpose: 'ACA_ATTEND' });
    await later(10);
    expect((await press('stop', key, { purpose: 'ACA_ATTEND' })).status).toBe(303);
    await later(110);
    expect((await press('start', key, { purpose: 'ACA_ATTEND', draft_revision: '9' })).status).toBe(303);
    await later(200);
    const open = await part('open');
    expect(open).toContain('left running since 12:00 PM · needs the time at which it ended');
    expect(open).not.toContain('Ended at');
    expect(led(await ended(key, '12:20'))).toBe('/?done=unchanged');
    expect(await savedFrom(key)).toEqual([]);
  });
});

describe('a timer that ran past midnight', () => {
  const EVENING = new Date('2026-11-20T02:30:00.000Z'); // half past nine on the day before
  let key: string;
  beforeEach(async () => {
    it_.clock.at = new Date(EVENING);
    browser = await it_.as(ana);
    key = await timed(bruno.dcid, { date: '2026-11-19', purpose: 'ACA_ATTEND' });
  });
  afterEach(() => test.owner('u_ssp_visit').where({ form_key: key }).update({ voided_at: '2026-11-20T12:00:00.000Z' }));
  const pass = async (minutes: number) => {
    it_.clock.pass(minutes);
    browser = await it_.as(ana);
  };
  const ended = (more: Record<string, string>) => browser.post('/today/ended', { form_key: key, ...more });

  it('is closed like any other while it is evening', async () => {
    await pass(149);
    expect((await closeAll()).headers.location).toBe('/?closed=1');
    expect(await savedFrom(key)).toMatchObject([{ visit_date: '2026-11-19', start_min: 1290, end_min: 1439 }]);
  });

  it.each([
    ['a minute after it', 151, false],
    ['the next morning', 660, false],
    ['the next morning, stopped there', 660, true],
  ])('is not closed with an end that nobody said: %s', async (_when, minutes, isStopped) => {
    await pass(minutes);
    if (isStopped) await browser.post('/today/stop', { form_key: key });
    const open = await part('open');
    const since = minutes > 180 ? 'the timer was left running since' : 'the timer ran past midnight, since';
    expect(open).toContain(since);
    expect(open.includes('Stop timer')).toBe(!isStopped);
    expect(open).toContain('needs the time at which it ended');
    expect(open).toContain('Ended at');
    expect(open).toContain('none can be saved yet');
    expect(await flash((await closeAll()).headers.location as string)).toBe(
      'Nothing was saved, 1 needs the time at which it ended',
    );
    expect(await savedFrom(key)).toEqual([]);
    // Nor by "Save visit": the form has no end, and asks for it.
    const { text } = await browser.get(`/students/${bruno.dcid}?draft=${key}`);
    const value = (name: string) => new RegExp(`name="${name}"[^>]*?value="([^"]*)"`).exec(text)?.[1];
    expect([value('date'), value('start'), value('end'), value('minutes')]).toEqual(['2026-11-19', '21:30', '', '']);
    const form = { purpose: 'ACA_ATTEND', form_key: key, draft_revision: '9', date: '2026-11-19', start: '21:30' };
    const sent = await browser.post(`/students/${bruno.dcid}/visits`, visitForm({ ...form, minutes: '' }));
    expect([sent.status, sent.text.includes('The timer ran past midnight')]).toEqual([422, true]);
    expect(sent.text).not.toContain('longer than three hours');
    expect(await savedFrom(key)).toEqual([]);
    const said = await browser.post(
      `/students/${bruno.dcid}/visits`,
      visitForm({ ...form, minutes: '', end: '22:05' }),
    );
    expect(said.status).toBe(303);
    expect(await savedFrom(key)).toMatchObject([
      { start_min: 1290, end_min: 1325, minutes: 35, measured_end: 1439, time_reason: 'The timer was left running' },
    ]);
  });

  it('asks for its end whatever else it lacks, and can be stopped', async () => {
    const other = await timed(sami.dcid, { date: '2026-11-19' });
    await pass(163);
    const open = await part('open');
    expect(open).toMatch(
      /Haddad, Sami the timer ran past midnight, since [^·]*9:30 PM · needs the time at which it ended · needs a purpose/,
    );
    expect(open.match(/Ended at/g)).toHaveLength(2);
    expect(open.match(/Stop timer/g)).toHaveLength(2);
    expect((await browser.post('/today/stop', { form_key: other })).headers.location).toBe('/?done=1');
    const after = await part('open');
    expect([after.match(/Ended at/g)?.length, after.match(/Stop timer/g)?.length]).toEqual([2, 1]);
    const said = await browser.post('/today/ended', { form_key: other, ended_at: '21:50' });
    expect([said.status, said.text.includes('Choose what the visit was about.')]).toEqual([422, true]);
    expect(said.text).toContain(`id="ended-at-${other}" name="ended_at" type="time" value="21:50"`);
  });

  it('is saved from Today once its end is said', async () => {
    await pass(660);
    for (const [sent, words] of [
      [{}, 'Say when the visit ended.'],
      [{ ended_at: '25:00' }, 'Write the time as hours and minutes'],
      [{ ended_at: '21:10' }, 'The end is before the start.'],
    ] as const) {
      const answer = await ended(sent);
      expect([answer.status, answer.text.includes(words)]).toEqual([422, true]);
      expect(answer.text).toContain(
        `id="ended-at-${key}" name="ended_at" type="time" value="${'ended_at' in sent ? sent.ended_at : ''}"`,
      );
    }
    expect(await savedFrom(key)).toEqual([]);
    expect(led(await ended({ ended_at: '21:55' }))).toBe('/?done=saved');
    expect(await savedFrom(key)).toMatchObject([
      { visit_date: '2026-11-19', start_min: 1290, end_min: 1315, minutes: 25 },
    ]);
    expect(await test.owner('u_ssp_draft').where({ form_key: key })).toEqual([]);
    const [audit] = await test.owner('u_ssp_audit').where({ event: 'VISIT_ADDED' }).orderBy('id', 'desc').limit(1);
    expect(audit).toMatchObject({ student: bruno.dcid, outcome: 'allowed', subject: expect.stringMatching(/^visit:/) });
    expect(led(await ended({ ended_at: '21:55' }))).toBe('/?done=unchanged');
    expect((await (await it_.as(maya)).post('/today/ended', { form_key: key, ended_at: '21:55' })).status).toBe(303);
    expect(await savedFrom(key)).toHaveLength(1);
  });
});

it('a forgotten timer whose end is hours away, or within another visit, is asked about in its row', async () => {
  const [long, other] = [
    await timed(bruno.dcid, { purpose: 'ACA_ATTEND' }),
    await timed(sami.dcid, { purpose: 'ACA_ATTEND' }),
  ];
  it_.clock.pass(20);
  await browser.post('/today/stop', { form_key: other });
  it_.clock.pass(280);
  browser = await it_.as(ana);
  const end = (more: Record<string, string>) =>
    browser.post('/today/ended', { form_key: long, ended_at: '14:30', ...more });
  const asked = await end({});
  expect(asked.status).toBe(422);
  expect(asked.text).toContain(`id="confirm-long-${long}"`);
  const overlap = await end({ confirm_long: '1' });
  expect(overlap.text).toContain('a stopped timer for Haddad, Sami');
  expect(overlap.text).toMatch(new RegExp(`id="confirm-long-${long}"[^>]* checked`));
  expect(led(await end({ confirm_long: '1', confirm_overlap: '1' }))).toBe('/?done=saved');
  expect(await savedFrom(long)).toMatchObject([{ start_min: 600, end_min: 870, minutes: 270 }]);
});

it('a draft that was only begun is a draft, and says what it lacks', async () => {
  await draft(bruno.dcid, { note: 'half a sentence' });
  await draft(daniela.dcid, { purpose: 'EMO_ANX' });
  const text = await part('drafts');
  expect(text).toContain('needs a purpose');
  expect(text).toContain('needs how long it took');
  expect(text).not.toMatch(/half a sentence|anxiety/i);
  expect(await part('open')).toBe('');
});

it('whose student has left the schools is kept, not named, and not saved', async () => {
  const key = await draft(sami.dcid, { purpose: 'ACA_ATTEND', minutes: '10' });
  await test.sis('Students').where({ DCID: sami.dcid }).update({ SchoolID: 102 });
  try {
    const text = await part('drafts');
    expect(text).toContain('A student who left your schools');
    expect((await browser.get('/')).text).not.toContain('Haddad, Sami');
    await closeAll();
    expect(await savedFrom(key)).toEqual([]);
  } finally {
    await test.sis('Students').where({ DCID: sami.dcid }).update({ SchoolID: 101 });
  }
});

it('closes nobody else’s', async () => {
  const key = await draft(sami.dcid, { purpose: 'ACA_ATTEND', minutes: '10' });
  expect((await browser.get('/')).text).toContain('Close all');
  const irenas = await it_.as(irena);
  expect((await irenas.get('/')).text).not.toContain('Close all');
  await closeAll(irenas);
  expect(await savedFrom(key)).toEqual([]);
});
