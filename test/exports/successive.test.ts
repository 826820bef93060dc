import type { Counted } from '../../src/exports/primary.ts';
import { protect } from '../../src/exports/protect.ts';
import type { Release } from '../../src/exports/release.ts';
import type { Span } from '../../src/exports/spans.ts';

// What a district publishes over one school year, told as it happens. n is 10.

const SPANS: Record<string, { from: string; to: string }> = {
  Y: { from: '2026-08-27', to: '2027-06-18' },
  S1: { from: '2026-08-27', to: '2027-01-22' },
  S2: { from: '2027-01-25', to: '2027-06-18' },
};

/** So many visits of so many students. */
const visits = (numerator: number, students: number): Counted => ({
  numerator,
  denominator: null,
  students: { numerator: students, rest: 0, denominator: students },
});

/** So many referrals of so many led to service, each of another student. */
const referrals = (numerator: number, denominator: number): Counted => ({
  numerator,
  denominator,
  students: { numerator, rest: denominator - numerator, denominator },
});

class District {
  readonly left: Release[] = [];
  readonly additive: boolean;

  constructor(additive = true) {
    this.additive = additive;
  }

  /** Publishes one period on a day after the year; `now` is what all three count at that moment. */
  publish(period: 'Y' | 'S1' | 'S2', now: Record<'Y' | 'S1' | 'S2', Counted>, asOf = '2027-07-01', n = 10): string {
    const counted = Object.entries(now).map(([part, one]) => ({ span: SPANS[part] as Span, counted: one }));
    const fresh = { period, ...(SPANS[period] as Span), asOf, measureVersion: 1, counted: now[period] };
    const setting = { rule: { n, zeroIsHidden: false }, additive: this.additive, now: counted };
    const release = protect(fresh, this.left, setting);
    this.left.push(release);
    const { status, numerator, denominator, band } = release.shown;
    const shown = numerator ?? (band ? `${band.low}-${band.high}` : 'hidden');
    return `${status} ${shown}${denominator === null ? '' : ` of ${denominator}`}`;
  }
}

describe('semesters and year', () => {
  test('are all shown when there is enough of each', () => {
    const now = { Y: visits(1_200, 200), S1: visits(700, 150), S2: visits(500, 120) };
    const district = new District();
    expect(district.publish('S1', now)).toBe('OK 700');
    expect(district.publish('S2', now)).toBe('OK 500');
    expect(district.publish('Y', now)).toBe('OK 1200');
  });

  test('the year is hidden when, less the first semester, it would tell about few', () => {
    const now = { Y: visits(705, 152), S1: visits(700, 150), S2: visits(5, 2) };
    const district = new District();
    expect(district.publish('S1', now)).toBe('OK 700');
    expect(district.publish('S2', now)).toBe('SUPPRESSED_PRIMARY hidden');
    expect(district.publish('Y', now)).toBe('SUPPRESSED_SECONDARY hidden');
  });

  test('many visits of few students are hidden like few visits', () => {
    const now = { Y: visits(760, 152), S1: visits(700, 150), S2: visits(60, 4) };
    const district = new District();
    expect(district.publish('Y', now)).toBe('OK 760');
    expect(district.publish('S1', now)).toBe('SUPPRESSED_SECONDARY hidden');
  });

  test('many visits of enough students who are no new ones are shown', () => {
    const now = { Y: visits(760, 150), S1: visits(700, 150), S2: visits(60, 40) };
    const district = new District();
    expect(district.publish('S1', now)).toBe('OK 700');
    expect(district.publish('Y', now)).toBe('OK 760');
  });

  test('a small rest is found by subtraction as well', () => {
    const now = { Y: referrals(60, 84), S1: referrals(40, 60), S2: referrals(20, 24) };
    const district = new District();
    expect(district.publish('S1', now)).toBe('OK 40 of 60');
    expect(district.publish('S2', now)).toBe('BANDED 80-100 of 24');
    expect(district.publish('Y', now)).toBe('SUPPRESSED_SECONDARY hidden');
  });

  test('that it was everybody is not told by subtraction either', () => {
    const now = { Y: referrals(60, 80), S1: referrals(40, 60), S2: referrals(20, 20) };
    const district = new District();
    expect(district.publish('S1', now)).toBe('OK 40 of 60');
    expect(district.publish('Y', now)).toBe('SUPPRESSED_SECONDARY hidden');
  });

  test('students of both semesters are a group, too: a small one is not told', () => {
    const count = (numerator: number): Counted => referrals(numerator, 1_000);
    const now = { Y: count(77), S1: count(40), S2: count(40) };
    const district = new District(false);
    expect(district.publish('S1', now)).toBe('OK 40 of 1000');
    expect(district.publish('S2', now)).toBe('OK 40 of 1000');
    expect(district.publish('Y', now)).toBe('SUPPRESSED_SECONDARY hidden');
  });
});

describe('what comes late', () => {
  test('does not hide the year: it shows what the semesters add up to', () => {
    const first = { Y: visits(700, 150), S1: visits(700, 150), S2: visits(0, 0) };
    const later = { Y: visits(1_203, 200), S1: visits(703, 151), S2: visits(500, 120) };
    const district = new District();
    expect(district.publish('S1', first)).toBe('OK 700');
    expect(district.publish('S2', later)).toBe('OK 500');
    expect(district.publish('Y', later)).toBe('OK 1200');
  });

  test('keeps the old number and its day until enough has changed', () => {
    const at = (numerator: number, students: number) => ({
      Y: visits(numerator, students),
      S1: visits(0, 0),
      S2: visits(0, 0),
    });
    const district = new District();
    expect(district.publish('Y', at(500, 100), '2027-06-20')).toBe('OK 500');
    expect(district.publish('Y', at(503, 101), '2027-06-27')).toBe('OK 500');
    expect(district.left.at(-1)?.asOf).toBe('2027-06-20');
    expect(district.publish('Y', at(540, 104), '2027-06-28')).toBe('OK 500');
    expect(district.publish('Y', at(541, 115), '2027-06-30')).toBe('OK 541');
    expect(district.left.at(-1)?.asOf).toBe('2027-06-30');
  });

  test('does not change what is hidden, nor its day', () => {
    const at = (numerator: number) => ({ Y: visits(numerator, 5), S1: visits(0, 0), S2: visits(0, 0) });
    const district = new District();
    expect(district.publish('Y', at(20), '2027-06-20')).toBe('SUPPRESSED_PRIMARY hidden');
    expect(district.publish('Y', at(80), '2027-06-27')).toBe('SUPPRESSED_PRIMARY hidden');
    expect(district.left.at(-1)?.asOf).toBe('2027-06-20');
  });

  test('an old number does not stay when fewer students may be told than before', () => {
    const now = { Y: referrals(12, 400), S1: referrals(0, 0), S2: referrals(0, 0) };
    const district = new District(false);
    expect(district.publish('Y', now)).toBe('OK 12 of 400');
    expect(district.publish('Y', now, '2027-07-02', 20)).toBe('SUPPRESSED_SECONDARY hidden');
  });
});

test('a band that others narrow to a few counts is hidden altogether', () => {
  // Nobody in the first semester: the year is the second one, out of more. Both bands together would leave 5 or 6.
  const now = { S1: referrals(0, 30), S2: referrals(6, 100), Y: referrals(6, 130) };
  const district = new District();
  expect(district.publish('S1', now)).toBe('OK 0 of 30');
  expect(district.publish('S2', now)).toBe('BANDED 5-10 of 100');
  expect(district.publish('Y', now)).toBe('SUPPRESSED_SECONDARY hidden');
});

test('a year is hidden when it leaves the bands of its semesters too few counts', () => {
  // Each semester has 5 to 9. That they have 11 together would leave 5 and 6.
  const now = { S1: referrals(6, 100), S2: referrals(5, 100), Y: referrals(11, 200) };
  const district = new District();
  expect(district.publish('S1', now)).toBe('BANDED 5-10 of 100');
  expect(district.publish('S2', now)).toBe('BANDED 5-10 of 100');
  expect(district.publish('Y', now)).toBe('SUPPRESSED_SECONDARY hidden');
});
