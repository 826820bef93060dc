import type { Knex } from 'knex';
import { findCode } from '../../src/codes/service.ts';
import type { Counted } from '../../src/exports/primary.ts';

// The measures once more, from the raw rows and without SQL.

export interface Raw {
  students: { DCID: number; ID: number; EntryDate: string; ExitDate: string; Enroll_Status: number }[];
  enrollments: { StudentID: number; EntryDate: string; ExitDate: string }[];
  visits: { id: number; visit_date: string; minutes: number; visit_type: string; voided_at: string | null }[];
  participants: { visit_id: number; student_dcid: number }[];
  lines: { visit_id: number; service: string }[];
  referrals: {
    id: number;
    student_dcid: number;
    opened_on: string;
    is_mental_health: number;
    voided_at: string | null;
  }[];
  targets: { referral_id: number; kind: string; access: string | null; first_service_on: string | null }[];
}

export async function rawRows(knex: Knex): Promise<Raw> {
  return {
    students: await knex('Students'),
    enrollments: await knex('ReEnrollments'),
    visits: await knex('u_ssp_visit'),
    participants: await knex('u_ssp_visit_student'),
    lines: await knex('u_ssp_visit_service'),
    referrals: await knex('u_ssp_referral'),
    targets: await knex('u_ssp_target'),
  };
}

interface Span {
  from: string;
  to: string;
}

export function recount(raw: Raw, id: string, span: Span): Counted {
  if (id === 'M01') return share(enrolledIn(raw, span), referredIn(raw, span));
  if (id === 'M10') return share(enrolledIn(raw, span), servedIn(raw, span));
  if (id.startsWith('M05_')) return access(raw, id.slice(4), span);
  const visits = visitsIn(raw, span);
  const students = participantsOf(raw, visits).size;
  const numerator = id === 'M30_VISITS' ? visits.length : visits.reduce((sum, { minutes }) => sum + minutes, 0);
  return { numerator, denominator: null, students: { numerator: students, rest: 0, denominator: students } };
}

function share(all: Set<number>, some: Set<number>): Counted {
  const numerator = [...all].filter((student) => some.has(student)).length;
  return {
    numerator,
    denominator: all.size,
    students: { numerator, rest: all.size - numerator, denominator: all.size },
  };
}

/** Day by day: was the student there on it? */
function enrolledIn({ students, enrollments }: Raw, span: Span): Set<number> {
  const there = new Set<number>();
  const dcids = new Map(students.map(({ ID, DCID }) => [ID, DCID]));
  const stays = [
    ...students
      .filter(({ Enroll_Status }) => Enroll_Status !== -1)
      .map(({ DCID, EntryDate, ExitDate }) => ({ student: DCID, EntryDate, ExitDate })),
    ...enrollments.map(({ StudentID, EntryDate, ExitDate }) => ({
      student: dcids.get(StudentID) as number,
      EntryDate,
      ExitDate,
    })),
  ];
  for (const { student, EntryDate, ExitDate } of stays) {
    if (ExitDate <= EntryDate) continue;
    const lastDay = new Date(Date.parse(`${ExitDate}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    if (EntryDate <= span.to && lastDay >= span.from) there.add(student);
  }
  return there;
}

const isIn = (day: string, { from, to }: Span) => from <= day && day <= to;

function visitsIn({ visits }: Raw, span: Span) {
  return visits.filter(({ visit_date, voided_at }) => voided_at === null && isIn(visit_date, span));
}

function participantsOf({ participants }: Raw, visits: { id: number }[]): Set<number> {
  const ids = new Set(visits.map(({ id }) => id));
  return new Set(participants.filter(({ visit_id }) => ids.has(visit_id)).map(({ student_dcid }) => student_dcid));
}

function servedIn(raw: Raw, span: Span): Set<number> {
  const direct = new Set(
    raw.lines.filter(({ service }) => findCode('SERVICE', service)?.time === 'direct').map(({ visit_id }) => visit_id),
  );
  return participantsOf(
    raw,
    visitsIn(raw, span).filter(({ id, visit_type }) => direct.has(id) && visit_type !== 'NOSHOW'),
  );
}

function referredIn({ referrals }: Raw, span: Span): Set<number> {
  const opened = referrals.filter(
    ({ opened_on, voided_at, is_mental_health }) =>
      voided_at === null && Number(is_mental_health) === 1 && isIn(opened_on, span),
  );
  return new Set(opened.map(({ student_dcid }) => student_dcid));
}

function access({ referrals, targets }: Raw, kind: string, span: Span): Counted {
  const opened = new Map(
    referrals
      .filter(({ opened_on, voided_at }) => voided_at === null && isIn(opened_on, span))
      .map((one) => [one.id, one]),
  );
  const [yes, no]: [number[], number[]] = [[], []];
  for (const target of targets) {
    const referral = opened.get(target.referral_id);
    if (!referral || target.kind !== kind || target.access === 'EXCLUDED') continue;
    if (target.access === 'YES' || target.first_service_on !== null) yes.push(referral.student_dcid);
    else if (target.access === 'NO') no.push(referral.student_dcid);
  }
  const students = { numerator: new Set(yes).size, rest: new Set(no).size, denominator: new Set([...yes, ...no]).size };
  return { numerator: yes.length, denominator: yes.length + no.length, students };
}
