import { ROUTES } from '../../src/server/app.ts';
import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, queryLibrary, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, joan, mila, sami } from '../people.ts';
import { actor } from '../referrals/actor.ts';

// What the list that is signed off says of a person: how often a record was opened, and what was written.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  browser = await it_.as(ana);
}, 120_000);
afterAll(() => test.close());

const QUARTER = { from_at: '2026-10-01T00:00:00.000Z', to_at: '2027-01-01T00:00:00.000Z' };
async function counts(): Promise<{ openings: number; saves: number; files: number }> {
  type Use = { person: number; openings: number; saves: number; files: number };
  const rows: Use[] = [];
  for await (const block of test.database.stream<Use>('access/use-of-people', QUARTER)) rows.push(...block);
  const { openings, saves, files } = rows.find(({ person }) => person === ana.reader) ?? {
    ...{ openings: 0, saves: 0, files: 0 },
  };
  return { openings, saves, files };
}
/** What these requests add. */
async function adds(work: () => Promise<unknown>): Promise<object> {
  const before = await counts();
  await work();
  const after = await counts();
  return { openings: after.openings - before.openings, saves: after.saves - before.saves };
}
const post = async (address: string, form: Record<string, string | string[]> = {}, status = 303) => {
  const answer = await browser.post(address, form as Record<string, string>);
  expect([address, answer.status]).toEqual([address, status]);
  return answer;
};
const last = async (table: string): Promise<number> => (await test.owner(table).max({ id: 'id' }).first())?.id;
const student = `/students/${bruno.dcid}`;
const THREE = [sami, bruno, claire].map(({ dcid }) => String(dcid));
const group = () => ({
  ...visitForm({ purpose: 'PRO_GROUP', service_1: 'GRP_COUNS' }),
  ...{ group_kind: 'SMALL_GROUP', student: THREE },
});

describe('saved', () => {
  it('is a visit once, not its form that is drawn again, nor the same form a second time', async () => {
    const form = visitForm();
    expect(await adds(() => post(`${student}/visits`, { ...form, add: 'service' }, 200))).toMatchObject({ saves: 0 });
    expect(await adds(() => post(`${student}/visits`, form))).toEqual({ openings: 0, saves: 1 });
    expect(await adds(() => post(`${student}/visits`, form))).toEqual({ openings: 0, saves: 0 });
    expect(await adds(() => post(`${student}/visits`, { ...form, minutes: 'x' }, 422))).toMatchObject({ saves: 0 });
  });

  it('is a group once, whatever number of students it has', async () => {
    expect(await adds(() => post('/visits/group', group()))).toEqual({ openings: 0, saves: 1 });
    const visit = await last('u_ssp_visit');
    expect(await adds(() => post(`/visits/${visit}/void`, { reason: 'twice' }))).toEqual({ openings: 0, saves: 1 });
    expect(await adds(() => post(`/visits/${visit}/void`, { reason: 'twice' }))).toEqual({ openings: 0, saves: 0 });
  });

  it('is each visit of those that are closed together', async () => {
    for (const one of [bruno, sami]) {
      const draft = visitForm({ script: '1' });
      await post(`/students/${one.dcid}/drafts`, draft, 200);
    }
    expect(await adds(() => post('/today/close'))).toMatchObject({ saves: 2 });
  });

  it('is a change, a consent, the family, a step of a referral, time without a student', async () => {
    await post(`${student}/visits`, visitForm());
    const visit = await last('u_ssp_visit');
    const { form_key: _key, ...form } = visitForm({ minutes: '20', revision: '1' });
    expect(await adds(() => post(`/visits/${visit}/change`, form))).toMatchObject({ saves: 1 });
    const said = { state: 'REFUSED', for_health_care: '1', signer: 'PARENT', method: 'PAPER', signed_on: '2026-11-20' };
    const consent = { form_key: crypto.randomUUID(), ...said };
    expect(await adds(() => post(`${student}/consents`, consent))).toMatchObject({ saves: 1 });
    const family = { caller: String(ana.reader), language: 'Portuguese', revision: '0' };
    expect(await adds(() => post(`${student}/family`, family))).toMatchObject({ saves: 1 });
    const does = actor(test, it_);
    let target = 0;
    const refer = async () => {
      target = (await does.refer(browser, bruno.dcid))[0]?.id as number;
    };
    expect(await adds(refer)).toMatchObject({ saves: 1 });
    expect(await adds(() => does.step(browser, target, 'wait', { interim: 'CHECKIN' }))).toMatchObject({ saves: 1 });
    const time = { form_key: crypto.randomUUID(), kind: 'PLANNING', date: '2026-11-20', minutes: '45' };
    expect(await adds(() => post('/time', time))).toEqual({ openings: 0, saves: 1 });
  });

  it('is nothing that somebody keeps for the next time', async () => {
    const draft = visitForm({ script: '1' });
    const favourite = { purpose: 'ACA_ATTEND', service_1: 'CHECKIN', minutes: '10' };
    const keep = async () => {
      await post(`${student}/drafts`, draft, 200);
      await post('/today/favourites', favourite);
    };
    expect(await adds(keep)).toEqual({ openings: 0, saves: 0 });
  });
});

describe('opened', () => {
  it.each([
    ['the page', () => browser.get(student), 1],
    ['the history', () => browser.get(`${student}/history`), 1],
    ['a search in the notes', () => post(`${student}/history/search`, { q: 'drum' }, 200), 1],
    ['the history on paper', () => post(`${student}/history/print`, {}, 200), 1],
    ['what the family said', () => browser.get(`${student}/consents`), 1],
    ['how the family is reached', () => browser.get(`${student}/family`), 1],
    ['a search for students', () => browser.post('/search', { q: 'Okafor' }), 0],
    ['a form for a group', () => browser.get('/visits/group'), 0],
    ['a student who is out of reach', () => browser.get(`/students/${mila.dcid}`), 0],
  ])('is %s as often as it was', async (_what, open, openings) => {
    expect(await adds(open)).toEqual({ openings, saves: 0 });
  });

  it('is each student on the page of a group', async () => {
    await post('/visits/group', group());
    const visit = await last('u_ssp_visit');
    expect(await adds(() => browser.get(`/visits/groups/${visit}`))).toEqual({ openings: 3, saves: 0 });
  });
});

it('stands on the page that is signed', async () => {
  const { openings, saves } = await counts();
  const html = (await (await it_.as(joan)).get('/access/review')).text;
  const row = html.split('<tr').find((one) => one.includes('Reyes, Ana')) ?? '';
  const cells = row.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  expect(cells).toContain(`support staff ${openings} ${saves} 0 Nov 20`);
});

// Whoever adds an entry says what it counts as: a name in the query, or one here.
const NEITHER = [
  ...['ENTERED', 'SIGNED_IN', 'SIGNED_OUT', 'SESSION_ASKED', 'SESSION_STAYED', 'HOME_OPENED', 'TASKS_OPENED'],
  ...['REPORTS_ENTERED', 'REPORT_OPENED', 'EXPORTS_OPENED', 'ACCESS_EXPLAINED', 'ACCESS_REVIEWED', 'TIME_OPENED'],
  ...['STUDENTS_SEARCHED', 'REFERRALS_LISTED', 'REFERRALS_COUNTED', 'HAND_OVER_OPENED', 'CRISIS_CALLS_ASKED'],
  ...['SETTINGS_OPENED', 'STAFF_FACTS_OPENED', 'STAFF_SEARCHED', 'LOCAL_CODES_OPENED', 'PROFILE_OPENED'],
  // Listed on the same page by themselves.
  ...['BREAK_GLASS_ASKED', 'BREAK_GLASS_OPENED', 'BREAK_GLASS_ENDED', 'ACCESS_SIGNED_OFF'],
  // Kept for oneself, and for a while.
  ...['DRAFT_SAVED', 'DRAFT_DISCARDED', 'TIMER_STARTED', 'TIMER_STOPPED', 'CRISIS_TIMER'],
  ...['CASELOAD_OPENED', 'CASELOAD_SAVED', 'FAVOURITES_SAVED'],
];

it('knows every event of an entry, and no event twice', () => {
  const counted = [
    ...queryLibrary()
      .get('access/use-of-people')
      .sql.matchAll(/'([A-Z_]+)'/g),
  ].map(([, name]) => name as string);
  const known = [...counted.filter((name) => !['NOT_YET', 'ALREADY_DONE', 'SIGNED_OUT'].includes(name)), ...NEITHER];
  const events = new Set(ROUTES.map(({ audit }) => audit).filter((audit) => audit !== 'none'));
  expect([...events].filter((event) => !known.includes(event))).toEqual([]);
  expect(known.filter((name, at) => known.indexOf(name) !== at)).toEqual([]);
  // Written along with another entry's row, not an entry's own.
  expect(known.filter((name) => !events.has(name) && name !== 'REFERRAL_CHANGED')).toEqual([]);
});
