import { openDatabase } from '../../src/database/connect.ts';
import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, queryLibrary, type TestDatabase } from '../database.ts';
import { ana, kwame } from '../people.ts';

// Five in an hour are five, however many are sent at once, from whichever session, to whichever instance.

let test: TestDatabase;
let second: TestDatabase;
let [here, there]: TestApp[] = [];
beforeAll(async () => {
  test = await makeDistrict();
  // Connections of its own, as another process has them.
  second = { ...test, database: openDatabase(test.url, queryLibrary()) };
  [here, there] = [makeApp(test), makeApp(second)];
}, 120_000);
afterAll(async () => {
  await second.database.close();
  await test.close();
});
beforeEach(async () => {
  for (const table of ['u_ssp_break_glass', 'u_ssp_audit', 'u_ssp_rate']) await test.owner(table).del();
});

const WORDS = 'The school called, the student is with me and nobody else is here.';
const ask = async (browser: Browser, number: string) =>
  (await browser.post('/access/break-glass', { number, need: 'CRISIS', words: WORDS })).status;
const counted = (statuses: number[], status: number) => statuses.filter((one) => one === status).length;
const numbers = (from: number, many: number) => Array.from({ length: many }, (_, at) => String(from + at));
const tries = (reason: string) =>
  test.owner('u_ssp_audit').where({ event: 'BREAK_GLASS_OPENED', reason, outcome: 'refused' });

it('twenty numbers that nobody has, sent at once: five are looked up', async () => {
  const browser = await (here as TestApp).as(ana);
  const statuses = await Promise.all(numbers(999_000, 20).map((number) => ask(browser, number)));
  expect([counted(statuses, 422), counted(statuses, 429)]).toEqual([5, 15]);
  const rows = await tries('NOT_IN_SCOPE');
  expect(rows).toHaveLength(5);
  expect(rows[0]).toMatchObject({ actor: ana.reader, student: null, subject: null });
  expect(await tries('TOO_MANY')).toHaveLength(15);
});

it('two sessions of one person, on two instances: they count together', async () => {
  const [one, other] = [await (here as TestApp).as(ana), await (there as TestApp).as(ana)];
  const sent = numbers(999_000, 10).flatMap((number) => [ask(one, number), ask(other, `8${number}`)]);
  const statuses = await Promise.all(sent);
  expect([counted(statuses, 422), counted(statuses, 429)]).toEqual([5, 15]);
  // They waited for each other, and not for anybody else.
  const turns = await test.owner('u_ssp_rate').where('bucket', 'like', 'break-glass:%').select('bucket', 'hits');
  expect(turns).toEqual([{ bucket: `break-glass:${ana.reader}`, hits: 20 }]);
});

it('students who are there and numbers that are none count together, and another person is not held up', async () => {
  const [one, other] = [await (here as TestApp).as(ana), await (there as TestApp).as(ana)];
  const stranger = await (here as TestApp).as(kwame);
  const sent = ['104239', '104240', ...numbers(999_000, 8)].map((number, at) => ask(at % 2 ? one : other, number));
  const [ofStranger, ...statuses] = await Promise.all([ask(stranger, '104240'), ...sent]);
  expect(ofStranger).toBe(303);
  expect(counted(statuses, 429)).toBe(5);
});
