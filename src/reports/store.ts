import type { Reader } from '../database/connect.ts';
import type { Arguments } from '../database/library.ts';
import type { Selection } from './service.ts';

export interface Totals {
  visits: number;
  /** Each student once. */
  students: number;
  minutes: number;
}

export interface PurposeRow {
  purpose: string;
  visits: number;
}

export interface ServiceRow extends Totals {
  purpose: string;
  /** null: a visit without a service (imported). */
  service: string | null;
  tier: number | null;
}

export interface AccessRow {
  kind: string;
  referrals: number;
  reached: number;
  not_reached: number;
  /** No outcome yet, or no word from the provider. */
  not_known: number;
}

export interface VisitsReport {
  totals: Totals;
  purposes: PurposeRow[];
  services: ServiceRow[];
  access: AccessRow[];
}

// No school has this number: in the SIS it stands for the district.
export const ALL_SCHOOLS = 0;

/** The arguments that all queries of this report take. */
export function argumentsOf({ asker, period, school }: Selection): Arguments {
  return {
    reader: asker.reader,
    now: asker.now,
    from_date: period.from,
    to_date: period.to,
    school: school ?? ALL_SCHOOLS,
  };
}

/** All numbers of the report, each counted by a query of its own: students in rows cannot be added up. */
export async function readVisits(source: Reader, selection: Selection): Promise<VisitsReport> {
  const args = argumentsOf(selection);
  const [totals] = await source.run<Totals>('reports/visits-total', args);
  return {
    totals: totals ?? { visits: 0, students: 0, minutes: 0 },
    purposes: await source.run<PurposeRow>('reports/visits-by-purpose', args),
    services: await source.run<ServiceRow>('reports/visits-by-service', args),
    access: await source.run<AccessRow>('reports/referral-access', args),
  };
}

/** Where a part of a person's working time went: a service, or a kind of time without a student. */
export interface StaffingRow {
  person: number;
  name: string | null;
  what: 'visit' | 'colleague' | 'time';
  /** SERVICE for visits (empty: none was written down), TIME_USE for time without a student. */
  code: string;
  entries: number;
  minutes: number;
}

/** Everybody's working time of the selection, by person, what and code. */
export function readStaffing(source: Reader, selection: Selection): Promise<StaffingRow[]> {
  return source.run<StaffingRow>('reports/staffing', argumentsOf(selection));
}
