import { clockTime } from '../server/words.ts';
import * as say from '../words/index.ts';

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
const WORDS = say.visits.times;
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
  const start = readTime(typed.start, () => wrong('start', WORDS.notATime));
  const end = readTime(typed.end, () => wrong('end', WORDS.notATime));
  const minutes = readMinutes(typed.minutes, () => wrong('minutes', WORDS.notWhole));
  if (faulty) return undefined;
  if (stands && start === stands.startMin && end === stands.endMin && minutes === stands.minutes) {
    if (minutes > LONG_MINUTES && !typed.confirmed) wrong('confirm_long', WORDS.isLong);
    return faulty ? undefined : { startMin: start, endMin: end, minutes };
  }

  const latest = isToday ? minuteNow + SKEW_MINUTES : DAY;
  if (start !== null && start > latest) wrong('start', WORDS.notYet(clockTime(start)));
  if (start !== null && end !== null) {
    if (end < start) wrong('end', WORDS.endFirst);
    else if (end === start) wrong('end', WORDS.sameTime);
    else if (minutes !== null && minutes !== end - start) {
      wrong('minutes', WORDS.otherLength(clockTime(start), clockTime(end), end - start));
    }
  }
  const length = start !== null && end !== null ? end - start : minutes;
  const until = end ?? (start !== null && length !== null ? start + length : null);
  const from = start ?? (end !== null && length !== null ? end - length : null);
  if (length === null) wrong('minutes', WORDS.none);
  else if (!faulty && (length < 1 || length > DAY)) wrong('minutes', WORDS.outside);
  else if ((until !== null && until > DAY - 1) || (from !== null && from < 0)) wrong('minutes', WORDS.pastMidnight);
  else if (until !== null && until > latest && !faulty)
    wrong(end !== null ? 'end' : 'minutes', WORDS.notYet(clockTime(until)));
  else if (length > LONG_MINUTES && !typed.confirmed && !faulty) {
    wrong('confirm_long', WORDS.isLong);
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
