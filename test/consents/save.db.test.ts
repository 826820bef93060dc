import { led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase, TODAY } from '../database.ts';
import { ana, bruno, daniela, joan, jun, kwame, sami } from '../people.ts';

// A visit is only saved when what the family said allows it, as the state has it: nothing typed is lost, and an exception is
// somebody's choice.

let test: TestDatabase;
let tx: TestApp;
let ct: TestApp;
beforeAll(async () => {
  test = await makeDistrict();
  tx = makeApp(test, { STATE_PROFILE: 'TX' });
  ct = makeApp(test, { STATE_PROFILE: 'CT' });
});
afterAll(() => test.close());
afterEach(async () => {
  await test.owner('u_ssp_consent').del();
});

const REFUSED = 'Counseling: refused for this student since';
const NEEDED = 'Health care: needs a parent’s consent first';

const said = (changes: Record<string, string> = {}) => ({
  form_key: crypto.randomUUID(),
  state: 'REFUSED',
  for_counseling: '1',
  signer: 'PARENT',
  method: 'PAPER',
  signed_on: TODAY,
  ...changes,
});

async function record(changes: Record<string, string> = {}, student = bruno.dcid): Promise<void> {
  const answer = await (await tx.as(ana)).post(`/students/${student}/consents`, said(changes));
  expect(led(answer)).toBe(`/students/${student}/consents?done=recorded`);
}

const save = async (changes: Record<string, string> = {}, app = tx, student = bruno.dcid) =>
  (await app.as(ana)).post(`/students/${student}/visits`, visitForm(changes));

async function refused(words: string, changes: Record<string, string> = {}): Promise<void> {
  const answer = await save(changes);
  expect([answer.status, answer.text.includes(words)]).toEqual([422, true]);
}

async function saved(changes: Record<string, string> = {}, app = tx): Promise<void> {
  const answer = await save(changes, app);
  expect([answer.status, led(answer)]).toEqual([303, `/students/${bruno.dcid}?done=saved`]);
}

describe('opt-out: counseling', () => {
  it('is saved while nobody has refused, and not after', async () => {
    await saved();
    await record();
    await refused(REFUSED);
  });

  it('keeps everything that was typed, with the fault at the service', async () => {
    await record();
    const { text } = await save({ note: 'She likes to draw.', service_2: 'GRP_COUNS', tier_2: '2' });
    expect(text).toContain('She likes to draw.');
    expect(text).toMatch(/href="#service-1">Counseling: refused/);
    expect(text).toMatch(/href="#service-2">Counseling: refused/);
  });

  it('is saved for the day before the refusal, and on the day of it not', async () => {
    await record();
    await saved({ date: '2026-11-19' });
    await refused(REFUSED, { date: TODAY });
  });

  it('is saved again once a parent has given consent; taken back yesterday, it is not', async () => {
    await record({ signed_on: '2026-11-10' });
    await record({ state: 'GIVEN', signed_on: '2026-11-12' });
    await saved();
    await record({ state: 'REVOKED', signed_on: '2026-11-19', method: 'VERBAL' });
    await refused(REFUSED);
    await saved({ date: '2026-11-18' });
  });

  it('is about this student and these services alone', async () => {
    await record();
    await saved({ service_1: 'CHECKIN' });
    await saved({ service_1: 'SCREEN' });
    expect((await save({}, tx, sami.dcid)).status).toBe(303);
  });

  it('is no matter of the rules where the state does not ask', async () => {
    await record();
    await saved({}, ct);
  });
});

describe('opt-in: health care', () => {
  const TESTING = { service_1: 'ASSESS' };
  const given = { state: 'GIVEN', for_counseling: '', for_health_care: '1' };

  it('needs a consent that holds on the day of the visit', async () => {
    await refused(NEEDED, TESTING);
    await record({ ...given, state: 'REQUESTED' });
    await refused(NEEDED, TESTING);
    await record({ ...given, signed_on: '2026-11-18', starts_on: '2026-11-19', ends_on: '2026-11-20' });
    await saved(TESTING);
    await refused(NEEDED, { ...TESTING, date: '2026-11-18' });
  });

  it('does not hold past its end, nor past the school year in which it was given', async () => {
    await record({ ...given, signed_on: '2026-11-01', ends_on: '2026-11-19' });
    await refused(NEEDED, TESTING);
    await record({ ...given, signed_on: '2026-06-30' });
    await refused(NEEDED, TESTING);
    const [row] = await test.owner('u_ssp_consent').orderBy('id', 'desc').limit(1);
    expect(row.ends_on).toBe('2026-06-30');
    // Somebody else's program wrote it without an end.
    await test.owner('u_ssp_consent').update({ ends_on: null });
    await test.owner('u_ssp_consent').update({ signed_on: '2026-06-30', starts_on: '2026-06-30' });
    await refused(NEEDED, TESTING);
  });

  it('is not given by word of mouth', async () => {
    const answer = await (await tx.as(ana)).post(
      `/students/${bruno.dcid}/consents`,
      said({ ...given, method: 'VERBAL' }),
    );
    expect([answer.status, answer.text.includes('by word of mouth does not count')]).toEqual([422, true]);
  });
});

describe('an exception', () => {
  it('lets a visit through and stands on it; one that is not on the list does not', async () => {
    await record();
    await saved({ consent_exception: 'EMERGENCY' });
    const [visit] = await test.owner('u_ssp_visit').orderBy('id', 'desc').limit(1);
    expect(visit.consent_exception).toBe('EMERGENCY');
    await refused('not on the list any more', { consent_exception: 'BECAUSE' });
  });

  it('is on the form where the state has exceptions, and nowhere else', async () => {
    const form = async (app: TestApp) => (await (await app.as(ana)).get(`/students/${bruno.dcid}`)).text;
    expect(await form(tx)).toContain('name="consent_exception"');
    expect(await form(ct)).not.toContain('name="consent_exception"');
    const answer = await save({ consent_exception: 'EMERGENCY' }, ct);
    expect(answer.status).toBe(422);
  });
});

describe('between form and save', () => {
  it('a consent that is voided does not count, and a refusal that is voided does not block', async () => {
    const browser = await tx.as(ana);
    await record({ state: 'GIVEN', for_counseling: '', for_health_care: '1' });
    expect((await browser.get(`/students/${bruno.dcid}`)).text).not.toContain('Health care: consent needed');
    const [{ id }] = await test.owner('u_ssp_consent');
    const way = `/students/${bruno.dcid}/consents/${id}/void`;
    expect((await browser.post(way, { reason: '' })).status).toBe(422);
    expect((await browser.post(way, { reason: 'Another student' })).status).toBe(303);
    await refused(NEEDED, { service_1: 'ASSESS' });
    await record();
    const refusal = await test.owner('u_ssp_consent').where({ state: 'REFUSED' }).first();
    await browser.post(`/students/${bruno.dcid}/consents/${refusal.id}/void`, { reason: 'Misread' });
    await saved();
    const twice = await browser.post(way, { reason: 'Again' });
    expect([twice.status, (await test.owner('u_ssp_consent').where({ id }).first()).void_reason]).toEqual([
      303,
      'Another student',
    ]);
  });
});

describe('the page of consents', () => {
  it('tells what is wrong, each at its field', async () => {
    const browser = await tx.as(ana);
    const bad = {
      state: '',
      for_counseling: '',
      signer: 'COUSIN',
      method: '',
      signed_on: '2026-11-21',
      ends_on: 'soon',
    };
    const { status, text } = await browser.post(`/students/${bruno.dcid}/consents`, said(bad));
    expect(status).toBe(422);
    for (const field of ['state', 'for-counseling', 'signer', 'method', 'signed-on'])
      expect(text).toContain(`#${field}"`);
    expect(await test.owner('u_ssp_consent')).toEqual([]);
  });

  it('writes a form down once that comes twice', async () => {
    const browser = await tx.as(ana);
    const form = said({ for_health_care: '1' });
    await browser.post(`/students/${bruno.dcid}/consents`, form);
    await browser.post(`/students/${bruno.dcid}/consents`, form);
    expect(await test.owner('u_ssp_consent').select('service_group')).toHaveLength(2);
  });

  it('that was changed after going back is kept, said not to be written, and written when it is saved again', async () => {
    const browser = await tx.as(ana);
    const form = said({ state: 'REQUESTED' });
    const url = `/students/${bruno.dcid}/consents`;
    await browser.post(url, form);
    const changed = { ...form, state: 'REFUSED', for_health_care: '1' };
    const { status, text } = await browser.post(url, changed);
    expect([status, text.includes('Your changes are not written down yet')]).toEqual([409, true]);
    expect(text).toMatch(/<option value="REFUSED"[^>]* selected>/);
    const form_key = /name="form_key" value="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(form_key).not.toBe(form.form_key);
    expect(await test.owner('u_ssp_consent').pluck('state')).toEqual(['REQUESTED']);
    expect((await browser.post(url, { ...changed, form_key })).status).toBe(303);
    expect(await test.owner('u_ssp_consent').orderBy('id').pluck('state')).toEqual(['REQUESTED', 'REFUSED', 'REFUSED']);
  });

  it('is for support staff of the student’s school', async () => {
    const status = async (person: typeof ana, student: number) =>
      (await (await tx.as(person)).get(`/students/${student}/consents`)).status;
    expect(await status(ana, daniela.dcid)).toBe(200);
    expect(await status(joan, daniela.dcid)).toBe(403);
    expect(await status(kwame, daniela.dcid)).toBe(404);
    expect(await status(ana, jun.dcid)).toBe(404);
    await record();
    const [{ id }] = await test.owner('u_ssp_consent');
    const other = await (await tx.as(ana)).post(`/students/${sami.dcid}/consents/${id}/void`, { reason: 'Not hers' });
    expect(other.status).toBe(404);
  });

  it('is said in lists before the page is opened', async () => {
    await record();
    const found = async (app: TestApp) => (await (await app.as(ana)).post('/search', { q: 'Silva' })).text;
    expect(await found(tx)).toContain('Refused');
    expect(await found(ct)).not.toContain('Refused');
  });
});

it('a consent that ends in another year says which', async () => {
  const browser = await ct.as(ana);
  const days = async (ends_on: string) => {
    const form = said({ state: 'GIVEN', starts_on: TODAY, ends_on });
    expect((await browser.post(`/students/${bruno.dcid}/consents`, form)).status).toBe(303);
    return (await browser.get(`/students/${bruno.dcid}/consents`)).text;
  };
  expect(await days('2029-11-20')).toContain('from Nov 20 until Nov 20, 2029');
  expect(await days('2027-06-30')).toContain('from Nov 20 until Jun 30');
});
