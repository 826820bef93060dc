import type { NamedQuery } from '../database/header.ts';

// Which indexes are needed. Our own are made by the migrations; those of the SIS are its own, and the queries that a page
// waits for lean on them. A test holds both lists to the migrations and to what the planner takes.

export interface IndexNeed {
  table: string;
  /** The index begins with these, in this order. */
  columns: readonly string[];
  /** No two rows may have the same. */
  unique: boolean;
  /** What it is for besides the named queries. */
  also: string | undefined;
}

const make = (isUnique: boolean) => (table: string, columns: string, also?: string) => ({
  table,
  columns: columns.split(' '),
  unique: isUnique,
  also,
});
const need: (table: string, columns: string, also?: string) => IndexNeed = make(false);
const unique: typeof need = make(true);

export const SIS_INDEXES: readonly IndexNeed[] = [
  need('Students', 'DCID'),
  need('Students', 'SchoolID'),
  need('Students', 'Student_Number'),
  need('S_STU_X', 'StudentsDCID'),
  need('ReEnrollments', 'StudentID'),
  need('Schools', 'School_Number'),
  need('Users', 'DCID'),
  need('SchoolStaff', 'Users_DCID'),
  need('RoleDefTeachersMap', 'TeachersDCID'),
  need('RoleDef', 'ID'),
  need('Terms', 'SchoolID'),
  need('Calendar_Day', 'SchoolID'),
];

export const OWN_INDEXES: readonly IndexNeed[] = [
  unique('u_ssp_session', 'token'),
  need('u_ssp_session', 'seen_at', 'ended sessions are looked for by their last use'),
  unique('u_ssp_scope', 'reader school role'),
  unique('u_ssp_rate', 'bucket window_start', 'requests are counted in one place'),
  need('u_ssp_rate', 'window_start', 'counters of minutes that are over are thrown away'),
  unique('u_ssp_audit', 'chain seq', 'no two rows of the audit take the same place'),
  need('u_ssp_audit', 'student at', 'who opened a student’s page is looked up by it'),
  need('u_ssp_audit', 'actor at', 'what a person opened is looked up by it'),
  need('u_ssp_audit_seal', 'chain seq', 'the seals of a chain are looked up by it'),
  unique('u_ssp_visit', 'author form_key', 'a form that is sent twice is saved once'),
  need('u_ssp_visit', 'visit_date school_id'),
  need('u_ssp_visit', 'author visit_date', 'a person’s visits of a day are looked up by it'),
  unique('u_ssp_visit_student', 'visit_id student_dcid'),
  need('u_ssp_visit_student', 'student_dcid visit_date visit_id'),
  unique('u_ssp_visit_purpose', 'visit_id line_no', 'the other purposes of a visit are looked up by it'),
  unique('u_ssp_visit_service', 'visit_id line_no'),
  unique('u_ssp_visit_note', 'visit_id student_dcid'),
  unique('u_ssp_visit_staff', 'visit_id person'),
  need('u_ssp_visit_staff', 'person visit_id', 'at whose visits somebody was is looked up by it'),
  unique('u_ssp_time', 'author form_key', 'a form that is sent twice is saved once'),
  need('u_ssp_time', 'author on_date'),
  need('u_ssp_time', 'on_date school_id'),
  need('u_ssp_referral', 'student_dcid opened_on'),
  need('u_ssp_referral', 'school_id opened_on'),
  need('u_ssp_referral', 'author opened_on'),
  need('u_ssp_referral', 'visit_id', 'a visit that is voided takes its referrals along'),
  need('u_ssp_target', 'referral_id'),
  need('u_ssp_target', 'next_owner next_due'),
  need('u_ssp_target', 'owner next_due'),
  need('u_ssp_target', 'assignee next_due'),
  need('u_ssp_target', 'kind status'),
  unique('u_ssp_referral_form', 'author form_key', 'a form that is sent twice opens one referral'),
  unique('u_ssp_target_barrier', 'target_id barrier voided_no'),
  unique('u_ssp_family', 'student_dcid'),
  need('u_ssp_family', 'caller'),
  need('u_ssp_family_try', 'student_dcid tried_on'),
  unique('u_ssp_family_try', 'author form_key', 'a form that is sent twice is one try'),
  need('u_ssp_milestone', 'target_id happened_on'),
  unique('u_ssp_milestone', 'author form_key', 'a form that is sent twice writes one thing down'),
  unique('u_ssp_export', 'period revision', 'two packages never get the same number'),
  unique('u_ssp_export_cell', 'school_year release_no measure'),
  need('u_ssp_export_cell', 'export_id'),
  need('u_ssp_break_glass', 'reader student_dcid until'),
  need('u_ssp_break_glass', 'school_id opened_at'),
  need('u_ssp_access_review', 'quarter school_id'),
  unique('u_ssp_access_review', 'signed_by form_key'),
  unique('u_ssp_staff_fact', 'person revision'),
  unique('u_ssp_local_code', 'code_set code revision'),
  unique('u_ssp_profile', 'revision'),
  unique('u_ssp_visit_code', 'visit_id code_set line_no'),
  need('u_ssp_visit_code', 'code_set code', 'visits with a code that becomes sensitive are marked'),
  unique('u_ssp_caseload', 'reader'),
  unique('u_ssp_favourite', 'reader kind line_no'),
  unique('u_ssp_imported', 'source_key released', 'a row of an old log is imported once'),
  unique('u_ssp_imported', 'visit_id'),
  need('u_ssp_imported', 'import_id id'),
  unique('u_ssp_visit_change', 'visit_id revision'),
  unique('u_ssp_draft', 'author form_key', 'a form has one draft'),
  need('u_ssp_draft', 'updated_at', 'old drafts are thrown away'),
  unique('u_ssp_note_reader', 'visit_id student_dcid reader named_at'),
  need('u_ssp_consent', 'student_dcid starts_on'),
  unique('u_ssp_consent', 'recorded_by form_key service_group', 'a form that is sent twice is written down once'),
  unique('u_ssp_crisis', 'open_for', 'two who press at once begin one crisis'),
  need('u_ssp_crisis', 'student_dcid started_at'),
  need('u_ssp_crisis', 'started_by started_at'),
  need('u_ssp_crisis', 'visit_id', 'a visit that is voided may have written a crisis down'),
  unique('u_ssp_crisis_step', 'crisis_id step_key change_no'),
  unique('u_ssp_crisis_call', 'crisis_id person'),
  need('u_ssp_crisis_call', 'person called_at'),
  unique('u_ssp_crisis_contact', 'crisis_id try_no'),
  unique('u_ssp_crisis_report', 'crisis_id report_no'),
  unique('u_ssp_follow_up', 'crisis_id line_no', 'no two lines of one crisis are the same'),
  need('u_ssp_follow_up', 'owner due_on'),
  need('u_ssp_follow_up', 'student_dcid'),
  unique('u_ssp_follow_owner', 'visit_id student_dcid'),
  need('u_ssp_follow_owner', 'owner'),
];

/** The named queries that look for rows of the table by the first column of the index. */
export function queriesThrough({ table, columns: [first = ''] }: IndexNeed, queries: readonly NamedQuery[]): string[] {
  return queries
    .filter(({ sql }) => aliasesOf(table, sql).some((alias) => compares(sql, `${alias}.${first}`)))
    .map(({ name }) => name);
}

const aliasesOf = (table: string, sql: string) =>
  [...sql.matchAll(new RegExp(`\\b(?:from|join)\\s+${table}\\s+(\\w+)`, 'gi'))].map(([, alias]) => alias as string);

function compares(sql: string, column: string): boolean {
  const name = `\\b${column.replace('.', '\\.')}\\b`;
  return new RegExp(
    `${name}\\s*(?:[<>=]|between\\b|in\\b)|[<>=]\\s*${name}|\\border by ${name}|\\bm(?:in|ax)\\(${name}`,
    'i',
  ).test(sql);
}
