import { type Clock, instantsOf } from '../server/clock.ts';
import { clockTime } from '../server/words.ts';
import * as say from '../words/index.ts';
import { lengthsOf, type Span, spansOf } from './spans.ts';

export interface TypedTimes {
  date: string;
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
const LONGEST = 1440;
// Clocks differ a little between a laptop and the server.
const SKEW_MINUTES = 5;

/**
 * Start, end and minutes as one time: two of them give the third, counted between instants. Of an hour that is twice that time
 * is meant which agrees with the minutes; where nobody said any, the shorter one. Faults go to the field they belong to;
 * undefined when there is one. `stands`: if these are typed, they hold, whatever the clocks did between start and end.
 */
export function checkTimes(
  typed: TypedTimes,
  clock: Clock,
  fault: (name: string, text: string) => void,
  stands?: Times,
): Times | undefined {
  let faulty = false;
  const wrong = (name: string, text: string) => {
    faulty = true;
    fault(name, text);
  };
  const { date } = typed;
  const { timeZone } = clock;
  const start = readTime(typed.start, () => wrong('start', WORDS.notATime));
  const end = readTime(typed.end, () => wrong('end', WORDS.notATime));
  const minutes = readMinutes(typed.minutes, () => wrong('minutes', WORDS.notWhole));
  if (faulty) return undefined;
  const askIfLong = (length: number) => {
    // A day of 25 hours, from its first minute to its last.
    if (length > LONGEST) wrong('minutes', WORDS.outside);
    else if (length > LONG_MINUTES && !typed.confirmed) wrong('confirm_long', WORDS.isLong);
  };
  if (stands && start === stands.startMin && end === stands.endMin && minutes === stands.minutes) {
    askIfLong(minutes);
    return faulty ? undefined : { startMin: start, endMin: end, minutes };
  }

  const now = Math.floor(clock.now().getTime() / 60_000) + SKEW_MINUTES;
  const isPast = (span: Span) => span.to <= now;
  for (const [name, time] of [
    ['start', start],
    ['end', end],
  ] as const) {
    if (time === null) continue;
    const instants = instantsOf(date, time, timeZone);
    if (instants.length === 0) wrong(name, WORDS.notThatDay(clockTime(time)));
    else if (name === 'start' && (instants[0] as number) > now) wrong(name, WORDS.notYet(clockTime(time)));
  }
  if (start !== null && end !== null && !faulty) {
    const lengths = lengthsOf({ date, start, end }, timeZone);
    // An hour apart by the clock that was set back, and written alike: nobody means that without saying so.
    if (lengths.length === 0 || (start === end && minutes === null))
      wrong('end', end === start ? WORDS.sameTime : WORDS.endFirst);
    else if (minutes !== null && !lengths.includes(minutes))
      wrong('minutes', WORDS.otherLength(clockTime(start), clockTime(end), lengths[0] as number));
  }
  if (faulty) return undefined;
  const isWhole = start !== null && end !== null;
  if (!isWhole && minutes !== null && (minutes < 1 || minutes > LONGEST)) wrong('minutes', WORDS.outside);
  else if (!isWhole && minutes === null) wrong('minutes', WORDS.none);
  if (faulty) return undefined;
  if (start === null && end === null) {
    askIfLong(minutes as number);
    return faulty ? undefined : { startMin: null, endMin: null, minutes: minutes as number };
  }
  const spans = spansOf({ date, start, end, minutes }, timeZone);
  const span = spans.find(isPast);
  if (span) askIfLong(span.minutes);
  else if (spans[0]) wrong(end === null ? 'minutes' : 'end', WORDS.notYet(clockTime(spans[0].endMin)));
  else wrong('minutes', WORDS.pastMidnight);
  return faulty || !span ? undefined : { startMin: span.startMin, endMin: span.endMin, minutes: span.minutes };
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
