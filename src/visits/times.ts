import { clockTime } from '../server/words.ts';

export interface TypedTimes {
  start: string;
  end: string;
  minutes: string;
  /** The person said that a visit over three hours is right. */
  confirmed: boolean;
}

export interface Times {
  startMin: number | null;
  endMin: number | null;
  minutes: number;
}

/** Longer visits are asked about: most of them are a timer that was forgotten. */
export const LONG_MINUTES = 180;
const LONG = 'This visit is longer than three hours. Is that right? Tick the box, or mend the times.';
const DAY = 1440;
// Clocks differ a little between a laptop and the server.
const SKEW_MINUTES = 5;

/**
 * Start, end and minutes as one time: two of them give the third. Faults go to the field they belong to; undefined
 * when there is one. `stands`: if these are typed, they hold, whatever the clocks did between start and end.
 */
export function checkTimes(
  typed: TypedTimes,
  { isToday, minuteNow }: { isToday: boolean; minuteNow: number },
  fault: (name: string, text: string) => void,
  stands?: Times,
): Times | undefined {
  let faulty = false;
  const wrong = (name: string, text: string) => {
    faulty = true;
    fault(name, text);
  };
  const start = readTime(typed.start, () => wrong('start', 'Write the time as hours and minutes, like 10:05 AM.'));
  const end = readTime(typed.end, () => wrong('end', 'Write the time as hours and minutes, like 10:05 AM.'));
  const minutes = readMinutes(typed.minutes, () => wrong('minutes', 'Minutes are a whole number.'));
  if (faulty) return undefined;
  if (stands && start === stands.startMin && end === stands.endMin && minutes === stands.minutes) {
    if (minutes > LONG_MINUTES && !typed.confirmed) wrong('confirm_long', LONG);
    return faulty ? undefined : { startMin: start, endMin: end, minutes };
  }

  const latest = isToday ? minuteNow + SKEW_MINUTES : DAY;
  if (start !== null && start > latest) wrong('start', `${clockTime(start)} has not come yet.`);
  if (start !== null && end !== null) {
    if (end < start) wrong('end', 'The end is before the start.');
    else if (end === start) wrong('end', 'The end is the same as the start.');
    else if (minutes !== null && minutes !== end - start) {
      wrong(
        'minutes',
        `From ${clockTime(start)} to ${clockTime(end)} it is ${end - start} minutes. Leave this empty, or mend the times.`,
      );
    }
  }
  const length = start !== null && end !== null ? end - start : minutes;
  const until = end ?? (start !== null && length !== null ? start + length : null);
  const from = start ?? (end !== null && length !== null ? end - length : null);
  if (length === null) wrong('minutes', 'Say how long it took: press a number of minutes, or type start and end.');
  else if (!faulty && (length < 1 || length > DAY)) wrong('minutes', 'Minutes are from 1 to 1,440.');
  else if ((until !== null && until > DAY - 1) || (from !== null && from < 0))
    wrong('minutes', 'That goes past midnight. Write a visit for each day.');
  else if (until !== null && until > latest && !faulty)
    wrong(end !== null ? 'end' : 'minutes', `${clockTime(until)} has not come yet.`);
  else if (length > LONG_MINUTES && !typed.confirmed && !faulty) {
    wrong('confirm_long', LONG);
  }
  return faulty || length === null ? undefined : { startMin: from, endMin: until, minutes: length };
}

function readTime(text: string, wrong: () => void): number | null {
  if (text === '') return null;
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::\d\d)?$/.exec(text);
  if (match) return Number(match[1]) * 60 + Number(match[2]);
  wrong();
  return null;
}

function readMinutes(text: string, wrong: () => void): number | null {
  if (text === '') return null;
  if (/^\d{1,5}$/.test(text)) return Number(text);
  wrong();
  return null;
}
