import BetterSqlite3 from 'better-sqlite3';
import { within } from '../../src/access/rate.ts';
import { purgeDrafts } from '../../src/visits/drafts/purge.ts';
import { makeApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, bruno, claire, irena, maya, sami } from '../people.ts';
import { actor } from '../referrals/actor.ts';
import { fullScans, openLarge } from './full-scans.ts';

// What a write looks for, it looks for by an index: on SQL Server a statement that reads a table from end to end waits for every row
// that somebody else is changing. People do what they do all day, and each statement that knex makes of it is shown to the planner.

let test: TestDatabase;
let other: TestDatabase;
let plain: BetterSqlite3.Database;
let large: BetterSqlite3.Database;
beforeAll(async () => {
  test = await makeDistrict('sqlite');
  other = await makeDistrict('sqlite');
  plain = new BetterSqlite3(test.file);
  large = openLarge(other.file);
}, 60_000);
afterAll(async () => {
  plain.close();
  large.close();
  await Promise.all([test.close(), other.close()]);
});

/** A write that is not among these was not shown to the planner. */
const WRITTEN = [
  ...[
    'break_glass',
    'caseload',
    'consent',
    'crisis',
    'crisis_call',
    'draft',
    'family',
    'family_try',
    'favourite',
    'follow_up',
  ],
  ...['note_reader', 'rate', 'referral', 'scope', 'session', 'target', 'target_barrier', 'time', 'visit', 'visit_code'],
  ...['visit_note', 'visit_purpose', 'visit_service', 'visit_student'],
];

/** As knex writes them; named queries have a test of their own, and an insert looks for nothing. */
const BY_KNEX = /^(?:update|delete from|select\b.*\bfrom) `u_ssp_/;

const scansOf = (sql: string) =>
  [plain, large].flatMap((database) =>
    fullScans(database, { name: sql, sql }, Array(sql.split('?').length - 1).fill(null)),
  );

it('no statement that writes, or decides a write, reads a table that grows from end to end', async () => {
  const it_ = makeApp(test);
  const one = await it_.as(ana);
  const does = actor(test, it_);
  const made = new Set<string>();
  // The test's own questions are asked outside a transaction.
  const note = ({ sql, __knexTxId }: { sql: string; __knexTxId?: string }) => {
    if (__knexTxId && BY_KNEX.test(sql)) made.add(sql);
  };
  const last = async (table: string): Promise<number> => (await test.owner(table).max({ id: 'id' }).first())?.id;
  const post = async (address: string, form: Record<string, string | string[]> = {}, by = one, status = 303) => {
    const answer = await by.post(address, form as Record<string, string>);
    expect([address, answer.status]).toEqual([address, status]);
    // What was done stands in no address, whatever was done.
    expect(String(answer.headers.location)).not.toMatch(/[?&]done=(?!1(?:[&#]|$))/);
    return String(answer.headers.location);
  };
  const student = `/students/${bruno.dcid}`;
  test.database.knex.on('query', note);

  // Signing in, a minute later once more.
  for (let minute = 0; minute < 2; minute++) {
    expect(await within(test.database, 'sign-in', 9, it_.clock)).toBe(true);
    expect(await within(test.database, 'sign-in', 9, it_.clock)).toBe(true);
    it_.clock.pass(1);
  }
  await it_.as(ana);

  // A visit with a draft, a referral and a colleague; changed, its note opened to somebody; voided.
  const { form_key, ...form } = visitForm({ note: 'x', restricted: '1', co_1: String(maya.reader), co_minutes_1: '5' });
  await post(`${student}/drafts`, { form_key: form_key as string, ...form, script: '1' }, one, 200);
  const seen = { form_key: form_key as string, ...form, draft_revision: '1', draft_page: 'a' };
  await post(`${student}/drafts/discard`, seen);
  await post(`${student}/visits`, {
    form_key: form_key as string,
    ...form,
    referral_agency: 'City Clinic',
    need: 'VISION',
  });
  const visit = await last('u_ssp_visit');
  await post(`/visits/${visit}/readers`, { reader: [String(maya.reader), ''], seen: '' });
  await post(`/visits/${visit}/change`, {
    ...form,
    minutes: '20',
    revision: '1',
    note_state: 'shown',
    co_minutes_1: '7',
  });
  await post(`/visits/${visit}/void`, { reason: 'twice' });
  await purgeDrafts(test.database, it_.parts.audit, it_.clock);

  // A group visit, and one who was not there.
  const students = [sami, bruno, claire].map(({ dcid }) => String(dcid));
  const about = { group_kind: 'SMALL_GROUP', purpose: 'PRO_GROUP', service_1: 'GRP_COUNS' };
  await post('/visits/group', { ...visitForm({ note: 'x' }), ...about, student: students });
  await post(`/visits/${await last('u_ssp_visit')}/students/${sami.dcid}/out`, { reason: 'was ill' });

  // A crisis from its beginning to the visit that writes it down.
  const crisis = String((await post('/crisis', { student: String(bruno.dcid) })).split('?')[0]);
  await post(`${crisis}/steps`, { step: 'stay', seen: '0', done: '1' });
  await post(`${crisis}/guardian`, { result: 'NO', seen: '0' });
  await post(`${crisis}/end`, { words_1: 'call', who_1: String(ana.reader), due_1: '2026-11-23' });
  await post(`/crisis/follow-ups/${await last('u_ssp_follow_up')}/done`);

  // A referral: a step, a barrier, both taken back; handed over; its outcome.
  const [target] = await does.refer(one, bruno.dcid);
  const id = target?.id as number;
  await does.step(one, id, 'wait', { interim: 'CHECKIN', barrier_COST: '1' });
  const barrier = String(await last('u_ssp_target_barrier'));
  await post(`/referrals/targets/${id}/barriers/take-back`, { barrier, reason: 'x' });
  const ticks = { person: String(ana.reader), to: String(irena.reader), [`target_${id}`]: '1' };
  await post('/referrals/hand-over', ticks);

  // The family, a consent, time without a student, what stands on Today.
  await post(`${student}/family`, { caller: String(maya.reader), language: 'Portuguese', revision: '0' });
  await post(`${student}/family`, { caller: String(irena.reader), language: 'Portuguese', revision: '1' });
  const tried = { form_key: crypto.randomUUID(), way: 'PHONE', result: 'NO_ANSWER', tried_on: '2026-11-18' };
  await post(`${student}/family/tries`, tried);
  await post(`${student}/family/tries/${await last('u_ssp_family_try')}/void`, { reason: 'x' });
  const said = { state: 'REFUSED', for_health_care: '1', signer: 'PARENT', method: 'PAPER', signed_on: '2026-11-20' };
  await post(`${student}/consents`, { form_key: crypto.randomUUID(), ...said });
  await post(`${student}/consents/${await last('u_ssp_consent')}/void`, { reason: 'x' });
  await post('/time', { form_key: crypto.randomUUID(), kind: 'PLANNING', date: '2026-11-20', minutes: '45' });
  await post(`/time/${await last('u_ssp_time')}/void`, { reason: 'x' });

  const favourite = { purpose: 'ACA_ATTEND', service_1: 'CHECKIN', minutes: '10' };
  await post('/today/favourites', favourite);
  await post('/today/favourites/arrange', { id: String(await last('u_ssp_favourite')), move: 'remove' });
  for (const revision of ['0', '1']) await post('/today/caseload', { revision, grade: '6' });

  // A student of another school for a real need.
  const need = { number: '104239', need: 'CRISIS', words: 'The school called, she is here and nobody else is.' };
  await post('/access/break-glass', need);
  const opening = String(await last('u_ssp_break_glass'));
  await post('/access/break-glass/end', { opening });
  test.database.knex.off('query', note);

  const changed = new Set([...made].flatMap((sql) => /^(?:update|delete from) `u_ssp_(\w+)`/.exec(sql)?.[1] ?? []));
  expect([...changed]).toEqual(expect.arrayContaining(WRITTEN));
  expect([...made].flatMap((sql) => scansOf(sql).map((scan) => [sql, scan]))).toEqual([]);
}, 120_000);

it('one that does would be told', () => {
  expect(scansOf('update `u_ssp_crisis` set `ended_by` = ? where `ended_at` = ?')).toHaveLength(2);
});
