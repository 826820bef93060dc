import type { Value } from './values.ts';

const NEEDS_QUOTES = /[",\r\n]/;
// A spreadsheet runs a cell that begins so as a formula (tab and return included: they are skipped first).
const RUNS_AS_FORMULA = /^[=+\-@\t\r]/;

/** One line of a CSV file (RFC 4180, LF at the end); null is empty, text that would run as a formula gets a quote before it. */
export function csvLine(values: readonly Value[]): string {
  let line = '';
  for (let at = 0; at < values.length; at++) {
    if (at > 0) line += ',';
    const value = values[at];
    if (typeof value === 'number' || typeof value === 'bigint') line += value;
    else if (value !== null && value !== undefined) line += textCell(String(value));
  }
  return `${line}\n`;
}

function textCell(text: string): string {
  const safe = RUNS_AS_FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
