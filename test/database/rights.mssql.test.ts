import { randomBytes } from 'node:crypto';
import type Sql from 'mssql';
import { rightsOfWriter } from '../../src/check/grants.ts';
import { type Database, openDatabase } from '../../src/database/connect.ts';
import { migrateDown, migrateUp, OWN_TABLES, pendingMigrations } from '../../src/database/migrate.ts';
import { changeRows } from '../../src/database/migration-rows.ts';
import { parseMssqlUrl } from '../../src/database/mssql-address.ts';
import { openWriter } from '../../src/database/mssql-writer.ts';
import { loadDistrictMssql } from '../../src/sandbox/district/load-mssql.ts';
import { COLUMNS } from '../../src/sandbox/district/rows.ts';
import { NOW, queryLibrary, TODAY } from '../database.ts';
import { buildMssql, connect, copyDistrict, dropDatabase, type MssqlParts, newName } from '../mssql.ts';
import { ana, daniela } from '../people.ts';

// What the logins of docs/sql may do, tried with the SIS in the same database and in another one on the same server.

const SIS = Object.keys(COLUMNS).filter((table) => !table.startsWith('u_ssp_'));
const DENIED = 229;
const STRANGER = `ssp_test_foreign_${process.env.TEST_RUN ?? 'dev'}_${randomBytes(4).toString('hex')}`;
const NO_SUCH_COLUMN = 207;
const ARGUMENTS: Record<string, string | number> = {
  int: 1,
  bigint: 1,
  bit: 0,
  date: TODAY,
  instant: '2026-11-20T20:00:00.000Z',
};

/** What each argument is asked with where the made-up district has an answer. */
const ASKED: Record<string, string | number> = {
  ...{
    reader: ana.reader,
    person: ana.reader,
    now: NOW,
    student: daniela.dcid,
    student_1: daniela.dcid,
    number: 104233,
  },
  ...{
    school: 101,
    school_year: '2026-2027',
    period: '2026-2027-Y',
    part_1: 'S%',
    ...Object.fromEntries(['part_2', 'part_3', 'part_4', 'part_5', 'part_6'].map((part) => [part, '%'])),
    schools: '',
    grades: '',
  },
  ...{ from_date: '2026-08-27', from_day: '2026-08-27', since: '2025-08-28', opened_since: '2020-01-01', after_id: 0 },
  ...{ to_date: TODAY, to_day: TODAY, on_day: TODAY, day: TODAY, as_of: TODAY, before_date: '9999-12-31' },
  ...{ before_id: 2147483647, purpose: '', service: '', author: 0, homeroom_1: '', staff_number: '', staff_name: '' },
};

// What the first one gives, the second one has to give, too: the views lead to the same rows.
let first: { parts: MssqlParts; answers: Map<string, string> } | undefined;
afterAll(async () => {
  if (first) await dropDatabase(first.parts.name);
}, 60_000);

describe.each(['same', 'other'] as const)('with the SIS in the %s database', (sis) => {
  let parts: MssqlParts;
  let reader: Sql.ConnectionPool;
  let writer: Sql.ConnectionPool;
  let service: Database;
  let prefix: string;
  beforeAll(async () => {
    parts = await buildMssql({ sis, name: newName(randomBytes(4).toString('hex')) });
    prefix = sis === 'same' ? 'dbo' : `${parts.name}_sis.dbo`;
    const options = { size: 'small', today: TODAY, seed: 1 } as const;
    if (first) await copyDistrict(first.parts.name, parts, prefix);
    else await loadDistrictMssql(parts.admin, options);
    const admin = openWriter({ ...parts.admin });
    const until = '2026-11-20T20:12:00.000Z';
    for (const role of ['support_staff', 'school_admin'])
      await admin.raw(
        `insert into ssp.u_ssp_scope (reader, school, role, title, until) values (${ana.reader}, 101, '${role}', 'x', '${until}')`,
      );
    await admin.destroy();
    reader = await connect(parseMssqlUrl(parts.readerUrl));
    writer = await connect(parseMssqlUrl(parts.writerUrl));
    service = openDatabase(parts.writerUrl, queryLibrary(), parts.readerUrl);
  }, 180_000);
  afterAll(async () => {
    await Promise.all([reader?.close(), writer?.close(), service?.close()]);
    if (sis === 'same') return;
    for (const name of [parts.name, `${parts.name}_sis`]) await dropDatabase(name);
  }, 60_000);

  const numberOf = (pool: Sql.ConnectionPool, text: string): Promise<number> =>
    pool
      .request()
      .query(text)
      .then(
        () => 0,
        (thrown: { number: number }) => thrown.number,
      );

  it('the reader runs every query, and so does the writer', async () => {
    const asReader = openDatabase(parts.readerUrl, queryLibrary());
    const failed: unknown[] = [];
    for (const { name, args } of queryLibrary().all()) {
      const values = Object.fromEntries(args.map((one) => [one.name, ARGUMENTS[one.type] ?? 'x']));
      for (const [login, database] of Object.entries({ reader: asReader, writer: service }))
        await database.run(name, values).catch((thrown: Error) => failed.push([name, login, thrown.message]));
    }
    expect(failed).toEqual([]);
    await asReader.close();
  }, 300_000);

  it('every query gives the cells of the SIS, wherever its tables are', async () => {
    const answers = new Map<string, string>();
    for (const { name, args } of queryLibrary().all()) {
      const values = Object.fromEntries(args.map((one) => [one.name, ASKED[one.name] ?? ARGUMENTS[one.type] ?? 'x']));
      const rows = await service.run(name, values);
      // Rows without an order come as they like.
      if (rows.length > 0)
        answers.set(
          name,
          rows
            .map((row) => JSON.stringify(row))
            .toSorted()
            .join('\n'),
        );
    }
    if (!first) first = { parts, answers };
    expect(answers.size).toBeGreaterThan(40);
    expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(first.answers));
  }, 120_000);

  it('nobody reads the tables beneath the views, or another column of them', async () => {
    for (const pool of [reader, writer]) {
      for (const table of SIS)
        expect([table, await numberOf(pool, `select * from ${prefix}.${table}`)]).toEqual([table, DENIED]);
      for (const column of ['DOB', 'First_Name', 'State_StudentNumber'])
        expect(await numberOf(pool, `select ${column} from Students`)).toBe(NO_SUCH_COLUMN);
      expect(await numberOf(pool, 'select Email_Addr from Users')).toBe(NO_SUCH_COLUMN);
    }
  });

  it('nobody changes anything of the SIS, through a view or beneath it', async () => {
    for (const pool of [reader, writer]) {
      for (const table of ['Students', `${prefix}.Students`]) {
        expect(await numberOf(pool, `update ${table} set Enroll_Status = 2`)).toBe(DENIED);
        expect(await numberOf(pool, `delete from ${table}`)).toBe(DENIED);
      }
      expect(await numberOf(pool, "insert into RoleDef (ID, Name) values (99, 'Principal')")).toBe(DENIED);
    }
  });

  it('the reader changes nothing of ours', async () => {
    for (const table of OWN_TABLES)
      expect([table, await numberOf(reader, `delete from ${table}`)]).toEqual([table, DENIED]);
    expect(await numberOf(reader, 'update u_ssp_visit set minutes = 1')).toBe(DENIED);
  });

  it('the writer neither changes the audit nor deletes what was written down, nor makes tables', async () => {
    for (const table of ['u_ssp_audit', 'u_ssp_audit_seal']) {
      expect(await numberOf(writer, `update ${table} set mac = 'x'`)).toBe(DENIED);
      expect(await numberOf(writer, `delete from ${table}`)).toBe(DENIED);
    }
    for (const table of OWN_TABLES) {
      const isKept = !rightsOfWriter(table).includes('DELETE');
      const number = await numberOf(writer, `delete from ${table} where 1 = 0`);
      expect([table, number]).toEqual([table, isKept ? DENIED : 0]);
    }
    expect(await numberOf(writer, 'create table u_ssp_mine (id int)')).toBeGreaterThan(0);
    expect(await numberOf(writer, 'drop table u_ssp_rate')).toBeGreaterThan(0);
  });

  // Somebody of the migrator's role who owns nothing, as the migrator itself on SQL Server.
  it("the migrator's role changes rows of every table of ours, and reaches nothing through a view or beneath it", async () => {
    const password = `Aa1${randomBytes(12).toString('hex')}`;
    const admin = await connect(parts.admin);
    const run = (text: string) => admin.request().batch(text);
    await run(`create login [${STRANGER}] with password = '${password}'`);
    await run(`create user [${STRANGER}] for login [${STRANGER}] with default_schema = ssp`);
    await run(`alter role ssp_migrator add member [${STRANGER}]`);
    const migrator = await connect({ ...parts.admin, user: STRANGER, password });
    try {
      for (const table of [...OWN_TABLES, 'u_ssp_migration']) {
        const { recordset } = await admin
          .request()
          .query<{ name: string }>(
            `select c.name as name from sys.columns c where c.object_id = object_id('ssp.${table}') and c.is_identity = 0`,
          );
        const name = recordset[0]?.name;
        for (const text of [
          `select * from ${table}`,
          `update ${table} set ${name} = ${name} where 1 = 0`,
          `delete from ${table} where 1 = 0`,
          `insert into ${table} (${name}) select ${name} from ${table} where 1 = 0`,
        ])
          expect([text, await numberOf(migrator, text)]).toEqual([text, 0]);
      }
      // A first migrate: no right on what it has made, and nothing in it.
      await run('revoke select, insert, update, delete on ssp.u_ssp_consent from ssp_migrator');
      const asStranger = openWriter({ ...parts.admin, user: STRANGER, password });
      await changeRows(asStranger, "update u_ssp_consent set state = 'x'");
      await run('grant select, insert, update, delete on ssp.u_ssp_consent to ssp_migrator');
      await changeRows(asStranger, 'update u_ssp_scope set title = title');
      await expect(changeRows(asStranger, 'update u_ssp_scope set no_such = 1')).rejects.toThrow();
      await asStranger.destroy();
      for (const table of SIS) {
        for (const text of [`select * from ${table}`, `select * from ${prefix}.${table}`, `delete from ${table}`])
          expect([text, await numberOf(migrator, text)]).not.toEqual([text, 0]);
      }
    } finally {
      await migrator.close();
      await run(`drop user [${STRANGER}]`);
      await run(`drop login [${STRANGER}]`);
      await admin.close();
    }
  }, 120_000);

  it('the migrator takes migrations back and makes them again; the service sees which are missing', async () => {
    const migrator = openDatabase(parts.migratorUrl, queryLibrary());
    expect(await pendingMigrations(service.knex)).toEqual([]);
    const [last] = await migrateDown(migrator.knex);
    expect(await pendingMigrations(service.knex)).toEqual([last]);
    expect(await migrateUp(migrator.knex)).toEqual([last]);
    await migrator.close();
  }, 60_000);
});
