/** Two parts of a name, or a number, from what somebody typed; undefined when there is nothing to search for. */
export function searchPattern(typed: string): { part: string; other_part: string; number: number } | undefined {
  const words = typed
    .toWellFormed()
    .replaceAll('\u0000', '')
    .normalize('NFC')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const [first, second] = words;
  if (!first) return undefined;
  const digits = words.join('');
  const number = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
  return { part: containing(first), other_part: second ? containing(second) : '%', number };
}

function containing(word: string): string {
  return `%${word.slice(0, 38).replace(/[\\%_[]/g, '\\$&')}%`;
}
