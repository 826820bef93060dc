import { createRequire } from 'node:module';
import type { Connection, Request } from 'tedious';

// knex's client for SQL Server, with three differences. knex keeps one queue of statements for all its connections: one
// that met a broken connection would stay there until another connection takes it, outside its own transaction. Here
// each connection has its own, and what waits for a connection that has ended fails at once. And a connection whose transaction could not be
// ended is not used again: closing it is what ends the transaction. And a text goes as the narrowest type that holds it.

type Live = Connection & { state: { name: string }; closed: boolean; inTransaction: boolean };
type Waiting = Request & { callback(error: Error): void };

interface Base {
  _enqueueRequest(request: Request, connection: Connection): void;
  _chomp(connection: Connection): void;
  validateConnection(connection: Connection): boolean;
  _setReqInput(request: Request, place: number, value: unknown): void;
}

const load = createRequire(import.meta.url);
const BaseClient = load('knex/lib/dialects/mssql') as new (...given: unknown[]) => Base;

const ASCII = /^[\0-\x7f]*$/;
const MOST_BYTES = 8000;

const queues = new WeakMap<Connection, Waiting[]>();

export class MssqlClient extends BaseClient {
  override _enqueueRequest(request: Request, connection: Connection): void {
    const queue = queues.get(connection) ?? [];
    queues.set(connection, queue);
    queue.push(request as Waiting);
    request.once('requestCompleted', () => process.nextTick(() => this._chomp(connection)));
    this._chomp(connection);
  }

  /**
   * Compared with an nvarchar, a varchar column is turned into one row by row, and its index is not used; the other way
   * round the parameter is. Codes, keys, dates and instants are ASCII. A length that does not depend on the value keeps
   * one plan for a statement.
   */
  override _setReqInput(request: Request, place: number, value: unknown): void {
    if (typeof value !== 'string') {
      super._setReqInput(request, place, value);
      return;
    }
    const { TYPES } = load('tedious') as typeof import('tedious');
    const isAscii = ASCII.test(value);
    const most = isAscii ? MOST_BYTES : MOST_BYTES / 2;
    // Longer ones are `max`.
    const options = value.length > most ? null : { length: most };
    request.addParameter(`p${place}`, isAscii ? TYPES.VarChar : TYPES.NVarChar, value, options);
  }

  override validateConnection(connection: Connection): boolean {
    return super.validateConnection(connection) && !(connection as Live).inTransaction;
  }

  override _chomp(connection: Connection): void {
    const { state, closed } = connection as Live;
    const queue = queues.get(connection) ?? [];
    if (closed || state.name === 'Final') {
      const ended = Object.assign(new Error('The connection has ended.'), { code: 'ECONNCLOSED' });
      for (const request of queue.splice(0)) request.callback(ended);
    } else if (state.name === 'LoggedIn') {
      const next = queue.shift();
      if (next) connection.execSql(next);
    }
  }
}
