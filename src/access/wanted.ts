// What somebody means who types a name or a number.

/** As many words of a name as a query looks for: with both family names and what stands between them, few have more. */
const MOST_PARTS = 6;

/** The parts of a name, or a number. */
export type Wanted = Parts | { number: number };
type Parts = { part_1: string } & { [part: `part_${number}`]: string };

/** What is looked for, from what somebody typed; undefined when there is nothing. */
export function wantedOf(typed: string): Wanted | undefined {
  const words = typed
    .toWellFormed()
    .replaceAll('\u0000', '')
    .normalize('NFC')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const digits = words.join('');
  if (/^\d{1,15}$/.test(digits)) return { number: Number(digits) };
  // Of more than fit, the longest tell most: what is left out then is a `de` or a `la`.
  const parts = [...new Set(words)].toSorted((one, other) => other.length - one.length).slice(0, MOST_PARTS);
  return Object.fromEntries(parts.map((part, at) => [`part_${at + 1}`, containing(part)])) as Parts;
}

function containing(word: string): string {
  return `%${word.slice(0, 38).replace(/[\\%_[]/g, '\\$&')}%`;
}
