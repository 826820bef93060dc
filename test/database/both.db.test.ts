import type { NamedQuery } from '../../src/database/header.ts';
import type { Arguments } from '../../src/database/library.ts';
import { makeDistrict, NOW, ON_MSSQL, queryLibrary, type TestDatabase } from '../database.ts';
import { ana, daniela, joan, maya, ruben, sami } from '../people.ts';

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
  after_day: ['2026-11-02', '2026-11-19', '2020-01-01'],
  until_day: ['2026-11-20', '2026-11-19', '2027-01-01'],
  since: ['2025-08-28', '2026-11-01', '2026-11-01'],
  on_day: ['2026-11-20', '2026-09-01', '2020-01-01'],
  code_set: ['PURPOSE', 'SERVICE', 'PURPOSE'],
  code: ['L_PANTRY', 'L_CIRCLE', 'L_NOBODY'],
  day: ['2026-10-01', '2026-11-20', '2025-10-01'],
  from_at: ['2026-10-01T04:00:00.000Z', NOW, NOW],
  to_at: ['2027-01-01T05:00:00.000Z', '2027-01-01T05:00:00.000Z', NOW],
  since_at: ['2026-11-20T19:00:00.000Z', NOW, NOW],
  since_quarter: ['2026-Q3', '2026-Q4', '2027-Q1'],
  before_at: ['2026-12-01T00:00:00.000Z', NOW, NOW],
  before_date: ['9999-12-31', '2026-11-01', '2026-10-01'],
  before_id: [2147483647, 5, 100],
  school: [101, 0, 103],
  part_1: ['O%', "%'%", '%حد%'],
  part_2: ['%', '%S%', '%'],
  ...Object.fromEntries(['part_3', 'part_4', 'part_5', 'part_6'].map((part) => [part, ['%', '%a%', '%']])),
  number: [104233, 104236, 0],
  token: ['token', 'other', 'tokens'],
  period: ['2026-2027-S1', '2026-2027-Y', '2025-2026-Y'],
  school_year: ['2026-2027', '2025-2026', '2026-2027'],
  after_chain: ['', 'chain-a', 'chain-b'],
  after_id: [0, 1, 1],
  after_seq: [0, 1, 1],
  opened_since: ['2020-01-01', '2026-11-20', '2020-01-01'],
  schools: ['', ',101,', ',101,103,'],
  grades: ['', ',7,', ',6,8,'],
  room: ['A101', 'B102', 'A101'],
  homeroom_1: ['', 'A101', ''],
  homeroom_2: ['', 'B102', ''],
  homeroom_3: ['', 'B102', ''],
  homeroom_4: ['', 'C110', ''],
  el: [0, 1, 1],
  sped: [0, 1, 0],
  plan504: [0, 1, 0],
  letters: ['', 'OPQRS', 'A'],
  kind: ['VISIT', 'VISIT', 'OTHER'],
  form_key: [FORM, 'none', 'none'],
  key_id: ['n1', 'n1', 'n2'],
  consent: [1, 2, 4],
  crisis: [1, 1, 4],
  call: [1, 2, 2],
  follow_up: [1, 2, 3],
  ...Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`number_${at + 1}`, [at === 0 ? 104233 : 0, 104236, 0]]),
  ),
  ...Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`key_${at + 1}`, [at === 0 ? 'a'.repeat(40) : '', 'b'.repeat(40), 'none']]),
  ),
  import_no: [1, 2, 3],
  staff_number: ['', 'T9002', ''],
  staff_name: ['', '', 'Reyes, Ana'],
  purpose: ['', 'ACA_ATTEND', 'L_PANTRY'],
  service: ['', 'CHECKIN', 'CHECKIN'],
  author: [0, ana.reader, maya.reader],
  with_sensitive: [1, 0, 1],
  entry: [1, 2, 4],
  student_1: [daniela.dcid, 5002, 5011],
  ...Object.fromEntries(Array.from({ length: 19 }, (_, at) => [`student_${at + 2}`, [0, 5002, 0]])),
  as_of: ['2026-11-20', '2026-11-20', '2027-06-30'],
  ...Object.fromEntries(
    ['offer_by', 'start_by', 'month_by', 'month_from_by', 'mature_by'].map((name) => [
      name,
      ['2026-11-20', '2026-10-01', '2026-05-01'],
    ]),
  ),
  offer_days: [30, 10, 60],
  start_days: [60, 5, 365],
  earliest_offer: [-3, 0, -3],
  any_need: [1, 0, 1],
  take: [5000, 7, 1],
};

/** Ordered by names, which each database sorts in its own way. */
const BY_NAMES = new Set([
  'students/search',
  'referrals/providers',
  'access/roles-of-person',
  'access/roles-switched-off',
  'today/caseload',
  'visits/history-choices',
]);

/** Columns that no row of the query can fill. */
const NEVER: Record<string, string[]> = {
  // A count has no whole that it is a part of.
  'exports/minutes': ['denominator'],
  'exports/visits': ['denominator'],
};

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
  const names = { ...ASKED, ...ids, id: { crisis: ASKED.crisis, ...ids }[query.name.split('/')[0] as string] ?? [] };
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
    const empty = new Set(query.columns.map((column) => column.name));
    for (const turn of [0, 1, 2]) {
      const args = argumentsFor(query, turn);
      const here = await sqlite.database.run(name, args);
      rows += here.length;
      for (const row of here) for (const column of empty) if (row[column] !== null) empty.delete(column);
      for (const row of here) expect(Object.keys(row)).toEqual(query.columns.map((column) => column.name));
      if (!mssql) continue;
      const there = await mssql.database.run(name, args);
      const within = await mssql.database.transaction((tx) => tx.run(name, args));
      expect(sorted(there)).toEqual(sorted(here));
      expect(within).toEqual(there);
      if (!BY_NAMES.has(name)) expect(there).toEqual(here);
    }
    // A query that found nothing has shown nothing, and so has a column that was never filled.
    expect(rows).toBeGreaterThan(0);
    expect([...empty]).toEqual(NEVER[name] ?? []);
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
  const times = { created_at: NOW, seen_at: NOW, scope_at: NOW };
  await owner('u_ssp_session').insert([
    { ...session, ...times },
    { ...session, ...times, token: 'other', ended_at: NOW },
  ]);
  const [seen, before, wrong] = (await owner('u_ssp_visit as v')
    .join('u_ssp_visit_student as s', 's.visit_id', 'v.id')
    .where({ 's.student_dcid': daniela.dcid })
    .orderBy('v.id', 'desc')
    .select('v.id')) as { id: number }[];
  const visit = (seen as { id: number }).id;
  const note = { visit_id: visit, student_dcid: daniela.dcid, key_id: 'n1' };
  const why = { restricted_by: ana.reader, restricted_at: NOW, restricted_why: ' von “hier” ' };
  await owner('u_ssp_visit_note').insert({ ...note, ...why, restricted: true, sealed: 'x'.repeat(5000) });
  await fillChanges(owner, visit);
  await fillDrafts(owner);
  const form = { form_key: FORM, form_digest: 'd'.repeat(44), purpose_text: ' Añã ' };
  await owner('u_ssp_visit')
    .whereNotNull('start_min')
    .update({ measured_start: database.knex.ref('start_min'), measured_pauses: '5-10' });
  await owner('u_ssp_visit')
    .where({ id: visit })
    .update({ ...form, author: ana.reader, consent_exception: 'MINOR' });
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
  const [{ referral_id }] = await owner('u_ssp_target').where({ id: (target as { id: number }).id });
  const more = { location: 'SCHOOL', chain_id: referral_id };
  await owner('u_ssp_referral')
    .where({ id: referral_id })
    .update({ visit_id: visit, author: ana.reader, ...more });
  const [{ id: later }] = await owner('u_ssp_referral')
    .where({ student_dcid: daniela.dcid })
    .whereNot({ id: referral_id })
    .orderBy('id', 'desc')
    .limit(1)
    .select('id');
  await owner('u_ssp_referral').where({ id: later }).update({ chain_id: referral_id });
  // What was voided stays to be read at its own address.
  const [{ id: gone }] = await owner('u_ssp_referral')
    .where({ school_id: 101 })
    .whereNot({ student_dcid: daniela.dcid })
    .orderBy('id', 'desc')
    .limit(1)
    .select('id');
  await owner('u_ssp_referral').where({ id: gone }).update({ voided_at: NOW, voided_by: 1, void_reason: ' ß, Ω ' });
  await fillAudit(owner);
  const [opening, ended] = await fillAccess(owner);
  const off = { ID: 990001, RoleDefID: 5, TeachersDCID: ruben.reader, SchoolID: 101, IsDistrict: 0, IsEnabled: 0 };
  await sis('RoleDefTeachersMap').insert(off);
  await fillExports(owner);
  await fillSettings(owner, sis, visit);
  await fillToday(owner, (target as { id: number }).id);
  await fillCrisis(owner, visit);
  await fillImports(owner, visit, voided);
  await fillGroups(owner, visit);
  const targetId = (target as { id: number }).id;
  await fillReferrals(owner, targetId, referral_id);
  expect(database.queries.all()).toHaveLength(all.length);
  return {
    ...{ visit: [visit, voided, voided], target: [targetId, targetId, 1], referral: [referral_id, referral_id, gone] },
    // What `id` means in the queries of each folder.
    ...{
      visits: [visit, open, 1],
      referrals: [targetId, 1, 2],
      students: [daniela.dcid, 5002, 4711],
      exports: [1, 2, 3],
      access: [opening as number, 1, ended as number],
    },
  };
}

/** Two imports, one of them voided; the visits that they brought. */
async function fillImports(owner: TestDatabase['owner'], visit: number, voided: number): Promise<void> {
  const run = { source: ' Añã “log” ', started_at: NOW, rows_written: 1, rows_left_out: 2 };
  await owner('u_ssp_import').insert({ ...run, ended_at: NOW });
  await owner('u_ssp_import').insert({ ...run, voided_at: NOW, void_reason: ' von “hier” ' });
  await owner('u_ssp_imported').insert([
    { import_id: 1, visit_id: visit, source_key: 'a'.repeat(40), released: 0 },
    { import_id: 2, visit_id: voided, source_key: 'b'.repeat(40), released: voided },
  ]);
}

/** A group visit with two colleagues, one of them unknown to the SIS; time without a student of two people. */
async function fillGroups(owner: TestDatabase['owner'], visit_id: number): Promise<void> {
  await owner('u_ssp_visit').where({ id: visit_id }).update({ group_kind: 'SMALL_GROUP', co_staff: 2 });
  const [{ visit_date }] = await owner('u_ssp_visit').where({ id: visit_id }).select('visit_date');
  const second = { visit_id, student_dcid: sami.dcid };
  await owner('u_ssp_visit_student').insert({ ...second, visit_date, grade_level: 6, grade_band: '6-8' });
  await owner('u_ssp_visit_note').insert({ ...second, restricted: false, key_id: 'n1', sealed: 'é=' });
  await owner('u_ssp_visit_staff').insert([
    { visit_id, person: maya.reader, minutes: 7 },
    { visit_id, person: 4711, minutes: 12 },
    // Whoever wrote it, for a day on which somebody else did.
    { visit_id, person: ana.reader, minutes: 8 },
  ]);
  const time = {
    on_date: '2026-11-20',
    school_year: '2026-2027',
    school_id: 101,
    minutes: 45,
    author_title: 'Añã',
    created_at: NOW,
  };
  await owner('u_ssp_time').insert([
    { ...time, form_key: FORM, kind: 'ASSEMBLY', people: 240, start_min: 540, end_min: 585, author: ana.reader },
    { ...time, form_key: 'b', kind: 'DUTY', author: ana.reader, voided_at: NOW, void_reason: ' Añã “ok” ' },
    { ...time, form_key: FORM, kind: 'PLANNING', author: 4711 },
    { ...time, form_key: 'c', kind: 'DUTY', author: maya.reader, voided_at: NOW, void_reason: 'ß, Ω' },
  ]);
}

/** More about a referral than its milestones: a form, what stood in the way, and others that are still open. */
async function fillReferrals(owner: TestDatabase['owner'], target_id: number, referral_id: number): Promise<void> {
  await owner('u_ssp_target').where({ id: target_id }).update({ next_step: 'LOOK' });
  await owner('u_ssp_referral_form').insert({
    author: ana.reader,
    form_key: FORM,
    referral_id,
    form_digest: 'd'.repeat(44),
  });
  const noted = { noted_on: '2026-11-02', voided_no: 0, author: ana.reader, created_at: NOW };
  await owner('u_ssp_target_barrier').insert([
    { ...noted, target_id, barrier: 'TRANSPORT' },
    { ...noted, target_id, barrier: 'COST' },
    {
      ...{ ...noted, target_id, barrier: 'COST', voided_no: 7 },
      ...{ voided_at: NOW, voided_by: ana.reader, void_reason: ' Añã “ok” ' },
    },
  ]);
  const about = { person: maya.reader, why: ' Añã “ok” ', due_on: '2026-11-23', is_active: true, told_by: 'FAMILY' };
  const wrote = { target_id, kind: 'R_FITS', happened_on: '2026-11-18', round_no: 1, created_at: NOW };
  await owner('u_ssp_milestone').insert([
    {
      ...wrote,
      ...about,
      form_key: 'fits a',
      author: 4711,
      fits: 'YES',
      progress: 'BETTER',
      detail: 'NONE',
      voided_at: NOW,
      void_reason: 'ß, Ω',
    },
    { ...wrote, author: ana.reader, form_key: 'fits b' },
    {
      ...{ ...wrote, ...about, form_key: 'fits c', author: maya.reader, fits: 'NO', progress: 'SAME', detail: 'NONE' },
      outcome: 'COMPLETED',
    },
  ]);
  const how = { needs_interpreter: true, changed_by: ana.reader, changed_at: NOW, revision: 2 };
  await owner('u_ssp_family').insert({
    ...how,
    student_dcid: daniela.dcid,
    caller: maya.reader,
    language: 'Kreyòl ayisyen',
  });
  const tried = { student_dcid: daniela.dcid, had_interpreter: false, author: ana.reader, created_at: NOW };
  await owner('u_ssp_family_try').insert([
    { ...tried, tried_on: '2026-11-10', way: 'PHONE', result: 'NO_ANSWER', form_key: 'a', why: ' à la “fin” ' },
    {
      ...tried,
      tried_on: '2026-11-12',
      way: 'LETTER',
      result: 'RETURNED_MAIL',
      form_key: 'b',
      voided_at: NOW,
      void_reason: ' Añã “ok” ',
    },
  ]);
  const open = { kind: 'SCHOOL', status: 'SENT', next_step: 'ANSWER', next_owner: ana.reader, revision: 1 };
  await owner('u_ssp_target').insert([
    { ...open, referral_id, provider: 'حداد 🙂', owner: ana.reader, next_due: '2026-09-30' },
    { ...open, referral_id, provider: 'Ms. Chen', assignee: ana.reader, next_due: '2026-11-19', next_owner: 4711 },
  ]);
}

/** What a family said, a crisis with all that belongs to it, and another one that is over. */
async function fillCrisis(owner: TestDatabase['owner'], visit_id: number): Promise<void> {
  const said = { student_dcid: daniela.dcid, kind: 'SVC_SCHOOL', state: 'GIVEN', signer: 'PARENT', method: 'PAPER' };
  const days = { signed_on: '2026-09-01', starts_on: '2026-09-01' };
  const written = { ...said, ...days, recorded_by: ana.reader, recorded_at: NOW };
  await owner('u_ssp_consent').insert([
    { ...written, service_group: 'counseling', form_key: FORM, ends_on: '2027-06-30' },
    {
      ...written,
      service_group: 'health_care',
      form_key: 'b',
      state: 'REFUSED',
      voided_at: NOW,
      void_reason: ' Añã “ok” ',
    },
    {
      ...written,
      service_group: 'counseling',
      form_key: 'c',
      student_dcid: 5002,
      recorded_by: 4711,
    },
    {
      ...{ ...written, service_group: 'counseling', form_key: 'd', student_dcid: 5011 },
      ...{ voided_at: NOW, void_reason: 'ß, Ω' },
    },
  ]);
  const began = { school_id: 101, started_by: ana.reader, started_at: NOW };
  await owner('u_ssp_crisis').insert([
    { ...began, student_dcid: daniela.dcid, open_for: daniela.dcid },
    { ...began, student_dcid: 5002, open_for: -2, started_by: 4711, ended_at: NOW, ended_by: ana.reader, visit_id },
    { ...began, student_dcid: daniela.dcid, open_for: -3, ended_at: NOW, ended_by: ana.reader },
    { ...began, student_dcid: 5011, open_for: -4, ended_at: NOW, ended_by: ana.reader, visit_id },
    { ...began, student_dcid: daniela.dcid, open_for: -5, ended_at: NOW, ended_by: ana.reader, visit_id },
  ]);
  const by = { crisis_id: 1, person: ana.reader, at: NOW };
  await owner('u_ssp_crisis_step').insert([
    { ...by, step_key: 'stay', change_no: 1, is_done: true },
    { ...by, step_key: 'stay', change_no: 2, is_done: false, person: 4711 },
  ]);
  await owner('u_ssp_crisis_call').insert([
    { crisis_id: 1, person: ana.reader, called_at: '2026-11-20T19:30:00.000Z' },
    { crisis_id: 1, person: ruben.reader, called_at: NOW, answered_at: NOW, ended_at: NOW },
  ]);
  await owner('u_ssp_crisis_contact').insert({ ...by, try_no: 1, result: 'MESSAGE' });
  const sealed = { key_id: 'n1', sealed: 'é='.repeat(100) };
  await owner('u_ssp_crisis_report').insert({
    ...{ crisis_id: 1, report_no: 1, student_dcid: daniela.dcid, reported_on: '2026-11-20', reported_min: 870 },
    ...{ person: ana.reader, recorded_at: NOW, ...sealed },
  });
  const line = {
    crisis_id: 1,
    student_dcid: daniela.dcid,
    due_on: '2026-11-23',
    written_by: maya.reader,
    written_at: NOW,
    ...sealed,
  };
  await owner('u_ssp_follow_up').insert([
    { ...line, line_no: 1, owner: ana.reader },
    { ...line, line_no: 2, owner: ana.reader, done_at: NOW, done_by: ana.reader },
    { ...line, line_no: 3, owner: maya.reader, done_at: NOW, done_by: ana.reader },
  ]);
}

/** What a visit was before two changes, and who may open its note: one who was named, and one who was and is not any more. */
/** Drafts of four people; the second one's student is nobody whom he may open. */
async function fillDrafts(owner: TestDatabase['owner']): Promise<void> {
  const draft = {
    form_key: 'none',
    kind: 'VISIT',
    student_dcid: daniela.dcid,
    earlier_min: 3,
    pauses: '3-8',
    revision: 2,
    key_id: 'n1',
  };
  const at = { sealed: 'é='.repeat(3000), created_at: NOW, updated_at: NOW, started_at: NOW };
  await owner('u_ssp_draft').insert([
    { ...draft, ...at, author: ana.reader, form_key: 'other', resumed_at: NOW, stopped_at: UNTIL },
    { ...draft, ...at, author: ruben.reader, student_dcid: 5008 },
    {
      ...draft,
      ...at,
      author: maya.reader,
      updated_at: '2026-11-01T20:00:00.000Z',
      resumed_at: NOW,
      stopped_at: UNTIL,
    },
    { ...draft, ...at, author: 4711, student_dcid: null },
  ]);
}

async function fillChanges(owner: TestDatabase['owner'], visit_id: number): Promise<void> {
  const change = { visit_id, changed_by: ana.reader, changed_at: NOW, key_id: 'n1', sealed: 'é='.repeat(5000) };
  await owner('u_ssp_visit_change').insert([
    { ...change, revision: 1, reason: ' Añã “ok” ' },
    { ...change, revision: 2, changed_by: 4711 },
  ]);
  const named = { visit_id, student_dcid: daniela.dcid, named_by: ana.reader, named_at: NOW };
  await owner('u_ssp_note_reader').insert([
    { ...named, reader: maya.reader },
    { ...named, reader: 4711, ended_at: NOW },
  ]);
}

/** A student of another school, opened for a real need; a role that is switched off; a list that was signed off. */
async function fillAccess(owner: TestDatabase['owner']): Promise<number[]> {
  const opened = { reader: ana.reader, reason: 'CRISIS', key_id: 'n1', sealed: 'é='.repeat(100), opened_at: NOW };
  const rows = [
    { ...opened, student_dcid: 5007, school_id: 103, until: '2026-11-20T21:00:00.000Z' },
    { ...opened, student_dcid: 5008, school_id: 102, until: '2026-11-20T21:00:00.000Z', ended_at: NOW },
    { ...opened, student_dcid: daniela.dcid, school_id: 101, until: '2026-11-20T21:00:00.000Z' },
    { ...opened, reader: maya.reader, student_dcid: daniela.dcid, school_id: 101, until: UNTIL, ended_at: NOW },
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
  return [ids[0] as number, ids[3] as number];
}

/** A rule, favourites, a follow-up that is due, and an answer of somebody else. */
async function fillToday(owner: TestDatabase['owner'], target_id: number): Promise<void> {
  const rule_json = JSON.stringify({ homerooms: ['حداد 🙂'] });
  await owner('u_ssp_caseload').insert({ reader: ana.reader, rule_json, updated_at: NOW, revision: 3 });
  const favourite = { kind: 'VISIT', purpose: 'ACA_ATTEND', service: 'CHECKIN', minutes: 10, created_at: NOW };
  const how = { visit_type: 'WALKIN', initiator: 'STUDENT', setting: 'OFFICE', modality: 'IN_PERSON' };
  await owner('u_ssp_favourite').insert([
    { ...favourite, ...how, reader: ana.reader, line_no: 2, tier: 2 },
    { ...favourite, ...how, reader: ana.reader, line_no: 1 },
  ]);
  const wrote = { target_id, kind: 'M_INIT', happened_on: '2026-11-18', created_at: NOW };
  await owner('u_ssp_milestone').insert([
    { ...wrote, author: maya.reader, form_key: 'started a' },
    { ...wrote, author: ana.reader, form_key: 'started b' },
  ]);
  // Nobody has seen this student since.
  const [due] = (await owner('u_ssp_visit')
    .insert({
      ...{
        form_key: 'due',
        visit_date: '2026-09-15',
        visit_month: '2026-09',
        school_year: '2026-2027',
        school_id: 101,
      },
      ...{
        minutes: 20,
        purpose: 'ACA_ATTEND',
        sensitive: false,
        ...how,
        disposition: 'CLASS',
        follow_up: '2026-09-30',
      },
      ...{ author: ana.reader, author_title: 'School counselor', created_at: NOW, revision: 1 },
    })
    .returning('id')) as { id: number }[];
  const visit_id = (due as { id: number }).id;
  await owner('u_ssp_visit_student').insert({
    ...{ visit_id, student_dcid: 5005, visit_date: '2026-09-15', grade_level: 6, grade_band: '6-8' },
  });
  await owner('u_ssp_visit_code').insert({ visit_id, code_set: 'PURPOSE', line_no: 0, code: 'L_PANTRY' });
  // It was handed over, and came back.
  await owner('u_ssp_follow_owner').insert({
    ...{ visit_id, student_dcid: 5005, owner: ana.reader, handed_by: joan.reader, handed_at: NOW },
  });
}

/** Periods of staff members, codes of the district, one of them on a visit, and state profiles. */
async function fillSettings(owner: TestDatabase['owner'], sis: TestDatabase['sis'], visit: number): Promise<void> {
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
  const [found] = await sis('Users').where('LastFirst', 'like', 'O%').orderBy('DCID').limit(1).select('DCID');
  await owner('u_ssp_staff_fact').insert([
    { ...fact, from_day: '2026-08-25' },
    { ...fact, revision: 2, from_day: '2026-08-25', to_day: '2026-11-20' },
    { ...fact, person: maya.reader, from_day: '2026-08-25', void_reason: ' von “hier” ' },
    { ...fact, revision: 3, period_no: 2, from_day: '2025-08-25', void_reason: 'ß, Ω' },
    { ...fact, person: found.DCID, from_day: '2026-08-25' },
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
  const late = await owner('u_ssp_visit')
    .where({ author: ana.reader })
    .where('visit_date', '>=', '2026-11-13')
    .select('id');
  for (const { id } of late)
    await owner('u_ssp_visit_code').insert([
      { visit_id: id, code_set: 'SERVICE', line_no: 1, code: 'L_CIRCLE' },
      { visit_id: id, code_set: 'SETTING', line_no: 0, code: 'L_DESK' },
    ]);
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
  const about = { student: daniela.dcid, subject: 'visit:1', request: 'r' };
  await owner('u_ssp_audit').insert([audit('chain-a', 1), { ...audit('chain-a', 2), ...about }, audit('chain-b', 1)]);
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
    const cell = {
      ...{ export_id: (row as { id: number }).id, school_year: '2026-2027', release_no: revision, measure: 'M01' },
      ...{ period: made.period, measure_version: 1, first_day: '2026-08-27', last_day: '2027-01-22', n_rule: 10 },
      ...{ as_of: '2026-11-20', status: 'exact', numerator: 12, denominator: null, counted_num: 12, counted_den: null },
      ...{ students_num: 12, students_rest: 0, students_den: 12 },
    };
    const band = { measure: 'M02', status: 'band', numerator: null, denominator: 40, value_low: 10, value_high: 20 };
    await owner('u_ssp_export_cell').insert([cell, { ...cell, ...band, counted_den: 44 }]);
  }
}
