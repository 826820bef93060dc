import { type Fault, fieldId } from '../server/form-fields.ts';
import { isRealDate, plusDays } from '../server/words.ts';

/** What a form sent: texts by field name. */
export type CrisisInput = Record<string, string | undefined>;

export interface CheckedFollowUp {
  owner: number;
  dueOn: string;
  words: string;
}

export interface CheckedReport {
  date: string;
  minute: number;
  reference: string;
}

export const MOST_FOLLOW_UPS = 5;
export const LONGEST_WORDS = 200;
export const LONGEST_REFERENCE = 40;
const WITHIN_DAYS = 365;

export const CONTACTS = { YES: 'Reached', MESSAGE: 'Left a message', NO: 'Not reached' } as const;

const cleaned = (text: string | undefined) =>
  (text ?? '').replaceAll('\u0000', '').toWellFormed().normalize('NFC').trim();

/** The lines in which somebody typed something, or what has to be mended in them. */
export function checkFollowUps(
  input: CrisisInput,
  today: string,
  people: readonly number[],
): { followUps: CheckedFollowUp[] } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const followUps: CheckedFollowUp[] = [];
  for (let n = 1; n <= MOST_FOLLOW_UPS; n++) {
    const [owner, dueOn, words] = ['who', 'due', 'words'].map((name) => cleaned(input[`${name}_${n}`])) as [
      string,
      string,
      string,
    ];
    if (owner === '' && words === '') continue;
    const fault = (name: string, text: string) => faults.push({ fieldId: fieldId(`${name}_${n}`), text });
    if (!people.includes(Number(owner))) fault('who', 'Choose who follows up.');
    if (!isRealDate(dueOn)) fault('due', 'Say until which day.');
    else if (dueOn < today) fault('due', 'This day is over.');
    else if (dueOn > plusDays(today, WITHIN_DAYS)) fault('due', 'That is more than a year away.');
    if (words === '') fault('words', 'Say what is to be done.');
    else if (words.length > LONGEST_WORDS) fault('words', `Shorten this to ${LONGEST_WORDS} characters.`);
    followUps.push({ owner: Number(owner), dueOn, words });
  }
  return faults.length > 0 ? { faults } : { followUps };
}

/** When a report was made, and its number. */
export function checkReport(
  input: CrisisInput,
  now: { today: string; minute: number },
): { report: CheckedReport } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const date = cleaned(input.report_date);
  const time = /^([01]\d|2[0-3]):([0-5]\d)(?::\d\d)?$/.exec(cleaned(input.report_time));
  const reference = cleaned(input.reference);
  const minute = time ? Number(time[1]) * 60 + Number(time[2]) : Number.NaN;
  if (!isRealDate(date)) faults.push({ fieldId: 'report-date', text: 'Say on which day the report was made.' });
  else if (date > now.today) faults.push({ fieldId: 'report-date', text: 'This day has not come yet.' });
  if (!time) faults.push({ fieldId: 'report-time', text: 'Write the time as hours and minutes, like 10:05 AM.' });
  else if (date === now.today && minute > now.minute + 5)
    faults.push({ fieldId: 'report-time', text: 'This time has not come yet.' });
  if (reference.length > LONGEST_REFERENCE)
    faults.push({ fieldId: 'reference', text: `A number only, at most ${LONGEST_REFERENCE} characters.` });
  return faults.length > 0 ? { faults } : { report: { date, minute, reference } };
}
