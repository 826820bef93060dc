import type { KeyRing } from '../access/keys.ts';
import type { CodeBook, LocalSet } from '../codes/service.ts';
import type { Tx } from '../database/connect.ts';
import { insertMany } from '../database/parts.ts';
import { type Enrollment, type Groups, schoolYear } from '../students/facts.ts';
import type { CheckedVisit } from './check.ts';
import { pausesText } from './drafts/pauses.ts';
import type { Timing } from './drafts/take.ts';
import { sealNote } from './sealing.ts';

/** One of the students of a visit, as the SIS has her on its day, and what is noted about her. */
export interface Participant {
  student: number;
  enrollment: Enrollment;
  groups: Groups;
  note: string | null;
}

/** Somebody who was there besides the author, and for how long. */
export interface CoStaff {
  person: number;
  minutes: number;
}

/** Who writes, from which form, for which school, and when. */
export interface Writing {
  formKey: string;
  formDigest: string;
  /** Why it may be saved without a parent's consent. */
  consentException?: string | null;
  author: number;
  authorTitle: string;
  /** The school that the visit counts for. */
  school: number;
  /** A GROUPING code; null: one student. */
  groupKind?: string | null;
  coStaff: readonly CoStaff[];
  /** null: no timer ran. */
  timing?: Timing | null;
  now: string;
}

/** A code of the form in its place: the line it stands on, 0 where there is but one. */
interface Chosen {
  set: LocalSet;
  line: number;
  code: string;
}

/** Every code of the visit and its referral that may be one of the district's own. */
export function chosenCodes(visit: CheckedVisit): Chosen[] {
  const one = (set: LocalSet, code: string) => ({ set, line: 0, code });
  return [
    one('PURPOSE', visit.purpose),
    ...visit.others.map((code, at) => ({ set: 'PURPOSE' as const, line: at + 1, code })),
    ...visit.services.map(({ service }, at) => ({ set: 'SERVICE' as const, line: at + 1, code: service })),
    one('VISIT_TYPE', visit.visitType),
    one('INITIATOR', visit.initiator),
    one('SETTING', visit.setting),
    one('MODALITY', visit.modality),
    one('DISPOSITION', visit.disposition),
    ...(visit.referral ? [one('REF_NEED', visit.referral.need)] : []),
  ];
}

/**
 * Writes the visit with all its rows; the id of the visit. A local code stands in a row of its own, the standard one that
 * it counts as on the visit: no report and no export can meet the local one.
 */
export async function insertVisit(
  tx: Tx,
  visit: CheckedVisit,
  participants: readonly Participant[],
  writing: Writing,
  noteKeys: KeyRing,
  codes: CodeBook,
): Promise<number> {
  const { knex } = tx;
  const [row] = (await knex('u_ssp_visit')
    .insert(visitRow(visit, writing, codes))
    .returning('id')) as { id: number }[];
  const visit_id = (row as { id: number }).id;
  await insertMany(
    knex,
    'u_ssp_visit_student',
    participants.map(({ student, enrollment, groups }) => ({
      visit_id,
      student_dcid: student,
      visit_date: visit.date,
      grade_level: enrollment.grade_level,
      ...groups,
    })),
  );
  await knex('u_ssp_visit_service').insert(
    visit.services.map(({ service, tier }, at) => ({
      ...{ visit_id, line_no: at + 1, tier },
      service: codes.standard('SERVICE', service),
    })),
  );
  if (visit.others.length > 0) {
    await knex('u_ssp_visit_purpose').insert(
      visit.others.map((purpose, at) => ({
        ...{ visit_id, line_no: at + 1 },
        purpose: codes.standard('PURPOSE', purpose),
      })),
    );
  }
  await insertMany(
    knex,
    'u_ssp_visit_note',
    participants.flatMap(({ student, note }) =>
      note === null
        ? []
        : {
            visit_id,
            student_dcid: student,
            restricted: visit.restricted,
            ...(visit.restricted ? restrictionBy(writing.author, writing.now, visit.restrictedWhy) : {}),
            ...sealNote(note, { visit: visit_id, student }, noteKeys),
          },
    ),
  );
  await insertMany(
    knex,
    'u_ssp_visit_staff',
    writing.coStaff.map((one) => ({ visit_id, ...one })),
  );
  const locals = chosenCodes(visit).filter(({ set, code }) => codes.local(set, code) !== undefined);
  if (locals.length > 0)
    await knex('u_ssp_visit_code').insert(
      locals.map(({ set, line, code }) => ({ visit_id, code_set: set, line_no: line, code })),
    );
  return visit_id;
}

/** Who restricted a note, when and why, as it stands beside the note. */
export function restrictionBy(person: number | null, now: string | null, why: string | null) {
  return { restricted_by: person, restricted_at: now, restricted_why: why };
}

function visitRow(visit: CheckedVisit, writing: Writing, codes: CodeBook) {
  return {
    form_key: writing.formKey,
    form_digest: writing.formDigest,
    consent_exception: writing.consentException ?? null,
    visit_date: visit.date,
    visit_month: visit.date.slice(0, 7),
    school_year: schoolYear(visit.date),
    school_id: writing.school,
    start_min: visit.startMin,
    end_min: visit.endMin,
    minutes: visit.minutes,
    purpose: codes.standard('PURPOSE', visit.purpose),
    purpose_text: visit.purposeText,
    sensitive: [visit.purpose, ...visit.others].some((purpose) => codes.isSensitive(purpose)),
    visit_type: codes.standard('VISIT_TYPE', visit.visitType),
    initiator: codes.standard('INITIATOR', visit.initiator),
    setting: codes.standard('SETTING', visit.setting),
    modality: codes.standard('MODALITY', visit.modality),
    disposition: codes.standard('DISPOSITION', visit.disposition),
    follow_up: visit.followUp,
    author: writing.author,
    author_title: writing.authorTitle,
    created_at: writing.now,
    measured_start: writing.timing?.measuredStart ?? null,
    measured_end: writing.timing?.measuredEnd ?? null,
    measured_pauses: pausesText(writing.timing?.pauses ?? []),
    time_reason: writing.timing?.reason ?? null,
    group_kind: writing.groupKind ?? null,
    co_staff: writing.coStaff.length || null,
    revision: 1,
  };
}
