// What the databases say when a row cannot be written, in one language. SQLite names codes, SQL Server numbers.

interface Fault {
  code?: string;
  number?: number;
  message?: string;
}

const UNIQUE_NUMBERS = new Set([2601, 2627]);
const REFERENCE_NUMBER = 547;

/** A unique key: its name in SQL Server's message, its columns in SQLite's. */
export interface UniqueKey {
  index: string;
  columns: readonly `${string}.${string}`[];
}

/** Was a row refused because there is one with the same key already? Of this key, when one is named. */
export function isTaken(thrown: unknown, key?: UniqueKey): boolean {
  const { code, number, message = '' } = thrown as Fault;
  if (code === 'SQLITE_CONSTRAINT_UNIQUE') return !key || message.endsWith(`failed: ${key.columns.join(', ')}`);
  if (number === undefined || !UNIQUE_NUMBERS.has(number)) return false;
  return !key || message.includes(`'${key.index}'`);
}

/** Was a row refused because what it points to is not there, or because something still points to it? */
export function isDangling(thrown: unknown): boolean {
  const { code, number, message = '' } = thrown as Fault;
  return (
    code === 'SQLITE_CONSTRAINT_FOREIGNKEY' || (number === REFERENCE_NUMBER && /foreign key|reference/i.test(message))
  );
}
