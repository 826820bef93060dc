// What somebody means who types a name or a number.

/** Two parts of a name, or a number. */
export type Wanted = { part: string; other_part: string } | { number: number };

/** What is looked for, from what somebody typed; undefined when there is nothing. */
export function wantedOf(typed: string): Wanted | undefined {
  const words = typed
    .toWellFormed()
    .replaceAll('\u0000', '')
    .normalize('NFC')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const [first, second] = words;
  if (!first) return undefined;
  const digits = words.join('');
  if (/^\d{1,15}$/.test(digits)) return { number: Number(digits) };
  return { part: containing(first), other_part: second ? containing(second) : '%' };
}

function containing(word: string): string {
  return `%${word.slice(0, 38).replace(/[\\%_[]/g, '\\$&')}%`;
}
