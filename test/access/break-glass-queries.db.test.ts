import { makeDistrict, NOW, queryLibrary, type TestDatabase } from '../database.ts';
import { daniela, kwame, maya } from '../people.ts';

// Each query that looks beside the scope for what was opened for a real need, alone, without the guard in front: it gives
// something for the person, the student and the hour, and nothing for anything else.

const LATER = '2026-11-20T20:30:00.000Z';
const UNTIL = '2026-11-20T21:00:00.000Z';

const queries = queryLibrary()
  .all()
  .filter(({ sql }) => /\bu_ssp_break_glass b\b/.test(sql) && /\bStudents\b|u_ssp_visit|u_ssp_target/.test(sql))
  .filter(({ name }) => !name.startsWith('access/'));

let test: TestDatabase;
let asked: Record<string, Record<string, string | number>>;
beforeAll(async () => {
  test = await makeDistrict();
  const [seen, other] = await test
    .owner('u_ssp_visit_student')
    .where({ student_dcid: daniela.dcid })
    .orderBy('visit_id', 'desc')
    .select('visit_id');
  const sealed = { student_dcid: daniela.dcid, key_id: 'n1', sealed: 'x' };
  await test.owner('u_ssp_visit_note').where({ student_dcid: daniela.dcid }).del();
  await test.owner('u_ssp_visit_note').insert([
    { ...sealed, visit_id: seen.visit_id, restricted: true },
    { ...sealed, visit_id: other.visit_id, restricted: false },
  ]);
  await test
    .owner('u_ssp_visit')
    .where({ id: seen.visit_id })
    .update({ author: kwame.reader, group_kind: 'SMALL_GROUP' });
  // His latest group is the one with her.
  await test
    .owner('u_ssp_visit')
    .where({ author: kwame.reader })
    .whereNot({ id: seen.visit_id })
    .update({ group_kind: null });
  await test
    .owner('u_ssp_visit_code')
    .insert({ visit_id: seen.visit_id, code_set: 'PURPOSE', line_no: 1, code: 'OWN' });
  const [target] = await test
    .owner('u_ssp_target as t')
    .join('u_ssp_referral as r', 'r.id', 't.referral_id')
    .where('r.student_dcid', daniela.dcid)
    .select('t.id');
  const { crisis, consent, follow_up, referral } = await written(seen.visit_id, target.id);
  asked = {
    ...{ students: { id: daniela.dcid }, visits: { id: seen.visit_id }, referrals: { id: target.id } },
    crisis: { id: crisis },
    every: {
      ...{ student: daniela.dcid, day: '2026-11-20', visit: seen.visit_id, target: target.id, referral },
      ...{ from_date: '2020-01-01', to_date: '2026-12-31', since: '2020-01-01' },
      ...{ student_1: daniela.dcid, crisis, consent, follow_up },
    },
  };
});
afterAll(() => test.close());

/** A row of each kind about her, by the one who asks. */
async function written(visit_id: number, target: number) {
  const who = { student_dcid: daniela.dcid };
  const insert = async (table: string, row: Record<string, unknown>): Promise<number> => {
    await test.owner(table).insert(row);
    const [newest] = await test.owner(table).orderBy('id', 'desc').limit(1);
    return newest.id;
  };
  const consent = await insert('u_ssp_consent', {
    ...{ ...who, kind: 'SVC_SCHOOL', service_group: 'counseling', state: 'GIVEN', signed_on: '2026-09-01' },
    ...{
      starts_on: '2026-09-01',
      signer: 'PARENT',
      method: 'PAPER',
      form_key: 'x',
      recorded_by: 9001,
      recorded_at: NOW,
    },
  });
  const crisis = await insert('u_ssp_crisis', {
    ...{ ...who, open_for: daniela.dcid, school_id: 101, started_by: 9001, started_at: NOW },
  });
  const by = { crisis_id: crisis, person: 9001 };
  await insert('u_ssp_crisis_step', { ...by, step_key: 'x', change_no: 1, is_done: true, at: NOW });
  await insert('u_ssp_crisis_call', { ...by, called_at: NOW });
  await insert('u_ssp_crisis_contact', { ...by, try_no: 1, result: 'REACHED', at: NOW });
  const text = { key_id: 'n1', sealed: 'x' };
  await insert('u_ssp_crisis_report', {
    ...{ ...by, ...who, ...text, report_no: 1, reported_on: '2026-11-20', reported_min: 600, recorded_at: NOW },
  });
  const follow_up = await insert('u_ssp_follow_up', {
    ...{ ...who, ...text, crisis_id: crisis, line_no: 1, owner: kwame.reader, due_on: '2026-11-23' },
    ...{ written_by: 9001, written_at: NOW },
  });
  await insert('u_ssp_visit_staff', { visit_id, person: 9004, minutes: 5 });
  await insert('u_ssp_visit_change', { ...text, visit_id, revision: 1, changed_by: 9001, changed_at: NOW });
  await insert('u_ssp_note_reader', { ...who, visit_id, reader: 9004, named_by: kwame.reader, named_at: NOW });
  const { referral_id } = await test.owner('u_ssp_target').where({ id: target }).first('referral_id');
  await test.owner('u_ssp_referral').where({ id: referral_id }).update({ visit_id, author: kwame.reader });
  await test.owner('u_ssp_referral').where(who).whereNot({ id: referral_id }).update({ chain_id: referral_id });
  await insert('u_ssp_target_barrier', {
    ...{ target_id: target, barrier: 'COST', noted_on: '2026-11-20', author: 9001, created_at: NOW, voided_no: 0 },
  });
  const family = { needs_interpreter: true, changed_by: 9001, changed_at: NOW, revision: 1 };
  await insert('u_ssp_family', { ...who, ...family });
  const tried = { tried_on: '2026-11-20', way: 'PHONE', result: 'NO_ANSWER', had_interpreter: false, form_key: 'x' };
  await insert('u_ssp_family_try', { ...who, ...tried, author: 9001, created_at: NOW });
  return { crisis, consent, follow_up, referral: referral_id as number };
}

async function rows(name: string, changes: Record<string, string | number> = {}): Promise<number> {
  const { args } = queryLibrary().get(name);
  const of: Record<string, string | number> = { ...asked.every, ...asked[name.split('/')[0] as string] };
  // In this one alone of its folder the number is the referral's.
  if (name === 'referrals/referral-in-scope') of.id = of.referral as number;
  const given = { ...of, reader: kwame.reader, now: NOW, ...changes };
  const fitting = Object.entries(given).filter(([arg]) => args.some((one) => one.name === arg));
  return (await test.database.run(name, Object.fromEntries(fitting))).length;
}

async function opened(changes: object = {}): Promise<void> {
  await test.owner('u_ssp_break_glass').del();
  await test.owner('u_ssp_break_glass').insert({
    ...{
      reader: kwame.reader,
      student_dcid: daniela.dcid,
      school_id: 101,
      reason: 'CRISIS',
      key_id: 'n1',
      sealed: 'x',
    },
    ...{ opened_at: NOW, until: UNTIL, ...changes },
  });
}

it('every query about one student looks there, and none that searches or counts does', () => {
  const about = queryLibrary()
    .all()
    .filter(
      ({ name, args }) => /^(students|visits|referrals)\//.test(name) && args.some((one) => one.name === 'reader'),
    )
    .filter(({ sql }) => /\bStudents\b/.test(sql))
    .map(({ name }) => name);
  const looking = new Set(queries.map(({ name }) => name));
  // Lists and counts over a school.
  const lists = ['incoming', 'more-of-person', 'more-owners', 'new-count', 'of-person', 'owners'].map(
    (name) => `referrals/${name}`,
  );
  const searches = ['students/by-number', 'students/search', 'visits/homeroom'];
  expect(about.filter((name) => !looking.has(name))).toEqual([...lists, ...searches]);
  expect(looking.size).toBeGreaterThanOrEqual(14);
});

// Rows of one's own, which are there without the student.
const OWN = ['visits/drafts', 'visits/times-of-day'];

it.each(OWN)('%s names the student for the hour alone', async (name) => {
  const scope = { reader: kwame.reader, school: 103, role: 'support_staff', title: 'School counselor' };
  await test.owner('u_ssp_scope').insert({ ...scope, until: '2026-11-21T20:00:00.000Z' });
  const draft = {
    kind: 'VISIT',
    earlier_min: 0,
    revision: 1,
    key_id: 'n1',
    sealed: 'x',
    created_at: NOW,
    updated_at: NOW,
  };
  await test
    .owner('u_ssp_draft')
    .insert({ ...draft, author: kwame.reader, form_key: 'form', student_dcid: daniela.dcid });
  await test
    .owner('u_ssp_visit')
    .where({ id: asked.visits?.id as number })
    .update({ visit_date: '2026-07-04', start_min: 600, end_min: 610 });
  const named = async (now: string) => {
    const { args } = queryLibrary().get(name);
    const asked = { reader: kwame.reader, now, day: '2026-07-04', form_key: 'form' };
    const fitting = Object.entries(asked).filter(([arg]) => args.some((one) => one.name === arg));
    const [row] = await test.database.run<{ student_name: string | null }>(name, Object.fromEntries(fitting));
    return row?.student_name;
  };
  await test.owner('u_ssp_break_glass').del();
  expect(await named(NOW)).toBeNull();
  await opened();
  expect(await named(NOW)).toBe(daniela.name);
  expect(await named(UNTIL)).toBeNull();
  await test.owner('u_ssp_draft').del();
  await test.owner('u_ssp_scope').where({ reader: kwame.reader }).del();
});

it.each(queries.map(({ name }) => name).filter((name) => !OWN.includes(name)))('%s', async (name) => {
  await test.owner('u_ssp_break_glass').del();
  expect(await rows(name)).toBe(0);
  await opened();
  expect(await rows(name)).toBeGreaterThan(0);
  expect(await rows(name, { now: LATER })).toBeGreaterThan(0);
  // The hour is over, somebody else asks, it was closed, it was another student.
  expect(await rows(name, { now: UNTIL })).toBe(0);
  expect(await rows(name, { reader: maya.reader })).toBe(0);
  await opened({ ended_at: NOW });
  expect(await rows(name)).toBe(0);
  await opened({ student_dcid: 5002 });
  expect(await rows(name)).toBe(0);
});
