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

/**
 * The first block, then the rest. Not a generator: one that waits for its next block hears of its end only when that
 * has come, and whoever leaves shall end a long query at once.
 */
export function headed(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => {
      const inner = rest[Symbol.asyncIterator]();
      let begun = false;
      return {
        next: async () => {
          if (begun) return inner.next();
          begun = true;
          return { done: false, value: first };
        },
        return: async () => {
          await inner.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
