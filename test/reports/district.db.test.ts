import { ACTIONS } from '../../src/access/actions.ts';
import { writeScope } from '../../src/access/scope.ts';
import { label } from '../../src/codes/service.ts';
import { visitsCsv } from '../../src/reports/csv.ts';
import { findPeriod, listPeriods } from '../../src/reports/periods.ts';
import { type Asker, type Selection, select, selectionName } from '../../src/reports/service.ts';
import { argumentsOf, readVisits } from '../../src/reports/store.ts';
import { testClock } from '../app.ts';
import { makeDistrict, NOW, type TestDatabase, TODAY } from '../database.ts';
import { joan, ruben } from '../people.ts';
import { type Frame, rawRows, recount, recountAccess } from './recount.ts';

// The made-up district: two school years, four schools, every number counted once more by hand.

let test: TestDatabase;
let raw: Awaited<ReturnType<typeof rawRows>>;

beforeAll(async () => {
  test = await makeDistrict();
  // A share of the visits is voided, whole and half, so that every number has something to leave out.
  await test.database.knex('u_ssp_visit').whereRaw('id % 17 = 0').update({ voided_at: NOW });
  await test.database.knex('u_ssp_referral').whereRaw('id % 11 = 0').update({ voided_at: NOW });
  raw = await rawRows(test.database.knex);
});
afterAll(() => test.close());

async function asked(who: 'joan' | 'ruben', wish: { period?: string; school?: string }): Promise<Selection> {
  const schools = who === 'joan' ? [101] : [101, 102, 103, 104];
  const role = who === 'joan' ? 'school_admin' : 'district_admin';
  const scope = schools.map((school) => ({ school, role, title: role }) as const);
  const reader = who === 'joan' ? joan.reader : ruben.reader;
  await writeScope(test.database, reader, scope, testClock());
  const asker: Asker = { reader, now: NOW, today: TODAY, scope: [...scope] };
  const selection = await select(test.database, asker, wish);
  if ('missing' in selection) throw new Error(`${selection.missing} is missing`);
  return selection;
}

function frameOf({ period, school, schools }: Selection): Frame {
  return { from: period.from, to: period.to, schools: school ? [school] : schools.map((one) => one.school_id) };
}

async function textOf(blocks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const block of blocks) parts.push(block);
  return Buffer.concat(parts).toString('utf8');
}

const CASES = [
  ['ruben', { period: '2026-2027-Y' }],
  ['ruben', { period: '2025-2026-S2', school: '103' }],
  ['ruben', { period: '2025-2026-S1' }],
  ['joan', {}],
  ['joan', { period: '2025-2026-Y', school: '101' }],
] as const;

describe.each(CASES)('the report of %s, %j', (who, wish) => {
  let selection: Selection;
  let frame: Frame;
  beforeAll(async () => {
    selection = await asked(who, wish);
    frame = frameOf(selection);
  });

  it('has the totals, each student once', async () => {
    const { totals, purposes } = await readVisits(test.database, selection);
    const [[, expected] = []] = recount(raw, frame, () => 'all');
    expect(expected?.[0]).toBeGreaterThan(100);
    expect([totals.visits, totals.students, totals.minutes]).toEqual(expected);
    expect(purposes.reduce((sum, row) => sum + row.visits, 0)).toBe(totals.visits);
    const byPurpose = recount(raw, frame, (visit) => visit.purpose);
    expect(purposes.map((row) => [row.purpose, row.visits])).toEqual(
      [...byPurpose].map(([key, cell]) => [key, cell[0]]).sort(),
    );
  });

  it('has every row of purpose, service and tier', async () => {
    const { services, totals } = await readVisits(test.database, selection);
    const expected = recount(raw, frame, (visit, line) => `${visit.purpose},${line.service},${line.tier}`);
    const rows = services.map((row) => [
      `${row.purpose},${row.service},${row.tier}`,
      [row.visits, row.students, row.minutes],
    ]);
    expect(new Map(rows as [string, number[]][])).toEqual(expected);
    expect(services.reduce((sum, row) => sum + row.minutes, 0)).toBe(totals.minutes);
  });

  it('has what became of referrals', async () => {
    const { access } = await readVisits(test.database, selection);
    for (const kind of ['SCHOOL', 'COMMUNITY']) {
      const row = access.find((one) => one.kind === kind);
      expect([row?.referrals ?? 0, row?.reached ?? 0, row?.not_reached ?? 0, row?.not_known ?? 0]).toEqual(
        recountAccess(raw, frame, kind),
      );
    }
  });

  it('is in the file, line by line', async () => {
    const names = new Map(raw.schools.map((school) => [school.School_Number, school.Name]));
    const expected = recount(raw, frame, (visit, line) =>
      [
        visit.school_id,
        names.get(visit.school_id),
        visit.visit_date.slice(0, 7),
        label('PURPOSE', visit.purpose),
        label('SERVICE', line.service),
        line.tier ?? '',
        '#',
        visit.purpose,
        line.service,
      ]
        .map((cell) => (String(cell).includes(',') ? `"${cell}"` : cell))
        .join(),
    );
    const lines = [...expected].map(([key, cell]) => key.replace('#', cell.join()));
    const [heading, ...given] = (await textOf(visitsCsv(test.database, argumentsOf(selection)))).trimEnd().split('\n');
    expect(heading).toBe(
      'school_id,school,month,purpose,service,tier,visits,students,minutes,purpose_code,service_code',
    );
    expect(given.sort()).toEqual(lines.sort());
  });
});

describe('what can be asked for', () => {
  it('are the school years that have begun and their semesters, the newest year first', async () => {
    const periods = await listPeriods(test.database, TODAY);
    expect(periods.map(({ code, label, from }) => [code, label, from])).toEqual([
      ['2026-2027-Y', 'School year 2026-27', '2026-08-27'],
      ['2026-2027-S1', 'Semester 1, 2026-27', '2026-08-27'],
      ['2025-2026-Y', 'School year 2025-26', '2025-08-27'],
      ['2025-2026-S1', 'Semester 1, 2025-26', '2025-08-27'],
      ['2025-2026-S2', 'Semester 2, 2025-26', expect.any(String)],
    ]);
    expect(await findPeriod(test.database, '2026-2027-S2', TODAY)).toBeUndefined();
    expect(await findPeriod(test.database, '2026-2027-S2', '2027-03-01')).toMatchObject({ code: '2026-2027-S2' });
  });

  it('is the running school year and all schools, when nothing is', async () => {
    expect(selectionName(await asked('ruben', {}))).toBe('2026-2027-Y-all');
    expect(selectionName(await asked('ruben', { period: '', school: '' }))).toBe('2026-2027-Y-all');
  });

  it('is her school by name for a principal who has one', async () => {
    expect(selectionName(await asked('joan', {}))).toBe('2026-2027-Y-101');
  });

  it.each([
    [{ period: '2026-2027-S2' }, 'period'],
    [{ period: '2019-2020-Y' }, 'period'],
    [{ period: 'x' }, 'period'],
    [{ school: '102' }, 'school'],
    [{ school: '999' }, 'school'],
    [{ school: '101 ' }, 'school'],
  ])('is missing for a principal: %j', async (wish, missing) => {
    await expect(asked('joan', wish)).rejects.toThrow(`${missing} is missing`);
  });
});

it('asks in its queries for the roles that may read reports', () => {
  const roles = ACTIONS['report.read'].roles.map((role) => `'${role}'`).join(', ');
  const queries = test.database.queries
    .all()
    .filter(({ name }) => name.startsWith('reports/') && name !== 'reports/terms');
  expect(queries.length).toBeGreaterThan(5);
  for (const { sql } of queries) expect(sql).toContain(`sc.role in (${roles})`);
});
