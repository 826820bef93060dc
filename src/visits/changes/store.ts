import type { CodeBook } from '../../codes/service.ts';
import type { Tx } from '../../database/connect.ts';
import type { Context } from '../../server/context.ts';
import { type Enrollment, groupsOf, schoolYear } from '../../students/facts.ts';
import { sealNote } from '../sealing.ts';
import { chosenCodes, restrictionBy } from '../store.ts';
import type { Content } from './content.ts';
import { sealPresent } from './earlier.ts';
import { writeStaff } from './staff.ts';
import type { State } from './state.ts';

/** Where the students were enrolled on the day to which a visit is moved. */
export interface NewEnrollments {
  /** The school that the visit counts for. */
  school: number;
  students: Map<number, Enrollment>;
}

export interface ChangeWriting {
  reader: number;
  /** About whom the note is. */
  student: number;
  now: string;
  reason: string | null;
  isNoteKept: boolean;
  /** Absent: the day stays, and so do school, grade and groups. */
  enrollments: NewEnrollments | undefined;
}

/**
 * Seals what the visit is and writes what it becomes. The visit's row is held by the transaction. The code of its
 * referral's need is left alone. Gives who may not open the note any more.
 */
export async function writeChange(
  tx: Tx,
  context: Context,
  state: State,
  after: Content,
  writing: ChangeWriting,
  codes: CodeBook,
): Promise<{ endedNames: number[] }> {
  const { row } = state;
  const visit_id = row.visit_id;
  const sealed = await sealPresent(tx, state, context.config.noteKeys);
  await tx.knex('u_ssp_visit_change').insert({
    visit_id,
    revision: row.revision,
    changed_by: writing.reader,
    changed_at: writing.now,
    reason: writing.reason,
    ...sealed,
  });
  await tx
    .knex('u_ssp_visit')
    .where({ id: visit_id })
    .update({
      ...columnsOf(after, codes),
      ...(writing.enrollments ? { school_id: writing.enrollments.school } : {}),
      revision: row.revision + 1,
    });
  await writeStaff(tx, visit_id, state.content.coStaff ?? [], after.coStaff ?? []);
  await moveStudents(tx, context, visit_id, after.date, writing);
  await writeLines(tx, visit_id, after, codes);
  if (!writing.isNoteKept || after.restricted !== state.content.restricted)
    await writeNote(tx, context, state, after, writing);
  else if (after.restrictedWhy !== state.content.restrictedWhy)
    await noteRow(tx, visit_id, writing.student).update({ restricted_why: after.restrictedWhy });
  await restrictOthers(tx, state, after, writing, codes);
  return { endedNames: await endNames(tx, state, after, writing) };
}

function columnsOf(after: Content, codes: CodeBook) {
  return {
    visit_date: after.date,
    visit_month: after.date.slice(0, 7),
    school_year: schoolYear(after.date),
    start_min: after.startMin,
    end_min: after.endMin,
    minutes: after.minutes,
    purpose: codes.standard('PURPOSE', after.purpose),
    purpose_text: after.purposeText,
    sensitive: [after.purpose, ...after.others].some((purpose) => codes.isSensitive(purpose)),
    visit_type: codes.standard('VISIT_TYPE', after.visitType),
    initiator: codes.standard('INITIATOR', after.initiator),
    setting: codes.standard('SETTING', after.setting),
    modality: codes.standard('MODALITY', after.modality),
    disposition: codes.standard('DISPOSITION', after.disposition),
    follow_up: after.followUp,
    consent_exception: after.exception,
  };
}

// On another day the student may have been in another grade, or at another school: the groups are those of writing now.
async function moveStudents(
  tx: Tx,
  context: Context,
  visit_id: number,
  visit_date: string,
  { reader, enrollments }: ChangeWriting,
): Promise<void> {
  for (const [student, { grade_level }] of enrollments?.students ?? []) {
    const groups = await groupsOf(tx, reader, context.clock, student, grade_level);
    await tx
      .knex('u_ssp_visit_student')
      .where({ visit_id, student_dcid: student })
      .update({ visit_date, grade_level, ...groups });
  }
}

// What the lines were is in the sealed state: here are those that count.
async function writeLines(tx: Tx, visit_id: number, after: Content, codes: CodeBook): Promise<void> {
  const { knex } = tx;
  await knex('u_ssp_visit_service').where({ visit_id }).del();
  await knex('u_ssp_visit_service').insert(
    after.services.map(({ service, tier }, at) => ({
      ...{ visit_id, line_no: at + 1, tier },
      service: codes.standard('SERVICE', service),
    })),
  );
  await knex('u_ssp_visit_purpose').where({ visit_id }).del();
  if (after.others.length > 0)
    await knex('u_ssp_visit_purpose').insert(
      after.others.map((purpose, at) => ({
        ...{ visit_id, line_no: at + 1 },
        purpose: codes.standard('PURPOSE', purpose),
      })),
    );
  await knex('u_ssp_visit_code').where({ visit_id }).whereNot({ code_set: 'REF_NEED' }).del();
  const locals = chosenCodes({ ...after, referral: null }).filter(({ set, code }) => codes.local(set, code));
  if (locals.length > 0)
    await knex('u_ssp_visit_code').insert(
      locals.map(({ set, line, code }) => ({ visit_id, code_set: set, line_no: line, code })),
    );
}

/**
 * Takes back who may open the note, unless it was restricted and stays so: the names were given for that text, not for the
 * next one that is restricted. Gives whose names ended.
 */
async function endNames(
  tx: Tx,
  { row, content }: State,
  after: Content,
  { student, now, isNoteKept }: ChangeWriting,
): Promise<number[]> {
  if (content.restricted && after.restricted && (isNoteKept || after.note !== null)) return [];
  const open = () =>
    tx.knex('u_ssp_note_reader').where({ visit_id: row.visit_id, student_dcid: student }).whereNull('ended_at');
  const rows = (await open().orderBy('reader').select('reader')) as { reader: number }[];
  if (rows.length > 0) await open().update({ ended_at: now });
  return rows.map(({ reader }) => reader);
}

const noteRow = (tx: Tx, visit_id: number, student: number) =>
  tx.knex('u_ssp_visit_note').where({ visit_id, student_dcid: student });

async function writeNote(
  tx: Tx,
  context: Context,
  { row, restriction }: State,
  after: Content,
  { reader, student, now, isNoteKept }: ChangeWriting,
): Promise<void> {
  const visit_id = row.visit_id;
  // A note is not deleted: one that is taken out is a row with an empty text.
  const text = isNoteKept ? {} : sealNote(after.note ?? '', { visit: visit_id, student }, context.config.noteKeys);
  // Who restricted it first stays; a note from before these columns says nobody.
  const { by, at } = restriction ?? { by: reader, at: now };
  const restricted = after.restricted
    ? restrictionBy(by, at, after.restrictedWhy)
    : { restricted_by: null, restricted_at: null, restricted_why: null };
  const columns = { restricted: after.restricted, ...restricted, ...text };
  const changed = await noteRow(tx, visit_id, student).update(columns);
  if (changed === 0 && after.note !== null)
    await tx.knex('u_ssp_visit_note').insert({ visit_id, student_dcid: student, ...columns });
}

// In a group each student has a note of its own. A purpose that is nobody's business is that for all of them, so the others'
// notes are restricted too; what was restricted once is not opened again by a change that did not show it.
async function restrictOthers(
  tx: Tx,
  { row }: State,
  after: Content,
  { reader, student, now }: ChangeWriting,
  codes: CodeBook,
): Promise<void> {
  if (row.students < 2) return;
  if (![after.purpose, ...after.others].some((code) => codes.find('PURPOSE', code)?.restricted)) return;
  await tx
    .knex('u_ssp_visit_note')
    .where({ visit_id: row.visit_id, restricted: false })
    .whereNot({ student_dcid: student })
    .update({ restricted: true, ...restrictionBy(reader, now, null) });
}
