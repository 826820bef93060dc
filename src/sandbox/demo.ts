import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { openDatabase } from '../database/connect.ts';
import { QueryLibrary } from '../database/library.ts';
import { migrateUp } from '../database/migrate.ts';
import { systemClock, today } from '../server/clock.ts';
import { type Config, readConfig } from '../server/config.ts';
import { QUERIES, ROOT } from '../server/root.ts';
import { closed, listen, startService } from '../server/serve.ts';
import { districtName } from './cast.ts';
import { loadDistrict, type Size } from './district/load-sqlite.ts';
import { createSandboxSis } from './server.ts';

export interface DemoOptions {
  sisPort: number;
  port: number;
  data: string;
  size: Size;
  reset: boolean;
  say(text: string): void;
}

const MARKER = 'u_ssp_demo';

/** Starts the stand-in SIS and the service on one SQLite file with a made-up district. Both addresses when both answer. */
export async function startDemo(
  options: DemoOptions,
): Promise<{ sisUrl: string; serviceUrl: string; stop(): Promise<void> }> {
  if (process.env.NODE_ENV === 'production') throw new Error('The demo does not run where NODE_ENV is production.');
  const file = path.join(options.data, 'demo.sqlite');
  mkdirSync(options.data, { recursive: true });
  if (options.reset) for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  await prepareDatabase(file, options);

  const sisServer = createServer();
  const sisPort = await listen(sisServer, options.sisPort);
  const sisUrl = `http://localhost:${sisPort}`;
  try {
    const client = { clientId: 'student-support', clientSecret: randomBytes(24).toString('base64url') };
    // The service's port has to be known to the SIS before the service listens: its plugin names it.
    const servicePort = options.port || (await freePort());
    const serviceUrl = `http://127.0.0.1:${servicePort}`;
    const sisDatabase = new BetterSqlite3(file, { readonly: true });
    sisServer.on(
      'request',
      createSandboxSis({ database: sisDatabase, sisUrl, serviceUrl, pluginRoot: ROOT, ...client }),
    );
    const service = await startService(demoConfig(options, { file, sisUrl, serviceUrl, servicePort, ...client }));
    const stop = async () => {
      await Promise.all([service.stop(), closed(sisServer)]);
      sisDatabase.close();
    };
    return { sisUrl, serviceUrl, stop };
  } catch (error) {
    sisServer.close();
    throw error;
  }
}

// Only a file that the demo made itself is written into: the made-up district never lands beside real students.
async function prepareDatabase(file: string, options: DemoOptions): Promise<void> {
  const isNew = !existsSync(file);
  if (!isNew && !hasMarker(file)) throw new Error(`${file} was not made by the demo; it is left alone.`);
  const database = openDatabase(`sqlite:${file}`, new QueryLibrary(QUERIES));
  await migrateUp(database.knex);
  await database.close();
  if (!isNew) return;
  const writer = new BetterSqlite3(file);
  try {
    options.say(`Making up a district (${options.size}) …`);
    loadDistrict(writer, { size: options.size, today: today(systemClock(demoTimeZone())), seed: 1 });
    writer.exec(`create table ${MARKER} (made_at text not null)`);
    writer.prepare(`insert into ${MARKER} values (?)`).run(new Date().toISOString());
  } catch (error) {
    writer.close();
    rmSync(file, { force: true });
    throw error;
  }
  writer.close();
}

function hasMarker(file: string): boolean {
  const reader = new BetterSqlite3(file, { readonly: true });
  try {
    return reader.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(MARKER) !== undefined;
  } finally {
    reader.close();
  }
}

function demoConfig(
  options: DemoOptions,
  at: { file: string; sisUrl: string; serviceUrl: string; servicePort: number; clientId: string; clientSecret: string },
): Config {
  return readConfig({
    PORT: String(at.servicePort),
    PUBLIC_URL: at.serviceUrl,
    SIS_URL: at.sisUrl,
    DATABASE_URL: `sqlite:${at.file}`,
    OIDC_CLIENT_ID: at.clientId,
    OIDC_CLIENT_SECRET: at.clientSecret,
    ...demoKeys(path.join(options.data, 'demo-keys.json')),
    DISTRICT: JSON.stringify({ state: 'CT', leaId: '9990011', ncesId: '0999011', name: districtName }),
    EXPORT_DIR: path.join(options.data, 'exports'),
    TIME_ZONE: demoTimeZone(),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  });
}

// The made-up schools lie where the visitor is: what her clock says is the time there.
function demoTimeZone(): string {
  return process.env.TIME_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Kept beside the data, so that notes of yesterday's demo still open. */
function demoKeys(file: string): Record<string, string> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
  const keys = { SESSION_KEYS: key('s1'), NOTE_KEYS: key('n1'), AUDIT_KEYS: key('a1') };
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await listen(probe, 0);
  await closed(probe);
  return port;
}
