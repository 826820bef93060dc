import type { CatalogIndex } from './catalog.ts';
import { type Ask, sysOf } from './catalog-mssql-ask.ts';
import { type Place, placesOf } from './catalog-mssql-beneath.ts';

interface IndexRow {
  object_id: number;
  index_id: number;
  is_unique: boolean;
  name: string;
}

/**
 * The indexes of every table in `ssp`, and of the one table beneath each view there, by its name in small letters. What
 * the login is not shown is not among them.
 */
export async function readIndexes(ask: Ask): Promise<Map<string, CatalogIndex[]>> {
  const places = await placesOf(ask);
  const found = new Map<string, CatalogIndex[]>();
  for (const database of new Set(places.map((one) => one.database))) {
    const there = places.filter((one) => one.database === database);
    const rows = await ask<IndexRow>(statement(database, there));
    for (const { table, objectId } of there)
      found.set(table.toLowerCase(), gathered(rows.filter((row) => row.object_id === objectId)));
  }
  return found;
}

const statement = (database: string | undefined, places: readonly Place[]) =>
  `select i.object_id as object_id, i.index_id as index_id, i.is_unique as is_unique, c.name as name
  from ${sysOf(database)}.indexes i
  join ${sysOf(database)}.index_columns k on k.object_id = i.object_id and k.index_id = i.index_id
  join ${sysOf(database)}.columns c on c.object_id = k.object_id and c.column_id = k.column_id
  where i.object_id in (${places.map(({ objectId }) => objectId).join(', ')}) and i.type in (1, 2)
    and i.is_disabled = 0 and i.is_hypothetical = 0 and coalesce(i.has_filter, 0) = 0 and k.is_included_column = 0
  order by i.object_id, i.index_id, k.key_ordinal`;

function gathered(rows: readonly IndexRow[]): CatalogIndex[] {
  const indexes = new Map<number, CatalogIndex>();
  for (const { index_id, is_unique, name } of rows) {
    const index = indexes.get(index_id) ?? { columns: [], unique: is_unique };
    indexes.set(index_id, index);
    index.columns.push(name);
  }
  return [...indexes.values()];
}
