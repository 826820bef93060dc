import type { Knex } from 'knex';
import type { Row, TransactionEnd, Tx } from './connect.ts';
import type { Dialect } from './dialect.ts';
import type { Arguments, QueryLibrary } from './library.ts';
import { isRolledBackForSure, noteUncommitted } from './retry.ts';
import { declaredRows } from './rows.ts';

type EndListener = (end: TransactionEnd) => void;

/**
 * Runs the work in one transaction; commits when it resolves, rolls back when it throws, and throws the same. What is
 * thrown before the commit was sent is noted as such (`isSafeToRepeat`).
 */
export async function runTransaction<T>(
  knex: Knex,
  queries: QueryLibrary,
  dialect: Dialect,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const listeners: EndListener[] = [];
  let end: TransactionEnd = 'rolled back';
  try {
    const result = await knex.transaction(async (trx) => {
      const done = await work(transactionReader(trx, queries, dialect, listeners));
      // From here on only the commit can fail, and it may have been carried out all the same.
      end = 'unknown';
      return done;
    });
    end = 'committed';
    return result;
  } catch (thrown) {
    // On a broken connection there is nothing to roll back with; what broke it tells more than that.
    const cause = (thrown as { originalError?: unknown }).originalError ?? thrown;
    if (isRolledBackForSure(cause)) end = 'rolled back';
    if (end === 'rolled back') noteUncommitted(cause);
    throw cause;
  } finally {
    for (const listener of listeners) listener(end);
  }
}

function transactionReader(
  trx: Knex.Transaction,
  queries: QueryLibrary,
  dialect: Dialect,
  listeners: EndListener[],
): Tx {
  return {
    knex: trx,
    onEnd: (listener) => listeners.push(listener),
    lock: async (table, id) => (await trx(table).where({ id }).forUpdate().select('id')).length > 0,
    run: async <R = Row>(name: string, args: Arguments) => {
      const query = queries.get(name);
      const bindings = dialect.transactionBindings(query, args) as Record<string, Knex.Value>;
      const rows = (await trx.raw(dialect.transactionText(query), bindings)) as Record<string, unknown>[];
      return declaredRows(query, rows) as R[];
    },
  };
}
