import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { packPlugin } from '../plugin/pack.ts';
import { clockOn, systemClock, today } from '../server/clock.ts';
import { type Config, readConfig } from '../server/config.ts';
import { closed, listen, startService } from '../server/serve.ts';
import { districtName } from './cast.ts';
import { type DemoDatabase, type DemoWishes, openDemoDatabase } from './demo-database.ts';
import { lastInSchool } from './district/calendar.ts';
import { createShelf } from './plugins/shelf.ts';
import { createSandboxSis } from './server.ts';

export interface DemoOptions extends Omit<DemoWishes, 'today'> {
  sisPort: number;
  port: number;
  /** `YYYY-MM-DD`: the day on which it takes place; left out, today, or the last day of school when school is out. */
  today?: string | undefined;
}

/** Starts the stand-in SIS and the service on one database with a made-up district. Both addresses when both answer. */
export async function startDemo(
  options: DemoOptions,
): Promise<{ sisUrl: string; serviceUrl: string; stop(): Promise<void> }> {
  if (process.env.NODE_ENV === 'production') throw new Error('The demo does not run where NODE_ENV is production.');
  // Before a large district is made, which takes minutes.
  for (const port of [options.sisPort, options.port]) await freePort(port);
  mkdirSync(options.data, { recursive: true });
  const timeZone = demoTimeZone();
  const day = options.today ?? lastInSchool(today(systemClock(timeZone)));
  const clock = clockOn(day, timeZone);
  const database = await openDemoDatabase({ ...options, today: day });

  const sisServer = createServer();
  const sisPort = await listen(sisServer, options.sisPort);
  const sisUrl = `http://localhost:${sisPort}`;
  const data = database.openSis();
  try {
    // The service's port has to be known to the SIS before the service listens: its plugin names it.
    const servicePort = options.port || (await freePort(0));
    const serviceUrl = `http://127.0.0.1:${servicePort}`;
    const plugins = createShelf();
    const faults = await plugins.install(await packPlugin({ sisUrl, serviceUrl }), 'student-support.zip');
    if (faults.length > 0) throw new Error(`The plugin cannot be installed:\n${faults.join('\n')}`);
    const client = plugins.enable();
    sisServer.on('request', createSandboxSis({ data, sisUrl, plugins }));
    const config = demoConfig(options, database, { sisUrl, serviceUrl, servicePort, ...client });
    const service = await startService(config, { clock });
    const stop = async () => {
      await Promise.all([service.stop(), closed(sisServer)]);
      await data.close();
    };
    return { sisUrl, serviceUrl, stop };
  } catch (error) {
    sisServer.close();
    await data.close();
    throw error;
  }
}

function demoConfig(
  options: DemoOptions,
  database: DemoDatabase,
  at: { sisUrl: string; serviceUrl: string; servicePort: number; clientId: string; clientSecret: string },
): Config {
  return readConfig({
    PORT: String(at.servicePort),
    PUBLIC_URL: at.serviceUrl,
    SIS_URL: at.sisUrl,
    DATABASE_URL: database.url,
    DATABASE_READ_URL: database.readUrl,
    OIDC_CLIENT_ID: at.clientId,
    OIDC_CLIENT_SECRET: at.clientSecret,
    ...demoKeys(path.join(options.data, 'demo-keys.json')),
    STATE_PROFILE: 'CT',
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

/** A port that is free right now: the wanted one, or any. Throws when the wanted one is taken. */
async function freePort(wanted: number): Promise<number> {
  const probe = createServer();
  const port = await listen(probe, wanted);
  await closed(probe);
  return port;
}
