import { wantedOf } from '../access/wanted.ts';
import type { Reader } from '../database/connect.ts';

export interface Found {
  dcid: number;
  name: string;
  student_number: number;
  grade_level: number;
  school_name: string;
  has_left: boolean;
}

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
