import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { OWN_INDEXES } from '../../src/check/index-needs.ts';
import { MIGRATIONS } from '../../src/database/migration-list.ts';
import { ROOT } from '../../src/server/root.ts';
import { ON_MSSQL } from '../database.ts';
import { makePlace, type Place, told } from './place.ts';

// `student-support check` on a district that is well, and on one in which each thing is broken for real, one after the
// other. Whatever a test breaks, it mends.

const NEWEST = Object.keys(MIGRATIONS).sort().at(-1) as string;

let place: Place;
beforeAll(async () => {
  place = await makePlace();
}, 180_000);
afterAll(() => place?.close(), 60_000);

const accepted = () => ({ mayRead: place.mayRead });
const accepting = () => place.mayRead.flatMap((name) => ['--may-read', name]);

/** What is told of a database that was broken by these statements; then it is mended. */
async function broken(by: Statements, mend: Statements = { sqlite: [], mssql: [] }) {
  await place.on(by);
  try {
    return await told(place.env, accepted());
  } finally {
    await place.on(mend);
    await place.mendViews();
  }
}
type Statements = { sqlite: string[]; mssql: string[] };

const onBoth = (...statements: string[]) => ({
  sqlite: statements.map((one) => one.replaceAll('ssp.', '').replaceAll('dbo.', '')),
  mssql: statements,
});

function view(name: string, columns: string): string[] {
  return [
    `drop view ssp.${name}`,
    `create view ssp.${name} as select ${columns} from dbo.${name}`,
    `grant select on ssp.${name} to ssp_writer`,
  ];
}

describe('a district that is well', () => {
  it('has no fault and no warning', async () => {
    const { isWell, of } = await told(place.env, accepted());
    expect({ faults: of('fault'), warnings: of('warning') }).toEqual({ faults: [], warnings: [] });
    expect(isWell).toBe(true);
    expect(of('good')).toContain(`All ${Object.keys(MIGRATIONS).length} migrations have been run, and no other.`);
    expect(of('good')).toContain(`Our own tables: ${OWN_INDEXES.length} of ${OWN_INDEXES.length} indexes are there.`);
  });

  it('ends with 0 on the command line, with results on standard output alone', async () => {
    const { code, out, err } = await run(['check', ...accepting()], place.env);
    expect({ code, faults: out.match(/^ {2}fault.*$/gm) ?? [] }).toEqual({ code: 0, faults: [] });
    expect(out.trimEnd().endsWith('All is well.')).toBe(true);
    expect(err).toContain('Counting keys');
    expect(out).not.toContain('Counting keys');
  });
});

describe('settings', () => {
  it('that are wrong are told together, without a secret, and the database is looked at all the same', async () => {
    const { code, out } = await run(['check', ...accepting()], {
      ...place.env,
      PORT: 'x',
      SESSION_KEYS: 's1:dG9vIHNob3J0',
    });
    expect(code).toBe(1);
    expect(out).toContain('  fault    PORT: is a whole number from 0 to 65535');
    expect(out).toContain('  fault    SESSION_KEYS: key s1 has fewer than 32 bytes');
    expect(out).toContain('  good     Students: DCID ');
    expect(out).toMatch(/\n2 faults, no warnings\.\n$/);
    for (const secret of ['dG9vIHNob3J0', 'secret-of-the-client', place.env.NOTE_KEYS as string])
      expect(out).not.toContain(secret);
  });

  it('name a folder for packages that is none', async () => {
    const file = path.join(place.folder, 'a-file');
    writeFileSync(file, '');
    for (const EXPORT_DIR of [file, path.join(file, 'below')])
      expect((await told({ ...place.env, EXPORT_DIR })).of('fault')).toEqual([
        `EXPORT_DIR: ${file} is not a folder, so packages cannot be kept.`,
      ]);
  });
});

describe('a database that does not answer', () => {
  it('is one fault, and never shows a password', async () => {
    const url = ON_MSSQL
      ? place.env.DATABASE_URL?.replace(/:[^:@/]+@/, ':Wrong-Pass1@')
      : 'sqlite:/nowhere/none.sqlite';
    const { of, isWell, lines } = await told({ ...place.env, DATABASE_URL: url as string });
    expect(isWell).toBe(false);
    expect(of('fault')).toHaveLength(1);
    expect(of('fault')[0]).toMatch(/^The database does not answer: (Login failed|There is no file \/nowhere)/);
    expect(lines.join()).not.toContain('Wrong-Pass1');
  });

  it('is told when its address is no database of ours', async () => {
    const { of } = await told({ ...place.env, DATABASE_URL: 'postgres://a:b@c/d' });
    expect(of('fault')).toEqual(['DATABASE_URL: DATABASE_URL has to begin with sqlite: or mssql://']);
  });
});

describe('tables of the SIS', () => {
  it('a column that is missing', async () => {
    const { of, isWell } = await broken(
      {
        sqlite: ['alter table S_STU_X rename column EL to EngLearner'],
        mssql: view('S_STU_X', 'StudentsDCID, SpEd, Section504, EconDisadv'),
      },
      { sqlite: ['alter table S_STU_X rename column EngLearner to EL'], mssql: [] },
    );
    expect(of('fault')).toEqual([`S_STU_X.EL is missing.${ON_MSSQL ? ' Run docs/sql/sis-views.sql.' : ''}`]);
    expect(isWell).toBe(false);
  });

  it('a table that is missing', async () => {
    const { of } = await broken(
      { sqlite: ['alter table Terms rename to Terms_away'], mssql: ['drop view ssp.Terms'] },
      { sqlite: ['alter table Terms_away rename to Terms'], mssql: [] },
    );
    expect(of('fault')[0]).toContain(
      'Terms is missing. Our queries read SchoolID, YearID, Abbreviation, FirstDay, LastDay, IsYearRec of it.',
    );
  });

  it('columns whose type does not suit', async () => {
    const copy = 'DCID text, LastFirst integer, First_Name text, Last_Name text, TeacherNumber text';
    const { of } = await broken(
      {
        sqlite: [
          'alter table Users rename to Users_away',
          `create table Users (${copy})`,
          'insert into Users select DCID, LastFirst, First_Name, Last_Name, TeacherNumber from Users_away',
        ],
        mssql: view(
          'Users',
          'cast(DCID as varchar(10)) as DCID, DCID as LastFirst, First_Name, Last_Name, TeacherNumber',
        ),
      },
      { sqlite: ['drop table Users', 'alter table Users_away rename to Users'], mssql: [] },
    );
    const [text, int] = ON_MSSQL ? ['varchar(10)', 'int'] : ['text', 'integer'];
    expect(of('fault')).toEqual([`Users.DCID is ${text}, but whole numbers are needed.`]);
    expect(of('warning')).toContain(`Users.LastFirst is ${int}, but text is expected.`);
  });

  it('dates that are not written as ours are', async () => {
    const list =
      'SchoolID, YearID, Abbreviation, convert(varchar(10), FirstDay, 101) as FirstDay, convert(varchar(10), LastDay, 23) as LastDay, IsYearRec';
    const { of } = await broken(
      {
        sqlite: ['create table Terms_kept as select * from Terms', "update Terms set FirstDay = '08/27/2026'"],
        mssql: view('Terms', list),
      },
      {
        sqlite: ['delete from Terms', 'insert into Terms select * from Terms_kept', 'drop table Terms_kept'],
        mssql: [],
      },
    );
    expect(of('fault')).toHaveLength(1);
    expect(of('fault')[0]).toMatch(/^Terms\.FirstDay: \d+ of its first 1,000 values are no dates like 2026-11-20\.$/);
  });

  it('a table that is empty where nobody gets in without it, and no other', async () => {
    for (const [table, words] of [
      ['RoleDefTeachersMap', ['RoleDefTeachersMap is empty: nobody has a role, so nobody gets in.']],
      ['ReEnrollments', []],
    ] as const) {
      const { of } = await broken(onBoth(...keep(table)), onBoth(...giveBack(table)));
      expect(of('fault')).toEqual(words);
    }
  });
});

const keep = (table: string) =>
  ON_MSSQL
    ? [`select * into dbo.kept from dbo.${table}`, `delete from dbo.${table}`]
    : [`create table kept as select * from ${table}`, `delete from ${table}`];
const giveBack = (table: string) => [`insert into dbo.${table} select * from dbo.kept`, 'drop table dbo.kept'];

describe('indexes', () => {
  it('one of ours that somebody dropped, with the queries that need it', async () => {
    const { of, isWell } = await broken(
      {
        sqlite: ['drop index u_ssp_visit_student_day'],
        mssql: ['drop index u_ssp_visit_student_day on ssp.u_ssp_visit_student'],
      },
      onBoth('create index u_ssp_visit_student_day on ssp.u_ssp_visit_student (student_dcid, visit_date, visit_id)'),
    );
    expect(of('fault')).toEqual([
      expect.stringMatching(
        /^An index on u_ssp_visit_student\(student_dcid, visit_date, visit_id\) is missing\. Queries that look into it: .*\bvisits\/history\b.*\. A migration made it, and somebody took it away\.$/,
      ),
    ]);
    expect(isWell).toBe(false);
  });

  it('one that no longer keeps the same thing from being there twice', async () => {
    const table = 'ssp.u_ssp_visit';
    const index = (kind: string) => `create ${kind} u_ssp_visit_form on ${table} (author, form_key)`;
    const drop = 'drop index u_ssp_visit_form';
    // On SQL Server it is a constraint, which goes and comes with the table.
    const constraint = (words: string) => `alter table ${table} ${words}`;
    const { of } = await broken(
      {
        sqlite: [drop, index('index').replaceAll('ssp.', '')],
        mssql: [constraint('drop constraint u_ssp_visit_form'), index('index')],
      },
      {
        sqlite: [drop, index('unique index').replaceAll('ssp.', '')],
        mssql: [`${drop} on ${table}`, constraint('add constraint u_ssp_visit_form unique (author, form_key)')],
      },
    );
    expect(of('fault')[0]).toContain('A unique index on u_ssp_visit(author, form_key) is missing.');
    expect(of('fault')[0]).toContain('Besides: a form that is sent twice is saved once.');
  });

  it('one of the SIS: a warning, which ends with 0', async () => {
    await place.on({
      sqlite: ['drop index SchoolStaff_Users'],
      mssql: ['drop index SchoolStaff_Users on dbo.SchoolStaff'],
    });
    const { code, out } = await run(['check', ...accepting()], { ...place.env, DATABASE_URL: place.adminUrl });
    await place.on(onBoth('create index SchoolStaff_Users on dbo.SchoolStaff (Users_DCID)'));
    expect(out).toMatch(
      /^ {2}warning {2}An index on SchoolStaff\(Users_DCID\) is missing\. Queries that look into it: .*access\/schools-of-person\b.*\. In a large district pages wait for it\.$/m,
    );
    expect(code).toBe(0);
  });
});

describe('migrations', () => {
  it('one that has not been run', async () => {
    const { of } = await broken(
      onBoth(`delete from ssp.u_ssp_migration where name = '${NEWEST}'`),
      onBoth(`insert into ssp.u_ssp_migration (name, batch) values ('${NEWEST}', 1)`),
    );
    expect(of('fault')).toEqual([`${NEWEST} has not been run. Run: student-support migrate`]);
  });

  it('one that this version does not know', async () => {
    const { of } = await broken(
      onBoth("insert into ssp.u_ssp_migration (name, batch) values ('9999-from-tomorrow', 2)"),
      onBoth("delete from ssp.u_ssp_migration where name = '9999-from-tomorrow'"),
    );
    expect(of('fault')).toEqual([
      '9999-from-tomorrow was run by a newer version: this program is older than the database. Install that version.',
    ]);
  });
});

describe('keys', () => {
  it('rows whose key is no longer there are counted, and the others are told', async () => {
    const seal = (id: string) => `('chain', 'start', 0, '0', '2026-11-20T20:00:00.000Z', '${id}', 'x')`;
    const note = (visit: string) => `select ${visit}(id), 5001, 0, 'n0', 'x' from ssp.u_ssp_visit`;
    const { of } = await broken(
      onBoth(
        `insert into ssp.u_ssp_audit_seal (chain, kind, seq, head, at, key_id, mac) values ${seal('a1')}, ${seal('a0')}, ${seal('a0')}`,
        `insert into ssp.u_ssp_visit_note (visit_id, student_dcid, restricted, key_id, sealed) ${note('min')}`,
      ),
      onBoth('delete from ssp.u_ssp_audit_seal', 'delete from ssp.u_ssp_visit_note'),
    );
    expect(of('fault')).toEqual([
      '1 note made with key n0, which is no longer in NOTE_KEYS: it cannot be opened.',
      '2 audit seals made with key a0, which is no longer in AUDIT_KEYS: they cannot be proved.',
    ]);
    expect(of('good')).toContain('SESSION_KEYS begins with s1, NOTE_KEYS begins with n1, AUDIT_KEYS begins with a1.');
  });
});

describe('the clock', () => {
  const off = (seconds: number) => ({ timeZone: 'America/New_York', now: () => new Date(Date.now() - seconds * 1000) });

  it('warns from five seconds on, and is a fault beyond a minute', async () => {
    const well = await told(place.env, { ...accepted(), clock: off(3) });
    expect({ faults: well.of('fault'), warnings: well.of('warning') }).toEqual({ faults: [], warnings: [] });
    const ahead = await told(place.env, { ...accepted(), clock: off(30) });
    expect(ahead.of('warning')[0]).toMatch(/^The database's clock is (29|30|31) seconds ahead of ours\./);
    expect(ahead.isWell).toBe(true);
    const behind = await told(place.env, { ...accepted(), clock: off(-90) });
    expect(behind.of('fault')[0]).toMatch(/^The database's clock is (89|90|91) seconds behind ours\./);
    expect(behind.isWell).toBe(false);
  });
});

function run(args: string[], env: Record<string, string>): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'dist', 'main.js'), ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    err += text.toString();
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}
