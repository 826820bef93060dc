import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { SESSION_COOKIE } from '../access/cookies.ts';
import { scopeFromSis, writeScope } from '../access/scope.ts';
import { formToken } from '../access/tokens.ts';
import { openDatabase } from '../database/connect.ts';
import { QueryLibrary } from '../database/library.ts';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { makeLog } from '../server/log.ts';
import { QUERIES } from '../server/root.ts';
import { buildParts, listen } from '../server/serve.ts';
import { BENCH_ADMINISTRATOR, BENCH_READER, BENCH_ZONE } from './stage.ts';

// The service itself, with a person signed in, in a process of its own. Notes down which statements each page runs,
// so that the opponent can run exactly the same.

const { url, script, pages, ...at } = JSON.parse(process.argv[2] as string) as {
  url: string;
  script: string;
  pages: string[];
  now: string;
};
const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const config = readConfig({
  PUBLIC_URL: 'http://127.0.0.1:4001',
  SIS_URL: 'http://localhost:4000',
  DATABASE_URL: url,
  OIDC_CLIENT_ID: 'bench',
  OIDC_CLIENT_SECRET: 'bench',
  SESSION_KEYS: key('s1', 1),
  NOTE_KEYS: key('n1', 2),
  AUDIT_KEYS: key('a1', 3),
  DISTRICT: JSON.stringify({ state: 'CT', leaId: '1', ncesId: '1', name: 'Bench' }),
  LOG_LEVEL: 'silent',
});
const now = new Date(at.now);
const clock = { now: () => now, timeZone: BENCH_ZONE };
const database = openDatabase(config.databaseUrl, new QueryLibrary(QUERIES));
let noted: { name: string; args: object }[] = [];
const noting = {
  ...database,
  run: ((name, args) => {
    noted.push({ name, args });
    return database.run(name, args);
  }) as typeof database.run,
};

const recorder = buildParts(config, { database: noting, clock, log: makeLog('silent') });
const parts = buildParts(config, { database, clock, log: makeLog('silent') });
async function signIn(reader: number, name: string): Promise<string> {
  await writeScope(database, reader, await scopeFromSis(database, reader, config.roleMap), clock);
  return `${SESSION_COOKIE}=${await parts.sessions.start({ sub: 'bench', reader, name })}`;
}
const cookie = await signIn(BENCH_READER, 'Ana Reyes');
const reportCookie = await signIn(BENCH_ADMINISTRATOR, 'Rubén Alvarez');

const rehearsal = createServer(createApp(recorder, 1e9));
const rehearsalPort = await listen(rehearsal, 0);
const recorded: Record<string, { statements: typeof noted; html: string }> = {};
for (const page of pages) {
  noted = [];
  const answer = await fetch(`http://127.0.0.1:${rehearsalPort}${page}`, {
    headers: { cookie, 'accept-encoding': 'identity' },
  });
  if (answer.status !== 200) throw new Error(`${page} answers ${answer.status}`);
  recorded[page] = { html: await answer.text(), statements: noted };
}
rehearsal.close();
rehearsal.closeAllConnections();
const token = formToken(BENCH_READER, config.sessionKeys, clock);
writeFileSync(script, JSON.stringify({ recorded, cookie, reportCookie, token }));

const port = await listen(createServer(createApp(parts, 1e9)), 0);
process.send?.({ port });
process.on('message', () => process.send?.({ rss: process.memoryUsage().rss }));
