import { isTaken, type UniqueKey } from '../database/faults.ts';
import { insertReferral } from '../referrals/store.ts';
import { instantNow, minuteOfDay, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { asking, enrollmentOn, groupsOf } from '../students/facts.ts';
import { checkVisit, type VisitInput } from './check.ts';
import { openNote, type SealedNote } from './sealing.ts';
import { insertVisit } from './store.ts';

const FORM_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const FORM: UniqueKey = { index: 'u_ssp_visit_form', columns: ['u_ssp_visit.author', 'u_ssp_visit.form_key'] };

/** Stops the transaction: what was found inside it has to be mended by the person. */
class Mend extends Error {
  readonly faults: Fault[];

  constructor(fieldId: string, text: string) {
    super('to be mended');
    this.faults = [{ fieldId, text }];
  }
}

/**
 * Saves the visit with its referrals, notes and audit row, all or nothing. A form that comes twice (a second click,
 * a lost answer) is saved once and both are told so. The faults otherwise, each at its field.
 */
export async function saveVisit(
  context: Context,
  student: number,
  input: VisitInput,
): Promise<{ saved: true } | { faults: Fault[] }> {
  const formKey = input.form_key ?? '';
  if (!FORM_KEY.test(formKey))
    return { faults: [{ fieldId: 'purpose', text: 'This form is not whole. Open the page again.' }] };
  const checked = checkVisit(input, today(context.clock), minuteOfDay(context.clock));
  if ('faults' in checked) return checked;
  try {
    await context.database.transaction(async (tx) => {
      const reader = readerOf(context);
      const [before] = await tx.run<{ student: number }>('visits/of-form', {
        ...asking(reader, context.clock),
        form_key: formKey,
      });
      if (before?.student === student) return;
      if (before) throw new Mend('purpose', 'This form was already used for another student. Open the page again.');
      const { visit } = checked;
      const enrollment = await enrollmentOn(tx, reader, context.clock, student, visit.date);
      if (!enrollment) throw new Mend('date', 'The student was not enrolled on that day.');
      if (!enrollment.is_own_school)
        throw new Mend('date', 'On that day the student was enrolled at a school that is not one of yours.');
      const groups = await groupsOf(tx, reader, context.clock, student, enrollment.grade_level);
      const writing = {
        formKey,
        author: reader,
        authorTitle: titleAt(context, enrollment.school_id),
        student,
        enrollment,
        groups,
        now: instantNow(context.clock),
      };
      const visitId = await insertVisit(tx, visit, writing, context.config.noteKeys);
      if (visit.referral)
        await insertReferral(tx, { ...visit.referral, visitId, reason: visit.purpose, openedOn: visit.date }, writing);
      await context.auditWithin(tx, `visit:${visitId}`);
    });
  } catch (thrown) {
    if (thrown instanceof Mend) return { faults: thrown.faults };
    // Two sent the same form at the same moment: the other one was first, and the visit is saved.
    if (isTaken(thrown, FORM)) return { saved: true };
    throw thrown;
  }
  return { saved: true };
}

/** Voids a visit of one's own. The faults otherwise; voiding twice changes nothing. */
export async function voidVisit(
  context: Context,
  visit: number,
  reason: string,
): Promise<{ voided: true } | { faults: Fault[] }> {
  const why = reason.toWellFormed().replaceAll('\u0000', '').trim();
  const fieldId = `void-reason-${visit}`;
  if (why === '') return { faults: [{ fieldId, text: 'Say why the visit is voided.' }] };
  if (why.length > 200) return { faults: [{ fieldId, text: 'Shorten the reason to 200 characters.' }] };
  try {
    await context.database.transaction(async (tx) => {
      const reader = readerOf(context);
      await tx.lock('u_ssp_visit', visit);
      const [row] = await tx.run<{ author: number; voided_at: string | null }>('visits/to-void', {
        ...asking(reader, context.clock),
        visit,
      });
      if (!row || row.author !== reader) throw new Mend(fieldId, 'Only whoever wrote the visit can void it.');
      if (row.voided_at !== null) return;
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
  return { voided: true };
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
