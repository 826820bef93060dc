import { bandsReveal } from './inference.ts';
import { type Counted, isExact, primary, type Shown, suppressed } from './primary.ts';
import type { Release, Setting } from './release.ts';
import { impliedBy, sumsReveal } from './sums.ts';

// From an exact count to a cell that may leave the district. First the cell alone (primary.ts), then together with
// everything that already left about this school year (sums.ts, inference.ts).

/** The cell as it was counted now, before anything is hidden. */
export type Fresh = Omit<Release, 'shown' | 'n'>;

/**
 * What leaves for one measure and period. `earlier` are all cells of the measure that left about the school year, in
 * their order. In turn: the cell that this period showed last, if it has barely moved; the cell as it is, if it gives
 * nothing away; else the last one again; else, for what adds up, the number that the others already imply; else nothing.
 */
export function protect(fresh: Fresh, earlier: readonly Release[], setting: Setting): Release {
  const { n } = setting.rule;
  const plain: Release = { ...fresh, n, shown: primary(fresh.counted, setting.rule) };
  const last = earlier.findLast(({ period }) => period === fresh.period);
  if (isSuppressed(plain.shown)) return stillHidden(plain, last);
  const kept = last && canBeKept(last, plain) ? last : undefined;
  // Unchanged and changed by a few look the same: the old cell, of the old day. One student who came, or one visit
  // that was voided, shows nowhere.
  if (kept && isBarelyMoved(kept.counted, fresh.counted, n)) return kept;
  if (!reveals(plain, earlier, setting)) return plain;
  const hidden = { ...plain, shown: suppressed('SUPPRESSED_SECONDARY') };
  return kept ?? implied(plain, earlier, setting) ?? stillHidden(hidden, last);
}

// An old cell may stay as long as it holds under today's rule and counts the same thing.
function canBeKept(last: Release, plain: Release): boolean {
  return !isSuppressed(last.shown) && last.n >= plain.n && last.measureVersion === plain.measureVersion;
}

// What stays hidden stays of the same day: a package in which nothing can be seen to change does not change.
function stillHidden(hidden: Release, last: Release | undefined): Release {
  if (!last || !isSuppressed(last.shown)) return hidden;
  return { ...hidden, asOf: last.asOf, from: last.from, to: last.to };
}

function reveals(candidate: Release, earlier: readonly Release[], setting: Setting): boolean {
  return sumsReveal(candidate, earlier, setting) || bandsReveal(candidate, earlier, setting);
}

function isSuppressed({ status }: Shown): boolean {
  return status === 'SUPPRESSED_PRIMARY' || status === 'SUPPRESSED_SECONDARY';
}

/** Nothing moved, or the count or the rest moved by fewer than n. */
function isBarelyMoved(before: Counted, now: Counted, n: number): boolean {
  const above = Math.abs(now.numerator - before.numerator);
  const rest = Math.abs(restOf(now) - restOf(before));
  return above + rest === 0 || (above > 0 && above < n) || (rest > 0 && rest < n);
}

function restOf({ numerator, denominator }: Counted): number {
  return denominator === null ? 0 : denominator - numerator;
}

// Semester 1 and the year left before: whoever has them has semester 2, give or take what was written down late. That
// very number tells nothing new, as long as it is close to the truth and may be shown at all.
function implied(plain: Release, earlier: readonly Release[], { rule, additive }: Setting): Release | undefined {
  if (!additive || !isExact(plain.shown)) return undefined;
  const found = impliedBy(plain, earlier).find((one) => {
    const above = Math.abs(one.numerator - plain.counted.numerator);
    const rest = Math.abs(restOf(one) - restOf(plain.counted));
    return above < rule.n && rest < rule.n && primary(one, rule).status === 'OK';
  });
  return found && { ...plain, counted: found, shown: primary(found, rule) };
}
