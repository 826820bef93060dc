import type { Reader } from '../database/connect.ts';

/**
 * The way to data for work without a person: an actor with a name, and nothing but the queries that it lists. The
 * queries of `queries/exports` are restricted to no reader's schools, so whoever runs them has to say so here.
 * Throws when another query is asked for.
 */
export function systemReader(source: Reader, actor: string, queries: readonly string[]): Reader {
  const allowed = new Set(queries);
  return {
    run: (query, args) => {
      if (!allowed.has(query)) throw new Error(`The system actor ${actor} may not run ${query}`);
      return source.run(query, args);
    },
  };
}
