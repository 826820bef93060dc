import { makeApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela } from '../people.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await makeDistrict();
});
afterAll(() => test.close());

it('a provider written in two ways is suggested once, as it is written most often', async () => {
  const targets = () => test.database.knex('u_ssp_target');
  const { id: referral_id } = await test.database
    .knex('u_ssp_referral')
    .where({ school_id: 101 })
    .whereNull('voided_at')
    .orderBy('opened_on', 'desc')
    .first();
  const target = { referral_id, kind: 'COMMUNITY', revision: 1 };
  for (const provider of ['Zora House', 'Zora House', 'zora house ', 'ZORA HOUSE'])
    await targets().insert({ ...target, provider });
  const browser = await makeApp(test).as(ana);
  const html = (await browser.get(`/students/${daniela.dcid}`)).text;
  expect(html.match(/<option value="zora house ?"/gi)).toEqual(['<option value="Zora House"']);
});
