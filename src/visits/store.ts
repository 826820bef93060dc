import type { KeyRing } from '../access/keys.ts';
import { isSensitive } from '../codes/service.ts';
import type { Tx } from '../database/connect.ts';
import { type Enrollment, type Groups, schoolYear } from '../students/facts.ts';
import type { CheckedVisit } from './check.ts';
import { sealNote } from './sealing.ts';

/** Who writes, for whom, from which form, and when. */
export interface Writing {
  formKey: string;
  formDigest: string;
  author: number;
  authorTitle: string;
  student: number;
  enrollment: Enrollment;
  groups: Groups;
  now: string;
}

/** Writes the visit with all its rows; the id of the visit. */
export async function insertVisit(tx: Tx, visit: CheckedVisit, writing: Writing, noteKeys: KeyRing): Promise<number> {
  const { knex } = tx;
  const [row] = (await knex('u_ssp_visit').insert(visitRow(visit, writing)).returning('id')) as { id: number }[];
  const visit_id = (row as { id: number }).id;
  await knex('u_ssp_visit_student').insert({
    visit_id,
    student_dcid: writing.student,
    visit_date: visit.date,
    grade_level: writing.enrollment.grade_level,
    ...writing.groups,
  });
  await knex('u_ssp_visit_service').insert(visit.services.map((line, at) => ({ visit_id, line_no: at + 1, ...line })));
  if (visit.others.length > 0) {
    await knex('u_ssp_visit_purpose').insert(
      visit.others.map((purpose, at) => ({ visit_id, line_no: at + 1, purpose })),
    );
  }
  if (visit.note !== null) {
    const sealed = sealNote(visit.note, { visit: visit_id, student: writing.student }, noteKeys);
    await knex('u_ssp_visit_note').insert({
      visit_id,
      student_dcid: writing.student,
      restricted: visit.restricted,
      ...sealed,
    });
  }
  return visit_id;
}

function visitRow(visit: CheckedVisit, writing: Writing) {
  return {
    form_key: writing.formKey,
    form_digest: writing.formDigest,
    visit_date: visit.date,
    visit_month: visit.date.slice(0, 7),
    school_year: schoolYear(visit.date),
    school_id: writing.enrollment.school_id,
    start_min: visit.startMin,
    end_min: visit.endMin,
    minutes: visit.minutes,
    purpose: visit.purpose,
    purpose_text: visit.purposeText,
    sensitive: isSensitive(visit.purpose) || visit.others.some(isSensitive),
    visit_type: visit.visitType,
    initiator: visit.initiator,
    setting: visit.setting,
    modality: visit.modality,
    disposition: visit.disposition,
    follow_up: visit.followUp,
    author: writing.author,
    author_title: writing.authorTitle,
    created_at: writing.now,
    revision: 1,
  };
}
