import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MssqlCatalog } from '../../src/database/catalog-mssql.ts';
import { formatMssqlUrl, parseMssqlUrl } from '../../src/database/mssql-address.ts';
import { scriptBatches } from '../../src/database/mssql-script.ts';
import { ROOT } from '../../src/server/root.ts';
import { buildMssql, dropDatabase, newName } from '../mssql.ts';
import { makePlace, type Place, told } from './place.ts';

// What only SQL Server can get wrong: logins, rights, schemas. And the scripts of docs/sql, run a second time.

const FOREIGN = `ssp_test_foreign_${process.env.TEST_RUN ?? 'dev'}_${randomBytes(4).toString('hex')}`;
const NOT_KNOWN_HERE = 33557097;

let place: Place;
let asAdmin: Record<string, string>;
beforeAll(async () => {
  place = await makePlace();
  asAdmin = { ...place.env, DATABASE_URL: place.adminUrl };
  await place.run(`create login [${FOREIGN}] with password = 'Aa1${randomBytes(12).toString('hex')}'`);
  await place.run(`create user [${FOREIGN}] for login [${FOREIGN}]`);
}, 180_000);
afterAll(async () => {
  try {
    await place?.run(`drop user [${FOREIGN}]`, `drop login [${FOREIGN}]`);
  } finally {
    await place?.close();
  }
}, 60_000);

const userOf = (url: string | undefined) => parseMssqlUrl(url as string).user;
const meant = `Take it away, or say that it is meant: --may-read ${FOREIGN}`;

describe('who else can read', () => {
  it('somebody with SELECT on two of our tables is named, until somebody says that it is meant', async () => {
    await place.run(`grant select on ssp.u_ssp_visit to [${FOREIGN}]`, `grant select on ssp.Students to [${FOREIGN}]`);
    const found = await told(asAdmin);
    const accepted = await told(asAdmin, { mayRead: [FOREIGN] });
    await place.run(
      `revoke select on ssp.u_ssp_visit from [${FOREIGN}]`,
      `revoke select on ssp.Students from [${FOREIGN}]`,
    );
    expect(found.of('fault').map((one) => one.toLowerCase())).toEqual([
      `${FOREIGN} can read students, u_ssp_visit. ${meant}`.toLowerCase(),
    ]);
    expect(found.isWell).toBe(false);
    expect(accepted.of('fault')).toEqual([]);
    expect(accepted.of('note')).toContain(`Meant to read our tables: ${FOREIGN}.`);
  });

  it('somebody who was put into our role', async () => {
    await place.run(`alter role ssp_reader add member [${FOREIGN}]`);
    const found = await told(asAdmin);
    await place.run(`alter role ssp_reader drop member [${FOREIGN}]`);
    expect(found.of('fault')).toContain(`${FOREIGN} can read our tables as a member of ssp_reader. ${meant}`);
  });

  it('nobody: administrators are named, and what this server does not list is said', async () => {
    const { of, isWell } = await told(asAdmin);
    expect(isWell).toBe(true);
    expect(of('good')).toContain(
      'Nobody but our own logins and administrators was found to have a right on our tables and views.',
    );
    expect(of('note').find((one) => one.startsWith('Administrators'))).toMatch(
      new RegExp(String.raw`db_owner: dbo\b.*; server: .*\b${userOf(place.adminUrl)}\b`),
    );
  });

  it('cannot be seen by the service itself, which says so', async () => {
    const { of, isWell } = await told(place.env);
    const note = "cannot be seen with this login. Run check once with an administrator's login as DATABASE_URL.";
    expect(of('note')).toContain(`Who else can read our tables ${note}`);
    expect(of('note').find((one) => one.startsWith('The indexes of Students'))).toContain(note);
    expect(of('good').join('\n')).not.toContain('Nobody but our own logins');
    expect(isWell).toBe(true);
  });
});

describe('DATABASE_READ_URL', () => {
  it('is good with the login of the reader', async () => {
    const { of } = await told(place.env);
    expect(of('good')).toContain(
      `DATABASE_READ_URL answers, and its login ${userOf(place.env.DATABASE_READ_URL)} can change nothing.`,
    );
  });

  it('is wrong when its login can write, or does not get in', async () => {
    const writer = place.env.DATABASE_URL as string;
    const found = await told({ ...place.env, DATABASE_READ_URL: writer });
    expect(found.of('fault')[0]).toContain(`The login of DATABASE_READ_URL, ${userOf(writer)}, can write (u_ssp_`);
    const refused = await told({ ...place.env, DATABASE_READ_URL: writer.replace(/:[^:@/]+@/, ':Wrong-Pass1@') });
    expect(refused.of('fault')).toHaveLength(1);
    expect(refused.of('fault')[0]).toMatch(/^DATABASE_READ_URL does not answer: Login failed/);
    expect(refused.lines.join()).not.toContain('Wrong-Pass1');
  });
});

it('a login whose names are looked for elsewhere', async () => {
  const writer = userOf(place.env.DATABASE_URL);
  await place.run(`alter user [${writer}] with default_schema = dbo`);
  const found = await told(place.env);
  const seen = await told(asAdmin);
  await place.run(`alter user [${writer}] with default_schema = ssp`);
  const words = `The default schema of ${writer} is dbo, and our queries look for their tables in ssp. Run: alter user [${writer}] with default_schema = ssp`;
  expect(found.of('fault')).toEqual([words]);
  expect(seen.of('fault')).toEqual([words]);
});

it('--people with an administrator, whose names are looked for in dbo', async () => {
  const { of, lines } = await told(asAdmin, { people: true });
  expect(of('fault')).toEqual([
    `Not looked at: names without a schema are looked for in dbo with the login ${userOf(place.adminUrl)}, and not in ssp. Use the writer's login as DATABASE_URL.`,
  ]);
  expect(lines.join()).not.toContain('Migrations');
  expect((await told(place.env, { people: true })).isWell).toBe(true);
});

it('a table that the service may not read', async () => {
  await place.run('revoke select on ssp.RoleDef from ssp_writer');
  const { of } = await told(place.env);
  await place.run('grant select on ssp.RoleDef to ssp_writer');
  expect(of('fault').join('\n')).toMatch(/^RoleDef (is missing|cannot be read)/);
});

describe('grants.sql that was not run again', () => {
  it.each([
    ['select', 'ssp_writer', 'DATABASE_URL'],
    ['select', 'ssp_reader', 'DATABASE_READ_URL'],
    ['insert', 'ssp_writer', 'DATABASE_URL'],
    ['update', 'ssp_writer', 'DATABASE_URL'],
  ])('%s for %s on a table: it is named, whoever looks', async (right, role, setting) => {
    await place.run(`revoke ${right} on ssp.u_ssp_follow_owner from ${role}`);
    const found = await told(place.env);
    const seen = await told(asAdmin);
    await place.run(`grant ${right} on ssp.u_ssp_follow_owner to ${role}`);
    const login = userOf(place.env[setting]);
    const words = `Run docs/sql/grants.sql: ${login} lacks a right on u_ssp_follow_owner.`;
    expect(found.of('fault')).toEqual([words]);
    // An administrator sees who may read.
    if (right === 'select')
      expect(seen.of('fault')).toContain(`Run docs/sql/grants.sql: ${role} lacks SELECT on u_ssp_follow_owner.`);
  });

  it('delete, where the service deletes', async () => {
    await place.run('revoke delete on ssp.u_ssp_visit_staff from ssp_writer');
    const { of } = await told(place.env);
    await place.run('grant delete on ssp.u_ssp_visit_staff to ssp_writer');
    expect(of('fault')[0]).toContain('u_ssp_visit_staff');
    expect((await told(place.env)).of('fault')).toEqual([]);
  });
});

it('sees the indexes of the SIS in another database on the same server', async () => {
  const name = newName(randomBytes(4).toString('hex'));
  const { admin, writerUrl } = await buildMssql({ sis: 'other', name });
  const [asOwner, asService] = [new MssqlCatalog(formatMssqlUrl(admin)), new MssqlCatalog(writerUrl)];
  const indexes = await asOwner.indexes('Students');
  const hidden = await asService.indexes('Students');
  const chaining = await asOwner.chaining();
  await Promise.all([asOwner.close(), asService.close()]);
  for (const one of [name, `${name}_sis`]) await dropDatabase(one);
  expect(indexes?.map(({ columns }) => columns.join().toLowerCase())).toContain('schoolid,enroll_status');
  expect(hidden).toBeUndefined();
  expect(chaining.map(({ name, isHere }) => [name, isHere])).toEqual([
    [name, true],
    [`${name}_sis`, false],
  ]);
  expect(chaining[0]?.owner).toMatch(/^[0-9a-f]{2,}$/);
  expect(chaining[1]?.owner).toBe(chaining[0]?.owner);
}, 120_000);

describe('docs/sql', () => {
  it('can be run a second time, and changes nothing', async () => {
    const catalog = new MssqlCatalog(place.adminUrl);
    const before = await catalog.rights();
    const [reader, writer] = [userOf(place.env.DATABASE_READ_URL), userOf(place.env.DATABASE_URL)];
    const logins = { READER: reader, WRITER: writer, MIGRATOR: writer.replace('writer', 'migrator') };
    const passwords = {
      READER_PASSWORD: 'Other-Pass1',
      WRITER_PASSWORD: 'Other-Pass1',
      MIGRATOR_PASSWORD: 'Other-Pass1',
    };
    // What the scripts mend: a default schema that somebody changed.
    await place.run(`alter user [${writer}] with default_schema = dbo`);
    for (const file of ['schema.sql', 'logins.sql', 'sis-views.sql', 'grants.sql', 'snapshot.sql']) {
      const text = readFileSync(path.join(ROOT, 'docs', 'sql', file), 'utf8');
      for (const batch of scriptBatches(text, { ...logins, ...passwords, SIS: 'dbo' })) {
        await place.run(batch).catch((thrown: { number?: number; message: string }) => {
          // A right that only SQL Server itself knows.
          if (thrown.number !== NOT_KNOWN_HERE || !/^(grant|deny) /.test(batch))
            throw new Error(`${batch}: ${thrown.message}`);
        });
      }
    }
    const after = await catalog.rights();
    await catalog.close();
    const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(sorted(after.grants)).toEqual(sorted(before.grants));
    expect(sorted(after.members)).toEqual(sorted(before.members));
    expect(sorted(after.users)).toEqual(sorted(before.users));
    // The passwords are the old ones too: the service still gets in.
    expect((await told(place.env)).of('fault')).toEqual([]);
  }, 120_000);
});
