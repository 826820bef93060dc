import type { Reader } from '../database/connect.ts';
import { CodeBook, type LocalCode, STANDARD } from './book.ts';

// A district's own codes as they are in the database. Every instance keeps the book it made last; which one holds is said
// by the revision that is read with each person's session, so that a change made on one instance holds on all at once.

interface Kept {
  revision: number;
  book: CodeBook;
}

const kept = new WeakMap<Reader, Kept>();

interface LocalRow {
  code_set: LocalCode['set'];
  code: string;
  revision: number;
  parent: string;
  label: string;
  from_day: string;
  to_day: string | null;
  is_sensitive: boolean;
  is_restricted: boolean;
}

/** The book of this revision (the number of rows of u_ssp_local_code), or of a later one. */
export async function bookAt(source: Reader, revision: number): Promise<CodeBook> {
  if (revision === 0) return STANDARD;
  const known = kept.get(source);
  if (known?.revision === revision) return known.book;
  const book = await readBook(source);
  kept.set(source, { revision, book });
  return book;
}

/** The book as the database has it now. */
export async function readBook(source: Reader): Promise<CodeBook> {
  const rows = await source.run<LocalRow>('settings/local-codes', {});
  return new CodeBook(rows.map(localOf));
}

export function localOf(row: LocalRow): LocalCode {
  return {
    set: row.code_set,
    code: row.code,
    revision: row.revision,
    parent: row.parent,
    label: row.label,
    from: row.from_day,
    to: row.to_day,
    sensitive: row.is_sensitive,
    restricted: row.is_restricted,
  };
}
