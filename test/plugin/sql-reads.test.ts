import { sqlTokens } from '../../src/plugin/queries/sql.ts';
import { sqlReads } from '../../src/plugin/queries/sql-reads.ts';

// What is told of SQL that is good, and of SQL that hides what it reads.

const read = (sql: string) => sqlReads(sqlTokens(sql));

it.each<[string, string[]]>([
  ['select a from users', ['USERS']],
  ['select a from ps.users u', ['USERS']],
  ['select a from users u, schools', ['USERS', 'SCHOOLS']],
  ['select a from users as u left outer join schools s on s.id = u.id, terms', ['USERS', 'SCHOOLS', 'TERMS']],
  ['select a from (users u join schools s on s.id = u.id) natural join terms', ['USERS', 'SCHOOLS', 'TERMS']],
  ['select a from (select b from gen) x, users', ['GEN', 'USERS']],
  ['select a from users where b in (select c from gen) order by d, e', ['USERS', 'GEN']],
  ['select a from users union all select b from gen', ['USERS', 'GEN']],
  ['with x as (select b from gen), y (c) as (select c from x) select a from x, y', ['GEN']],
  ['select "a" from "USERS" "u"', ['USERS']],
  // No tables, though FROM stands before them.
  ['select extract(year from u.entrydate), trim(both from u.title) from users u', ['USERS']],
  ["select 'from gen', a /* from gen */ from users -- from gen", ['USERS']],
])('%s: reads %j', (sql, tables) => {
  expect([...read(sql).tables]).toEqual(tables);
});

it('tells columns that are shown from those that are only compared with', () => {
  const { columns, shown } = read(
    'select u.dcid, max(u.title) from users u where u.email = 1 and u.dcid in (select s.id from schools s) order by u.last_name',
  );
  expect([...columns]).toEqual(['USERS.DCID', 'USERS.TITLE', 'USERS.EMAIL', 'SCHOOLS.ID', 'USERS.LAST_NAME']);
  expect([...shown]).toEqual(['USERS.DCID', 'USERS.TITLE']);
});

it('takes what a table of its own shows for shown', () => {
  expect([...read('select x.y from (select u.ssn as y from users u) x').shown]).toEqual(['USERS.SSN']);
  expect([...read('with x as (select u.ssn as y from users u) select x.y from x').shown]).toEqual(['USERS.SSN']);
  expect([...read('select 1 as y from gen union select u.ssn from users u').shown]).toEqual(['USERS.SSN']);
});

it('tells a select inside a select list, and none elsewhere', () => {
  expect(read('select (select 1 from gen) as a from users').hasSubselect).toBe(true);
  expect(read('select coalesce((select 1 from gen), 2) as a from users').hasSubselect).toBe(true);
  expect(read('select a from (select b from gen) x where c = (select 1 from gen)').hasSubselect).toBe(false);
});
