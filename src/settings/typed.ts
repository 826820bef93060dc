import { isRealDate } from '../server/words.ts';

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
  return 'There is no such day. Write it as month, day and year.';
}

/** What is wrong with a first and a last day together; '' as last day stands for none. */
export function faultsOfDays(from: string, to: string): { from?: string; to?: string } {
  const faults: { from?: string; to?: string } = {};
  const first = from === '' ? 'Say from which day on.' : faultOfDay(from);
  const last = to === '' ? undefined : faultOfDay(to);
  if (first) faults.from = first;
  if (last) faults.to = last;
  else if (!first && to !== '' && to < from) faults.to = 'The last day is before the first one.';
  return faults;
}

const full = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

/** `Aug 25, 2026` */
export function fullDay(isoDate: string): string {
  return full.format(new Date(`${isoDate}T00:00:00Z`));
}
