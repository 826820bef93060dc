import { plusDays } from '../server/words.ts';
import { bandOf, hiddenCounts, LEAST_VALUES } from './bands.ts';
import { isExact } from './primary.ts';
import type { Release, Setting } from './release.ts';
import { isBreak, isInside, isSame } from './spans.ts';

// The reasoning attack: a band leaves some whole numbers, and other published cells rule out some of those. A part of
// the year cannot have more than the year; two semesters make up the year.

type Values = ReadonlySet<number>;
/** Takes the possible values of the cells it is about, gives those that remain. */
interface Fact {
  cells: number[];
  left(values: Values[]): Values[];
}

/** Would the new cell leave fewer possible counts to any cell in a band, its own or an earlier one, than it must have? */
export function bandsReveal(candidate: Release, earlier: readonly Release[], setting: Setting): boolean {
  if (candidate.shown.denominator === null) return false;
  const cells = [...earlier, candidate].filter(({ shown }) => shown.denominator !== null);
  const start = cells.map((cell) => possibleCounts(cell, setting));
  const facts = factsAbout(cells, setting.additive);
  const known = facts.filter((fact) => !fact.cells.includes(cells.length - 1));
  const before = narrowed(start, known) ?? start;
  const after = narrowed(start, facts);
  if (after) return tooNarrow(cells, before, after);
  // Later corrections can contradict what was published before; then each fact is tried alone.
  return facts.some((fact) => {
    const alone = narrowed(start, [fact]);
    return alone !== undefined && tooNarrow(cells, start, alone);
  });
}

function tooNarrow(cells: readonly Release[], before: readonly Values[], after: readonly Values[]): boolean {
  return cells.some(({ shown }, at) => {
    const left = (after[at] as Values).size;
    return shown.status === 'BANDED' && left < LEAST_VALUES && left < (before[at] as Values).size;
  });
}

/** The counts that a reader of the rules holds possible for one cell. */
export function possibleCounts({ shown, n }: Release, { rule, additive }: Pick<Setting, 'rule' | 'additive'>): Values {
  const { denominator, band } = shown;
  if (isExact(shown) || denominator === null || band === null) return new Set([shown.numerator ?? 0]);
  // A band of referrals may also hide a larger count, one with few students behind it.
  const hidden = additive
    ? wholeNumbers(rule.zeroIsHidden ? 0 : 1, denominator)
    : hiddenCounts(denominator, n, rule.zeroIsHidden);
  return new Set(hidden.filter((count) => bandOf(count, denominator, band.high - band.low).low === band.low));
}

function factsAbout(cells: readonly Release[], additive: boolean): Fact[] {
  const facts: Fact[] = [];
  cells.forEach((whole, w) => {
    cells.forEach((part, p) => {
      if (p === w || !isInside(part, whole)) return;
      if (isSame(part, whole)) facts.push(equal(p, w));
      else facts.push(atMost(p, w));
      cells.forEach((other, o) => {
        if (part.from === whole.from && other.to === whole.to && follows(part, other))
          facts.push(sum(p, o, w, additive));
      });
    });
  });
  return facts;
}

function follows(first: Release, second: Release): boolean {
  return first.to < second.from && isBreak({ from: plusDays(first.to, 1), to: plusDays(second.from, -1) });
}

function equal(a: number, b: number): Fact {
  return {
    cells: [a, b],
    left: ([x, y]) => {
      const both = keep(x as Values, (value) => (y as Values).has(value));
      return [both, both];
    },
  };
}

function atMost(part: number, whole: number): Fact {
  return {
    cells: [part, whole],
    left: ([p, w]) => [
      keep(p as Values, (value) => value <= largest(w as Values)),
      keep(w as Values, (value) => value >= smallest(p as Values)),
    ],
  };
}

function sum(first: number, second: number, whole: number, additive: boolean): Fact {
  return {
    cells: [first, second, whole],
    left: ([a, b, w]) => {
      const left = [new Set<number>(), new Set<number>(), new Set<number>()] as const;
      for (const x of a as Values) {
        for (const y of b as Values) {
          // Students of both semesters count once a year: anything from the larger of the two up to their sum.
          const totals = additive ? [x + y] : wholeNumbers(Math.max(x, y), x + y);
          for (const total of totals) {
            if (!(w as Values).has(total)) continue;
            left[0].add(x);
            left[1].add(y);
            left[2].add(total);
          }
        }
      }
      return [...left];
    },
  };
}

/** What remains when all facts hold; undefined when they cannot all hold. */
function narrowed(start: readonly Values[], facts: readonly Fact[]): Values[] | undefined {
  const values = [...start];
  for (let changed = true; changed; ) {
    changed = false;
    for (const fact of facts) {
      const left = fact.left(fact.cells.map((cell) => values[cell] as Values));
      if (left.some(({ size }) => size === 0)) return undefined;
      fact.cells.forEach((cell, at) => {
        changed ||= (left[at] as Values).size < (values[cell] as Values).size;
        values[cell] = left[at] as Values;
      });
    }
  }
  return values;
}

const keep = (values: Values, test: (value: number) => boolean): Values => new Set([...values].filter(test));
const largest = (values: Values) => Math.max(...values);
const smallest = (values: Values) => Math.min(...values);

function wholeNumbers(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
}
