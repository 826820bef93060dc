import type { Knex } from 'knex';
import { codeSet } from '../../src/codes/service.ts';

// The same numbers once more, from the raw rows and without SQL: loops, maps and sets.

interface Raw {
  visits: {
    id: number;
    visit_date: string;
    school_id: number;
    minutes: number;
    purpose: string;
    voided_at: string | null;
  }[];
  participants: { visit_id: number; student_dcid: number }[];
  lines: { visit_id: number; line_no: number; service: string; tier: number | null }[];
  referrals: { id: number; opened_on: string; school_id: number; voided_at: string | null }[];
  targets: { referral_id: number; kind: string; outcome: string | null; first_service_on: string | null }[];
  schools: { School_Number: number; Name: string }[];
}

export async function rawRows(knex: Knex): Promise<Raw> {
  return {
    visits: await knex('u_ssp_visit'),
    participants: await knex('u_ssp_visit_student'),
    lines: await knex('u_ssp_visit_service'),
    referrals: await knex('u_ssp_referral'),
    targets: await knex('u_ssp_target'),
    schools: await knex('Schools'),
  };
}

export interface Frame {
  from: string;
  to: string;
  schools: number[];
}

interface Counted {
  visits: Set<number>;
  students: Set<number>;
  minutes: number;
}

function inFrame(day: string, school: number, voided: string | null, frame: Frame): boolean {
  return day >= frame.from && day <= frame.to && frame.schools.includes(school) && voided === null;
}

/** Visits, students and minutes by whatever key a visit and one of its lines give. */
export function recount(raw: Raw, frame: Frame, keyOf: (visit: Raw['visits'][0], line: Raw['lines'][0]) => string) {
  const counted = new Map<string, Counted>();
  for (const visit of raw.visits) {
    if (!inFrame(visit.visit_date, visit.school_id, visit.voided_at, frame)) continue;
    const students = studentsOf(raw, visit.id);
    const lines = linesOf(raw, visit.id);
    lines.forEach((line, at) => {
      const key = keyOf(visit, line);
      const cell = counted.get(key) ?? { visits: new Set(), students: new Set(), minutes: 0 };
      counted.set(key, cell);
      cell.visits.add(visit.id);
      for (const student of students) cell.students.add(student);
      if (at === 0) cell.minutes += visit.minutes;
    });
  }
  return new Map([...counted].map(([key, cell]) => [key, [cell.visits.size, cell.students.size, cell.minutes]]));
}

const participants = new WeakMap<Raw, Map<number, number[]>>();
function studentsOf(raw: Raw, visit: number): number[] {
  let map = participants.get(raw);
  if (!map) {
    map = new Map();
    for (const one of raw.participants) map.set(one.visit_id, [...(map.get(one.visit_id) ?? []), one.student_dcid]);
    participants.set(raw, map);
  }
  return map.get(visit) ?? [];
}

const services = new WeakMap<Raw, Map<number, Raw['lines']>>();
function linesOf(raw: Raw, visit: number): Raw['lines'] {
  let map = services.get(raw);
  if (!map) {
    map = new Map();
    for (const one of raw.lines) map.set(one.visit_id, [...(map.get(one.visit_id) ?? []), one]);
    for (const lines of map.values()) lines.sort((a, b) => a.line_no - b.line_no);
    services.set(raw, map);
  }
  return map.get(visit) ?? [];
}

/** Referrals asked of providers by what is known: [all, led to service, did not, not known]. */
export function recountAccess(raw: Raw, frame: Frame, kind: string): number[] {
  const meaning = new Map(codeSet('REF_OUTCOME').map(({ code, access }) => [code, access]));
  const known = [0, 0, 0, 0];
  for (const target of raw.targets) {
    const referral = raw.referrals.find(({ id }) => id === target.referral_id);
    if (!referral || !inFrame(referral.opened_on, referral.school_id, referral.voided_at, frame)) continue;
    const access = meaning.get(target.outcome ?? 'NO_FEEDBACK');
    if (target.kind !== kind || access === 'EXCLUDED') continue;
    const at = access === 'YES' || target.first_service_on !== null ? 1 : access === 'NO' ? 2 : 3;
    known[0] = (known[0] as number) + 1;
    known[at] = (known[at] as number) + 1;
  }
  return known;
}
