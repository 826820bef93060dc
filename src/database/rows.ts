import type { Row } from './connect.ts';
import type { Column, NamedQuery } from './header.ts';
import { declaredBy, type Value } from './values.ts';

// What a database gave becomes what the query declares.

/** A declared column: where the database has its value, and how that becomes what is declared. */
export interface Part {
  name: string;
  place: number;
  declared(value: unknown): Value;
}

/** The parts of a row whose values stand in the declared order. */
export function partsInOrder(columns: readonly Column[]): Part[] {
  return columns.map(({ name, type }, place) => ({ name, place, declared: declaredBy(type) }));
}

/** The parts of a row whose values have these names. Throws when a declared column is not among them. */
export function partsOf(query: NamedQuery, given: readonly string[]): Part[] {
  return partsInOrder(query.columns).map((part) => {
    const place = given.indexOf(part.name);
    // A column that is not there would be read as nothing at all, and nobody would see it.
    if (place < 0) throw new Error(`${query.name}: the database gave no column ${part.name}`);
    return { ...part, place };
  });
}

/**
 * Makes rows of values. All are copies of one blank row: an object that grows name by name becomes a dictionary at some
 * sixteen names, and whoever reads it later waits each time.
 */
export function rowMaker(parts: readonly Part[]): (values: readonly unknown[]) => Row {
  const blank = blankRow(parts);
  return (values) => {
    const row = { ...blank };
    for (const { name, place, declared } of parts) row[name] = declared(values[place]);
    return row;
  };
}

/** Rows that the driver made objects of, with every value of its declared type, in the declared order. Throws as `partsOf`. */
export function declaredRows(query: NamedQuery, rows: readonly Record<string, unknown>[]): Row[] {
  // All rows of an answer have the same columns.
  const [first] = rows;
  if (!first) return [];
  const parts = partsOf(query, Object.keys(first));
  const blank = blankRow(parts);
  return rows.map((given) => {
    const row = { ...blank };
    for (const { name, declared } of parts) row[name] = declared(given[name]);
    return row;
  });
}

// Read from a text, however many names it has, it is no dictionary.
function blankRow(parts: readonly Part[]): Row {
  return JSON.parse(JSON.stringify(Object.fromEntries(parts.map(({ name }) => [name, null])))) as Row;
}
