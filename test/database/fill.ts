import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { OWN_TABLES } from '../../src/database/migrate.ts';
import type { Column, Schema } from './schema.ts';

// Rows for every table, whichever migration makes it: those that a district leaves empty get one that fits their columns.

/** A row in each of our tables that has none. */
export async function fillEmpty(knex: Knex, schema: Schema): Promise<void> {
  for (const name of OWN_TABLES.toReversed()) {
    if (!schema[name] || (await knex(name).first('id'))) continue;
    const { columns, references } = schema[name];
    const row: Record<string, unknown> = {};
    for (const column of columns) {
      if (column.name === 'id') continue;
      const to = references.find((one) => one.column === column.name)?.table;
      row[column.name] = to ? ((await knex(to).min({ id: 'id' }).first()) as { id: number }).id : valueFor(column);
    }
    await knex(name).insert(row);
  }
}

function valueFor({ type, length }: Column): unknown {
  if (/int/.test(type)) return 1;
  if (/bit|bool/.test(type)) return true;
  if (/char|text/.test(type))
    return 'é1'.padEnd(Math.min(length ?? 2, 24), 'x').slice(0, length && length > 0 ? length : 2);
  throw new Error(`There is no value for a column of type ${type} yet.`);
}

/** What is in the tables, told by one text each; of these columns alone. */
export async function contentOf(knex: Knex, columnsOf: Record<string, string[]>): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const [table, columns] of Object.entries(columnsOf)) {
    const rows = (await knex(table).select(columns).orderBy('id')) as Record<string, unknown>[];
    content[table] = `${rows.length} rows ${createHash('sha256').update(JSON.stringify(rows)).digest('hex')}`;
  }
  return content;
}

/** The columns that both have, of the tables that both have. */
export function commonColumns(one: Schema, other: Schema): Record<string, string[]> {
  const common: Record<string, string[]> = {};
  for (const table of OWN_TABLES) {
    const [here, there] = [one[table], other[table]];
    if (!here || !there) continue;
    const names = new Set(there.columns.map(({ name }) => name));
    common[table] = here.columns.map(({ name }) => name).filter((name) => names.has(name));
  }
  return common;
}
