import type { Knex } from 'knex';

// SQL Server takes 2,100 values in one statement.
const MOST_VALUES = 2000;

/** Does the work with as many rows at a time as one statement takes, in their order. All rows have the same columns. */
export async function inParts<T extends object>(rows: readonly T[], work: (part: T[]) => Promise<void>): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const size = Math.floor(MOST_VALUES / Object.keys(first).length);
  for (let at = 0; at < rows.length; at += size) await work(rows.slice(at, at + size));
}

/** Inserts the rows, however many they are. */
export function insertMany(knex: Knex, table: string, rows: readonly object[]): Promise<void> {
  return inParts(rows, async (part) => {
    await knex(table).insert(part);
  });
}
