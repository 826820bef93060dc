import type { CatalogColumn } from './catalog.ts';
import type { Ask } from './catalog-mssql-ask.ts';

interface Declared {
  tab: string;
  name: string;
  type: string;
  bytes: number;
  digits: number;
  decimals: number;
}

/** The columns of every table and view in `ssp`, by its name in small letters. */
export async function readColumns(ask: Ask): Promise<Map<string, CatalogColumn[]>> {
  const rows = await ask<Declared>(
    `select o.name as tab, c.name as name, t.name as type, c.max_length as bytes, c.precision as digits, c.scale as decimals
    from sys.objects o
    join sys.columns c on c.object_id = o.object_id
    join sys.types t on t.user_type_id = c.user_type_id
    where o.schema_id = schema_id('ssp') and o.type in ('U', 'V')
    order by o.name, c.column_id`,
  );
  const tables = new Map<string, CatalogColumn[]>();
  for (const row of rows) {
    const columns = tables.get(row.tab.toLowerCase()) ?? [];
    tables.set(row.tab.toLowerCase(), columns);
    columns.push({ name: row.name, type: typeOf(row) });
  }
  return tables;
}

function typeOf({ type, bytes, digits, decimals }: Declared): string {
  if (/char$/.test(type)) {
    const length = bytes < 0 ? 'max' : type.startsWith('n') ? bytes / 2 : bytes;
    return `${type}(${length})`;
  }
  return type === 'decimal' || type === 'numeric' ? `${type}(${digits},${decimals})` : type;
}
