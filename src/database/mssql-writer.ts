import { createRequire } from 'node:module';
import makeKnex, { type Knex } from 'knex';
import type { Connection } from 'tedious';
import type { MssqlAddress } from './mssql-address.ts';
import { MssqlClient } from './mssql-client.ts';
import { CONNECT_MS, LIGHT_MS, QUEUE_MS } from './mssql-pool.ts';

const WRITERS = 10;
const quiet = () => {};

/** knex on SQL Server, for transactions and migrations. Connects when it is first asked for something. */
export function openWriter(at: MssqlAddress, { requestMs = LIGHT_MS } = {}): Knex {
  return makeKnex({
    client: MssqlClient as unknown as typeof Knex.Client,
    acquireConnectionTimeout: QUEUE_MS,
    connection: {
      server: at.server,
      port: at.port,
      database: at.database,
      user: at.user,
      password: at.password,
      requestTimeout: requestMs,
      connectionTimeout: CONNECT_MS,
      options: {
        encrypt: at.encrypt,
        trustServerCertificate: at.trustServerCertificate,
        appName: 'student-support',
      },
    } as Knex.MsSqlConnectionConfig,
    // What goes wrong is thrown, and logged where it is caught: without statements and values.
    log: { warn: quiet, error: quiet, deprecate: quiet, debug: quiet },
    pool: { min: 0, max: WRITERS, createTimeoutMillis: CONNECT_MS, afterCreate: abortOnError },
  });
}

const load = createRequire(import.meta.url);

// Without it SQL Server keeps a transaction open, and its locks, when a statement in it runs out of time.
function abortOnError(connection: Connection, done: (error: unknown, connection: Connection) => void): void {
  const { Request } = load('tedious') as typeof import('tedious');
  connection.execSqlBatch(new Request('set xact_abort on', (error) => done(error, connection)));
}
