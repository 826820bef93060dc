import type { Database, Reader, Row } from './connect.ts';
import type { Arguments } from './library.ts';

/** Whoever asked went away before the answer was whole. */
export class AskerLeft extends Error {
  constructor() {
    super('whoever asked has left');
  }
}

/**
 * Reads for somebody who may go away: what is being read then is cancelled, its connection is free at once, and nothing
 * more is asked. Throws the signal's reason.
 */
export function readerUntil(database: Database, left: AbortSignal): Reader {
  return {
    run: async <T = Row>(name: string, args: Arguments) => {
      left.throwIfAborted();
      // What is quick is over before anybody could leave.
      if (database.queries.get(name).weight === 'light') return database.run<T>(name, args);
      const blocks = database.stream<T>(name, args)[Symbol.asyncIterator]();
      const leave = () => void blocks.return?.();
      left.addEventListener('abort', leave, { once: true });
      try {
        const rows: T[] = [];
        for (let next = await blocks.next(); !next.done; next = await blocks.next()) rows.push(...next.value);
        left.throwIfAborted();
        return rows;
      } finally {
        left.removeEventListener('abort', leave);
      }
    },
  };
}
