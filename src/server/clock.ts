/** Now, and what day and minute it is at the schools. Handed around, so that tests can set it. */
export interface Clock {
  now(): Date;
  readonly timeZone: string;
}

export function systemClock(timeZone: string): Clock {
  return { now: () => new Date(), timeZone };
}

/** A clock on which it is this day, and whatever time of day it really is. */
export function clockOn(day: string, timeZone: string): Clock {
  const real = systemClock(timeZone);
  const minute = minuteOfDay(real);
  // In the hour that is left out on that day there is no such time; the one an hour later is as good.
  const [at] = [...instantsOf(day, minute, timeZone), ...instantsOf(day, minute + 60, timeZone)];
  const ahead = ((at as number) - Math.floor(real.now().getTime() / 60_000)) * 60_000;
  return { now: () => new Date(Date.now() + ahead), timeZone };
}

const formats = new Map<string, Intl.DateTimeFormat>();

// A page asks for the local day a dozen times: within a minute the answer is the same.
const lastAsked = { timeZone: '', minute: Number.NaN, parts: {} as Record<string, string> };

function localParts(clock: Clock, at: Date = clock.now()): Record<string, string> {
  const minute = Math.floor(at.getTime() / 60_000);
  if (lastAsked.minute === minute && lastAsked.timeZone === clock.timeZone) return lastAsked.parts;
  const parts = Object.fromEntries(
    formatFor(clock.timeZone)
      .formatToParts(at)
      .map((p) => [p.type, p.value]),
  );
  Object.assign(lastAsked, { timeZone: clock.timeZone, minute, parts });
  return parts;
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Instant as stored: ISO text in UTC. */
export function instantNow(clock: Clock, plusMs = 0): string {
  return new Date(clock.now().getTime() + plusMs).toISOString();
}

/** The date at the schools, `YYYY-MM-DD`. */
export function today(clock: Clock): string {
  return dayAt(clock.now(), clock);
}

/** The date at the schools at an instant. */
export function dayOf(instant: string, clock: Clock): string {
  return dayAt(new Date(instant), clock);
}

function dayAt(at: Date, clock: Clock): string {
  const { year, month, day } = localParts(clock, at);
  return `${year}-${month}-${day}`;
}

/** Minutes since local midnight. */
export function minuteOfDay(clock: Clock): number {
  return minuteAt(instantNow(clock), clock);
}

/** Minutes since local midnight at an instant. */
export function minuteAt(instant: string, clock: Clock): number {
  const { hour, minute } = localParts(clock, new Date(instant));
  return Number(hour) * 60 + Number(minute);
}

/** Minutes since the epoch at which the clocks of a zone showed this time; none in the hour that is missing, two in the one that is twice. */
export function instantsOf(date: string, minute: number, timeZone: string): number[] {
  const asUtc = Date.parse(`${date}T00:00:00Z`) / 60_000 + minute;
  const offsets = new Set([-DAY_MIN, DAY_MIN].map((away) => offsetAt(asUtc + away, timeZone)));
  return [...offsets]
    .map((offset) => asUtc - offset)
    .filter((instant) => instant + offsetAt(instant, timeZone) === asUtc)
    .sort((a, b) => a - b);
}

const DAY_MIN = 1440;

// By how many minutes the clocks of a zone are before those of UTC.
function offsetAt(instant: number, timeZone: string): number {
  const at = new Date(instant * 60_000);
  const { year, month, day, hour, minute } = localParts({ now: () => at, timeZone });
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) / 60_000 - instant;
}
