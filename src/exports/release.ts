import type { Counted, Rule, Shown } from './primary.ts';
import type { Span } from './spans.ts';

/** One cell of one package: what it shows, and the exact counts behind it. `from` and `to` are the days it covers. */
export interface Release extends Span {
  /** `2026-2027-S1` */
  period: string;
  /** The day on which it was counted. */
  asOf: string;
  /** The rule by which it was made. */
  n: number;
  measureVersion: number;
  shown: Shown;
  counted: Counted;
}

/** What a measure is held against. */
export interface Setting {
  rule: Rule;
  /** Visits, minutes and referrals add up over the year; a student counts once a year, however many semesters. */
  additive: boolean;
  /** The periods of the school year as they are counted now. */
  now: readonly { span: Span; counted: Counted }[];
}
