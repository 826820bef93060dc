import { aboutEach } from '../access/each-student.ts';
import { seal, unseal } from '../access/sealing.ts';
import type { Tx } from '../database/connect.ts';
import { isTaken, type UniqueKey } from '../database/faults.ts';
import { instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import { asking, findStudent } from '../students/facts.ts';
import { peopleToCall } from './calls.ts';
import type { CheckedFollowUp, CheckedReport } from './check.ts';
import { placeOfFollowUp, placeOfReport } from './places.ts';
import { procedureOf } from './steps.ts';
import { type Crisis, type Place, readerOfCrisis, type StepChange } from './store.ts';

const OPEN: UniqueKey = { index: 'u_ssp_crisis_open', columns: ['u_ssp_crisis.open_for'] };

/**
 * Fixes the time, and calls whom the district names for the student's school. A student has one crisis at a time: whoever
 * presses while one is open gets that one (`again`).
 */
export async function startCrisis(context: Context, student: number): Promise<{ crisis: number; again: boolean }> {
  const started_at = instantNow(context.clock);
  const header = await findStudent(context.database, readerOf(context), context.clock, student);
  if (!header) throw new AppError('NOT_FOUND');
  const people = await peopleToCall(context, header.school_id);
  const begin = () =>
    context.database.transaction(async (tx) => {
      const asked = { ...asking(readerOf(context), context.clock), student };
      const [open] = await tx.run<{ id: number }>('crisis/open', asked);
      if (open) return { crisis: open.id, again: true };
      const crisis = { open_for: student, student_dcid: student, school_id: header.school_id };
      const id = await inserted(tx, 'u_ssp_crisis', { ...crisis, started_by: readerOf(context), started_at });
      const calls: { event: string; subject: string }[] = [];
      for (const person of people) {
        const call = await inserted(tx, 'u_ssp_crisis_call', { crisis_id: id, person, called_at: started_at });
        calls.push({ event: 'CRISIS_CALLED', subject: `call:${call} person:${person}` });
      }
      await context.auditWithin(tx, `crisis:${id}`, undefined, calls);
      return { crisis: id, again: false };
    });
  try {
    return await begin();
  } catch (thrown) {
    // Two pressed at the same moment, and the other one was first.
    if (!isTaken(thrown, OPEN)) throw thrown;
    return begin();
  }
}

async function inserted(tx: Tx, table: string, row: object): Promise<number> {
  const [made] = (await tx.knex(table).insert(row).returning('id')) as { id: number }[];
  return (made as { id: number }).id;
}

/** What became of a change: `first`: somebody else was first, and that stands. `over`: the crisis was ended; `added`: what is to follow up was kept all the same. */
export type Done = { done: true; again?: boolean } | { first: StepChange } | { over: true; added?: number } | undefined;

/** Runs a change of a crisis with its row held, an ended one `evenEnded`. Undefined when the student has no such crisis. */
async function within<T>(
  context: Context,
  place: Place,
  change: (tx: Tx, crisis: Crisis) => Promise<T>,
  evenEnded = false,
): Promise<T | { over: true } | undefined> {
  return context.database.transaction(async (tx) => {
    await tx.lock('u_ssp_crisis', place.crisis);
    const crisis = await readerOfCrisis(tx, context, place).crisis();
    if (!crisis) return undefined;
    return evenEnded || crisis.ended_at === null ? change(tx, crisis) : { over: true };
  });
}

const stamp = (context: Context) => ({ person: readerOf(context), at: instantNow(context.clock) });

/** Ticks a step, or takes the tick back. `seen`: how many changes of it the page showed. */
export function markStep(
  context: Context,
  place: Place,
  { step, isDone, seen }: { step: string; isDone: boolean; seen: number },
): Promise<Done> {
  return within(context, place, async (tx): Promise<Done> => {
    const changes = (await readerOfCrisis(tx, context, place).steps()).filter((one) => one.step_key === step);
    const isKnown = procedureOf(context.config).steps.some(({ key }) => key === step);
    if (!isKnown && changes.length === 0) return undefined;
    const last = changes.at(-1);
    if ((last?.is_done ?? false) === isDone)
      return last && last.person !== readerOf(context) && changes.length !== seen
        ? { first: last }
        : { done: true, again: true };
    if (last && changes.length !== seen) return { first: last };
    await tx.knex('u_ssp_crisis_step').insert({
      ...{ crisis_id: place.crisis, step_key: step, change_no: changes.length + 1, is_done: isDone },
      ...stamp(context),
    });
    await context.auditWithin(tx, `crisis:${place.crisis} ${step}`.slice(0, 60));
    return { done: true };
  });
}

// Two presses of one button come within this time; whoever tries once more takes longer.
const DOUBLE_PRESS_MS = 60_000;

/** Writes down one try to reach a guardian. The same button pressed twice in a row is one try; a later press is another. */
export function noteContact(
  context: Context,
  place: Place,
  { result, seen }: { result: string; seen: number },
): Promise<Done> {
  const note = async (tx: Tx): Promise<Done> => {
    const tries = await readerOfCrisis(tx, context, place).contacts();
    const now = context.clock.now().getTime();
    const isSame = tries
      .slice(seen)
      .some(
        (one) =>
          one.person === readerOf(context) &&
          one.result === result &&
          now - new Date(one.at).getTime() < DOUBLE_PRESS_MS,
      );
    if (isSame) return { done: true, again: true };
    const contact = { crisis_id: place.crisis, try_no: tries.length + 1, result, ...stamp(context) };
    await tx.knex('u_ssp_crisis_contact').insert(contact);
    await context.auditWithin(tx, `crisis:${place.crisis} ${result}`);
    return { done: true };
  };
  // A guardian may be reached hours later.
  return within(context, place, note, true);
}

/**
 * Writes down that a report under the law was made: when, by whom, and its number. What it said is nowhere here. Only the
 * very same report, sent again from a page that had not seen it, is written once.
 */
export function noteReport(context: Context, place: Place, report: CheckedReport, seen: number): Promise<Done> {
  return within(
    context,
    place,
    async (tx): Promise<Done> => {
      const reports = await readerOfCrisis(tx, context, place).reports();
      const isSame = reports
        .slice(seen)
        .some(
          (one) =>
            one.person === readerOf(context) &&
            one.reported_on === report.date &&
            one.reported_min === report.minute &&
            unseal(one, placeOfReport(place.crisis, one.report_no, place.student), context.config.noteKeys) ===
              report.reference,
        );
      if (isSame) return { done: true, again: true };
      const report_no = reports.length + 1;
      const spot = placeOfReport(place.crisis, report_no, place.student);
      const { person, at } = stamp(context);
      await tx.knex('u_ssp_crisis_report').insert({
        ...{ crisis_id: place.crisis, report_no, student_dcid: place.student, person, recorded_at: at },
        ...{ reported_on: report.date, reported_min: report.minute },
        ...seal(report.reference, spot, context.config.noteKeys),
      });
      await context.auditWithin(tx, `crisis:${place.crisis} report:${report_no}`);
      return { done: true };
      // A report may be due hours or days later: the end of the crisis is not the end of its time.
    },
    true,
  );
}

/**
 * Ends the crisis with what others are to follow up. Whoever was called and has not answered is called no more. Where somebody
 * else ended it first, that stands, and what is to follow up is added to it (`over`); the same line twice is one.
 */
export function endCrisis(context: Context, place: Place, followUps: readonly CheckedFollowUp[]): Promise<Done> {
  const end = async (tx: Tx, crisis: Crisis): Promise<Done> => {
    const isFirst = crisis.ended_at === null;
    if (isFirst) await markEnded(tx, context, place.crisis);
    const added = await addFollowUps(tx, context, place, followUps);
    if (!isFirst && added === 0)
      return (await isOwnEnd(tx, context, place.crisis)) ? { done: true, again: true } : { over: true };
    await context.auditWithin(tx, `crisis:${place.crisis}`);
    return isFirst ? { done: true } : { over: true, added };
  };
  return within(context, place, end, true);
}

// The same form sent twice.
async function isOwnEnd(tx: Tx, context: Context, crisis: number): Promise<boolean> {
  const [row] = await tx.knex('u_ssp_crisis').where({ id: crisis }).select('ended_by');
  return row?.ended_by === readerOf(context);
}

async function markEnded(tx: Tx, context: Context, crisis: number): Promise<void> {
  const ended_at = instantNow(context.clock);
  const ended = { open_for: -crisis, ended_at, ended_by: readerOf(context) };
  await tx.knex('u_ssp_crisis').where({ id: crisis }).update(ended);
  await tx.knex('u_ssp_crisis_call').where({ crisis_id: crisis }).whereNull('ended_at').update({ ended_at });
}

/** How many were written that did not stand there already. */
async function addFollowUps(
  tx: Tx,
  context: Context,
  { crisis, student }: Place,
  followUps: readonly CheckedFollowUp[],
): Promise<number> {
  const { noteKeys } = context.config;
  const rows = (await tx
    .knex('u_ssp_follow_up')
    .where({ crisis_id: crisis })
    .select('line_no', 'owner', 'due_on', 'key_id', 'sealed')) as FollowUpRow[];
  const lineOf = (line_no: number) => placeOfFollowUp(crisis, line_no, student);
  const known: CheckedFollowUp[] = rows.map((row) => ({
    ...{ owner: row.owner, dueOn: row.due_on, words: unseal(row, lineOf(row.line_no), noteKeys) ?? '' },
  }));
  const added: CheckedFollowUp[] = [];
  for (const one of followUps) if (![...known, ...added].some((other) => isSameLine(one, other))) added.push(one);
  const last = Math.max(0, ...rows.map(({ line_no }) => line_no));
  for (const [at, { owner, dueOn, words }] of added.entries()) {
    const line_no = last + at + 1;
    await tx.knex('u_ssp_follow_up').insert({
      ...{ crisis_id: crisis, line_no, student_dcid: student, owner, due_on: dueOn },
      ...{ written_by: readerOf(context), written_at: instantNow(context.clock) },
      ...seal(words, lineOf(line_no), noteKeys),
    });
  }
  return added.length;
}

function isSameLine(one: CheckedFollowUp, other: CheckedFollowUp): boolean {
  return one.owner === other.owner && one.dueOn === other.dueOn && one.words === other.words;
}

interface FollowUpRow {
  line_no: number;
  owner: number;
  due_on: string;
  key_id: string;
  sealed: string;
}

/** Something that somebody was asked to do for a student after a crisis. */
export interface FollowUp {
  id: number;
  student: number;
  studentName: string;
  dueOn: string;
  /** Users.DCID of whoever asked for it, and the name as the SIS has it. */
  writtenBy: number;
  writer: string | null;
  /** undefined: the key is not at hand. */
  words: string | undefined;
}

/** What the reader was asked to follow up and has not done yet, the earliest first. For the start page. */
export async function listFollowUps(context: Context): Promise<FollowUp[]> {
  interface Row {
    id: number;
    crisis: number;
    line_no: number;
    student: number;
    student_name: string;
    due_on: string;
    written_by: number;
    writer: string | null;
    key_id: string;
    sealed: string;
  }
  const rows = await context.database.run<Row>('crisis/follow-ups', asking(readerOf(context), context.clock));
  return rows.map((row) => ({
    id: row.id,
    student: row.student,
    studentName: row.student_name,
    dueOn: row.due_on,
    writtenBy: row.written_by,
    writer: row.writer,
    words: unseal(row, placeOfFollowUp(row.crisis, row.line_no, row.student), context.config.noteKeys),
  }));
}

/** Marks what one was asked to do as done. Undefined when it is somebody else's; false when it was done before. */
export async function finishFollowUp(context: Context, follow_up: number): Promise<boolean | undefined> {
  return context.database.transaction(async (tx) => {
    await tx.lock('u_ssp_follow_up', follow_up);
    const asked = { ...asking(readerOf(context), context.clock), follow_up };
    const [row] = await tx.run<{ student: number; done_at: string | null }>('crisis/follow-up', asked);
    if (!row) return undefined;
    if (row.done_at !== null) return false;
    const { person, at } = stamp(context);
    await tx.knex('u_ssp_follow_up').where({ id: follow_up }).update({ done_at: at, done_by: person });
    const about = await aboutEach(tx, context, 'crisis.follow-up', `follow-up:${follow_up}`, [row.student]);
    await context.auditWithin(tx, about);
    return true;
  });
}
