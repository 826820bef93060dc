import type { Database, Row } from '../database/connect.ts';
import type { Arguments } from '../database/library.ts';
import type { Metrics } from './metrics.ts';

type End = ReturnType<Metrics['heavyQuery']>;

/** The same database; how long its heavy queries take is counted. */
export function metered(database: Database, metrics: Metrics): Database {
  return {
    kind: database.kind,
    queries: database.queries,
    knex: database.knex,
    run: async <T = Row>(query: string, args: Arguments) => {
      if (database.queries.get(query).weight === 'light') return database.run<T>(query, args);
      const end = metrics.heavyQuery(query);
      return database.run<T>(query, args).then(
        (rows) => {
          end('done');
          return rows;
        },
        (thrown: unknown) => {
          end('failed');
          throw thrown;
        },
      );
    },
    stream: <T = Row>(query: string, args: Arguments) =>
      watched(() => database.stream<T>(query, args), metrics.heavyQuery.bind(metrics, query)),
    csv: (query, args) => watched(() => database.csv(query, args), metrics.heavyQuery.bind(metrics, query)),
    transaction: (work) => database.transaction(work),
    pools: () => database.pools(),
    close: () => database.close(),
  };
}

// Not a generator: its `return` would wait for the block that is on its way, and whoever leaves is free at once.
function watched<T>(source: () => AsyncIterable<T>, begin: () => End): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => {
      const blocks = source()[Symbol.asyncIterator]();
      let end: End | undefined = begin();
      const once = (how: Parameters<End>[0]) => {
        end?.(how);
        end = undefined;
      };
      return {
        next: async () => {
          try {
            const block = await blocks.next();
            if (block.done) once('done');
            return block;
          } catch (thrown) {
            once('failed');
            throw thrown;
          }
        },
        return: async (value) => {
          once('left');
          return (await blocks.return?.(value)) ?? { done: true, value };
        },
      };
    },
  };
}
