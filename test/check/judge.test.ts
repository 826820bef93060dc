import { fitMssql, fitSqlite } from '../../src/check/fit.ts';
import { judgeRights, type Known } from '../../src/check/readers.ts';
import { judgeChaining, judgeServer } from '../../src/check/server.ts';
import { partsOf } from '../../src/database/catalog-mssql-beneath.ts';
import type { Rights } from '../../src/database/catalog-mssql-rights.ts';

// What `check` makes of what SQL Server tells: also of what the server of the tests never tells.

const OURS = [
  { grantee: 'ssp_reader', right: 'SELECT', on: 'u_ssp_visit' },
  { grantee: 'ssp_writer', right: 'SELECT', on: 'u_ssp_visit' },
  { grantee: 'ssp_migrator', right: 'ALTER', on: 'schema ssp' },
  { grantee: 'ssp_migrator', right: 'SELECT', on: 'u_ssp_visit' },
];
const MEMBERS = [
  { role: 'ssp_reader', member: 'reader' },
  { role: 'ssp_writer', member: 'writer' },
  { role: 'ssp_migrator', member: 'migrator' },
  { role: 'db_owner', member: 'dbo' },
];

function rights(more: Partial<Rights> = {}): Rights {
  const sight = { seesOthers: true, seesServer: true, listsWideRights: true };
  return {
    grants: OURS,
    actors: [],
    members: MEMBERS,
    users: [],
    schemaOwner: 'dbo',
    serverReaders: ['sa'],
    ...sight,
    ...more,
  };
}

const KNOWN: Known = { writer: ['writer'], reader: ['reader'], mayRead: [] };
const judged = (more: Partial<Rights>, mayRead: string[] = [], known: Partial<Known> = {}) =>
  judgeRights(rights(more), { ...KNOWN, mayRead, ...known }).map(({ grade, text }) => `${grade}: ${text}`);
const faultsOf = (...args: Parameters<typeof judged>) => judged(...args).filter((one) => one.startsWith('fault'));
const meant = (name: string) => `Take it away, or say that it is meant: --may-read ${name}`;

const MIGRATOR = 'note: The member of ssp_migrator is migrator: it has to be the login of DATABASE_URL of migrate.';
const ADMINISTRATORS = 'note: Administrators can read everything but notes (db_owner: dbo; server: sa).';

describe('who else can read', () => {
  it('nobody', () => {
    expect(judged({})).toEqual([
      MIGRATOR,
      'good: Nobody but our own logins and administrators was found to have a right on our tables and views.',
      ADMINISTRATORS,
    ]);
  });

  it('somebody with a right on a table, on the schema, on the database', () => {
    const grants = [
      { grantee: 'anna', right: 'SELECT', on: 'u_ssp_visit' },
      { grantee: 'anna', right: 'SELECT', on: 'u_ssp_audit' },
      { grantee: 'ben', right: 'CONTROL', on: 'schema ssp' },
      { grantee: 'public', right: 'SELECT', on: 'database' },
    ];
    expect(judged({ grants: [...OURS, ...grants] })).toEqual([
      'fault: anna can read u_ssp_audit, u_ssp_visit. Take it away, or say that it is meant: --may-read anna',
      'fault: ben can read schema ssp. Take it away, or say that it is meant: --may-read ben',
      'fault: Everybody (public) can read database. Take it away, or say that it is meant: --may-read public',
      MIGRATOR,
      ADMINISTRATORS,
    ]);
  });

  it('a role, with those who are in it, through another role too', () => {
    const members = [...MEMBERS, { role: 'reporting', member: 'office' }, { role: 'office', member: 'carla' }];
    const grants = [...OURS, { grantee: 'reporting', right: 'SELECT', on: 'u_ssp_visit' }];
    expect(judged({ grants, members })[0]).toBe(
      'fault: reporting, a role of office, carla, can read u_ssp_visit. Take it away, or say that it is meant: --may-read reporting',
    );
  });

  it('members of db_datareader, and of our own roles', () => {
    const members = [
      ...MEMBERS,
      { role: 'db_datareader', member: 'warehouse' },
      { role: 'db_datareader', member: null },
      { role: 'ssp_reader', member: 'dora' },
    ];
    expect(faultsOf({ members })).toEqual([
      'fault: dora can read our tables as a member of ssp_reader. Take it away, or say that it is meant: --may-read dora',
      'fault: warehouse can read every table as a member of db_datareader. Take it away, or say that it is meant: --may-read warehouse',
      'fault: one whose name is not shown can read every table as a member of db_datareader. Take it away, or say that it is meant: --may-read one whose name is not shown',
    ]);
  });

  it('whoever is meant to is no fault', () => {
    const grants = [...OURS, { grantee: 'Anna', right: 'SELECT', on: 'u_ssp_visit' }];
    const members = [...MEMBERS, { role: 'db_datareader', member: 'warehouse' }];
    const findings = judged({ grants, members }, ['anna', 'warehouse']);
    expect(findings.filter((one) => one.startsWith('fault'))).toEqual([]);
    expect(findings).toContain('note: Meant to read our tables: anna, warehouse.');
  });

  it.each([
    ['of the schema', { grantee: 'eva', right: 'ALTER', on: 'schema ssp' }, 'eva can alter schema ssp'],
    ['of a view', { grantee: 'eva', right: 'ALTER', on: 'Students' }, 'eva can alter Students'],
    ['of any schema', { grantee: 'eva', right: 'ALTER ANY SCHEMA', on: 'database' }, 'eva can alter database'],
    [
      'by our writer',
      { grantee: 'ssp_writer', right: 'ALTER', on: 'schema ssp' },
      'a role of writer, can alter schema ssp',
    ],
    [
      'of the views by the migrator',
      { grantee: 'migrator', right: 'ALTER', on: 'Students' },
      'migrator can alter Students',
    ],
  ])('ALTER %s is named', (_what, grant, words) => {
    const [found, ...others] = faultsOf({ grants: [...OURS, grant] });
    expect(found).toContain(`${words}, and so read through a view or a trigger.`);
    expect(others).toEqual([]);
    expect(faultsOf({ grants: [...OURS, grant] }, [grant.grantee])).toEqual([]);
  });

  it('ALTER on the schema makes nobody our migrator: other rights of the same one are named too', () => {
    const eva = [
      { grantee: 'eva', right: 'ALTER', on: 'schema ssp' },
      { grantee: 'eva', right: 'SELECT', on: 'u_ssp_audit' },
    ];
    expect(faultsOf({ grants: [...OURS, ...eva] })[0]).toBe(`fault: eva can read u_ssp_audit. ${meant('eva')}`);
  });

  it('the migrator has what docs/sql gives it, and a fault for anything more', () => {
    const given = { grantee: 'migrator', right: 'SELECT', on: 'u_ssp_migration' };
    expect(faultsOf({ grants: [...OURS, given] })).toEqual([]);
    const more = { grantee: 'migrator', right: 'SELECT', on: 'Students' };
    expect(faultsOf({ grants: [...OURS, more] })).toEqual([`fault: migrator can read Students. ${meant('migrator')}`]);
  });

  it('our own roles on the whole schema', () => {
    const wide = { grantee: 'ssp_reader', right: 'SELECT', on: 'schema ssp' };
    expect(faultsOf({ grants: [...OURS, wide] })[0]).toContain('ssp_reader, a role of reader, can read schema ssp.');
  });

  it('an owner of the schema other than dbo', () => {
    const words = 'The schema ssp belongs to eva, who can read and change all that is in it.';
    expect(faultsOf({ schemaOwner: 'eva' })[0]).toContain(words);
    const members = [...MEMBERS.filter(({ role }) => role !== 'ssp_migrator'), { role: 'ssp_migrator', member: 'eva' }];
    expect(judged({ schemaOwner: 'eva', members })[0]).toContain(`warning: ${words}`);
  });

  it('the only member of our role, when it is not the login of the setting', () => {
    const members = [{ role: 'ssp_writer', member: 'frank' }, ...MEMBERS.filter(({ role }) => role !== 'ssp_writer')];
    const words = `fault: frank can read our tables as a member of ssp_writer. ${meant('frank')}`;
    expect(faultsOf({ members })).toEqual([words]);
    expect(faultsOf({ members }, ['frank'])).toEqual([]);
  });

  it('when an administrator looks: one member of ssp_writer is named, several are a fault until they are meant', () => {
    const asAdmin = { writer: [] };
    expect(judged({}, [], asAdmin)).toContain(
      'note: The member of ssp_writer is writer: it has to be the login of DATABASE_URL.',
    );
    const members = [...MEMBERS, { role: 'ssp_writer', member: 'frank' }];
    expect(faultsOf({ members }, [], asAdmin)).toEqual([
      'fault: ssp_writer is meant for one login, and has 2: writer, frank. Take the others out, or say that they are meant: --may-read frank',
    ]);
    expect(faultsOf({ members }, ['frank'], asAdmin)).toEqual([]);
  });

  it('two migrators', () => {
    const members = [...MEMBERS, { role: 'ssp_migrator', member: 'gina' }];
    expect(faultsOf({ members })[0]).toContain('ssp_migrator is meant for one login, and has 2: migrator, gina.');
  });

  it('names who could come to read: who may act as our users, and who gives rights', () => {
    const members = [...MEMBERS, { role: 'db_securityadmin', member: 'hugo' }, { role: 'db_ddladmin', member: 'ivy' }];
    const actors = [
      { grantee: 'kim', right: 'IMPERSONATE', on: 'writer' },
      { grantee: 'kim', right: 'ALTER', on: 'ssp_reader' },
      { grantee: 'kim', right: 'IMPERSONATE', on: 'somebody' },
    ];
    const findings = judged({ members, actors });
    expect(findings.filter((one) => one.includes('could come to read'))).toEqual([
      'note: hugo could come to read our tables, as db_securityadmin.',
      'note: ivy could come to read our tables, as db_ddladmin.',
      'note: kim could come to read our tables: IMPERSONATE on writer.',
      'note: kim could come to read our tables: ALTER on ssp_reader.',
    ]);
    expect(findings.filter((one) => one.startsWith('fault'))).toEqual([]);
  });

  it('never says that all is well where it was not shown', () => {
    const unseen = 'note: Who else can read our tables cannot be seen with this login.';
    const findings = judged({ seesOthers: false, grants: [], members: [] });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(unseen);
    const half = judged({ listsWideRights: false, seesServer: false });
    expect(half).toContain(
      'note: This server does not list rights on the whole schema or database: they cannot be seen.',
    );
    expect(half.join('\n')).toContain('note: Whether others administer the server cannot be seen with this login.');
  });

  it('misses our own rights', () => {
    expect(faultsOf({ grants: [] })[0]).toBe(
      'fault: Neither ssp_reader nor ssp_writer has a right on our tables. Run docs/sql/grants.sql.',
    );
  });
});

describe('settings of the server', () => {
  const SERVER = {
    login: 'writer',
    user: 'writer',
    defaultSchema: 'ssp',
    collation: 'SQL_Latin1_General_CP1_CI_AS',
    readsCommittedSnapshot: true,
    administers: false,
  };
  const users = [{ name: 'writer', defaultSchema: 'dbo' }];
  const grades = (more: Partial<typeof SERVER>) =>
    judgeServer({ ...SERVER, ...more }, { users, members: MEMBERS }).filter(({ grade }) => grade !== 'good');

  it('are good', () => expect(grades({})).toEqual([]));

  it.each([
    [{ defaultSchema: 'dbo' }, 'fault', 'The default schema of writer is dbo'],
    [{ readsCommittedSnapshot: false }, 'warning', 'READ_COMMITTED_SNAPSHOT is off'],
    [{ collation: 'Latin1_General_CS_AS' }, 'warning', 'a search for "okafor" does not find "Okafor"'],
  ])('%j: %s', (more, grade, words) => {
    const [finding, ...others] = grades(more);
    expect({ grade: finding?.grade, others }).toEqual({ grade, others: [] });
    expect(finding?.text).toContain(words);
  });

  it('an administrator sees the default schema of our logins', () => {
    const [first, second] = grades({ login: 'sa', defaultSchema: 'dbo', administers: true });
    expect(first?.grade).toBe('warning');
    expect(second?.text).toContain('The default schema of writer is dbo');
  });
});

describe('the SIS in another database', () => {
  const ours = { name: 'support', isHere: true, isOn: true, owner: '01' };
  const sis = { name: 'SIS', isHere: false, isOn: true, owner: '01' };
  const found = (...databases: (typeof ours)[]) =>
    judgeChaining(databases).map(({ grade, text }) => `${grade}: ${text}`);

  it('is reached, and nothing is said when there is none', () => {
    expect(found(ours)).toEqual([]);
    expect(found(ours, sis)).toEqual(['good: Our views get through to SIS: DB_CHAINING, same owner.']);
  });

  it('is not, with DB_CHAINING off or another owner', () => {
    expect(found({ ...ours, isOn: false }, { ...sis, isOn: false })).toEqual([
      'warning: The SIS is in SIS, and DB_CHAINING is off in support and SIS. A sysadmin runs: alter database [support] set db_chaining on; alter database [SIS] set db_chaining on',
    ]);
    expect(found(ours, { ...sis, owner: '02' })[0]).toContain('warning: support and SIS belong to different logins');
  });
});

test.each([
  ['whole', 'int', 'good'],
  ['whole', 'bit', 'good'],
  ['whole', 'decimal(10,0)', 'good'],
  ['whole', 'numeric(10,2)', 'warning'],
  ['whole', 'float', 'warning'],
  ['whole', 'varchar(10)', 'fault'],
  ['text', 'nvarchar(120)', 'good'],
  ['text', 'nvarchar(max)', 'good'],
  ['text', 'int', 'warning'],
  ['day', 'date', 'good'],
  ['day', 'varchar(10)', 'good'],
  ['day', 'char(8)', 'fault'],
  ['day', 'datetime2', 'warning'],
  ['day', 'int', 'fault'],
] as const)('SQL Server: %s in %s is %s', (kind, type, grade) => {
  expect(fitMssql(kind, type).grade).toBe(grade);
});

test.each([
  ['whole', 'INTEGER', 'good'],
  ['whole', 'DECIMAL(10,0)', 'good'],
  ['whole', 'VARCHAR(10)', 'fault'],
  ['whole', 'REAL', 'warning'],
  ['text', 'NVARCHAR(60)', 'good'],
  ['text', '', 'good'],
  ['text', 'INT', 'warning'],
  ['day', 'TEXT', 'good'],
  ['day', 'DATE', 'good'],
  ['day', 'INTEGER', 'fault'],
] as const)('SQLite: %s in %s is %s', (kind, type, grade) => {
  expect(fitSqlite(kind, type).grade).toBe(grade);
});

test.each([
  ['create view ssp.A as select x from dbo.A;', { owner: 'dbo', name: 'A', base: null, server: null }],
  [
    'create view ssp.A as select x from [Power School].[dbo].[A]',
    { owner: 'dbo', name: 'A', base: 'Power School', server: null },
  ],
  ['select x from PowerSchool..A a', { owner: null, name: 'A', base: 'PowerSchool', server: null }],
  ['select x from far.PowerSchool.dbo.A', { owner: 'dbo', name: 'A', base: 'PowerSchool', server: 'far' }],
  ['select x from dbo.A a join dbo.B b on b.x = a.x', undefined],
])('the table beneath: %s', (definition, parts) => {
  expect(partsOf(definition)).toEqual(parts);
});
