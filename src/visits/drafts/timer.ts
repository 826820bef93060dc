import { type Clock, dayOf, minuteAt } from '../../server/clock.ts';
import type { VisitInput } from '../check.ts';
import type { Pause } from './pauses.ts';

// What a timer measured. Minutes are counted between instants, so that no change of the clocks and no other time zone
// adds or loses one; only what the form shows (day, start, end) is local. Whole minutes of the clock on the wall: visits that
// follow each other add up to the time between them.

export interface Timer {
  /** Instant of the first start. */
  startedAt: string;
  /** Start after the last pause; null when there was none. */
  resumedAt: string | null;
  /** Last stop; null while it runs. */
  stoppedAt: string | null;
  /** Minutes before the last pause. */
  earlierMin: number;
  pauses: readonly Pause[];
}

/** The times of a visit as its timer has them; local, in minutes since midnight. */
export interface Measured {
  date: string;
  startMin: number;
  endMin: number;
  minutes: number;
  pauses: readonly Pause[];
}

const LAST_MINUTE = 1439;
const LONGEST_DAY_MIN = 25 * 60;

const minuteOf = (instant: string | number): number =>
  Math.floor((typeof instant === 'number' ? instant : Date.parse(instant)) / 60_000);
const instantOf = (minute: number): string => new Date(minute * 60_000).toISOString();

export function isRunning(timer: Timer): boolean {
  return timer.stoppedAt === null;
}

/** Measured until it was stopped, or until `now`; a timer that ran past midnight ends with the last minute of its day. */
export function measuredOf(timer: Timer, now: string, clock: Clock): Measured {
  const from = timer.resumedAt ?? timer.startedAt;
  const end = Math.max(minuteOf(from), Math.min(minuteOf(timer.stoppedAt ?? now), lastMinuteOf(from, clock)));
  const minutes = Math.max(1, timer.earlierMin + end - minuteOf(from));
  const startMin = minuteAt(timer.startedAt, clock);
  const endMin = minuteAt(instantOf(end), clock);
  return {
    date: dayOf(timer.startedAt, clock),
    startMin,
    endMin: endMin === startMin && startMin < LAST_MINUTE && minutes === 1 ? startMin + 1 : endMin,
    minutes,
    pauses: timer.pauses,
  };
}

/** The timer set going again after a stop: the pause does not count. */
export function resumed(timer: Timer, now: string, clock: Clock): Timer {
  const from = timer.resumedAt ?? timer.startedAt;
  const end = Math.min(minuteOf(timer.stoppedAt ?? now), lastMinuteOf(from, clock));
  const pause = { from: end - minuteOf(timer.startedAt), to: minuteOf(now) - minuteOf(timer.startedAt) };
  const pauses = pause.to > pause.from ? [...timer.pauses, pause] : timer.pauses;
  return { ...timer, earlierMin: timer.earlierMin + end - minuteOf(from), resumedAt: now, stoppedAt: null, pauses };
}

/** Did it run past the midnight of its day? */
export function ranPastMidnight(timer: Timer, now: string, clock: Clock): boolean {
  return dayOf(timer.stoppedAt ?? now, clock) > dayOf(timer.startedAt, clock);
}

// The last minute of the local day of an instant. Days have 23 to 25 hours, but their dates only ever go up.
function lastMinuteOf(instant: string, clock: Clock): number {
  const day = dayOf(instant, clock);
  let [low, high] = [minuteOf(instant), minuteOf(instant) + LONGEST_DAY_MIN];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (dayOf(instantOf(middle), clock) === day) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** `09:05`, as a field takes it. */
export function timeText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/**
 * What the form says once its timer is stopped. Of a timer that ran past midnight nobody knows when the visit ended: the end
 * is left to be said.
 */
export function stoppedInput(timer: Timer, now: string, clock: Clock): VisitInput {
  const times = asInput(measuredOf(timer, now, clock));
  return ranPastMidnight(timer, now, clock) ? { ...times, end: '', minutes: '' } : times;
}

/** A measured time as the fields of a form. */
export function asInput({ date, startMin, endMin, minutes }: Measured): VisitInput {
  return { date, start: timeText(startMin), end: timeText(endMin), minutes: String(minutes) };
}

/**
 * The form with the times that its timer measured, unless somebody typed others: then those stay. What the timer said
 * before it was set going again is nothing that anybody typed.
 */
export function withMeasured(input: VisitInput, timer: Timer, measured: Measured): VisitInput {
  const { start = '', end = '', minutes = '' } = input;
  const times = asInput(measured);
  const isStart = start === '' || start.slice(0, 5) === times.start;
  const isUntyped = !isEndTyped(input, timer);
  if (isStart && isUntyped) return { ...input, ...times, date: input.date || times.date };
  if (isStart && end.slice(0, 5) === times.end && minutes === '') return { ...input, ...times, date: input.date };
  return input;
}

// What the timer said before it was set going again was typed by nobody; a page that knows of that says nothing of it any more.
function isEndTyped({ end = '', minutes = '', time_reason = '', timer_seen }: VisitInput, timer: Timer): boolean {
  if (end === '') return minutes !== '';
  if (timer.resumedAt === null || timer_seen === timer.resumedAt) return true;
  return minutes !== String(Math.max(1, timer.earlierMin)) || time_reason !== '';
}

/** Did it run past midnight, and has nobody said when the visit ended? */
export function lacksEnd(input: VisitInput, timer: Timer, now: string, clock: Clock): boolean {
  return ranPastMidnight(timer, now, clock) && !isEndTyped(input, timer);
}

/** Do the times of the form say nothing but what its timer said? */
export function isOfTimer(input: VisitInput, timer: Timer | null, now: string, clock: Clock): boolean {
  if (timer === null) return !input.start && !input.end && !input.minutes;
  const measured = measuredOf(timer, now, clock);
  return !isChangedByHand(withMeasured(input, timer, measured), measured);
}

/** Do the times of the form differ from what was measured? */
export function isChangedByHand(input: VisitInput, measured: Measured): boolean {
  const times = asInput(measured);
  return (
    input.date !== times.date ||
    (input.start ?? '').slice(0, 5) !== times.start ||
    (input.end ?? '').slice(0, 5) !== times.end ||
    Number(input.minutes) !== measured.minutes
  );
}

/** What the form shows of its draft: a running timer's start, or all that a stopped one measured. */
export function shownTimes(input: VisitInput, timer: Timer | null, now: string, clock: Clock): VisitInput {
  if (timer === null) return input;
  const measured = measuredOf(timer, now, clock);
  if (!isRunning(timer) && lacksEnd(input, timer, now, clock)) return { ...input, ...stoppedInput(timer, now, clock) };
  if (!isRunning(timer)) return withMeasured(input, timer, measured);
  if (!isOfTimer(input, timer, now, clock)) return input;
  return { ...input, date: measured.date, start: timeText(measured.startMin), end: '', minutes: '' };
}
