import { type Counted, isExact, isFew } from './primary.ts';
import type { Release, Setting } from './release.ts';
import { isBreak, isInside, remainingDays, type Span } from './spans.ts';

// The subtraction attack: whoever holds several files adds and subtracts what they show exactly. Year less semester 1
// is semester 2; this week's year less last month's is what was written down meanwhile.

/** A sum of so many published numbers is followed up: the new one and three earlier ones. */
const MOST_TERMS = 4;

interface Signed {
  sign: 1 | -1;
  release: Release;
}

/** Would the new cell, with those that left before, give away a small count, a small rest, or that it was everybody? */
export function sumsReveal(candidate: Release, earlier: readonly Release[], setting: Setting): boolean {
  if (isExact(candidate.shown)) {
    const others = distinct(earlier.filter(({ shown }) => isExact(shown)));
    for (const terms of sumsWith(candidate, others)) if (isRevealing(terms, setting)) return true;
  }
  // Referrals add up over the year, and so do their denominators, which a band shows, too.
  if (!setting.additive || candidate.shown.denominator === null) return false;
  const others = distinct(earlier.filter(({ shown }) => shown.denominator !== null));
  for (const terms of sumsWith(candidate, others)) {
    const remaining = remainingDays(terms.map(spanOf));
    if (remaining && isFew(Math.abs(total(terms, ({ shown }) => shown.denominator ?? 0)), setting.rule.n)) return true;
  }
  return false;
}

function isRevealing(terms: Signed[], { rule, additive, now }: Setting): boolean {
  const remaining = remainingDays(terms.map(spanOf));
  if (!remaining) return false;
  const above = total(terms, ({ shown }) => shown.numerator ?? 0);
  const hasRest = terms[0]?.release.shown.denominator !== null;
  const rest = hasRest ? total(terms, restOf) : 0;
  if (isFew(Math.abs(above), rule.n) || isFew(Math.abs(rest), rule.n)) return true;
  if (hasRest && above !== 0 && rest === 0) return true;
  if (rule.zeroIsHidden && above === 0 && rest !== 0) return true;
  if (!additive) return false;
  // Ten visits can be those of one student: enough students have to be behind what remains.
  const behind = (part: 'numerator' | 'rest') => studentsBehind(terms, remaining, part, now);
  return (above !== 0 && behind('numerator') < rule.n) || (rest !== 0 && behind('rest') < rule.n);
}

/**
 * At least so many students are behind what remains of a sum. Known from below in two ways: by those counted now on
 * days that remain, and by how many more students one number has than all that are taken from it.
 */
function studentsBehind(
  terms: Signed[],
  remaining: { runs: Span[]; sign: 1 | -1 },
  part: 'numerator' | 'rest',
  now: Setting['now'],
): number {
  const inDays = now.filter(({ span }) => remaining.runs.some((run) => isInside(span, run)));
  const least = inDays.map(({ counted }) => counted.students[part]);
  for (const sign of remaining.runs.length > 0 ? [remaining.sign] : ([1, -1] as const)) {
    const added = terms.filter((term) => term.sign === sign).length;
    if (added === 1) least.push(sign * total(terms, ({ counted }) => counted.students[part]));
  }
  return Math.max(0, ...least);
}

function* sumsWith(candidate: Release, others: readonly Release[]): Generator<Signed[]> {
  const grow = function* (terms: Signed[], from: number): Generator<Signed[]> {
    if (terms.length > 1) yield terms;
    if (terms.length === MOST_TERMS) return;
    for (let at = from; at < others.length; at++) {
      const release = others[at] as Release;
      yield* grow([...terms, { sign: -1, release }], at + 1);
      yield* grow([...terms, { sign: 1, release }], at + 1);
    }
  };
  yield* grow([{ sign: 1, release: candidate }], 0);
}

// The same number about the same days, published again in a later file, is nothing new.
function distinct(releases: readonly Release[]): Release[] {
  const key = ({ from, to, shown }: Release) => [from, to, shown.numerator, shown.denominator].join();
  return [...new Map(releases.map((release) => [key(release), release])).values()];
}

function total(terms: readonly Signed[], value: (release: Release) => number): number {
  return terms.reduce((sum, { sign, release }) => sum + sign * value(release), 0);
}

const spanOf = ({ sign, release }: Signed) => ({ sign, span: release as Span });

function restOf({ shown }: { shown: Release['shown'] }): number {
  return (shown.denominator ?? 0) - (shown.numerator ?? 0);
}

/**
 * What published numbers say about just these days: the same days of another period, or the two that make up or remain
 * of a third, give or take a break between semesters. Whoever has them has it, whether it is published or not.
 */
export function impliedBy(candidate: Release, earlier: readonly Release[]): Counted[] {
  const others = distinct(earlier.filter(({ shown }) => isExact(shown)));
  const found: Counted[] = [];
  for (const [own, ...rest] of sumsWith(candidate, others)) {
    const remaining = own && rest.length <= 2 ? remainingDays([own, ...rest].map(spanOf)) : undefined;
    const isSame = remaining?.runs.length === 0;
    const isHalf = rest.length === 2 && remaining?.runs.every(isBreak);
    if (!isSame && !isHalf) continue;
    found.push({
      numerator: -total(rest, ({ shown }) => shown.numerator ?? 0),
      denominator: candidate.shown.denominator === null ? null : -total(rest, ({ shown }) => shown.denominator ?? 0),
      students: candidate.counted.students,
    });
  }
  return found;
}
