import type { NamedQuery } from '../../src/database/header.ts';
import type { Arguments } from '../../src/database/library.ts';
import { makeDistrict, NOW, ON_MSSQL, queryLibrary, type TestDatabase } from '../database.ts';
import { ana, daniela, maya, ruben } from '../people.ts';

// Every named query, with arguments made from its header: on SQLite, and on SQL Server when one is at hand, with the
// same rows in both. Then every cell has to be the same.

const UNTIL = '2026-11-20T20:12:00.000Z';
const FORM = 'ffffffff-0000-4000-8000-000000000001';

/** What each argument is asked with; a query is asked with the first of each, then with the second, and so on. */
const ASKED: Record<string, (string | number)[]> = {
  reader: [ana.reader, ruben.reader, maya.reader],
  now: [NOW, NOW, UNTIL],
  student: [daniela.dcid, 5002, 5011],
  person: [ana.reader, ruben.reader, 4711],
  from_date: ['2026-08-27', '2025-08-28', '2026-11-02'],
  to_date: ['2026-11-20', '2026-06-18', '2026-11-02'],
  from_day: ['2026-08-27', '2025-08-28', '2026-11-02'],
  to_day: ['2026-11-20', '2026-06-18', '2026-11-02'],
  since: ['2025-08-28', '2026-11-01', '2026-11-01'],
  on_day: ['2026-11-20', '2026-09-01', '2020-01-01'],
  code_set: ['PURPOSE', 'SERVICE', 'PURPOSE'],
  code: ['L_PANTRY', 'L_CIRCLE', 'L_NOBODY'],
  day: ['2026-10-01', '2026-11-20', '2025-10-01'],
  from_at: ['2026-10-01T04:00:00.000Z', NOW, NOW],
  to_at: ['2027-01-01T05:00:00.000Z', '2027-01-01T05:00:00.000Z', NOW],
  since_at: ['2026-11-20T19:00:00.000Z', NOW, NOW],
  since_quarter: ['2026-Q3', '2026-Q4', '2027-Q1'],
  before_date: ['9999-12-31', '2026-11-01', '2026-10-01'],
  before_id: [2147483647, 5, 100],
  school: [0, 101, 103],
  part: ['O%', "%'%", '%حد%'],
  other_part: ['%', '%S%', '%'],
  number: [104233, 104236, 0],
  token: ['token', 'other', 'tokens'],
  period: ['2026-2027-S1', '2026-2027-Y', '2025-2026-Y'],
  school_year: ['2026-2027', '2025-2026', '2026-2027'],
  after_chain: ['', 'chain-a', 'chain-b'],
  after_id: [0, 1, 1],
  after_seq: [0, 1, 1],
  form_key: [FORM, 'none', 'none'],
  key_id: ['n1', 'n1', 'n2'],
  take: [5000, 7, 1],
};

/** Ordered by names, which each database sorts in its own way. */
const BY_NAMES = new Set([
  'students/search',
  'referrals/providers',
  'access/roles-of-person',
  'access/roles-switched-off',
]);

const all = queryLibrary().all();
let sqlite: TestDatabase;
let mssql: TestDatabase | undefined;
let ids: Record<string, (string | number)[]>;

beforeAll(async () => {
  sqlite = await makeDistrict('sqlite');
  ids = await fill(sqlite);
  if (!ON_MSSQL) return;
  mssql = await makeDistrict('mssql', { fresh: true });
  expect(await fill(mssql)).toEqual(ids);
}, 120_000);
afterAll(async () => {
  await sqlite.close();
  await mssql?.close();
});

function argumentsFor(query: NamedQuery, turn: number): Arguments {
  const names = { ...ASKED, ...ids, id: ids[query.name.split('/')[0] as string] ?? [] };
  return Object.fromEntries(
    query.args.map(({ name }) => {
      const values = names[name as keyof typeof names] as (string | number)[] | undefined;
      if (!values) throw new Error(`${query.name} takes ${name}, which this test has no value for.`);
      return [name, values[turn] as string | number];
    }),
  );
}

const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

describe.each(all.map((query) => [query.name, query] as const))('%s', (name, query) => {
  it('gives the declared columns, and the same cells everywhere', async () => {
    let rows = 0;
    for (const turn of [0, 1, 2]) {
      const args = argumentsFor(query, turn);
      const here = await sqlite.database.run(name, args);
      rows += here.length;
      for (const row of here) expect(Object.keys(row)).toEqual(query.columns.map((column) => column.name));
      if (!mssql) continue;
      const there = await mssql.database.run(name, args);
      const within = await mssql.database.transaction((tx) => tx.run(name, args));
      expect(sorted(there)).toEqual(sorted(here));
      expect(within).toEqual(there);
      if (!BY_NAMES.has(name)) expect(there).toEqual(here);
    }
    // A query that found nothing has shown nothing.
    expect(rows).toBeGreaterThan(0);
  });

  if (query.weight === 'heavy') {
    it('streams the same rows, and the same bytes as a file', async () => {
      for (const turn of [0, 1]) {
        const args = argumentsFor(query, turn);
        const [here, there] = [sqlite.database, (mssql ?? sqlite).database];
        expect(await gathered(there.stream(name, args))).toEqual(await here.run(name, args));
        expect(await text(there.csv(name, args))).toBe(await text(here.csv(name, args)));
      }
    });
  }
});

async function gathered(blocks: AsyncIterable<unknown[]>): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const block of blocks) rows.push(...block);
  return rows;
}

async function text(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** What the made-up district lacks: scope, a session, notes, audit rows and packages. The ids that queries ask for. */
async function fill({ owner, sis, database }: TestDatabase): Promise<Record<string, number[]>> {
  const scope = (reader: number, school: number, role: string) => ({ reader, school, role, title: role, until: UNTIL });
  await owner('u_ssp_scope').insert([
    ...[101, 102, 103, 104].map((school) => scope(ruben.reader, school, 'district_admin')),
    scope(ana.reader, 101, 'support_staff'),
    scope(ana.reader, 101, 'school_admin'),
    { ...scope(maya.reader, 101, 'support_staff'), until: '2026-11-20T20:12:00.001Z' },
  ]);
  const session = { token: 'token', sub: 'staff/9001', reader: ana.reader, name: 'Añã حداد 🙂' };
  await owner('u_ssp_session').insert({ ...session, created_at: NOW, seen_at: NOW, scope_at: NOW });
  const [seen, before, wrong] = (await owner('u_ssp_visit as v')
    .join('u_ssp_visit_student as s', 's.visit_id', 'v.id')
    .where({ 's.student_dcid': daniela.dcid })
    .orderBy('v.id', 'desc')
    .select('v.id')) as { id: number }[];
  const visit = (seen as { id: number }).id;
  const note = { visit_id: visit, student_dcid: daniela.dcid, key_id: 'n1' };
  await owner('u_ssp_visit_note').insert({ ...note, restricted: true, sealed: 'x'.repeat(5000) });
  await owner('u_ssp_visit').where({ id: visit }).update({ author: ana.reader, form_key: FORM });
  const open = (before as { id: number }).id;
  await owner('u_ssp_visit_note').insert({ ...note, visit_id: open, restricted: false, sealed: 'é=' });
  const voided = (wrong as { id: number }).id;
  await owner('u_ssp_visit')
    .where({ id: voided })
    .update({ voided_at: NOW, voided_by: 1, void_reason: ' von “hier” ' });
  const [target] = (await owner('u_ssp_target as t')
    .join('u_ssp_referral as r', 'r.id', 't.referral_id')
    .where('r.student_dcid', daniela.dcid)
    .orderBy('t.id')
    .select('t.id')) as { id: number }[];
  await fillAudit(owner);
  const opening = await fillAccess(owner);
  const off = { ID: 990001, RoleDefID: 5, TeachersDCID: ruben.reader, SchoolID: 101, IsDistrict: 0, IsEnabled: 0 };
  await sis('RoleDefTeachersMap').insert(off);
  await fillExports(owner);
  await fillSettings(owner, visit);
  const targetId = (target as { id: number }).id;
  expect(database.queries.all()).toHaveLength(all.length);
  return {
    ...{ visit: [visit, voided, visit], target: [targetId, targetId, 1] },
    // What `id` means in the queries of each folder.
    ...{
      visits: [visit, open, 1],
      referrals: [targetId, 1, 2],
      students: [daniela.dcid, 5002, 4711],
      exports: [1, 2, 3],
      access: [opening, 1, 2],
    },
  };
}

/** A student of another school, opened for a real need; a role that is switched off; a list that was signed off. */
async function fillAccess(owner: TestDatabase['owner']): Promise<number> {
  const opened = { reader: ana.reader, reason: 'CRISIS', key_id: 'n1', sealed: 'é='.repeat(100), opened_at: NOW };
  const rows = [
    { ...opened, student_dcid: 5007, school_id: 103, until: '2026-11-20T21:00:00.000Z' },
    { ...opened, student_dcid: 5008, school_id: 102, until: '2026-11-20T21:00:00.000Z', ended_at: NOW },
    { ...opened, student_dcid: daniela.dcid, school_id: 101, until: '2026-11-20T21:00:00.000Z' },
    { ...opened, reader: maya.reader, student_dcid: daniela.dcid, school_id: 101, until: UNTIL },
  ];
  const ids: number[] = [];
  for (const row of rows) {
    const [made] = (await owner('u_ssp_break_glass').insert(row).returning('id')) as { id: number }[];
    ids.push((made as { id: number }).id);
  }
  const signed = {
    ...{ quarter: '2026-Q4', school_id: 101, signed_by: ruben.reader, signed_at: NOW, people: 4 },
    form_key: FORM,
  };
  await owner('u_ssp_access_review').insert([
    { ...signed, break_glass: 1, note: ' Añã “ok” ' },
    { ...signed, quarter: '2026-Q3', school_id: 0, signed_by: 4711, break_glass: 0, note: null },
    { ...signed, school_id: 103, signed_by: ana.reader, break_glass: 0, note: 'ß, Ω' },
  ]);
  return ids[0] as number;
}

/** Periods of staff members, codes of the district, one of them on a visit, and state profiles. */
async function fillSettings(owner: TestDatabase['owner'], visit: number): Promise<void> {
  const by = { changed_by: ruben.reader, changed_at: NOW };
  const fact = {
    person: ana.reader,
    revision: 1,
    period_no: 1,
    provider: 'COUNS',
    employer: 'DISTRICT',
    fte: 75,
    ...by,
  };
  await owner('u_ssp_staff_fact').insert([
    { ...fact, from_day: '2026-08-25' },
    { ...fact, revision: 2, from_day: '2026-08-25', to_day: '2026-11-20' },
    { ...fact, person: maya.reader, from_day: '2026-08-25', void_reason: ' von “hier” ' },
  ]);
  const code = {
    code_set: 'PURPOSE',
    code: 'L_PANTRY',
    revision: 1,
    parent: 'BAS_FOOD',
    from_day: '2026-09-01',
    ...by,
  };
  const open = { sensitive: false, restricted: false };
  await owner('u_ssp_local_code').insert([
    { ...code, ...open, label: ' Añã “ok” ' },
    { ...code, ...open, label: 'حداد 🙂', revision: 2, to_day: '2027-06-30', sensitive: true },
    { ...code, ...open, code_set: 'SERVICE', code: 'L_CIRCLE', parent: 'GRP_COUNS', label: 'Circle', changed_by: 4711 },
  ]);
  await owner('u_ssp_visit_code').insert({ visit_id: visit, code_set: 'PURPOSE', line_no: 0, code: 'L_PANTRY' });
  const noted = { digest: 'f'.repeat(64), name: 'Añã', dated: '2026-11-22', noted_at: NOW };
  await owner('u_ssp_profile').insert([
    { ...noted, revision: 1, content: '{}' },
    { ...noted, revision: 2, content: JSON.stringify({ of: 'حداد 🙂'.repeat(2000) }) },
  ]);
}

async function fillAudit(owner: TestDatabase['owner']): Promise<void> {
  const audit = (chain: string, seq: number) => ({
    ...{ chain, seq, at: NOW, actor: 9001, event: 'E', outcome: 'allowed', reason: 'R', student: null, subject: null },
    ...{ request: null, key_id: 'a1', prev: 'p', mac: 'm' },
  });
  await owner('u_ssp_audit').insert([audit('chain-a', 1), audit('chain-a', 2), audit('chain-b', 1)]);
  await owner('u_ssp_audit_seal').insert({
    ...{ chain: 'chain-a', kind: 'head', seq: 2, head: 'h', at: NOW, key_id: 'a1', mac: 'm' },
  });
}

async function fillExports(owner: TestDatabase['owner']): Promise<void> {
  for (const revision of [1, 2]) {
    const made = { period: '2026-2027-S1', revision, file_name: `r${revision}.zip`, sha256: 'f'.repeat(64) };
    const [row] = (await owner('u_ssp_export')
      .insert({ ...made, made_by: revision === 1 ? null : ruben.reader, created_at: NOW })
      .returning('id')) as { id: number }[];
    await owner('u_ssp_export_cell').insert({
      ...{ export_id: (row as { id: number }).id, school_year: '2026-2027', release_no: revision, measure: 'M01' },
      ...{ period: made.period, measure_version: 1, first_day: '2026-08-27', last_day: '2027-01-22', n_rule: 10 },
      ...{ as_of: '2026-11-20', status: 'exact', numerator: 12, denominator: null, counted_num: 12, counted_den: null },
      ...{ students_num: 12, students_rest: 0, students_den: 12 },
    });
  }
}
