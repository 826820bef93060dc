import { createServer } from 'node:http';
import express from 'express';
import { listen } from '../server/serve.ts';
import type { BareDatabase } from './bare-rows.ts';
import { audit, readRecording, rowsOf } from './bare-rows.ts';

// The opponent: a bare Express route that runs the same statements on the same kind of database with the same
// durability and sends the same bytes. It knows nothing of access, validation, encryption or templates.

interface BareSettings {
  url: string;
  script: string;
  today: string;
  now: string;
}

const { url, script, today, now } = JSON.parse(process.argv[2] as string) as BareSettings;
const recorded = readRecording(script);
const database = await open();
const pages = new Map(
  Object.entries(recorded).map(([page, { statements, html }]) => [page, { run: database.prepare(statements), html }]),
);

async function open(): Promise<BareDatabase> {
  if (url.startsWith('sqlite:')) return (await import('./bare-sqlite.ts')).openBareSqlite(url.slice('sqlite:'.length));
  return (await import('./bare-mssql.ts')).openBareMssql(url);
}

const app = express();
app.disable('x-powered-by');
app.get('/students/:dcid', async (request, response) => {
  const page = pages.get(request.path) as { run(): Promise<void>; html: string };
  await page.run();
  await database.insertAudit(audit('STUDENT_OPENED', Number(request.params.dcid), now));
  response.type('html').set('Cache-Control', 'no-store').send(page.html);
});

// The same transaction through knex, and beside it through hand-written statements.
app.use(express.urlencoded({ extended: false }));
for (const [folder, save] of [
  ['/students', database.saveByKnex],
  ['/by-hand', database.saveByHand],
] as const) {
  app.post(`${folder}/:dcid/visits`, async (request, response) => {
    const student = Number(request.params.dcid);
    await save(rowsOf(request.body as Record<string, string>, { student, today, now }));
    response.redirect(303, `/students/${student}?done=1`);
  });
}

const port = await listen(createServer(app), 0);
process.send?.({ port });
