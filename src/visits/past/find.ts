import type { Context } from '../../server/context.ts';
import { type Place, readHistory } from '../history.ts';
import type { LocalCodes } from '../local-codes.ts';
import type { VisitRow } from '../row.ts';
import type { PastFilter } from './filter.ts';
import { piecesOf } from './search.ts';

const AT_ONCE = 100;
/** Longer histories are searched in several goes, so that nobody else waits for one search. */
const MOST_SEARCHED = 1000;
const MOST_FOUND = 30;

export interface Found {
  rows: VisitRow[];
  searched: number;
  /** Where to go on; undefined: everything was searched. */
  older: Place | undefined;
}

/**
 * Visits whose note has all the words, newest first. Only notes that the reader sees in the history anyway are looked into:
 * restricted ones and those of void visits never are.
 */
export async function findInNotes(
  context: Context,
  student: number,
  words: readonly string[],
  filter: PastFilter,
  from: Place | undefined,
  locals: LocalCodes,
  providersOf: Map<number, string[]>,
): Promise<Found> {
  const rows: VisitRow[] = [];
  let place = from;
  let searched = 0;
  for (;;) {
    const more = { filter: filter.visits, size: AT_ONCE, withChanges: false };
    const history = await readHistory(context, student, place, providersOf, locals, undefined, more);
    for (const [at, row] of history.rows.entries()) {
      searched++;
      const found = row.note === null ? undefined : piecesOf(row.note, words);
      if (!found) continue;
      rows.push({ ...row, found });
      if (rows.length < MOST_FOUND) continue;
      const { visit_date, visit_id } = history.visits[at] as { visit_date: string; visit_id: number };
      const isLast = at === history.rows.length - 1 && history.older === undefined;
      return { rows, searched, older: isLast ? undefined : { before_date: visit_date, before_id: visit_id } };
    }
    place = history.older;
    if (place === undefined || searched >= MOST_SEARCHED) return { rows, searched, older: place };
    // Other requests have their turn between two pages.
    await new Promise((next) => setImmediate(next));
  }
}
