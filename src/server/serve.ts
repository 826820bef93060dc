import { createServer, type Server } from 'node:http';
import { Audit } from '../access/audit.ts';
import { Sealer } from '../access/seal.ts';
import { Sessions } from '../access/session.ts';
import { SignIn } from '../access/sign-in.ts';
import { type Database, openDatabase } from '../database/connect.ts';
import { QueryLibrary } from '../database/library.ts';
import { pendingMigrations } from '../database/migrate.ts';
import { createApp } from './app.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import type { Parts } from './context.ts';
import { type Log, makeLog } from './log.ts';
import { loadPages } from './render.ts';
import { ASSETS, assetsVersion, PAGES, QUERIES } from './root.ts';

/** What the service is made of, from its settings. Tests hand in their own clock and log. */
export function buildParts(config: Config, given: { database?: Database; clock?: Clock; log?: Log } = {}): Parts {
  const database =
    given.database ?? openDatabase(config.databaseUrl, new QueryLibrary(QUERIES), config.databaseReadUrl);
  const clock = given.clock ?? systemClock(config.timeZone);
  return {
    config,
    database,
    clock,
    log: given.log ?? makeLog(config.logLevel),
    audit: new Audit(database, config.auditKeys, clock),
    sessions: new Sessions(database, config.sessionKeys, clock),
    signIn: new SignIn(config, config.sessionKeys),
    render: loadPages(PAGES),
    assetsFolder: ASSETS,
    assetsVersion: `?v=${assetsVersion(ASSETS)}`,
  };
}

export interface Running {
  port: number;
  /** Finishes the requests in flight, seals the audit, closes the database. */
  stop(): Promise<void>;
}

const LONGEST_STOP_MS = 20_000;

/** Starts to listen. Throws an Error in words when the port is taken or migrations are missing. */
export async function startService(config: Config): Promise<Running> {
  const parts = buildParts(config);
  const pending = await pendingMigrations(parts.database.knex);
  if (pending.length > 0)
    throw new Error(`The database is not up to date. Run: student-support migrate (${pending.join(', ')})`);
  const sealer = new Sealer(parts.database, parts.audit, config.auditKeys, parts.clock);
  await sealer.start((error) => parts.log.error({ fault: error }, 'the audit could not be sealed'));
  const server = createServer(createApp(parts));
  const port = await listen(server, config.port);
  parts.log.info({ port }, 'listening');
  return {
    port,
    stop: async () => {
      await closed(server);
      await sealer.end();
      await parts.database.close();
    },
  };
}

/** The port that is listened on (another one than asked for when that was 0). */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken by another program.`) : error);
    });
    server.listen(port, () => resolve((server.address() as { port: number }).port));
  });
}

/** Waits for the requests in flight; whoever takes too long is cut off. */
export function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), LONGEST_STOP_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
