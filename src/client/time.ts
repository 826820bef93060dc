import { lengthsOf, spansOf } from '../visits/spans.ts';

// Times of a form as texts of `<input type="time">`, in minutes since midnight.

export function toMinutes(text: string): number | null {
  const match = /^(\d\d):(\d\d)/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

export function toText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

export interface Times {
  start: string;
  end: string;
  minutes: string;
}

const LAST = 1439;

/** What a press on "15" makes of the times: an end after the start, or a start before now; never past midnight. */
export function pressChip(times: Times, length: number, now: number, isToday: boolean): Times {
  const start = toMinutes(times.start);
  const minutes = String(length);
  if (start !== null && start + length <= LAST && !(isToday && start + length > now + 5)) {
    return { start: times.start, end: toText(start + length), minutes };
  }
  if (isToday && now - length >= 0) return { start: toText(now - length), end: toText(now), minutes };
  return { start: '', end: '', minutes };
}

/** The day of a form, and where its clocks stand. */
export interface Day {
  date: string;
  timeZone: string;
}

/**
 * Minutes from start to end once both are there, as the service counts them; what was typed stays while they are not. Nothing
 * when the end is not after the start: a number from before would look as if it belonged to these times.
 */
export function minutesOf(times: Times, { date, timeZone }: Day): string {
  const start = toMinutes(times.start);
  const end = toMinutes(times.end);
  if (start === null || end === null) return times.minutes;
  if (date === '' || start === end) return end > start ? String(end - start) : '';
  return String(lengthsOf({ date, start, end }, timeZone)[0] ?? '');
}

/** When it ended, by its start and its length; '' when that is not on this day. */
export function endOf(times: Times, { date, timeZone }: Day): string {
  const start = toMinutes(times.start);
  const minutes = Number(times.minutes);
  if (start === null || date === '' || !Number.isInteger(minutes) || minutes < 1) return '';
  const [span] = spansOf({ date, start, end: null, minutes }, timeZone);
  return span ? toText(span.endMin) : '';
}

/** `12:40` for a running timer, `1:02:40` from an hour on. */
export function elapsedText(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
