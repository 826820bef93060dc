import type { SchoolYear } from './calendar.ts';
import { dateText, weekday } from './dates.ts';
import { Random, STREAM } from './random.ts';

const BY_MONTH: Record<string, number> = {
  '06': 0.6,
  '08': 0.4,
  '09': 0.8,
  '10': 1.15,
  '12': 0.9,
  '01': 1.1,
  '03': 1.1,
};
const BY_WEEKDAY = [0, 1.12, 1.05, 1, 1, 0.85, 0];
const PARTS = 10;

/** The places of a year's school days, the busier ones more often: an even pick from it is an uneven one of days. */
export function busyDays(year: SchoolYear, seed: number): number[] {
  const chance = new Random(seed, STREAM.busyDays, year.start);
  return year.days.flatMap((day, place) => {
    const noise = Math.exp(0.5 * (chance.next() + chance.next() - 1));
    const load = (BY_MONTH[dateText(day).slice(5, 7)] ?? 1) * (BY_WEEKDAY[weekday(day)] as number) * noise;
    return Array<number>(Math.max(1, Math.round(load * PARTS))).fill(place);
  });
}

/** `n` days of a year, in order, busier months and weekdays more often. */
export function pickDays(n: number, busy: readonly number[], chance: Random): number[] {
  const length = (busy[busy.length - 1] as number) + 1;
  const days = new Set<number>();
  if (n > length / 4) {
    for (let day = 0; day < length; day++) if (chance.chance((n - days.size) / (length - day))) days.add(day);
    return [...days];
  }
  while (days.size < n) days.add(chance.pick(busy));
  return [...days].sort((a, b) => a - b);
}
