import { type Band, bandOf, bandWidth } from './bands.ts';

/** What was counted for a measure in a span of days: exact. It never leaves the district. */
export interface Counted {
  numerator: number;
  /** null: a count, there is nothing to divide by. */
  denominator: number | null;
  /** Distinct students: counted above the line, below but not above (the rest), below. */
  students: { numerator: number; rest: number; denominator: number };
}

/** SUPPRESSED: nothing is shown; the two kinds look the same outside the district. */
export type Status = 'OK' | 'BANDED' | 'SUPPRESSED_PRIMARY' | 'SUPPRESSED_SECONDARY' | 'NA_ZERO';

/** A cell as it may leave the district. */
export interface Shown {
  status: Status;
  numerator: number | null;
  denominator: number | null;
  band: Band | null;
}

export interface Rule {
  /** Fewer students than this are never shown. */
  n: number;
  /** Even "nobody" would say something about those who are counted here. */
  zeroIsHidden: boolean;
}

/** What a cell shows when nothing else were known: small groups left out, small counts and small rests in a band. */
export function primary(counted: Counted, rule: Rule): Shown {
  const { numerator, denominator, students } = counted;
  if (denominator === null) return primaryCount(counted, rule.n);
  if (denominator === 0) return { status: 'NA_ZERO', numerator: 0, denominator: 0, band: null };
  if (denominator < rule.n || students.denominator < rule.n) return suppressed('SUPPRESSED_PRIMARY');
  const fewAbove = numerator === 0 ? rule.zeroIsHidden : isFew(numerator, rule.n) || isFew(students.numerator, rule.n);
  const fewBeside = denominator - numerator < rule.n || students.rest < rule.n;
  if (!fewAbove && !fewBeside) return { status: 'OK', numerator, denominator, band: null };
  const width = bandWidth(denominator, rule.n, rule.zeroIsHidden);
  if (width === undefined) return suppressed('SUPPRESSED_PRIMARY');
  return { status: 'BANDED', numerator: null, denominator, band: bandOf(numerator, denominator, width) };
}

// Visits and minutes have no denominator: what counts is how many students are behind them.
function primaryCount({ numerator, students }: Counted, n: number): Shown {
  const isNothing = numerator === 0 && students.numerator === 0;
  if (!isNothing && (students.numerator < n || isFew(numerator, n))) return suppressed('SUPPRESSED_PRIMARY');
  return { status: 'OK', numerator, denominator: null, band: null };
}

export function suppressed(status: 'SUPPRESSED_PRIMARY' | 'SUPPRESSED_SECONDARY'): Shown {
  return { status, numerator: null, denominator: null, band: null };
}

export function isExact({ status }: Shown): boolean {
  return status === 'OK' || status === 'NA_ZERO';
}

/** 1…n−1 */
export function isFew(count: number, n: number): boolean {
  return count > 0 && count < n;
}
