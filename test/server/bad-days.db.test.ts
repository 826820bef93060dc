import { Writable } from 'node:stream';
import { faultForLog, makeLog } from '../../src/server/log.ts';
import { type Browser, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { wordsOf } from '../logged.ts';
import { ana, bruno, daniela } from '../people.ts';

// Days on which the machine fails: nothing is half-written, nothing typed is lost, and no student is in the log.

let test: TestDatabase;
let it_: TestApp;
let browser: Browser;
let log = '';
beforeEach(async () => {
  test = await makeDistrict();
  it_ = makeApp(test);
  log = '';
  const kept = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString();
      done();
    },
  });
  Object.assign(it_.parts, { log: makeLog('info', kept) });
  browser = await it_.as(ana);
});
afterEach(() => test.close());

const save = (form: Record<string, string>) => browser.post(`/students/${bruno.dcid}/visits`, form);
const savedFrom = (form: Record<string, string>) =>
  test.database.knex('u_ssp_visit').where({ form_key: form.form_key });

// Whatever the other tests run on: nobody can fill SQL Server's disk for a test. Its numbers are in errors.test.ts.
describe("a full disk, SQLite's", () => {
  it('saves nothing, says so, keeps what was typed, and saves once there is room', async () => {
    const onFile = await makeDistrict('sqlite');
    const { knex } = onFile.database;
    const writer = await makeApp(onFile).as(ana);
    const save = (form: Record<string, string>) => writer.post(`/students/${bruno.dcid}/visits`, form);
    const pragma = async (text: string) => (await knex.raw(`pragma ${text}`)) as { page_count?: number }[];
    const [{ page_count: pages }] = (await pragma('page_count')) as [{ page_count: number }];
    await pragma(`max_page_count = ${pages}`);
    const form = visitForm({ note: `kept through a full disk ${'x'.repeat(15_000)}` });
    const answers = [await save(form)];
    while (answers.at(-1)?.status === 303 && answers.length < 40)
      answers.push(await save({ ...visitForm(), note: 'x'.repeat(15_000) }));
    const refused = answers.at(-1);
    expect(refused?.status).toBe(503);
    expect(refused?.headers['retry-after']).toBe('30');
    expect(refused?.text).toContain('There was no room to save it. Nothing was written');
    expect(refused?.text).toContain('xxxxx');
    await pragma('max_page_count = 1073741823');
    expect((await save(form)).status).toBe(303);
    expect(await knex('u_ssp_visit').where({ form_key: form.form_key })).toHaveLength(1);
    await onFile.close();
  });
});

describe('an error in the middle of saving', () => {
  it('comes back with the form, and the log says where but not whom', async () => {
    const { transaction } = test.database;
    test.database.transaction = async () => {
      throw Object.assign(new Error(`insert into u_ssp_visit_student values (${daniela.dcid}, 'Okafor')`), {
        code: 'SQLITE_ERROR',
      });
    };
    const form = visitForm({ note: 'typed with care' });
    const refused = await save(form);
    test.database.transaction = transaction;
    expect(refused.status).toBe(500);
    expect(refused.text).toContain('typed with care');
    expect(refused.text).not.toContain('insert into');
    expect(log).toContain('"code":"INTERNAL"');
    expect(log).toContain('SQLITE_ERROR');
    for (const secret of ['Okafor', String(daniela.dcid), String(bruno.dcid), 'typed with care', 'insert into'])
      expect(wordsOf(log)).not.toContain(secret);
    expect(await savedFrom(form)).toEqual([]);
  });
});

describe('a fault for the log', () => {
  it('keeps places in files, and no line of a message however it looks', () => {
    const fault = faultForLog(new Error('values (Bruno told me:\n    at home his father hits him)'));
    expect(JSON.stringify(fault)).not.toContain('home');
    expect(JSON.stringify(fault)).toContain('bad-days.db.test.ts');
  });
});

describe('what is logged of an ordinary day', () => {
  it('names the route and no student, no search and no note', async () => {
    await browser.get(`/students/${daniela.dcid}`);
    await browser.post('/search', { q: 'Okafor' });
    await save(visitForm({ note: 'in confidence' }));
    await browser.get('/students/4711');
    expect(log).toContain('GET /students/:dcid');
    for (const secret of ['Okafor', 'Daniela', String(daniela.dcid), '104233', 'in confidence', '4711', 'Reyes'])
      expect(wordsOf(log)).not.toContain(secret);
  });
});
