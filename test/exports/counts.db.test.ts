import { codeSet } from '../../src/codes/service.ts';
import { count } from '../../src/exports/count.ts';
import { exporter } from '../../src/exports/service.ts';
import { measure } from '../../src/reports/measures.ts';
import { makeDistrict, queryLibrary, type TestDatabase } from '../database.ts';
import { type Raw, rawRows, recount } from './recount.ts';

const SPANS = [
  { from: '2026-08-27', to: '2026-11-20' },
  { from: '2025-08-28', to: '2026-06-18' },
  { from: '2026-01-26', to: '2026-06-18' },
  { from: '2026-11-02', to: '2026-11-02' },
  { from: '2019-09-01', to: '2020-06-30' },
];

let district: TestDatabase;
let raw: Raw;
beforeAll(async () => {
  district = await makeDistrict();
  await makeOdd(district);
  raw = await rawRows(district.database.knex);
});
afterAll(() => district.close());

/** What a made-up district lacks: rows that must not count, or count only once. */
async function makeOdd({ database: { knex }, sis }: TestDatabase): Promise<void> {
  const [visits, referrals] = [await knex('u_ssp_visit').select('id'), await knex('u_ssp_referral').select('id')];
  const some = (rows: { id: number }[], every: number) =>
    rows
      .filter((_, at) => at % every === 0)
      .map(({ id }) => id)
      .slice(0, 400);
  await knex('u_ssp_visit').whereIn('id', some(visits, 7)).update({ voided_at: '2026-11-20T12:00:00.000Z' });
  const missed = await knex('u_ssp_visit_student').whereRaw('student_dcid % 10 = 3').select('visit_id as id');
  await knex('u_ssp_visit').whereIn('id', some(missed, 1)).update({ visit_type: 'NOSHOW' });
  await knex('u_ssp_referral').whereIn('id', some(referrals, 9)).update({ voided_at: '2026-11-20T12:00:00.000Z' });
  await knex('u_ssp_target')
    .whereIn('referral_id', some(referrals, 11))
    .update({ outcome: 'ERROR', access: 'EXCLUDED' });
  await sis('Students').where('DCID', 5005).update({ ExitDate: '2026-08-27', EntryDate: '2026-08-27' });
  await sis('Students').where('DCID', 5006).update({ Enroll_Status: -1 });
}

describe.each(['M01', 'M05_SCHOOL', 'M05_COMMUNITY', 'M10', 'M30_VISITS', 'M30_MINUTES'])('%s', (id) => {
  test.each(SPANS)('is what the raw rows say from $from to $to', async (span) => {
    expect(await count(exporter(district.database), measure(id), span)).toEqual(recount(raw, id, span));
  });
});

test('the made-up district has something to count', async () => {
  const year = SPANS[1] as (typeof SPANS)[number];
  for (const id of ['M01', 'M05_SCHOOL', 'M05_COMMUNITY', 'M10', 'M30_VISITS', 'M30_MINUTES']) {
    expect(recount(raw, id, year).numerator).toBeGreaterThan(0);
  }
});

test('the direct services of the query are those of the code set', () => {
  const { sql } = queryLibrary().get('exports/students-served');
  const inQuery = [...(/service in \(([^)]*)\)/.exec(sql)?.[1] ?? '').matchAll(/'(\w+)'/g)].map((found) => found[1]);
  const direct = codeSet('SERVICE').filter(({ time }) => time === 'direct');
  expect(inQuery.sort()).toEqual(direct.map(({ code }) => code).sort());
});
