import BetterSqlite3 from 'better-sqlite3';
import makeKnex, { type Knex } from 'knex';
import { sqliteDialect, wholeAsBigInt } from '../database/dialect.ts';
import { QueryLibrary } from '../database/library.ts';
import { QUERIES } from '../server/root.ts';
import { AUDIT_COLUMNS, type BareDatabase, DRAFT_COLUMNS, rowsOf } from './bare-rows.ts';

const PRAGMAS = ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 5000'];

/** The opponent's database on SQLite: statements prepared once, one connection beside knex's. */
export function openBareSqlite(file: string): BareDatabase {
  const queries = new QueryLibrary(QUERIES);
  const database = new BetterSqlite3(file);
  for (const pragma of PRAGMAS) database.pragma(pragma);
  const light = queries.all().filter(({ weight }) => weight === 'light');
  const statements = new Map(light.map((query) => [query.name, database.prepare(sqliteDialect.readerText(query))]));
  const knex = openKnex(file);

  const insertInto = (table: string, names: string[]) =>
    database.prepare(`insert into ${table} (${names}) values (${names.map((name) => `@${name}`)})`);
  const auditInsert = database.prepare(
    `insert into u_ssp_audit (${AUDIT_COLUMNS}) values (${AUDIT_COLUMNS.map(() => '?')})`,
  );
  const sample = rowsOf({ form_key: '', purpose: '', service_1: '', minutes: '1' }, { student: 1, today: '', now: '' });
  const visitInsert = insertInto('u_ssp_visit', Object.keys(sample.visit));
  const studentInsert = insertInto('u_ssp_visit_student', ['visit_id', ...Object.keys(sample.student)]);
  const serviceInsert = insertInto('u_ssp_visit_service', ['visit_id', ...Object.keys(sample.service)]);

  const turnUpdate = database.prepare(
    `insert into u_ssp_rate (bucket, window_start, hits) values (@bucket, @window_start, 1)
    on conflict (bucket, window_start) do update set hits = hits + 1`,
  );
  const draftSelect = database.prepare(
    `select ${DRAFT_COLUMNS} from u_ssp_draft where author = @author and form_key = @form_key`,
  );

  return {
    prepare: (list) => {
      const bound = list.map(({ name, args }) => ({
        statement: statements.get(name),
        args: wholeAsBigInt(queries.get(name), args),
      }));
      return async () => {
        for (const { statement, args } of bound) statement?.all(args);
      };
    },
    insertAudit: async (values) => {
      auditInsert.run(values);
    },
    saveByKnex: ({ reads, held, visit, student, service, audit }) =>
      knex.transaction(async (trx) => {
        for (const { name, args } of reads) {
          const query = queries.get(name);
          const bindings = wholeAsBigInt(query, args) as Record<string, Knex.Value>;
          await trx.raw(sqliteDialect.transactionText(query), bindings);
        }
        const taken = await trx('u_ssp_rate').where(held.turn).increment('hits', 1);
        if (taken === 0) await trx('u_ssp_rate').insert({ ...held.turn, hits: 1 });
        await trx('u_ssp_draft').where(held.draft).forUpdate().select(DRAFT_COLUMNS);
        const [row] = (await trx('u_ssp_visit').insert(visit).returning('id')) as { id: number }[];
        const visit_id = (row as { id: number }).id;
        await trx('u_ssp_visit_student').insert({ visit_id, ...student });
        await trx('u_ssp_visit_service').insert({ visit_id, ...service });
        await trx('u_ssp_audit').insert(Object.fromEntries(AUDIT_COLUMNS.map((name, at) => [name, audit[at]])));
      }),
    saveByHand: async ({ reads, held, visit, student, service, audit }) =>
      database
        .transaction(() => {
          for (const { name, args } of reads) statements.get(name)?.all(wholeAsBigInt(queries.get(name), args));
          turnUpdate.run(held.turn);
          draftSelect.all(held.draft);
          const visit_id = visitInsert.run(visit).lastInsertRowid;
          studentInsert.run({ visit_id, ...student });
          serviceInsert.run({ visit_id, ...service });
          auditInsert.run(audit);
        })
        .immediate(),
  };
}

function openKnex(filename: string): Knex {
  const afterCreate = (connection: BetterSqlite3.Database, done: (error: unknown, connection: unknown) => void) => {
    for (const pragma of PRAGMAS) connection.pragma(pragma);
    done(null, connection);
  };
  const pool = { min: 1, max: 1, afterCreate };
  return makeKnex({ client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true, pool });
}
