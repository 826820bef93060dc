import { csvLine } from '../database/csv.ts';
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

interface About {
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
export const COLUMNS: readonly Column[] = [
  { name: 'state_code', type: 'text', codes: 'two letters', definition: 'State of the district.', source: 'setting DISTRICT', value: (_, { district }) => district.state },
  { name: 'district_id', type: 'text', codes: '', definition: "The state's own number of the district. Its NCES number is in manifest.json.", source: 'setting DISTRICT', value: (_, { district }) => district.leaId },
  { name: 'school_id', type: 'text', codes: '*', definition: 'Always *: the whole district.', source: '', value: () => '*' },
  { name: 'school_year', type: 'text', codes: '', definition: 'Both calendar years, such as 2026-2027.', source: 'terms of the SIS', value: (_, { period }) => partsOf(period).schoolYear },
  { name: 'period_code', type: 'text', codes: 'Y S1 S2', definition: 'School year, semester 1 or semester 2.', source: 'terms of the SIS', value: (_, { period }) => partsOf(period).part },
  { name: 'period_start', type: 'date', codes: '', definition: 'First day of the period.', source: 'terms of the SIS', value: (_, { period }) => period.from },
  { name: 'period_end', type: 'date', codes: '', definition: 'Last day of the period. When as_of is earlier, the row counts up to as_of only.', source: 'terms of the SIS', value: (_, { period }) => period.to },
  { name: 'measure_id', type: 'text', codes: 'see codebook.json', definition: 'Which measure it is.', source: 'docs/methods.md', value: ({ measure }) => measure.id },
  { name: 'measure_version', type: 'whole number', codes: '', definition: 'Counts up when the measure begins to count otherwise. Compare like with like.', source: 'docs/methods.md', value: ({ release }) => release.measureVersion },
  { name: 'subgroup_type', type: 'text', codes: 'ALL', definition: 'Always ALL: all students.', source: '', value: () => 'ALL' },
  { name: 'subgroup_code', type: 'text', codes: 'ALL', definition: 'Always ALL: all students.', source: '', value: () => 'ALL' },
  { name: 'unit', type: 'text', codes: 'students referrals visits minutes', definition: 'What numerator and denominator count.', source: 'docs/methods.md', value: ({ measure }) => measure.unit },
  { name: 'numerator', type: 'whole number', codes: '', definition: 'The count. Empty when it is hidden.', source: 'counted', value: ({ release }) => release.shown.numerator },
  { name: 'denominator', type: 'whole number', codes: '', definition: 'Out of how many. Empty for plain counts and when the cell is suppressed.', source: 'counted', value: ({ release }) => release.shown.denominator },
  { name: 'value', type: 'decimal number', codes: '', definition: 'Percentage with one decimal, or the count where there is no denominator. Empty when it is hidden or nothing can be divided.', source: 'computed', value: ({ release }) => valueOf(release) },
  { name: 'value_low', type: 'whole number', codes: '', definition: 'For BANDED: the percentage is this or more.', source: 'computed', value: ({ release }) => release.shown.band?.low ?? null },
  { name: 'value_high', type: 'whole number', codes: '', definition: 'For BANDED: the percentage is less than this, or up to 100 when this is 100.', source: 'computed', value: ({ release }) => release.shown.band?.high ?? null },
  { name: 'value_status', type: 'text', codes: 'OK BANDED SUPPRESSED NA_ZERO', definition: 'OK: shown. BANDED: the count is hidden, the percentage lies in a band. SUPPRESSED: hidden. NA_ZERO: there is nothing to divide by.', source: 'docs/methods.md', value: ({ release }) => PUBLIC_STATUS[release.shown.status] },
  { name: 'as_of', type: 'date', codes: '', definition: 'The day on which it was counted. An older day than that of the file: the number has not changed, or by too few students to be told.', source: 'counted', value: ({ release }) => release.asOf },
  { name: 'n_rule', type: 'whole number', codes: '5 to 30', definition: 'The least number of students that was shown when the row was made.', source: 'setting SUPPRESSION_N', value: ({ release }) => release.n },
  { name: 'revision', type: 'whole number', codes: '', definition: 'Revision of the package. The highest one counts.', source: 'counted up', value: (_, { revision }) => revision },
];

const KEY_COLUMNS = 12;

/** data/measures.csv: UTF-8, LF, heading, ordered by its first twelve columns, so that two revisions can be laid side by side. */
export function measuresCsv(rows: readonly PackageRow[], about: About): string {
  const cells = rows.map((row) => COLUMNS.map(({ value }) => value(row, about)));
  cells.sort((a, b) => compare(a.slice(0, KEY_COLUMNS), b.slice(0, KEY_COLUMNS)));
  return [COLUMNS.map(({ name }) => name), ...cells].map(csvLine).join('');
}

/** docs/data_dictionary.csv: a line per column. */
export function dataDictionaryCsv(): string {
  const lines = COLUMNS.map(({ name, type, codes, definition, source }) => [name, type, codes, definition, source]);
  return [['column', 'type', 'codes', 'definition', 'source'], ...lines].map(csvLine).join('');
}

/** `2026-2027-S1` is semester 1 of the school year 2026-2027. */
export function partsOf({ code }: { code: string }): { schoolYear: string; part: string } {
  return { schoolYear: code.slice(0, 9), part: code.slice(10) };
}

function valueOf({ shown: { status, numerator, denominator } }: Release): string | number | null {
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

// By code point, so that no language setting changes the order.
function compare(a: readonly (string | number | null)[], b: readonly (string | number | null)[]): number {
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [String(a[at]), String(b[at])];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
