import type { ScopeRow } from '../access/scope.ts';
import type { Reader } from '../database/connect.ts';
import { listPeriods, type Period } from './periods.ts';

export interface School {
  school_id: number;
  name: string;
}

/** Who asks a report, and when: what its queries are restricted by. */
export interface Asker {
  reader: number;
  /** Instant, and the date at the schools. */
  now: string;
  today: string;
  /** Where the reader holds a role that may read reports. */
  scope: ScopeRow[];
}

/** What was asked for in the address, as it came. */
export interface Wish {
  period?: string;
  school?: string;
}

/** What a report is about, found and allowed. */
export interface Selection {
  asker: Asker;
  period: Period;
  /** All that can be chosen instead. */
  periods: Period[];
  /** School_Number; null: all schools of the reader. */
  school: number | null;
  /** The reader's schools by name. */
  schools: School[];
}

export type Missing = { missing: 'period' | 'school' | 'calendar' };

/**
 * Finds the period and the school of a report: without a wish the school year that runs now and all schools of the
 * reader. A school that the reader does not work with is missing, as if it did not exist.
 */
export async function select(source: Reader, asker: Asker, wish: Wish): Promise<Selection | Missing> {
  const periods = await listPeriods(source, asker.today);
  if (periods.length === 0) return { missing: 'calendar' };
  const period = wish.period ? periods.find(({ code }) => code === wish.period) : newestYear(periods);
  if (!period) return { missing: 'period' };
  const schools = await schoolsOf(source, asker.scope);
  const school = wish.school ? schools.find((one) => String(one.school_id) === wish.school) : onlyOne(schools);
  if (wish.school && !school) return { missing: 'school' };
  return { asker, period, periods, school: school?.school_id ?? null, schools };
}

async function schoolsOf(source: Reader, scope: ScopeRow[]): Promise<School[]> {
  const own = new Set(scope.map((row) => row.school));
  const all = await source.run<School>('access/all-schools', {});
  return all.filter(({ school_id }) => own.has(school_id)).sort((a, b) => a.name.localeCompare(b.name, 'en-US'));
}

// In the summer, the year that ended last.
function newestYear(periods: Period[]): Period | undefined {
  return periods.find(({ code }) => code.endsWith('-Y')) ?? periods[0];
}

// "All schools" of somebody who has one is that one, by name.
function onlyOne(schools: School[]): School | undefined {
  return schools.length === 1 ? schools[0] : undefined;
}

/** The selection in one word for the audit and for file names: `2026-2027-S1-101`, `2026-2027-Y-all`. */
export function selectionName({ period, school }: Selection): string {
  return `${period.code}-${school ?? 'all'}`;
}
