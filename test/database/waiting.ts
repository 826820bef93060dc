import type { Knex } from 'knex';

const LOOKS = 10;
const BETWEEN_MS = 20;

/**
 * Asks, and comes back as soon as what was asked waits in the database: the statement that it sent last over these
 * connections has no answer, look after look. `asked` is the answer that is still to come. Throws when it came without waiting.
 */
export async function untilItWaits<T>(
  knex: Knex,
  ask: () => PromiseLike<T>,
): Promise<{ sql: string; asked: Promise<T> }> {
  const sent: string[] = [];
  const note = ({ sql }: { sql: string }) => void sent.push(sql);
  knex.on('query', note);
  let isAnswered = false;
  const asked = Promise.resolve(ask()).finally(() => {
    isAnswered = true;
  });
  try {
    for (
      let [looks, before] = [0, 0];
      looks < LOOKS;
      looks = sent.length > 0 && sent.length === before ? looks + 1 : 0
    ) {
      before = sent.length;
      await new Promise((soon) => setTimeout(soon, BETWEEN_MS));
      if (isAnswered) throw new Error(`It was answered without waiting: ${String(sent.at(-1))}`);
    }
    return { sql: sent.at(-1) as string, asked };
  } finally {
    knex.off('query', note);
  }
}

/** The statement at which it waits until the other one has ended: SQLite begins no second writing transaction, SQL Server locks rows. */
export const isLocking = (sql: string): boolean =>
  sql === 'BEGIN;' || /updlock|xlock|^\s*(update|insert|exec|declare)/i.test(sql);
