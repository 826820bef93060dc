import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import BetterSqlite3 from 'better-sqlite3';
import express from 'express';
import makeKnex, { type Knex } from 'knex';
import { sqliteDialect, wholeAsBigInt } from '../database/dialect.ts';
import { QueryLibrary } from '../database/library.ts';
import { QUERIES } from '../server/root.ts';
import { listen } from '../server/serve.ts';
import { BENCH_NOW, BENCH_READER, BENCH_SCHOOL, BENCH_TODAY } from './stage.ts';

// The opponent: a bare Express route that runs the same statements on the same kind of file with the same durability
// and sends the same bytes. It knows nothing of access, validation, encryption or templates.

const { file, script } = JSON.parse(process.argv[2] as string) as { file: string; script: string };
const { recorded } = JSON.parse(readFileSync(script, 'utf8')) as {
  recorded: Record<string, { statements: { name: string; args: Record<string, string | number> }[]; html: string }>;
};

const queries = new QueryLibrary(QUERIES);
const database = new BetterSqlite3(file);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.pragma('busy_timeout = 5000');
const statements = new Map(
  queries
    .all()
    .map((query) => [
      query.name,
      query.weight === 'light' ? database.prepare(sqliteDialect.readerText(query)) : undefined,
    ]),
);
const auditColumns = [
  'chain',
  'seq',
  'at',
  'actor',
  'event',
  'outcome',
  'reason',
  'student',
  'subject',
  'request',
  'key_id',
  'prev',
  'mac',
];
const insertAudit = database.prepare(
  `insert into u_ssp_audit (${auditColumns}) values (${auditColumns.map(() => '?')})`,
);
const bound = new Map(
  Object.entries(recorded).map(([page, { statements: list }]) => [
    page,
    list.map(({ name, args }) => ({ name, args: wholeAsBigInt(queries.get(name), args) })),
  ]),
);
let seq = 0;
const mac = 'x'.repeat(44);

function audit(event: string, student: number): unknown[] {
  return [
    'bare',
    ++seq,
    BENCH_NOW,
    BENCH_READER,
    event,
    'allowed',
    'ROLE_AT_SCHOOL',
    student,
    null,
    '00000000-0000-0000-0000-000000000000',
    'a1',
    mac,
    mac,
  ];
}

const app = express();
app.disable('x-powered-by');
app.get('/students/:dcid', (request, response) => {
  for (const { name, args } of bound.get(request.path) ?? []) statements.get(name)?.all(args);
  insertAudit.run(...audit('STUDENT_OPENED', Number(request.params.dcid)));
  response
    .type('html')
    .set('Cache-Control', 'no-store')
    .send((recorded[request.path] as { html: string }).html);
});

// The same transaction through knex, and beside it through hand-written statements.
const knex = makeKnex({
  client: 'better-sqlite3',
  connection: { filename: file },
  useNullAsDefault: true,
  pool: {
    min: 1,
    max: 1,
    afterCreate: (connection: BetterSqlite3.Database, done: (error: unknown, connection: unknown) => void) => {
      for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 5000'])
        connection.pragma(pragma);
      done(null, connection);
    },
  },
});
const READS = ['visits/of-form', 'students/enrolled-on', 'students/groups-of'];

function readArgs(form: Record<string, string>, student: number): Record<string, Record<string, string | number>> {
  const who = { reader: BENCH_READER, now: BENCH_NOW };
  return {
    'visits/of-form': { ...who, form_key: form.form_key as string },
    'students/enrolled-on': { ...who, student, day: BENCH_TODAY },
    'students/groups-of': { ...who, student },
  };
}

function rows(form: Record<string, string>, student: number) {
  const groups = { sex: 'F', grade_band: '6-8', race: 'W', is_el: 0, is_swd: 0, is_504: 0, is_econ: 0 };
  return {
    visit: {
      form_key: form.form_key,
      visit_date: BENCH_TODAY,
      visit_month: '2026-11',
      school_year: '2026-2027',
      school_id: BENCH_SCHOOL,
      start_min: null,
      end_min: null,
      minutes: Number(form.minutes),
      purpose: form.purpose,
      purpose_text: null,
      sensitive: 0,
      visit_type: 'WALKIN',
      initiator: 'STUDENT',
      setting: 'OFFICE',
      modality: 'IN_PERSON',
      disposition: 'CLASS',
      follow_up: null,
      author: BENCH_READER,
      author_title: 'School counselor',
      created_at: BENCH_NOW,
      revision: 1,
    },
    student: { student_dcid: student, visit_date: BENCH_TODAY, grade_level: 7, ...groups },
    service: { line_no: 1, service: form.service_1, tier: 2 },
  };
}

app.use(express.urlencoded({ extended: false }));
app.post('/students/:dcid/visits', async (request, response) => {
  const student = Number(request.params.dcid);
  const form = request.body as Record<string, string>;
  const made = rows(form, student);
  await knex.transaction(async (trx) => {
    const args = readArgs(form, student);
    for (const name of READS) {
      const query = queries.get(name);
      await trx.raw(
        sqliteDialect.transactionText(query),
        wholeAsBigInt(query, args[name] as object as Record<string, number>) as Record<string, Knex.Value>,
      );
    }
    const [row] = (await trx('u_ssp_visit').insert(made.visit).returning('id')) as { id: number }[];
    const visit_id = (row as { id: number }).id;
    await trx('u_ssp_visit_student').insert({ visit_id, ...made.student });
    await trx('u_ssp_visit_service').insert({ visit_id, ...made.service });
    const values = audit('VISIT_ADDED', student);
    await trx('u_ssp_audit').insert(Object.fromEntries(auditColumns.map((name, at) => [name, values[at]])));
  });
  response.redirect(303, `/students/${student}?done=saved`);
});

const insertInto = (table: string, row: object) => {
  const names = Object.keys(row);
  return database.prepare(`insert into ${table} (${names}) values (${names.map((name) => `@${name}`)})`);
};
const sample = rows({ form_key: '', purpose: '', service_1: '', minutes: '1' }, 1);
const byHand = {
  visit: insertInto('u_ssp_visit', sample.visit),
  student: insertInto('u_ssp_visit_student', { visit_id: 1, ...sample.student }),
  service: insertInto('u_ssp_visit_service', { visit_id: 1, ...sample.service }),
};
app.post('/by-hand/:dcid/visits', (request, response) => {
  const student = Number(request.params.dcid);
  const form = request.body as Record<string, string>;
  const made = rows(form, student);
  database
    .transaction(() => {
      const args = readArgs(form, student);
      for (const name of READS)
        statements.get(name)?.all(wholeAsBigInt(queries.get(name), args[name] as Record<string, number>));
      const visit_id = byHand.visit.run(made.visit).lastInsertRowid;
      byHand.student.run({ visit_id, ...made.student });
      byHand.service.run({ visit_id, ...made.service });
      insertAudit.run(...audit('VISIT_ADDED', student));
    })
    .immediate();
  response.redirect(303, `/students/${student}?done=saved`);
});

const port = await listen(createServer(app), 0);
process.send?.({ port });
