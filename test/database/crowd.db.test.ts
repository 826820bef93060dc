import { makeApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno } from '../people.ts';

// More at once than there are connections, and somebody who holds what others need.

const LONGEST_MS = 25_000;

let test: TestDatabase;
beforeAll(async () => {
  test = await makeDistrict();
}, 180_000);
afterAll(() => test.close());

it('60 requests at once all get their answer', async () => {
  const it_ = makeApp(test);
  const browser = await it_.as(ana);
  const page = `/students/${bruno.dcid}`;
  const forms = Array.from({ length: 30 }, () => visitForm());
  const answers = await Promise.all([
    ...forms.map((form) => browser.post(`${page}/visits`, form)),
    ...forms.map(() => browser.get(page)),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([...forms.map(() => 303), ...forms.map(() => 200)]);
  const saved = await test.database.knex('u_ssp_visit').whereIn(
    'form_key',
    forms.map((form) => form.form_key as string),
  );
  expect(saved).toHaveLength(forms.length);
}, 120_000);

it('what waits for too long is told in words, the form is kept, and it works again by itself', async () => {
  const it_ = makeApp(test);
  const browser = await it_.as(ana);
  const form = visitForm();
  await browser.post(`/students/${bruno.dcid}/visits`, form);
  const [{ id }] = await test.database.knex('u_ssp_visit').where({ form_key: form.form_key });
  const reason = 'wrong student';
  const holder = await hold(test, id);
  const begun = performance.now();
  const refused = await browser.post(`/visits/${id}/void`, { reason });
  expect(performance.now() - begun).toBeLessThan(LONGEST_MS);
  expect(refused.status).toBe(503);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.text).toContain('Nothing was lost; try again in a minute.');
  expect(refused.text).toContain(`value="${reason}"`);
  // The process itself is not held up.
  expect((await it_.nobody.get('/healthz')).status).toBe(200);
  await holder();
  expect((await browser.post(`/visits/${id}/void`, { reason })).status).toBe(303);
  expect((await test.database.knex('u_ssp_visit').where({ id }))[0].void_reason).toBe(reason);
}, 120_000);

/** Another program holds the visit (on SQLite: the file), until the answer is called. */
async function hold({ file, owner }: TestDatabase, id: number): Promise<() => Promise<void>> {
  if (file) {
    const { default: BetterSqlite3 } = await import('better-sqlite3');
    const other = new BetterSqlite3(file);
    other.exec('begin immediate');
    return async () => {
      other.close();
    };
  }
  const trx = await owner.transaction();
  await trx('u_ssp_visit').where({ id }).update({ minutes: 1 });
  return async () => {
    await trx.rollback();
  };
}
