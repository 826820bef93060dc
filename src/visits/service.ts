import { type CodeBook, readBook } from '../codes/service.ts';
import { consentFaults } from '../consents/service.ts';
import { linkVisit } from '../crisis/visit.ts';
import type { Tx } from '../database/connect.ts';
import { isTaken, type UniqueKey } from '../database/faults.ts';
import { mayTakeTurns } from '../database/turn.ts';
import { askedBefore, chainOf, knownNeeds } from '../referrals/needs.ts';
import { oneByOne } from '../referrals/open.ts';
import { insertReferral, wantsNotice } from '../referrals/store.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { timeOfDay } from '../server/words.ts';
import { asking, enrollmentOn, groupsOf } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { type CheckedVisit, checkVisit, type VisitInput } from './check.ts';
import { checkCoStaff, holdCoStaff } from './co-staff.ts';
import { formDigestOf } from './digest.ts';
import { ofStudent } from './drafts/about.ts';
import { overlapOf } from './drafts/overlap.ts';
import type { StoredDraft } from './drafts/store.ts';
import { DraftMoved, DraftNewer, type Timed, takeDraft, timedInput } from './drafts/take.ts';
import type { Measured } from './drafts/timer.ts';
import { CodesChanged, holdLocalCodes, Mend } from './mend.ts';
import { type CoStaff, insertVisit } from './store.ts';

export const FORM_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const FORM: UniqueKey = { index: 'u_ssp_visit_form', columns: ['u_ssp_visit.author', 'u_ssp_visit.form_key'] };

// What can change between checking a form and writing it does so once or twice, not for ever.
export const MOST_TRIES = 5;

/**
 * `again`: this very form had been saved before, and nothing was written now. With faults, `saved`: it had been saved, but
 * with another content; `newKey`: it needs another key before it can be saved; `newer`: its draft was written on elsewhere.
 */
export type Saved =
  | { again: boolean }
  | { faults: Fault[]; saved: boolean; newKey: boolean; newer?: { revision: number; at: string } };

/**
 * Saves the visit with its referrals, notes and audit row, all or nothing. A form that comes twice (a second click,
 * a lost answer) is saved once and both are told so; one that was changed in between is not taken for the same. The
 * faults otherwise, each at its field.
 */
export async function saveVisit(context: Context, student: number, input: VisitInput): Promise<Saved> {
  const formKey = input.form_key ?? '';
  if (!FORM_KEY.test(formKey))
    return {
      faults: [{ fieldId: 'purpose', text: say.visits.faults.notWhole }],
      saved: false,
      newKey: true,
    };
  let codes = await codesOf(context);
  for (let tries = 1; ; tries++) {
    try {
      return await saveWith(codes, context, student, input, formKey);
    } catch (thrown) {
      if (thrown instanceof DraftNewer) return newerDraft(context, thrown.draft);
      if (tries >= MOST_TRIES || !(thrown instanceof CodesChanged || thrown instanceof DraftMoved)) throw thrown;
      if (thrown instanceof CodesChanged) codes = await readBook(context.database);
    }
  }
}

/** What is said when the draft of a form was written on elsewhere: nothing is saved before somebody chooses. */
export function newerDraft(
  { clock }: Context,
  { revision, updatedAt }: StoredDraft,
): Extract<Saved, { faults: Fault[] }> {
  const at = timeOfDay(updatedAt, clock.timeZone);
  const text = say.visits.faults.writtenElsewhere(at);
  const newer = { revision, at };
  return { faults: [{ fieldId: 'purpose', text }], saved: false, newKey: false, newer };
}

async function saveWith(
  codes: CodeBook,
  context: Context,
  student: number,
  input: VisitInput,
  formKey: string,
): Promise<Saved> {
  const timed = await timedInput(context, ofStudent(student), formKey, input);
  const checked = checkVisit(timed.input, context.clock, codes, timed.measured);
  const formDigest = formDigestOf(context, student, input);
  const reader = readerOf(context);
  const { coStaff, faults: coFaults } =
    'visit' in checked ? checkCoStaff(input, checked.visit.minutes, reader) : { coStaff: [], faults: [] };
  const faults = [...timed.faults, ...('faults' in checked ? checked.faults : []), ...coFaults];
  if ('faults' in checked || faults.length > 0) {
    // Without its draft, which went with the visit, a form that comes once more may lack what the timer gave it.
    if (await isSavedAlready(context, student, formKey, formDigest)) return { again: true };
    return { faults, saved: false, newKey: false };
  }
  const exception = input.consent_exception || null;
  const form = {
    key: formKey,
    digest: formDigest,
    exception,
    crisis: Number(input.crisis) || null,
    sent: input,
    timed,
    coStaff,
  };
  const write = () => writeVisit(context, student, checked.visit, form, codes);
  try {
    return { again: await write() };
  } catch (thrown) {
    if (thrown instanceof Mend) return { faults: thrown.faults, saved: thrown.saved, newKey: thrown.saved };
    // Two sent the same form at the same moment and the other one was first: now it can be seen what was saved.
    if (!isTaken(thrown, FORM)) throw thrown;
    return { again: await write() };
  }
}

async function isSavedAlready(context: Context, student: number, form_key: string, digest: string): Promise<boolean> {
  const asked = { ...asking(readerOf(context), context.clock), form_key };
  const [before] = await context.database.run<{ student: number; form_digest: string | null }>('visits/of-form', asked);
  return before?.student === student && before.form_digest === digest;
}

/** What the form says beside the visit itself. */
interface SentForm {
  key: string;
  digest: string;
  /** Why the visit may be saved although a parent has refused, or was not asked yet. */
  exception: string | null;
  /** The crisis that it writes down. */
  crisis: number | null;
  sent: VisitInput;
  timed: Timed;
  coStaff: CoStaff[];
}

/** True when the visit had been saved from this form before. */
function writeVisit(
  context: Context,
  student: number,
  visit: CheckedVisit,
  form: SentForm,
  codes: CodeBook,
): Promise<boolean> {
  const { database } = context;
  const write = async (tx: Tx) => {
    const reader = readerOf(context);
    const [before] = await tx.run<{ student: number; form_digest: string | null }>('visits/of-form', {
      ...asking(reader, context.clock),
      form_key: form.key,
    });
    if (before?.student === student && before.form_digest === form.digest) return true;
    if (before?.student === student) throw new Mend('purpose', say.visits.faults.savedBefore, true);
    if (before) throw new Mend('purpose', say.visits.faults.otherStudent);
    const { draft, measured, timing } = form.timed;
    await takeDraft(tx, context, form.key, draft, form.sent);
    await holdLocalCodes(tx, visit, codes);
    const enrollment = await enrollmentOn(tx, reader, context.clock, student, visit.date);
    if (!enrollment) throw new Mend('date', say.visits.faults.notEnrolled);
    if (!enrollment.is_own_school) throw new Mend('date', say.visits.faults.otherSchool);
    const asked = { students: [student], date: visit.date, services: visit.services, exception: form.exception };
    const [first, ...others] = await consentFaults(tx, context, asked, codes);
    if (first) throw new Mend(first.fieldId, first.text, false, others);
    await holdCoStaff(tx, context, enrollment.school_id, form.coStaff);
    if (measured && form.sent.confirm_overlap !== '1') {
      const overlap = await overlapOf(tx, context, form.key, spanOf(visit, measured));
      if (overlap) throw new Mend('confirm-overlap', overlap);
    }
    const groups = await groupsOf(tx, reader, context.clock, student, enrollment.grade_level);
    const now = instantNow(context.clock);
    const writing = {
      timing,
      formKey: form.key,
      formDigest: form.digest,
      consentException: form.exception,
      author: reader,
      authorTitle: titleAt(context, enrollment.school_id),
      school: enrollment.school_id,
      coStaff: form.coStaff,
      now,
    };
    const about = { student, enrollment, groups };
    const { noteKeys } = context.config;
    const visitId = await insertVisit(tx, visit, [{ ...about, note: visit.note }], writing, noteKeys, codes);
    if (visit.referral) {
      const need = codes.standard('REF_NEED', visit.referral.need);
      const reason = codes.standard('PURPOSE', visit.purpose);
      const sameNeed = (await knownNeeds(tx, context, student)).filter((one) => one.need === need);
      const { confirm_open, confirm_need = form.sent.need } = form.sent;
      const confirmed = confirm_need === form.sent.need ? confirm_open : undefined;
      const asked = askedBefore(sameNeed, confirmed, today(context.clock));
      if (asked) throw new Mend(asked.fieldId, asked.text);
      const chainId = await chainOf(tx, sameNeed, visit.date);
      const opened = { need, visitId, reason, chainId, openedOn: visit.date, wantsNotice: wantsNotice(context, need) };
      await insertReferral(tx, { ...visit.referral, ...opened }, { ...about, author: reader, now });
    }
    const crisis = form.crisis !== null && { crisis: form.crisis, student, visit: visitId, author: reader };
    if (crisis && !(await linkVisit(tx, crisis))) throw new Mend('purpose', say.visits.faults.crisisWritten);
    await context.auditWithin(tx, `visit:${visitId}`);
    return false;
  };
  return visit.referral ? oneByOne(database, student, write) : mayTakeTurns(database, write);
}

/** From when to when a visit was, where that was said; else what its timer measured. */
export function spanOf({ date, startMin, endMin, minutes }: CheckedVisit, measured: Measured): Measured {
  if (startMin === null || endMin === null) return measured;
  // Pauses lie after the start that was measured.
  const pauses = date === measured.date && startMin === measured.startMin ? measured.pauses : [];
  return { date, startMin, endMin, minutes, pauses };
}

/** What the person is called at a school, by the SIS's name of the role. */
export function titleAt(context: Context, school: number): string {
  const rows = context.scope.filter((row) => row.role === 'support_staff');
  return (rows.find((row) => row.school === school) ?? rows[0])?.title ?? '';
}
