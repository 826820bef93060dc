// Days as whole numbers (days since 1970-01-01), so that the generator can count with them.

export type DayNumber = number;

const DAY_MS = 86_400_000;
const texts = new Map<DayNumber, string>();

/** `YYYY-MM-DD` to a day number. Throws RangeError on anything else. */
export function dayOf(text: string): DayNumber {
  const day = Date.parse(`${text}T00:00:00Z`) / DAY_MS;
  if (!Number.isInteger(day)) throw new RangeError(`Not a date: ${text}`);
  return day;
}

/** A day number to `YYYY-MM-DD`. */
export function dateText(day: DayNumber): string {
  let text = texts.get(day);
  if (text === undefined) {
    text = new Date(day * DAY_MS).toISOString().slice(0, 10);
    texts.set(day, text);
  }
  return text;
}

/** 0 = Sunday … 6 = Saturday; 1970-01-01 was a Thursday. */
export function weekday(day: DayNumber): number {
  return (day + 4) % 7;
}

const offsets = new Map<DayNumber, number>();
const eastern = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', timeZoneName: 'longOffset' });

function offsetMinutes(day: DayNumber): number {
  let offset = offsets.get(day);
  if (offset === undefined) {
    // Asked at noon: the clocks change at two in the morning, when no school is open.
    const name = eastern.formatToParts(new Date(day * DAY_MS + DAY_MS / 2)).find((p) => p.type === 'timeZoneName');
    offset = Number(name?.value.slice(4, 6)) * 60;
    offsets.set(day, offset);
  }
  return offset;
}

const two = (n: number) => (n < 10 ? `0${n}` : `${n}`);

/** The UTC instant (ISO text) of a local minute of a day in Connecticut. */
export function instantText(day: DayNumber, minute: number, second = 0): string {
  const utc = minute + offsetMinutes(day);
  const date = utc >= 1440 ? day + 1 : day;
  const rest = utc % 1440;
  return `${dateText(date)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}:${two(second)}.000Z`;
}
