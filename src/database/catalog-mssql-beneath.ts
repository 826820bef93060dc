import { type Ask, named, sysOf, text } from './catalog-mssql-ask.ts';

// The views in `ssp` lie over the SIS's tables, perhaps in another database: its indexes are those of the table beneath.
// Our own logins may not see that far, and then nothing is said about it.

/** Where the rows of one of our tables or views lie. */
export interface Place {
  /** Name of our table or view. */
  table: string;
  /** Undefined: the database that is connected to. */
  database: string | undefined;
  objectId: number;
}

/** Whether views of one database may lead to tables of another one: both have it on, and the same owner. */
export interface Chaining {
  name: string;
  isHere: boolean;
  isOn: boolean;
  /** Security id of the login that owns the database, in hex. */
  owner: string;
}

interface Parts {
  server: string | null;
  base: string | null;
  owner: string | null;
  name: string;
}

const PART = String.raw`(?:\[(?:[^\]]|\]\])+\]|\w+)`;
const FROM = new RegExp(String.raw`\b(?:from|join)\s+(${PART}(?:\.(?:${PART})?)*)`, 'gi');

/** Every table in `ssp`, and the one table beneath each view there. What cannot be seen is not among them. */
export async function placesOf(ask: Ask): Promise<Place[]> {
  const objects = await ask<{ id: number; name: string; type: string }>(
    "select object_id as id, name as name, type as type from sys.objects where schema_id = schema_id('ssp') and type in ('U', 'V')",
  );
  const places: Place[] = [];
  const dependencies = await fromDependencies(ask);
  for (const { id, name: table, type } of objects) {
    if (type.trim() === 'U') {
      places.push({ table, database: undefined, objectId: id });
      continue;
    }
    const parts = dependencies.get(id) ?? (await fromDefinition(ask, id));
    const place = parts && (await resolve(ask, parts));
    if (place) places.push({ table, ...place });
  }
  return places;
}

/** Other databases on the server that views in `ssp` look into, as far as their texts are shown. */
export async function databasesBeneath(ask: Ask): Promise<string[]> {
  const views = await ask<{ id: number }>(
    "select object_id as id from sys.objects where schema_id = schema_id('ssp') and type = 'V'",
  );
  const dependencies = await fromDependencies(ask);
  const bases = new Set<string>();
  for (const { id } of views) {
    const parts = dependencies.get(id) ?? (await fromDefinition(ask, id));
    if (parts?.base && !parts.server) bases.add(parts.base);
  }
  return [...bases];
}

async function resolve(ask: Ask, { server, base, owner, name }: Parts): Promise<Omit<Place, 'table'> | undefined> {
  if (server) return undefined;
  const database = base ?? undefined;
  const full = `${database === undefined ? '' : `${named(database)}.`}${named(owner || 'dbo')}.${named(name)}`;
  try {
    const [found] = await ask<{ id: number }>(
      `select o.object_id as id from ${sysOf(database)}.objects o where o.object_id = object_id(${text(full)}) and o.type = 'U'`,
    );
    return found && { database, objectId: found.id };
  } catch {
    // The login may not even enter that database.
    return undefined;
  }
}

/** What a view is made of, where it is made of one thing alone. */
async function fromDependencies(ask: Ask): Promise<Map<number, Parts>> {
  const found = new Map<number, Parts>();
  try {
    const rows = await ask<Parts & { view_id: number }>(
      `select distinct d.referencing_id as view_id, d.referenced_server_name as server, d.referenced_database_name as base,
        d.referenced_schema_name as owner, d.referenced_entity_name as name
      from sys.sql_expression_dependencies d
      join sys.objects o on o.object_id = d.referencing_id and o.schema_id = schema_id('ssp')
      where d.referenced_class = 1`,
    );
    for (const row of rows)
      if (rows.filter(({ view_id }) => view_id === row.view_id).length === 1) found.set(row.view_id, row);
  } catch {
    // Shown to owners of the database alone.
  }
  return found;
}

async function fromDefinition(ask: Ask, view: number): Promise<Parts | undefined> {
  const [row] = await ask<{ definition: string | null }>(`select object_definition(${view}) as definition`);
  return partsOf(row?.definition ?? '');
}

/** The parts of the one name behind FROM in the text of a view; undefined when there are several, or none. */
export function partsOf(definition: string): Parts | undefined {
  const names = [...definition.matchAll(FROM)].map((match) => match[1] as string);
  if (names.length !== 1) return undefined;
  // Between two dots stands nothing where the usual owner is meant.
  const parts = (names[0] as string).match(new RegExp(String.raw`${PART}|(?<=\.)(?=\.)`, 'g')) ?? [];
  const [name, owner, base, server] = parts.reverse().map(bare);
  return name ? { name, owner: owner || null, base: base || null, server: server || null } : undefined;
}

const bare = (part: string) => (part.startsWith('[') ? part.slice(1, -1).replaceAll(']]', ']') : part);
