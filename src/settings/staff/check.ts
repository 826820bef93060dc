import { findCode } from '../../codes/service.ts';
import type { Fault } from '../../server/form-fields.ts';
import * as say from '../../words/index.ts';
import { isEmployer } from '../employers.ts';
import { cleaned, faultOfDay, faultsOfDays } from '../typed.ts';

export const LEAST_FTE = 5;
export const MOST_FTE = 150;
const FTE_STEP = 5;
export const LONGEST_REASON = 200;

export interface PeriodInput {
  provider?: string;
  employer?: string;
  fte?: string;
  from?: string;
  to?: string;
}

export interface CheckedPeriod {
  provider: string;
  employer: string;
  fte: number;
  from_day: string;
  to_day: string | null;
}

/** What was typed as a period, or everything that has to be mended, each at its field. */
export function checkPeriod(input: PeriodInput): { period: CheckedPeriod } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const fault = (fieldId: string, text: string | undefined) => text !== undefined && faults.push({ fieldId, text });
  const [provider, employer, from, to] = [input.provider, input.employer, input.from, input.to].map(cleaned) as [
    string,
    string,
    string,
    string,
  ];
  if (!findCode('PROVIDER', provider)) fault('provider', say.settings.staff.faults.noProvider);
  if (!isEmployer(employer)) fault('employer', say.settings.staff.faults.noEmployer);
  const fte = hundredths(cleaned(input.fte));
  if (typeof fte === 'string') fault('fte', fte);
  const days = faultsOfDays(from, to);
  fault('from', days.from);
  fault('to', days.to);
  if (faults.length > 0) return { faults };
  return { period: { provider, employer, fte: fte as number, from_day: from, to_day: to || null } };
}

/** `0.75`, `.75` and `1` in hundredths; otherwise what is wrong. Never reckoned in floating point. */
export function hundredths(text: string): number | string {
  if (text === '') return say.settings.staff.faults.noFte;
  const match = /^(\d?)(?:\.(\d{1,2}))?$/.exec(text);
  if (!match || text === '.') return say.settings.staff.faults.notANumber;
  const value = Number(match[1] || 0) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  if (value === 0) return say.settings.staff.faults.nothing;
  if (value < LEAST_FTE || value > MOST_FTE) return say.settings.staff.faults.outside;
  if (value % FTE_STEP !== 0) return say.settings.staff.faults.steps;
  return value;
}

/** `0.75` */
export function fteWords(fte: number): string {
  return `${Math.floor(fte / 100)}.${String(fte % 100).padStart(2, '0')}`;
}

/** The last day of a period that began on `from`; or what is wrong. */
export function checkEnd(typed: string | undefined, from: string): { day: string } | { text: string } {
  const day = cleaned(typed);
  if (day === '') return { text: say.settings.days.noLastDay };
  const text = faultOfDay(day) ?? (day < from ? say.settings.days.lastBeforeFirst : undefined);
  return text ? { text } : { day };
}

export function checkReason(typed: string | undefined): { reason: string } | { text: string } {
  const reason = cleaned(typed);
  if (reason === '') return { text: say.settings.staff.faults.noReason };
  if (reason.length > LONGEST_REASON) return { text: say.settings.staff.faults.reasonTooLong(LONGEST_REASON) };
  return { reason };
}
