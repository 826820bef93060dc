import { type Clock, dayOf, instantNow } from '../server/clock.ts';
import * as say from '../words/index.ts';

// Calendar quarters at the schools: they begin at local midnight.

export interface Quarter {
  /** `2026-Q4` */
  code: string;
  /** `October to December 2026` */
  label: string;
  /** First instant of it, and first instant after it. */
  from: string;
  to: string;
}

/** The quarter of an instant. */
export function quarterAt(instant: string, clock: Clock): Quarter {
  const day = dayOf(instant, clock);
  return quarterOf(Number(day.slice(0, 4)), Math.floor((Number(day.slice(5, 7)) - 1) / 3), clock);
}

/** The present quarter and the ones before it, newest first: not before the first use, at most so many. */
export function quartersSince(first: string | null, most: number, clock: Clock): Quarter[] {
  const quarters = [quarterAt(instantNow(clock), clock)];
  while (quarters.length < most) {
    const last = quarters.at(-1) as Quarter;
    if (first === null || last.from <= first) break;
    const year = Number(last.code.slice(0, 4));
    const at = Number(last.code.slice(6)) - 1;
    quarters.push(at === 0 ? quarterOf(year - 1, 3, clock) : quarterOf(year, at - 1, clock));
  }
  return quarters;
}

function quarterOf(year: number, at: number, clock: Clock): Quarter {
  const month = (index: number) => (index > 11 ? `${year + 1}-01` : `${year}-${String(index + 1).padStart(2, '0')}`);
  return {
    code: `${year}-Q${at + 1}`,
    label: `${say.access.quarters[at]} ${year}`,
    from: midnight(`${month(at * 3)}-01`, clock.timeZone),
    to: midnight(`${month(at * 3 + 3)}-01`, clock.timeZone),
  };
}

/** The instant at which a day begins in the time zone. */
export function midnight(day: string, timeZone: string): string {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  let at = wanted;
  // What a clock there shows, taken for UTC, tells how far it is off; a second look settles a change of the offset.
  for (let looks = 0; looks < 2; looks++) at += wanted - shownAt(at, timeZone);
  return new Date(at).toISOString();
}

function shownAt(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    format.formatToParts(at).map((part) => [part.type, part.value]),
  );
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
