import { daysBetween, plusDays } from '../server/words.ts';

/** Days from the first to the last, both inside, `YYYY-MM-DD`. */
export interface Span {
  from: string;
  to: string;
}

export function isInside(inner: Span, outer: Span): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

export function isSame(a: Span, b: Span): boolean {
  return a.from === b.from && a.to === b.to;
}

// Between two semesters there is a weekend, or a few days without school.
const LONGEST_BREAK = 7;

/** Are these so few days that whoever reads takes what comes before and after for one after the other? */
export function isBreak({ from, to }: Span): boolean {
  return daysBetween(from, to) < LONGEST_BREAK;
}

/** Added (1) or taken away (-1). */
export interface Term {
  sign: 1 | -1;
  span: Span;
}

/**
 * The days about which a sum of counts speaks, as runs: those that are counted once when everything is added and
 * taken away; none when it all cancels out. Undefined when some days count twice or against others: such a sum is
 * about nobody in particular. `sign` is -1 when the days remain with a minus.
 */
export function remainingDays(terms: readonly Term[]): { runs: Span[]; sign: 1 | -1 } | undefined {
  const cuts = [...new Set(terms.flatMap(({ span }) => [span.from, plusDays(span.to, 1)]))].sort();
  const runs: Span[] = [];
  let sign = 0;
  for (let at = 0; at + 1 < cuts.length; at++) {
    const from = cuts[at] as string;
    const to = plusDays(cuts[at + 1] as string, -1);
    const level = terms.reduce((sum, term) => sum + (isInside({ from, to }, term.span) ? term.sign : 0), 0);
    if (level === 0) continue;
    if (Math.abs(level) > 1 || level === -sign) return undefined;
    sign = level;
    const last = runs.at(-1);
    if (last && plusDays(last.to, 1) === from) last.to = to;
    else runs.push({ from, to });
  }
  return { runs, sign: sign === -1 ? -1 : 1 };
}
