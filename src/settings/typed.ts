import { isRealDate } from '../server/words.ts';
import * as say from '../words/index.ts';

// What people type into settings, made fit to be kept, and what is wrong with it in words.

/** One line without what no database and no reader can use. */
export function cleaned(text: string | undefined): string {
  return (text ?? '')
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const [EARLIEST, LATEST] = ['2000-01-01', '2099-12-31'];

/** What is wrong with a day; undefined: nothing. */
export function faultOfDay(day: string): string | undefined {
  if (isRealDate(day) && day >= EARLIEST && day <= LATEST) return undefined;
  return say.settings.days.noSuchDay;
}

/** What is wrong with a first and a last day together; '' as last day stands for none. */
export function faultsOfDays(from: string, to: string): { from?: string; to?: string } {
  const faults: { from?: string; to?: string } = {};
  const first = from === '' ? say.settings.days.noFirst : faultOfDay(from);
  const last = to === '' ? undefined : faultOfDay(to);
  if (first) faults.from = first;
  if (last) faults.to = last;
  else if (!first && to !== '' && to < from) faults.to = say.settings.days.lastBeforeFirst;
  return faults;
}

const full = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

/** `Aug 25, 2026` */
export function fullDay(isoDate: string): string {
  return full.format(new Date(`${isoDate}T00:00:00Z`));
}

/** `from Aug 25, 2026 on`, `Aug 25, 2026 to Jun 12, 2027` */
export function daysWords(from: string, to: string | null): string {
  return to === null ? say.settings.days.fromOn(fullDay(from)) : say.settings.days.span(fullDay(from), fullDay(to));
}
