import { makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela } from '../people.ts';

// The number of a student reads as in the SIS, and is copied from our page into it.

let test: TestDatabase;
let app: TestApp;
beforeAll(async () => {
  test = await makeDistrict();
  app = makeApp(test);
}, 120_000);
afterAll(() => test.close());

it.each([
  ['the student’s page', `/students/${daniela.dcid}`],
  ['the quick visit', `/students/${daniela.dcid}/quick`],
  ['the history', `/students/${daniela.dcid}/history`],
])('on %s has no blank between its digits', async (_page, address) => {
  const { text } = await (await app.as(ana)).get(address);
  expect(text.replace(/<[^>]+>/g, '')).toMatch(/Harborview Middle · No\.\s+104233\s/);
});

it('on paper has none either', async () => {
  const { text } = await (await app.as(ana)).post(`/students/${daniela.dcid}/history/print`);
  expect(text.replace(/<[^>]+>/g, '')).toMatch(/Harborview Middle · No\.\s+104233\s/);
});
