import { isRealDate } from '../server/words.ts';

// What stands in the cells of an old log, as spreadsheets and databases of U.S. schools write it.

const MIDNIGHT = /[ T](?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)? ?AM)Z?$/i;

/** `11/20/2026` or `2026-11-20`, with the midnight that databases add, as ISO; undefined when it is no day. */
export function readDay(cell: string): string | undefined {
  const text = cell.trim().replace(MIDNIGHT, '');
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const iso = us ? `${us[3]}-${us[1]?.padStart(2, '0')}-${us[2]?.padStart(2, '0')}` : text;
  return isRealDate(iso) ? iso : undefined;
}

/** `2:05 PM`, `14:05`, `14:05:00` as minutes since midnight; null when empty, undefined when it is no time. */
export function readClock(cell: string): number | null | undefined {
  const text = cell.trim();
  if (text === '') return null;
  const [, hours, minutes, half] = /^(\d{1,2}):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?: ?([AP])\.?M\.?)?$/i.exec(text) ?? [];
  if (hours === undefined) return undefined;
  const hour = Number(hours);
  if (half === undefined) return hour < 24 ? hour * 60 + Number(minutes) : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return ((hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0)) * 60 + Number(minutes);
}

/** Seconds since midnight, as the SIS keeps times, as minutes; null when empty or 0: then nobody gave a time. */
export function readSeconds(cell: string): number | null | undefined {
  const text = cell.trim();
  if (text === '' || text === '0') return null;
  if (!/^\d{1,5}$/.test(text) || Number(text) >= 86_400) return undefined;
  return Math.floor(Number(text) / 60);
}

/** A whole number of minutes; null when empty, undefined when it is none or not from 0 to 1440. */
export function readMinutes(cell: string): number | null | undefined {
  const text = cell.trim();
  if (text === '') return null;
  if (!/^\d{1,4}(?:\.0+)?$/.test(text)) return undefined;
  const minutes = Number(text);
  return minutes <= 1440 ? minutes : undefined;
}

/** The number of a student; undefined when it is none. Spaces and leading zeros make no difference. */
export function readNumber(cell: string): number | undefined {
  const text = cell.replaceAll(/\s/g, '');
  if (!/^\d{1,15}$/.test(text)) return undefined;
  return Number(text) || undefined;
}
