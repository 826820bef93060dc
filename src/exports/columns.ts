import type { Measure } from '../reports/measures.ts';
import type { Period } from '../reports/periods.ts';
import type { Status } from './primary.ts';
import type { Release } from './release.ts';

/** Whose numbers these are. */
export interface District {
  state: string;
  leaId: string;
  ncesId: string;
  name: string;
}

export interface PackageRow {
  measure: Measure;
  release: Release;
}

interface Column {
  name: string;
  type: 'text' | 'date' | 'whole number' | 'decimal number';
  /** What it may hold, where that is a list. */
  codes: string;
  definition: string;
  source: string;
  value(row: PackageRow, about: About): string | number | null;
}

export interface About {
  district: District;
  period: Period;
  revision: number;
}

const PUBLIC_STATUS: Record<Status, string> = {
  OK: 'OK',
  BANDED: 'BANDED',
  NA_ZERO: 'NA_ZERO',
  // Why it is hidden would be a hint: outside the district both look the same.
  SUPPRESSED_PRIMARY: 'SUPPRESSED',
  SUPPRESSED_SECONDARY: 'SUPPRESSED',
};

/** The columns of data/measures.csv, and what the data dictionary says about each. */
// biome-ignore format: what it is, what it means and where it comes from, a column each, read better as a table
export const COLUMNS: readonly Column[] = [
  { name: 'state_code', type: 'text', codes: 'two letters', source: 'setting DISTRICT', value: (_, about) => about.district.state,
    definition: 'State of the district.' },
  { name: 'district_id', type: 'text', codes: '', source: 'setting DISTRICT', value: (_, about) => about.district.leaId,
    definition: "The state's own number of the district. Its NCES number is in manifest.json." },
  { name: 'school_id', type: 'text', codes: '*', source: '', value: () => '*',
    definition: 'Always *: the whole district.' },
  { name: 'school_year', type: 'text', codes: '', source: 'terms of the SIS', value: (_, about) => partsOf(about.period).schoolYear,
    definition: 'Both calendar years, such as 2026-2027.' },
  { name: 'period_code', type: 'text', codes: 'Y S1 S2', source: 'terms of the SIS', value: (_, about) => partsOf(about.period).part,
    definition: 'School year, semester 1 or semester 2.' },
  { name: 'period_start', type: 'date', codes: '', source: 'terms of the SIS', value: (_, about) => about.period.from,
    definition: 'First day of the period.' },
  { name: 'period_end', type: 'date', codes: '', source: 'terms of the SIS', value: (_, about) => about.period.to,
    definition: 'Last day of the period. When as_of is earlier, the row counts up to as_of only.' },
  { name: 'measure_id', type: 'text', codes: 'see codebook.json', source: 'docs/methods.md', value: ({ measure }) => measure.id,
    definition: 'Which measure it is.' },
  { name: 'measure_version', type: 'whole number', codes: '', source: 'docs/methods.md', value: ({ release }) => release.measureVersion,
    definition: 'Counts up when the measure begins to count otherwise. Compare like with like.' },
  { name: 'subgroup_type', type: 'text', codes: 'ALL', source: '', value: () => 'ALL',
    definition: 'Always ALL: all students.' },
  { name: 'subgroup_code', type: 'text', codes: 'ALL', source: '', value: () => 'ALL',
    definition: 'Always ALL: all students.' },
  { name: 'unit', type: 'text', codes: 'students referrals visits minutes', source: 'docs/methods.md', value: ({ measure }) => measure.unit,
    definition: 'What numerator and denominator count.' },
  { name: 'numerator', type: 'whole number', codes: '', source: 'counted', value: ({ release }) => release.shown.numerator,
    definition: 'The count. Empty when it is hidden.' },
  { name: 'denominator', type: 'whole number', codes: '', source: 'counted', value: ({ release }) => release.shown.denominator,
    definition: 'Out of how many. Empty for plain counts and when the cell is suppressed.' },
  { name: 'value', type: 'decimal number', codes: '', source: 'computed', value: ({ release }) => shownValue(release),
    definition: 'Percentage with one decimal, or the count where there is no denominator. Empty when it is hidden or nothing can be divided.' },
  { name: 'value_low', type: 'whole number', codes: '', source: 'computed', value: ({ release }) => release.shown.band?.low ?? null,
    definition: 'For BANDED: the percentage is this or more.' },
  { name: 'value_high', type: 'whole number', codes: '', source: 'computed', value: ({ release }) => release.shown.band?.high ?? null,
    definition: 'For BANDED: the percentage is less than this, or up to 100 when this is 100.' },
  { name: 'value_status', type: 'text', codes: 'OK BANDED SUPPRESSED NA_ZERO', source: 'docs/methods.md', value: ({ release }) => PUBLIC_STATUS[release.shown.status],
    definition: 'OK: shown. BANDED: the count is hidden, the percentage lies in a band. SUPPRESSED: hidden. NA_ZERO: there is nothing to divide by.' },
  { name: 'as_of', type: 'date', codes: '', source: 'counted', value: ({ release }) => release.asOf,
    definition: 'The day on which it was counted. An older day than that of the file: the number has not changed, or by too few to be told.' },
  { name: 'n_rule', type: 'whole number', codes: '5 to 30', source: 'setting SUPPRESSION_N', value: ({ release }) => release.n,
    definition: 'The least number of students that was shown when the row was made.' },
  { name: 'revision', type: 'whole number', codes: '', source: 'counted up', value: (_, about) => about.revision,
    definition: 'Revision of the package. The highest one counts.' },
];

/** `2026-2027-S1` is semester 1 of the school year 2026-2027. */
export function partsOf({ code }: { code: string }): { schoolYear: string; part: string } {
  return { schoolYear: code.slice(0, 9), part: code.slice(10) };
}

function shownValue({ shown: { status, numerator, denominator } }: Release): string | number | null {
  if (status !== 'OK' || numerator === null) return null;
  return denominator === null ? numerator : shareOf(numerator, denominator);
}

/**
 * Percentage with one decimal, half away from zero. Never rounded to 0.0 or 100.0: it would say "nobody" or "everybody"
 * where that is not so.
 */
export function shareOf(numerator: number, denominator: number): string {
  if (numerator === 0) return '0.0';
  const tenths = Math.round((numerator * 1000) / denominator);
  return (Math.min(999, Math.max(1, tenths)) / 10).toFixed(1);
}
