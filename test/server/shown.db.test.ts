import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, daniela, joan, type Person, peter, ruben } from '../people.ts';

// What people read: days and times as they write them themselves. 2026-11-20 and 14:05 stand in fields and attributes, where
// the browser turns them around, and nowhere else.

let test: TestDatabase;
let it_: TestApp;
let counselor: Browser;
beforeAll(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  counselor = await it_.as(ana);
  const post = async (address: string, form: Record<string, string>) => {
    const { status, headers } = await counselor.post(address, form);
    expect([address, status]).toEqual([address, 303]);
    return headers.location as string;
  };
  // A day of work, so that there is something of each kind to read.
  const form = visitForm({ start: '13:40', end: '14:25', minutes: '', note: 'told', restricted: '1' });
  await post(`/students/${bruno.dcid}/visits`, { ...form, follow_up: '2026-11-24' });
  await post(`/students/${bruno.dcid}/visits`, visitForm({ referral_agency: 'City Clinic', need: 'VISION' }));
  await post('/crisis', { student: String(bruno.dcid) });
  const [visit] = await test.owner('u_ssp_visit').where({ author: ana.reader, follow_up: '2026-11-24' });
  await post(`/visits/${visit.id}/void`, { reason: 'a mistake' });
  await counselor.post(`/students/${daniela.dcid}/drafts/start`, { form_key: crypto.randomUUID(), date: '2026-11-20' });
  await counselor.post(`/students/${daniela.dcid}/visits`, visitForm({ date: '2026-11-30', start: '25:00' }));
});
afterAll(() => test.close());

/** What is read or read out; fields and their values are the browser's. */
function shown(html: string): string {
  const said = [...html.matchAll(/(?:aria-label|title|alt)="([^"]*)"/g)].map(([, text]) => text);
  const text = html
    .replace(/<(script|style|head)[\s\S]*?<\/\1>/g, '')
    // Names of the district's own files and packages bear a day for sorting.
    .replace(/<a [^>]*>[^<]*\.zip<\/a>/g, '')
    .replace(/<[^>]+>/g, ' ');
  return [text, ...said].join(' ');
}

it.each<[string, Person]>([
  ['/', ana],
  ['/today/caseload', ana],
  [`/students/${bruno.dcid}`, ana],
  [`/students/${daniela.dcid}`, ana],
  [`/students/${daniela.dcid}`, joan],
  [`/students/${bruno.dcid}/history`, ana],
  [`/students/${bruno.dcid}/quick`, ana],
  [`/students/${bruno.dcid}/consents`, ana],
  ['/access/why', ana],
  ['/access/break-glass', ana],
  ['/access/review', joan],
  ['/access/review', ruben],
  ['/reports/visits', ruben],
  ['/exports', ruben],
  ['/settings', ruben],
  ['/settings/staff', ruben],
  ['/settings/codes', peter],
  ['/settings/codes/PURPOSE', peter],
  ['/settings/profile', ruben],
])('%s has no day and no time but as people write them', async (address, person) => {
  const { status, text } = await (await it_.as(person)).get(address);
  expect(status).toBe(200);
  const words = shown(text);
  expect(words.match(/.{0,30}\b\d{4}-\d{2}-\d{2}\b.{0,10}/g)).toBeNull();
  expect(words.match(/.{0,30}\b(?:0\d|1[3-9]|2[0-3]):[0-5]\d\b.{0,10}/g)).toBeNull();
});

it('says so on a form that came back, and on paper, too', async () => {
  const form = visitForm({ date: '2026-11-20', start: '14:40', end: '14:20', minutes: '' });
  const answers = [
    await counselor.post(`/students/${bruno.dcid}/visits`, form),
    await counselor.post(`/students/${bruno.dcid}/visits`, visitForm({ start: '18:05', minutes: '10' })),
    await counselor.post(`/students/${bruno.dcid}/history/print`, { from: '2026-11-01', notes: '1' }),
    await counselor.post(`/students/${bruno.dcid}/history`, { from: '2026-11-01', to: '2026-10-01' }),
  ];
  for (const { text } of answers)
    expect(shown(text).match(/.{0,30}\b(?:\d{4}-\d{2}-\d{2}|(?:0\d|1[3-9]|2[0-3]):[0-5]\d)\b/g)).toBeNull();
  expect(shown(answers[1]?.text as string)).toContain('6:05 PM has not come yet.');
});

it('would tell both', () => {
  expect(shown('<p title="on 2026-11-20">at 14:05 <input value="2026-01-01"></p>')).toMatch(
    /^ at 14:05 +on 2026-11-20$/,
  );
});
