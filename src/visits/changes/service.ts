import { aboutEach } from '../../access/each-student.ts';
import { type CodeBook, readBook } from '../../codes/service.ts';
import { changeFaults } from '../../consents/service.ts';
import type { Tx } from '../../database/connect.ts';
import { followVisit } from '../../referrals/of-visit.ts';
import { instantNow, today } from '../../server/clock.ts';
import { type Context, codesOf, readerOf } from '../../server/context.ts';
import type { Fault } from '../../server/form-fields.ts';
import { asking } from '../../students/facts.ts';
import * as say from '../../words/index.ts';
import { type CheckedVisit, checkVisit, type VisitInput } from '../check.ts';
import { CodesChanged, holdLocalCodes, Mend } from '../mend.ts';
import { type Content, contentOf, untouchedGivesWay } from './content.ts';
import { differencesOf } from './differences.ts';
import { enrollmentsOn } from './enrollments.ts';
import { readLock } from './lock.ts';
import { mayChange } from './may-change.ts';
import { staffAfter, typedStaff } from './staff.ts';
import { readState, type State } from './state.ts';
import { type ChangeWriting, writeChange } from './store.ts';

/** What the change form sends beside the fields of a visit. */
export interface ChangeInput extends VisitInput {
  revision?: string;
  reason?: string;
  /** `kept`: the form does not show the note's text, so an empty field leaves it as it is. */
  note_state?: string;
  /** `shown`: the form says who else was there; without it they stay. */
  staff_state?: string;
  /** The times that the form was drawn with. */
  drawn_times?: string;
}

const FAULTS = say.visits.change.faults;
const LONGEST_REASON = 200;
const DAY_MINUTES = 1440;

/** `conflict`: the visit as somebody else has made it meanwhile. `voided`: it is, and is not changed any more. */
export type Changed =
  | { changed: true; again: boolean; isGroup: boolean }
  | { same: true; isGroup: boolean }
  | { faults: Fault[] }
  | { conflict: State; mine: Content }
  | { voided: true }
  | undefined;

/** The visit as its change form needs it; undefined for whoever may not change it. */
export async function stateToChange(context: Context, visit: number): Promise<State | undefined> {
  const state = await readState(
    context.database,
    asking(readerOf(context), context.clock),
    visit,
    context.subject?.student as number,
    context.config.noteKeys,
  );
  return state && mayChange(state.row, readerOf(context)) ? state : undefined;
}

/**
 * Changes a visit and keeps what it was. Whoever has seen an older state than the present one is told what differs, and
 * nothing is written; the very same change sent twice is made once. Undefined for whoever may not change it.
 */
export async function changeVisit(context: Context, visit: number, input: ChangeInput): Promise<Changed> {
  try {
    return await changeWith(await codesOf(context), context, visit, input);
  } catch (thrown) {
    if (!(thrown instanceof CodesChanged)) throw thrown;
    return changeWith(await readBook(context.database), context, visit, input);
  }
}

async function changeWith(codes: CodeBook, context: Context, visit: number, input: ChangeInput): Promise<Changed> {
  try {
    return await checkAndWrite(codes, context, visit, input);
  } catch (thrown) {
    if (thrown instanceof Mend) return { faults: thrown.faults };
    throw thrown;
  }
}

async function checkAndWrite(codes: CodeBook, context: Context, visit: number, input: ChangeInput): Promise<Changed> {
  const { clock } = context;
  const seen = await stateToChange(context, visit);
  if (!seen) return undefined;
  if (seen.row.voided_at !== null) return { voided: true };
  // The form of a group has no field for a note: each student has one of her own, and they stay as they are.
  const isOfGroup = seen.row.students > 1;
  const isNoteKept = isOfGroup || (input.note_state === 'kept' && (input.note ?? '').trim() === '');
  const typed = untouchedGivesWay(input, input.drawn_times ?? '');
  const checked = checkVisit(
    // A note that is kept is checked by nobody: whoever changes the form has not seen its text.
    {
      ...typed,
      ...(isNoteKept ? { note: '', restricted: '', restricted_why: '' } : {}),
      ...(isSameLength(typed, seen.content) ? { confirm_long: '1' } : {}),
    },
    clock,
    codes,
    // What a timer measured holds as it is: over a pause or a change of the clocks, end less start is not the minutes.
    seen.content,
  );
  const days = [seen.row.visit_date, ...('visit' in checked ? [checked.visit.date] : [])];
  const lock = await firstLocked(context, seen.row.school_id, days);
  const reason = (input.reason ?? '').toWellFormed().replaceAll('\u0000', '').trim();
  const staff = typedStaff(input, 'visit' in checked ? checked.visit.minutes : DAY_MINUTES, seen.row.author);
  const faults = [
    ...('faults' in checked ? checked.faults : []),
    ...(staff?.faults ?? []),
    ...(isNoteKept && !isOfGroup ? faultsOfKept(input, seen.content) : []),
    ...('visit' in checked ? faultsOfReason(reason, whyAsked(seen, checked.visit, lock)) : []),
  ];
  if ('faults' in checked || faults.length > 0) return { faults };
  // A form without this field leaves it as it is.
  const exception = input.consent_exception === undefined ? seen.content.exception : input.consent_exception || null;
  const mine = contentOf(checked.visit, exception);
  return context.database.transaction(async (tx) => {
    await holdLocalCodes(tx, checked.visit, codes);
    await tx.lock('u_ssp_visit', visit);
    const reader = readerOf(context);
    const student = context.subject?.student as number;
    const now = await readState(tx, asking(reader, clock), visit, student, context.config.noteKeys);
    if (!now || !mayChange(now.row, reader)) return undefined;
    if (now.row.voided_at !== null) return { voided: true };
    const enrollments = await enrollmentsOn(tx, context, now, mine.date);
    const place = { school: enrollments?.school ?? now.row.school_id, minutes: mine.minutes };
    const coStaff = await staffAfter(tx, context, now.content.coStaff ?? [], staff?.coStaff, place);
    const typedWhy = isOfGroup ? undefined : input.restricted_why;
    const after = { ...(isNoteKept ? withNoteOf(now, mine, typedWhy, codes) : mine), coStaff };
    const isSame = differencesOf(now.content, after, codes, today(clock)).length === 0;
    if (now.row.revision !== Number(input.revision))
      // The same form sent twice, or somebody else has made the very same change.
      return isSame ? { changed: true, again: true, isGroup: now.row.students > 1 } : { conflict: now, mine: after };
    if (isSame) return { same: true, isGroup: now.row.students > 1 };
    const students = now.students.map((one) => one.student);
    const asked = { students, before: now.content, after };
    const consent = await changeFaults(tx, context, asked, codes);
    if (consent.length > 0) return { faults: consent };
    const writing = {
      reader,
      student,
      now: instantNow(clock),
      reason: reason === '' ? null : reason,
      isNoteKept,
      enrollments,
    };
    const { endedNames } = await writeChange(tx, context, now, after, writing, codes);
    const along = await changeReferral(tx, context, now, after, writing, codes);
    const about = await aboutEach(tx, context, 'visit.change', `visit:${visit}`, students);
    const ended = endedNames.map((one) => ({ event: 'NOTE_READERS_SET', subject: `visit:${visit} ended:${one}` }));
    const changed = along.map((one) => ({ event: 'REFERRAL_CHANGED', subject: `referral:${one}` }));
    await context.auditWithin(tx, about, undefined, [...ended, ...changed]);
    return { changed: true, again: false, isGroup: now.row.students > 1 };
  });
}

// A group has no referral.
async function changeReferral(
  tx: Tx,
  context: Context,
  { row, students, content }: State,
  after: Content,
  { student, enrollments }: ChangeWriting,
  codes: CodeBook,
): Promise<number[]> {
  const reason = codes.standard('PURPOSE', after.purpose);
  const enrollment = enrollments?.students.get(student);
  if (students.length > 1 || (!enrollment && reason === codes.standard('PURPOSE', content.purpose))) return [];
  const moved = enrollment && { day: after.date, enrollment };
  return followVisit(tx, context, { visit: row.visit_id, reason, moved });
}

// A visit of many hours was confirmed when it was written: only another length is asked about anew.
function isSameLength({ start = '', end = '', minutes = '' }: VisitInput, before: Content): boolean {
  if (minutes !== '') return minutes === String(before.minutes);
  const at = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  return at(end) - at(start) === before.minutes;
}

/** The change with the note that stands there; a purpose that forces the restriction forces it on a kept note too. */
function withNoteOf(
  { content: present, isNoteClosed }: State,
  mine: Content,
  why: string | undefined,
  codes: CodeBook,
): Content {
  const isThere = present.note !== null || isNoteClosed;
  const forced = [mine.purpose, ...mine.others].some((code) => codes.find('PURPOSE', code)?.restricted);
  const restricted = present.restricted || (forced && isThere);
  // Where the form has no such field, the reason stays with the note.
  const newWhy = why === undefined ? present.restrictedWhy : why.toWellFormed().replaceAll('\u0000', '').trim();
  return { ...mine, note: present.note, restricted, restrictedWhy: (restricted && newWhy) || null };
}

function faultsOfKept(input: ChangeInput, before: Content): Fault[] {
  const why = (input.restricted_why ?? '').trim();
  return [
    ...(before.restricted && input.restricted !== '1' ? [{ fieldId: 'restricted', text: FAULTS.openFirst }] : []),
    ...(why.length > LONGEST_REASON
      ? [{ fieldId: 'restricted-why', text: say.visits.faults.tooLong(LONGEST_REASON) }]
      : []),
  ];
}

/** The first of these days that is locked; a visit moved there would change numbers that were read long ago. */
async function firstLocked(context: Context, school: number, days: string[]): Promise<string | undefined> {
  for (const day of new Set(days))
    if ((await readLock(context.database, { school, day }, today(context.clock))) !== null) return day;
  return undefined;
}

/** What makes a reason needed, in words; undefined when nothing does. */
function whyAsked({ row, content }: State, typed: CheckedVisit, locked: string | undefined): string | undefined {
  if (locked === row.visit_date) return FAULTS.locked;
  if (locked !== undefined) return FAULTS.newDayLocked;
  const isOtherTime =
    typed.startMin !== content.startMin || typed.endMin !== content.endMin || typed.minutes !== content.minutes;
  return row.measured_start !== null && isOtherTime ? FAULTS.measured : undefined;
}

function faultsOfReason(reason: string, asked: string | undefined): Fault[] {
  if (asked !== undefined && reason === '') return [{ fieldId: 'reason', text: asked }];
  return reason.length > LONGEST_REASON
    ? [{ fieldId: 'reason', text: say.visits.faults.reasonTooLong(LONGEST_REASON) }]
    : [];
}
