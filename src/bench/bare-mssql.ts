import type { Knex } from 'knex';
import type Sql from 'mssql';
import { mssqlDialect } from '../database/dialect.ts';
import { QueryLibrary } from '../database/library.ts';
import { parseMssqlUrl } from '../database/mssql-address.ts';
import { driver, withInputs } from '../database/mssql-pool.ts';
import { openWriter } from '../database/mssql-writer.ts';
import { QUERIES } from '../server/root.ts';
import { AUDIT_COLUMNS, type BareDatabase, DRAFT_COLUMNS, type Held, type Statement } from './bare-rows.ts';

const CONNECTIONS = 10;

/** The opponent's database on SQL Server: the driver's own pool, and knex as the service has it. */
export async function openBareMssql(url: string): Promise<BareDatabase> {
  const queries = new QueryLibrary(QUERIES);
  const at = parseMssqlUrl(url);
  const { server, port, database, user, password, encrypt, trustServerCertificate } = at;
  const { ConnectionPool, Transaction } = driver();
  const login = { server, port, database, user, password, options: { encrypt, trustServerCertificate } };
  const pool = await new ConnectionPool({ ...login, pool: { min: 0, max: CONNECTIONS } }).connect();
  const knex = openWriter(at);

  const read = (request: Sql.Request, { name, args }: Statement) => {
    const query = queries.get(name);
    return withInputs(request, query, args).query(mssqlDialect.readerText(query));
  };
  const insert = (request: Sql.Request, table: string, row: Record<string, string | number | null>) => {
    for (const [name, value] of Object.entries(row)) request.input(name, value);
    const names = Object.keys(row);
    const values = names.map((name) => `@${name}`);
    return request.query<{ id: number }>(`insert into ${table} (${names}) output inserted.id values (${values})`);
  };
  const hold = async (transaction: Sql.Transaction, { turn, draft }: Held) => {
    const taken = `update u_ssp_rate set hits = hits + 1 where bucket = @bucket and window_start = @window_start`;
    await withTexts(transaction.request(), turn).query(taken);
    const locked = `select ${DRAFT_COLUMNS} from u_ssp_draft with (updlock) where author = @author and form_key = @form_key`;
    await withTexts(transaction.request().input('author', draft.author), { form_key: draft.form_key }).query(locked);
  };
  const withTexts = (request: Sql.Request, texts: Record<string, string>) => {
    for (const [name, text] of Object.entries(texts)) request.input(name, driver().VarChar(80), text);
    return request;
  };
  const auditRow = (values: (string | number | null)[]) =>
    Object.fromEntries(AUDIT_COLUMNS.map((name, place) => [name, values[place] ?? null]));

  return {
    prepare: (statements) => async () => {
      for (const statement of statements) await read(pool.request(), statement);
    },
    insertAudit: async (values) => {
      await insert(pool.request(), 'u_ssp_audit', auditRow(values));
    },
    saveByKnex: ({ reads, held, visit, student, service, audit }) =>
      knex.transaction(async (trx) => {
        for (const { name, args } of reads) {
          const query = queries.get(name);
          const bindings = mssqlDialect.transactionBindings(query, args) as Record<string, Knex.Value>;
          await trx.raw(mssqlDialect.transactionText(query), bindings);
        }
        const taken = await trx('u_ssp_rate').where(held.turn).increment('hits', 1);
        if (taken === 0) await trx('u_ssp_rate').insert({ ...held.turn, hits: 1 });
        await trx('u_ssp_draft').where(held.draft).forUpdate().select(DRAFT_COLUMNS);
        const [row] = (await trx('u_ssp_visit').insert(visit).returning('id')) as { id: number }[];
        const visit_id = (row as { id: number }).id;
        await trx('u_ssp_visit_student').insert({ visit_id, ...student });
        await trx('u_ssp_visit_service').insert({ visit_id, ...service });
        await trx('u_ssp_audit').insert(auditRow(audit));
      }),
    saveByHand: async ({ reads, held, visit, student, service, audit }) => {
      const transaction = new Transaction(pool);
      await transaction.begin();
      for (const statement of reads) await read(transaction.request(), statement);
      await hold(transaction, held);
      const { recordset } = await insert(transaction.request(), 'u_ssp_visit', visit);
      const visit_id = (recordset[0] as { id: number }).id;
      await insert(transaction.request(), 'u_ssp_visit_student', { visit_id, ...student });
      await insert(transaction.request(), 'u_ssp_visit_service', { visit_id, ...service });
      await insert(transaction.request(), 'u_ssp_audit', auditRow(audit));
      await transaction.commit();
    },
  };
}
