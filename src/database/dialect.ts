import type { NamedQuery } from './header.ts';
import { type Arguments, bindable } from './library.ts';
import type { ColumnType } from './values.ts';

// The one text of a named query in each database's own words: how a page is limited, and how values are bound.

export interface Dialect {
  /** The text for the reader's own driver, arguments as `@name`. */
  readerText(query: NamedQuery): string;
  /** The text for knex inside a transaction, arguments as `:name`. */
  transactionText(query: NamedQuery): string;
  /** Values as knex hands them on. */
  transactionBindings(query: NamedQuery, args: Arguments): Record<string, bigint | string | number | null>;
}

const ARGUMENT = /@([A-Za-z_]\w*)/g;

export const sqliteDialect: Dialect = {
  readerText: (query) => (query.paged ? `${query.sql}\nlimit @take` : query.sql),
  transactionText: (query) => sqliteDialect.readerText(query).replace(ARGUMENT, ':$1'),
  transactionBindings: wholeAsBigInt,
};

export const mssqlDialect: Dialect = {
  readerText: (query) => (query.paged ? `${query.sql}\noffset 0 rows fetch next @take rows only` : query.sql),
  // knex knows nothing of the header's types, and an index on varchar is not used for nvarchar: each text is cast.
  transactionText: (query) => {
    const types = new Map(query.args.map((a) => [a.name, a.type]));
    return mssqlDialect.readerText(query).replace(ARGUMENT, (_all, name: string) => {
      const type = types.get(name) as ColumnType;
      return isTextType(type) ? `cast(:${name} as ${mssqlType(type)})` : `:${name}`;
    });
  },
  transactionBindings: (query, args) =>
    Object.fromEntries(bindable(query, args).map(({ name, value }) => [name, value])) as Record<
      string,
      string | number | null
    >,
};

/** Whole numbers go as BigInt: SQLite would bind a JavaScript number as REAL, and divide like one. */
export function wholeAsBigInt(query: NamedQuery, args: Arguments): Record<string, bigint | string | number | null> {
  const bound: Record<string, bigint | string | number | null> = {};
  for (const { name, type, value } of bindable(query, args)) {
    const whole = typeof value === 'number' && !type.startsWith('decimal');
    bound[name] = whole ? BigInt(value) : (value as string | number | null);
  }
  return bound;
}

function isTextType(type: ColumnType): boolean {
  return type === 'date' || type === 'instant' || type.startsWith('varchar') || type.startsWith('nvarchar');
}

/** Our type in SQL Server's words; dates and instants are texts of a fixed length. */
export function mssqlType(type: ColumnType): string {
  if (type === 'date') return 'char(10)';
  return type === 'instant' ? 'char(24)' : type;
}
