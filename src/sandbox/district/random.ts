// Chance that can be repeated. A generator is made from a list of numbers (the seed, what it is for, which student …),
// so that any row can be worked out again by itself and nothing has to be kept in memory to stay the same.

/** What the generators are for. The numbers are part of the content: a changed one makes another district. */
export const STREAM = {
  schools: 1,
  staff: 2,
  students: 3,
  person: 4,
  language: 5,
  contacts: 6,
  groups: 7,
  habit: 8,
  busyDays: 9,
  visit: 10,
  written: 11,
} as const;

// Looked up once: inside a test's own context each look at a global costs more than the arithmetic.
const { imul, floor } = Math;

/** A 32-bit number that follows from the keys. */
export function mix(keys: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const key of keys) {
    hash = imul(hash ^ (key | 0), 0x85ebca6b);
    hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/** Always gives the same numbers for the same keys (mulberry32). */
export class Random {
  #state: number;

  constructor(...keys: number[]) {
    this.#state = mix(keys);
  }

  /** A fraction in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + floor(this.next() * (high - low + 1));
  }

  /** True in a share `p` of the cases. */
  chance(p: number): boolean {
    return this.next() < p;
  }

  pick<T>(list: readonly T[]): T {
    return list[floor(this.next() * list.length)] as T;
  }
}

/** Values with their weights, which need not add up to 1. */
export type Weighted<T> = readonly (readonly [T, number])[];

/** Makes a choice among weighted values that can be asked again and again. */
export function oneOf<T>(table: Weighted<T>): (chance: Random) => T {
  const values = table.map(([value]) => value);
  const ends: number[] = [];
  let sum = 0;
  for (const [, weight] of table) {
    sum += weight;
    ends.push(sum);
  }
  return (chance) => {
    const aim = chance.next() * sum;
    let i = 0;
    while (i < ends.length - 1 && (ends[i] as number) <= aim) i++;
    return values[i] as T;
  };
}

/** One of a list that is asked only now and then; see `oneOf`. */
export function choose<T>(chance: Random, table: Weighted<T>): T {
  return oneOf(table)(chance);
}

/** `'CLASS 70 STAYED 5'` as weighted words. */
export function weights(text: string): Weighted<string> {
  const parts = text.trim().split(/\s+/);
  return parts.flatMap((part, i) => (i % 2 ? [[parts[i - 1] as string, Number(part)] as const] : []));
}
