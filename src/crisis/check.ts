import { type Fault, fieldId } from '../server/form-fields.ts';
import { isRealDate, plusDays } from '../server/words.ts';
import * as say from '../words/index.ts';

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

export type ContactResult = 'YES' | 'MESSAGE' | 'NO';

export const CONTACTS: Record<ContactResult, string> = say.crisis.guardian.results;

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
    const fault = (name: string, text: string) =>
      faults.push({ fieldId: fieldId(`${name}_${n}`), text: say.crisis.end.inLine(n, text) });
    if (!people.includes(Number(owner))) fault('who', say.crisis.end.noWho);
    if (!isRealDate(dueOn)) fault('due', say.crisis.end.noDue);
    else if (dueOn < today) fault('due', say.crisis.end.dueIsOver);
    else if (dueOn > plusDays(today, WITHIN_DAYS)) fault('due', say.crisis.end.dueTooFar);
    if (words === '') fault('words', say.crisis.end.noWhat);
    else if (words.length > LONGEST_WORDS) fault('words', say.crisis.end.whatTooLong(LONGEST_WORDS));
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
  if (!isRealDate(date)) faults.push({ fieldId: 'report-date', text: say.crisis.report.noDay });
  else if (date > now.today) faults.push({ fieldId: 'report-date', text: say.crisis.report.dayNotYet });
  if (!time) faults.push({ fieldId: 'report-time', text: say.crisis.report.noTime });
  else if (date === now.today && minute > now.minute + 5)
    faults.push({ fieldId: 'report-time', text: say.crisis.report.timeNotYet });
  if (reference.length > LONGEST_REFERENCE)
    faults.push({ fieldId: 'reference', text: say.crisis.report.referenceTooLong(LONGEST_REFERENCE) });
  return faults.length > 0 ? { faults } : { report: { date, minute, reference } };
}
