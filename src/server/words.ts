import * as say from '../words/index.ts';

// Dates, times and numbers as people in a U.S. school write them.

const WORDS = say.dates;

interface Day {
  year: number;
  month: number;
  day: number;
  weekday: number;
}

function partsOf(isoDate: string): Day {
  const year = Number(isoDate.slice(0, 4));
  const month = Number(isoDate.slice(5, 7));
  const day = Number(isoDate.slice(8, 10));
  return { year, month, day, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() };
}

/** Within so many days a day is known without its year: further off, before or after, it could be another year's. */
const NEAR_DAYS = 300;

/** `Nov 3`, with the year when it is far from `today`, long ago or still to come. */
export function shortDay(isoDate: string, today: string): string {
  const { year, month, day } = partsOf(isoDate);
  const text = `${WORDS.months[month - 1]} ${day}`;
  return Math.abs(daysBetween(isoDate, today)) < NEAR_DAYS ? text : `${text}, ${year}`;
}

/** The day on which something ends, with the year, too, when it lasts so long that its first day could be meant. */
export function lastDay(isoDate: string, firstDate: string, today: string): string {
  return shortDay(isoDate, daysBetween(firstDate, isoDate) < NEAR_DAYS ? today : firstDate);
}

/** `Thu, Nov 19`, with the year as `shortDay` has it. */
export function weekdayAndDay(isoDate: string, today: string): string {
  return `${WORDS.days[partsOf(isoDate).weekday]}, ${shortDay(isoDate, today)}`;
}

/** `11/20/2026`, as forms and papers have it. */
export function numericDay(isoDate: string): string {
  const { year, month, day } = partsOf(isoDate);
  return `${month}/${day}/${year}`;
}

/** `Sunday, November 22`: today, of which everybody knows the year. */
export function longDay(isoDate: string): string {
  const { month, day, weekday } = partsOf(isoDate);
  return `${WORDS.longDays[weekday]}, ${WORDS.longMonths[month - 1]} ${day}`;
}

const dayAndTimeFormats = new Map<string, Intl.DateTimeFormat>();

/** `Nov 22, 2026, 10:20 AM` in the time zone. */
export function dayAndTime(instant: string, timeZone: string): string {
  let format = dayAndTimeFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
    dayAndTimeFormats.set(timeZone, format);
  }
  return format.format(new Date(instant)).replaceAll('\u202f', ' ');
}

/** `10:20 AM` in the time zone. */
export function timeOfDay(instant: string, timeZone: string): string {
  return dayAndTime(instant, timeZone).split(', ').at(-1) as string;
}

/** Whole days from one date to the other; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The date some days later (or earlier). */
export function plusDays(isoDate: string, days: number): string {
  return new Date(Date.parse(`${isoDate}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Is there such a day? `2026-02-30` is not one. */
export function isRealDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** `9:05 AM` from minutes since midnight. */
export function clockTime(minutes: number): string {
  const hour = Math.floor(minutes / 60);
  return `${hour % 12 || 12}:${String(minutes % 60).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** `9:00 – 9:30 AM`, `11:45 AM – 12:15 PM`. */
export function clockSpan(start: number, end: number): string {
  const [first, last] = [clockTime(start), clockTime(end)];
  return `${first.slice(-2) === last.slice(-2) ? first.slice(0, -3) : first} – ${last}`;
}

/** `25 min`, `1 h 10 min`. */
export function duration(minutes: number): string {
  return WORDS.duration(Math.floor(minutes / 60), minutes % 60);
}

/** `1,204` */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** `54.5 %`, rounded half away from zero to one decimal; an en dash when there is nothing to divide by. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '–';
  return `${(Math.round((part * 1000) / whole) / 10).toFixed(1)} %`;
}

/** `Grade 7`, `Kindergarten`, `Pre-K`. */
export function gradeName(level: number): string {
  return WORDS.grade(level);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: string[]): string {
  if (parts.length < 2) return parts.join('');
  return WORDS.and(parts.slice(0, -1).join(', '), parts.at(-1) as string);
}

/** A label as it goes on inside a sentence: `Anxiety or worry` is `anxiety or worry` there. */
export function lowerFirst(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
