import { dayOf, instantsOf, minuteAt } from '../server/clock.ts';

// Local times of a day as they lie between instants: on the two days of a year on which the clocks change, end less start is not
// the minutes.

/** From when to when, in minutes since the epoch, and what clocks showed. */
export interface Span {
  from: number;
  to: number;
  startMin: number;
  endMin: number;
  minutes: number;
}

interface Said {
  date: string;
  start: number | null;
  end: number | null;
  minutes: number | null;
}

/** How many minutes may lie between two times of a day, the fewest first; more than one where an hour is twice. */
export function lengthsOf(
  { date, start, end }: { date: string; start: number; end: number },
  timeZone: string,
): number[] {
  return spansOf({ date, start, end, minutes: null }, timeZone).map(({ minutes }) => minutes);
}

/** Every way in which two or three of start, end and minutes fit together within the day, the shortest and then the first one first. */
export function spansOf({ date, start, end, minutes }: Said, timeZone: string): Span[] {
  const at = (minute: number | null) => (minute === null ? [] : instantsOf(date, minute, timeZone));
  const pairs =
    start === null || end === null
      ? [
          ...at(start).map((from) => [from, from + (minutes ?? 0)] as const),
          ...at(end).map((to) => [to - (minutes ?? 0), to] as const),
        ]
      : at(start).flatMap((from) => at(end).map((to) => [from, to] as const));
  const clock = { now: () => new Date(), timeZone };
  return pairs
    .filter(([from, to]) => to > from && (minutes === null || to - from === minutes))
    .filter((pair) => pair.every((one) => dayOf(instantText(one), clock) === date))
    .map(([from, to]) => ({
      ...{ from, to, minutes: to - from },
      ...{ startMin: minuteAt(instantText(from), clock), endMin: minuteAt(instantText(to), clock) },
    }))
    .sort((one, other) => one.minutes - other.minutes || one.from - other.from);
}

/**
 * A time that was counted, as it lay between instants; a pause makes it longer than its minutes. Where the clocks leave it open
 * which one of two it was, the first one.
 */
export function placed(
  { date, startMin, endMin, minutes }: { date: string; startMin: number; endMin: number; minutes: number },
  timeZone: string,
): { startMin: number; endMin: number; minutes: number } {
  const fits = spansOf({ date, start: startMin, end: endMin, minutes: null }, timeZone);
  const span = fits.find((one) => one.minutes >= minutes) ?? fits.at(-1);
  if (span) return { startMin: span.from, endMin: span.to, minutes };
  const [from = startMin] = instantsOf(date, startMin, timeZone);
  return { startMin: from, endMin: from + minutes, minutes };
}

const instantText = (minute: number): string => new Date(minute * 60_000).toISOString();
