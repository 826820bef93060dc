import type { Knex } from 'knex';
import { isMssql } from '../../src/database/migration-lock.ts';

// What the tables of ours look like in the database's own catalog, so that two databases can be held against each other.

export interface Column {
  name: string;
  type: string;
  /** In characters; null where the type has none. */
  length: number | null;
  nullable: boolean;
  fallback: string | null;
}

export interface Table {
  columns: Column[];
  /** Indexes, unique or not, with their columns in order. */
  indexes: string[];
  references: { column: string; table: string }[];
  checks: string[];
}

export type Schema = Record<string, Table>;

/** All tables of ours by name. */
export async function schemaOf(knex: Knex): Promise<Schema> {
  return isMssql(knex) ? ofMssql(knex) : ofSqlite(knex);
}

async function ofSqlite(knex: Knex): Promise<Schema> {
  const schema: Schema = {};
  const ask = async <T>(text: string) => (await knex.raw(text)) as T[];
  const made = await ask<{ name: string; sql: string }>(
    "select name, sql from sqlite_master where type = 'table' and name like 'u\\_ssp%' escape '\\' order by name",
  );
  for (const { name, sql } of made) {
    const columns = await ask<{ name: string; type: string; notnull: number; dflt_value: string | null }>(
      `pragma table_info(${name})`,
    );
    const indexes = await ask<{ name: string; unique: number }>(`pragma index_list(${name})`);
    const references = await ask<{ from: string; table: string }>(`pragma foreign_key_list(${name})`);
    schema[name] = {
      columns: columns.map((one) => ({
        name: one.name,
        type: one.type.toLowerCase(),
        length: Number(/\((\d+)\)/.exec(one.type)?.[1] ?? 0) || null,
        nullable: one.notnull === 0,
        fallback: one.dflt_value,
      })),
      indexes: await Promise.all(
        indexes.map(async (one) => {
          const parts = await ask<{ name: string }>(`pragma index_info(${one.name})`);
          return `${one.name} ${one.unique ? 'unique ' : ''}(${parts.map((part) => part.name).join(', ')})`;
        }),
      ),
      references: references.map(({ from, table }) => ({ column: from, table })),
      checks: [...sql.matchAll(/constraint `?\w+`? check ?\(.*?\)/gi)].map(([text]) => text),
    };
    schema[name].indexes.sort();
  }
  return schema;
}

async function ofMssql(knex: Knex): Promise<Schema> {
  const schema: Schema = {};
  const ask = async <T>(text: string) => (await knex.raw(text)) as T[];
  const columns = await ask<{ t: string; c: string; type: string; length: number; nullable: string; fallback: string }>(
    `select TABLE_NAME as t, COLUMN_NAME as c, DATA_TYPE as type, CHARACTER_MAXIMUM_LENGTH as length, IS_NULLABLE as nullable,
       COLUMN_DEFAULT as fallback
     from INFORMATION_SCHEMA.COLUMNS where TABLE_NAME like 'u[_]ssp%' order by TABLE_NAME, ORDINAL_POSITION`,
  );
  const table = (name: string): Table => {
    schema[name] ??= { columns: [], indexes: [], references: [], checks: [] };
    return schema[name];
  };
  for (const { t, c, type, length, nullable, fallback } of columns)
    table(t).columns.push({ name: c, type, length, nullable: nullable === 'YES', fallback });
  const parts = await ask<{ t: string; i: string; is_unique: boolean; c: string }>(
    `select t.name as t, i.name as i, i.is_unique, c.name as c
     from sys.tables t join sys.indexes i on i.object_id = t.object_id
     join sys.index_columns x on x.object_id = i.object_id and x.index_id = i.index_id
     join sys.columns c on c.object_id = x.object_id and c.column_id = x.column_id
     where t.name like 'u[_]ssp%' order by t.name, i.name, x.key_ordinal`,
  );
  const indexes = new Map<string, string[]>();
  for (const { t, i, is_unique, c } of parts) {
    // The key of a table without a name for it gets a made-up one.
    const name = `${t} ${/__|_pkey/.test(i) ? 'key' : i}${is_unique ? ' unique' : ''}`;
    indexes.set(name, [...(indexes.get(name) ?? []), c]);
  }
  for (const [name, list] of indexes) table(name.split(' ')[0] as string).indexes.push(`${name} (${list.join(', ')})`);
  const references = await ask<{ t: string; c: string; other: string }>(
    `select t.name as t, c.name as c, o.name as other
     from sys.foreign_key_columns k join sys.tables t on t.object_id = k.parent_object_id
     join sys.columns c on c.object_id = t.object_id and c.column_id = k.parent_column_id
     join sys.tables o on o.object_id = k.referenced_object_id order by t.name, c.name`,
  );
  for (const { t, c, other } of references) table(t).references.push({ column: c, table: other });
  const checks = await ask<{ t: string; name: string; definition: string }>(
    `select t.name as t, k.name, k.definition from sys.check_constraints k
     join sys.tables t on t.object_id = k.parent_object_id where t.name like 'u[_]ssp%' order by k.name`,
  );
  for (const { t, name, definition } of checks) table(t).checks.push(`${name} ${definition}`);
  return schema;
}
