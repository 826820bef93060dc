import { createHmac } from 'node:crypto';
import { type CodeBook, readBook } from '../codes/service.ts';
import type { Tx } from '../database/connect.ts';
import { isTaken, type UniqueKey } from '../database/faults.ts';
import { insertReferral } from '../referrals/store.ts';
import { instantNow, minuteOfDay, today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { asking, enrollmentOn, groupsOf } from '../students/facts.ts';
import { type CheckedVisit, checkVisit, type VisitInput } from './check.ts';
import { openNote, type SealedNote } from './sealing.ts';
import { chosenCodes, insertVisit } from './store.ts';

const FORM_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const FORM: UniqueKey = { index: 'u_ssp_visit_form', columns: ['u_ssp_visit.author', 'u_ssp_visit.form_key'] };

const SAVED_WITHOUT_CHANGES =
  'This visit was saved already, without your last changes; it stands in the history. Void it there and save again to have it as it is here.';

/** Stops the transaction: what was found inside it has to be mended by the person. */
class Mend extends Error {
  readonly faults: Fault[];
  readonly saved: boolean;

  constructor(fieldId: string, text: string, saved = false) {
    super('to be mended');
    this.faults = [{ fieldId, text }];
    this.saved = saved;
  }
}

/** Stops the transaction: the district's own codes have changed since the form was checked against them. */
class CodesChanged extends Error {}

/**
 * `again`: this very form had been saved before, and nothing was written now. With faults, `saved`: it had been saved, but
 * with another content; `newKey`: it needs another key before it can be saved.
 */
export type Saved = { again: boolean } | { faults: Fault[]; saved: boolean; newKey: boolean };

/**
 * Saves the visit with its referrals, notes and audit row, all or nothing. A form that comes twice (a second click,
 * a lost answer) is saved once and both are told so; one that was changed in between is not taken for the same. The
 * faults otherwise, each at its field.
 */
export async function saveVisit(context: Context, student: number, input: VisitInput): Promise<Saved> {
  const formKey = input.form_key ?? '';
  if (!FORM_KEY.test(formKey))
    return {
      faults: [{ fieldId: 'purpose', text: 'This form is not whole. Save it once more.' }],
      saved: false,
      newKey: true,
    };
  try {
    return await saveWith(await codesOf(context), context, student, input, formKey);
  } catch (thrown) {
    if (!(thrown instanceof CodesChanged)) throw thrown;
    return saveWith(await readBook(context.database), context, student, input, formKey);
  }
}

async function saveWith(
  codes: CodeBook,
  context: Context,
  student: number,
  input: VisitInput,
  formKey: string,
): Promise<Saved> {
  const checked = checkVisit(input, today(context.clock), minuteOfDay(context.clock), codes);
  if ('faults' in checked) return { ...checked, saved: false, newKey: false };
  const formDigest = digestOf(context, student, checked.visit);
  const write = () => writeVisit(context, student, checked.visit, formKey, formDigest, codes);
  try {
    return { again: await write() };
  } catch (thrown) {
    if (thrown instanceof Mend) return { faults: thrown.faults, saved: thrown.saved, newKey: thrown.saved };
    // Two sent the same form at the same moment and the other one was first: now it can be seen what was saved.
    if (!isTaken(thrown, FORM)) throw thrown;
    return { again: await write() };
  }
}

// A MAC and no plain hash: short notes could be guessed from a hash.
function digestOf(context: Context, student: number, visit: CheckedVisit): string {
  const { key } = context.config.noteKeys.current;
  return createHmac('sha256', key)
    .update(JSON.stringify([student, visit]))
    .digest('base64');
}

/** True when the visit had been saved from this form before. */
function writeVisit(
  context: Context,
  student: number,
  visit: CheckedVisit,
  formKey: string,
  formDigest: string,
  codes: CodeBook,
): Promise<boolean> {
  return context.database.transaction(async (tx) => {
    const reader = readerOf(context);
    const [before] = await tx.run<{ student: number; form_digest: string | null }>('visits/of-form', {
      ...asking(reader, context.clock),
      form_key: formKey,
    });
    if (before?.student === student && before.form_digest === formDigest) return true;
    if (before?.student === student) throw new Mend('purpose', SAVED_WITHOUT_CHANGES, true);
    if (before) throw new Mend('purpose', 'This form was already used for another student. Open the page again.');
    await holdLocalCodes(tx, visit, codes);
    const enrollment = await enrollmentOn(tx, reader, context.clock, student, visit.date);
    if (!enrollment) throw new Mend('date', 'The student was not enrolled on that day.');
    if (!enrollment.is_own_school)
      throw new Mend('date', 'On that day the student was enrolled at a school that is not one of yours.');
    const groups = await groupsOf(tx, reader, context.clock, student, enrollment.grade_level);
    const writing = {
      formKey,
      formDigest,
      author: reader,
      authorTitle: titleAt(context, enrollment.school_id),
      student,
      enrollment,
      groups,
      now: instantNow(context.clock),
    };
    const visitId = await insertVisit(tx, visit, writing, context.config.noteKeys, codes);
    if (visit.referral) {
      const need = codes.standard('REF_NEED', visit.referral.need);
      const reason = codes.standard('PURPOSE', visit.purpose);
      await insertReferral(tx, { ...visit.referral, need, visitId, reason, openedOn: visit.date }, writing);
    }
    await context.auditWithin(tx, `visit:${visitId}`);
    return false;
  });
}

// Whoever makes a code more sensitive marks the visits that have it: this one is there by then, or sees the new code.
async function holdLocalCodes(tx: Tx, visit: CheckedVisit, codes: CodeBook): Promise<void> {
  const locals = chosenCodes(visit).filter(({ set, code }) => codes.local(set, code) !== undefined);
  for (const { set, code } of locals) {
    const first = { code_set: set, code, revision: 1 };
    await tx.knex('u_ssp_local_code').where(first).forUpdate().select('id');
    const versions = await tx.run<{ revision: number }>('settings/local-code-versions', { code_set: set, code });
    if (versions.at(-1)?.revision !== codes.local(set, code)?.revision) throw new CodesChanged();
  }
}

/** Voids a visit of one's own. The faults otherwise; voiding twice changes nothing. */
export async function voidVisit(
  context: Context,
  visit: number,
  reason: string,
): Promise<{ voided: true; again: boolean } | { faults: Fault[] }> {
  const why = reason.toWellFormed().replaceAll('\u0000', '').trim();
  const fieldId = `void-reason-${visit}`;
  if (why === '') return { faults: [{ fieldId, text: 'Say why the visit is voided.' }] };
  if (why.length > 200) return { faults: [{ fieldId, text: 'Shorten the reason to 200 characters.' }] };
  let again = false;
  try {
    await context.database.transaction(async (tx) => {
      const reader = readerOf(context);
      await tx.lock('u_ssp_visit', visit);
      const [row] = await tx.run<{ author: number; voided_at: string | null }>('visits/to-void', {
        ...asking(reader, context.clock),
        visit,
      });
      if (!row || row.author !== reader) throw new Mend(fieldId, 'Only whoever wrote the visit can void it.');
      again = row.voided_at !== null;
      if (again) return;
      const voided = { voided_at: instantNow(context.clock), voided_by: reader, void_reason: why };
      await tx.knex('u_ssp_visit').where({ id: visit }).update(voided);
      // What was only written down by mistake did not lead to a referral either.
      await tx.knex('u_ssp_referral').where({ visit_id: visit }).whereNull('voided_at').update(voided);
      await context.auditWithin(tx, `visit:${visit}`);
    });
  } catch (thrown) {
    if (thrown instanceof Mend) return { faults: thrown.faults };
    throw thrown;
  }
  return { voided: true, again };
}

export interface OpenedNote {
  student: number;
  studentName: string;
  visitDate: string;
  createdAt: string;
  text: string | undefined;
}

/** The text of a restricted note for its author; undefined for everybody else. To be logged by the entry. */
export async function openRestrictedNote(context: Context, visit: number): Promise<OpenedNote | undefined> {
  const [row] = await context.database.run<
    SealedNote & { student: number; student_name: string; visit_date: string; created_at: string }
  >('visits/restricted-note', { ...asking(readerOf(context), context.clock), visit });
  if (!row) return undefined;
  const text = openNote(row, { visit, student: row.student }, context.config.noteKeys);
  return {
    student: row.student,
    studentName: row.student_name,
    visitDate: row.visit_date,
    createdAt: row.created_at,
    text,
  };
}

function titleAt(context: Context, school: number): string {
  const rows = context.scope.filter((row) => row.role === 'support_staff');
  return (rows.find((row) => row.school === school) ?? rows[0])?.title ?? '';
}
