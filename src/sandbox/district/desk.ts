import type { Person } from '../cast.ts';
import type { Random } from './random.ts';

const OPENS = 465;
const CLOSES = 930;

interface Busy {
  start: number;
  end: number;
}

/** The staff's time on one day: nobody sees two students at once as long as the day has room. Minutes since midnight. */
export class Desk {
  readonly #busy = new Map<number, Busy[]>();

  /** When a visit starts that was meant for `wish`; takes the time. */
  at(person: Person, wish: number, minutes: number): number {
    const start = gap(this.#of(person), wish, minutes) ?? wish;
    this.take(person, start, minutes);
    return start;
  }

  take(person: Person, start: number, minutes: number): void {
    const busy = this.#of(person);
    busy.push({ start, end: start + minutes });
    busy.sort((a, b) => a.start - b.start);
  }

  /** When the next visit of some minutes starts; takes the time. */
  next(person: Person, minutes: number, chance: Random): number {
    const busy = this.#of(person);
    const last = busy[busy.length - 1];
    const wish = last ? last.end + chance.int(2, 55) : OPENS + chance.int(0, 260);
    const start =
      wish + minutes <= CLOSES ? wish : (gap(busy, OPENS, minutes) ?? OPENS + chance.int(0, CLOSES - OPENS - minutes));
    this.take(person, start, minutes);
    return start;
  }

  #of(person: Person): Busy[] {
    let busy = this.#busy.get(person.dcid);
    if (!busy) {
      busy = [];
      this.#busy.set(person.dcid, busy);
    }
    return busy;
  }
}

/** The start of the first free time that is long enough. */
function gap(busy: Busy[], from: number, minutes: number): number | undefined {
  let free = from;
  for (const { start, end } of busy) {
    if (start - free >= minutes) return free;
    free = Math.max(free, end);
  }
  return CLOSES - free >= minutes ? free : undefined;
}
