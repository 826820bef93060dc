import { createServer } from 'node:http';
import { Audit } from '../access/audit.ts';
import { Sealer } from '../access/seal.ts';
import { Sessions } from '../access/session.ts';
import { SignIn } from '../access/sign-in.ts';
import { type Database, openDatabase } from '../database/connect.ts';
import { QueryLibrary } from '../database/library.ts';
import { pendingMigrations } from '../database/migrate.ts';
import { noteProfile } from '../settings/profile/note.ts';
import { startPurging } from '../visits/drafts/purge.ts';
import { createApp } from './app.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import type { Parts } from './context.ts';
import { closed, listen } from './listen.ts';
import { type Log, makeLog } from './log.ts';
import { metered } from './metered.ts';
import { Metrics } from './metrics.ts';
import { loadPages } from './render.ts';
import { ASSETS, assetsVersion, PAGES, QUERIES } from './root.ts';

export { closed, listen } from './listen.ts';

/** What the service is made of, from its settings. Tests hand in their own clock and log. */
export function buildParts(
  config: Config,
  given: { database?: Database; clock?: Clock | undefined; log?: Log; only?: Parts['only'] } = {},
): Parts {
  const metrics = new Metrics();
  const opened = given.database ?? openDatabase(config.databaseUrl, new QueryLibrary(QUERIES), config.databaseReadUrl);
  const database = metered(opened, metrics);
  const clock = given.clock ?? systemClock(config.timeZone);
  return {
    config,
    database,
    clock,
    log: given.log ?? makeLog(config.logLevel),
    audit: new Audit(database, config.auditKeys, clock),
    sessions: new Sessions(database, config.sessionKeys, clock),
    signIn: new SignIn(config, config.sessionKeys),
    metrics,
    only: given.only,
    stopping: false,
    render: loadPages(PAGES),
    assetsFolder: ASSETS,
    assetsVersion: `?v=${assetsVersion(ASSETS)}`,
  };
}

export interface ServeOptions {
  /** Answers nothing but the agencies, at RESPOND_URL; with the settings of `readRespondConfig`. */
  only?: Parts['only'];
  /** How long to go on answering after being told to end, so that a balancer sees /readyz first. */
  waitMs?: number;
  /** That of the settings' zone, left out. */
  clock?: Clock;
}

export interface Running {
  port: number;
  /** Says so at /readyz, finishes the requests in flight, seals the audit, closes the database. */
  stop(): Promise<void>;
}

/** Starts to listen. Throws an Error in words when the port is taken or migrations are missing. */
export async function startService(config: Config, { only, waitMs = 0, clock }: ServeOptions = {}): Promise<Running> {
  const parts = buildParts(config, { only, clock });
  const { log, database } = parts;
  parts.metrics.aboutProcess();
  const pending = await pendingMigrations(database.knex);
  if (pending.length > 0)
    throw new Error(`The database is not up to date. Run: student-support migrate (${pending.join(', ')})`);
  const sealer = new Sealer(database, parts.audit, config.auditKeys, parts.clock);
  await sealer.start((error) => {
    parts.metrics.unsealed();
    log.error({ fault: error }, 'the audit could not be sealed');
  });
  if (only === undefined) await noteProfile(parts);
  const endPurging =
    only === undefined
      ? startPurging(parts, (error) => log.error({ fault: error }, 'old drafts could not be thrown away'))
      : async () => {};
  const server = createServer(createApp(parts));
  const port = await listen(server, config.port);
  log.info({ port, only }, 'listening');
  return {
    port,
    stop: async () => {
      parts.stopping = true;
      log.info('ending: no new requests');
      await new Promise((next) => setTimeout(next, waitMs));
      const cut = await closed(server);
      if (cut) log.warn('requests that took too long were cut');
      await endPurging();
      await sealer.end();
      await database.close();
      log.info('ended');
    },
  };
}
