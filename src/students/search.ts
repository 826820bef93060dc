import type { Reader } from '../database/connect.ts';

export interface Found {
  dcid: number;
  name: string;
  student_number: number;
  grade_level: number;
  school_name: string;
  has_left: boolean;
}

/** Two parts of a name, or a number. */
type Wanted = { part: string; other_part: string } | { number: number };

const MOST = 20;

/**
 * The students of the reader's schools that somebody typed a name or a number of, at most 20. `more`: there are
 * others. Nothing typed finds nothing.
 */
export async function searchStudents(
  reader: Reader,
  asked: { reader: number; now: string },
  typed: string,
): Promise<{ found: Found[]; more: boolean }> {
  const wanted = wantedOf(typed);
  if (!wanted) return { found: [], more: false };
  if ('number' in wanted)
    return { found: await reader.run<Found>('students/by-number', { ...asked, ...wanted }), more: false };
  const found = await reader.run<Found>('students/search', { ...asked, ...wanted, take: MOST + 1 });
  return { found: found.slice(0, MOST), more: found.length > MOST };
}

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
