import type { Knex } from 'knex';
import type { Row, Tx } from './connect.ts';
import { type Dialect, declaredRow } from './dialect.ts';
import type { Arguments, QueryLibrary } from './library.ts';

/** Runs the work in one transaction; commits when it resolves, rolls back when it throws, and throws the same. */
export async function runTransaction<T>(
  knex: Knex,
  queries: QueryLibrary,
  dialect: Dialect,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const listeners: ((committed: boolean) => void)[] = [];
  let committed = false;
  try {
    const result = await knex.transaction((trx) => work(transactionReader(trx, queries, dialect, listeners)));
    committed = true;
    return result;
  } finally {
    for (const listener of listeners) listener(committed);
  }
}

function transactionReader(
  trx: Knex.Transaction,
  queries: QueryLibrary,
  dialect: Dialect,
  listeners: ((committed: boolean) => void)[],
): Tx {
  return {
    knex: trx,
    onEnd: (listener) => listeners.push(listener),
    lock: async (table, id) => (await trx(table).where({ id }).forUpdate().select('id')).length > 0,
    run: async <R = Row>(name: string, args: Arguments) => {
      const query = queries.get(name);
      const bindings = dialect.transactionBindings(query, args) as Record<string, Knex.Value>;
      const rows = (await trx.raw(dialect.transactionText(query), bindings)) as Record<string, unknown>[];
      return rows.map((row) => declaredRow(query, row)) as R[];
    },
  };
}
