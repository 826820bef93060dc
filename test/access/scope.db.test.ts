import { weigh, writeScope } from '../../src/access/scope.ts';
import { testClock } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana } from '../people.ts';

// What becomes of a role's name that the SIS allows and our column does not.

let test: TestDatabase;
beforeAll(async () => {
  test = await makeDistrict();
});
afterAll(() => test.close());

const scopeOf = (name: string) =>
  weigh([{ role_name: name, school_id: 101, is_district: false }], [101], [101], { [name]: 'support_staff' }).scope;

it.each([
  ['short', 'School counselor', 'School counselor'],
  ['of exactly 60', 'x'.repeat(60), 'x'.repeat(60)],
  ['longer', `${'x'.repeat(60)}yz`, 'x'.repeat(60)],
  ['longer, with a letter of two units at the edge', `${'x'.repeat(59)}🏫`, 'x'.repeat(59)],
])('a name that is %s is found in ROLE_MAP whole, and kept', async (_what, name, kept) => {
  await writeScope(test.database, ana.reader, scopeOf(name), testClock());
  const rows = await test.owner('u_ssp_scope').where({ reader: ana.reader }).select('school', 'role', 'title');
  expect(rows).toEqual([{ school: 101, role: 'support_staff', title: kept }]);
});
