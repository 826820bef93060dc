import { csvLine } from '../database/csv.ts';
import { type About, COLUMNS, type PackageRow } from './columns.ts';

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

// By code point, so that no language setting changes the order.
function compare(a: readonly (string | number | null)[], b: readonly (string | number | null)[]): number {
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [String(a[at]), String(b[at])];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
