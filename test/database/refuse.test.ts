import { readdirSync } from 'node:fs';
import { refusals } from '../../src/database/refuse.ts';
import { KEYED_TABLES } from '../../src/server/keyed-tables.ts';
import { queryLibrary } from '../database.ts';

// One broken example for each line of the refuse-list.
const BROKEN: [string, string][] = [
  ["select a.x || 'y' as x from a", 'concat(a, b)'],
  ["select 'y' + a.x as x from a", 'concat(a, b)'],
  ['select a.x from a where a.x != 1', 'use <>'],
  ['select a.x from a where a.x == 1', 'use ='],
  ['select a.x from a;', 'without a semicolon'],
  ['select "x" from a', 'plain names'],
  ['select [x] from a', 'plain names'],
  ['select a.x from a limit 5', 'added by the runner'],
  ['select top 5 a.x from a', 'added by the runner'],
  ['select a.x from a where a.y = true', 'use 1 and 0'],
  ['select ifnull(a.x, 0) as x from a', 'coalesce'],
  ['select iif(a.x = 1, 1, 0) as x from a', 'use case'],
  ['select getdate() as x from a', 'no date functions'],
  ["select strftime('%Y', a.x) as x from a", 'no date functions'],
  ['select current_date as x from a', 'no date functions'],
  ['select avg(a.x) as x from a', 'counts and sums only'],
  ['select round(a.x, 1) as x from a', 'counts and sums only'],
  ["select group_concat(a.x, ',') as x from a", 'lists are made in TypeScript'],
  ['with recursive t as (select 1 as x) select x from t', 'recursive'],
  ['select a.x from a right join b on b.x = a.x', 'inner and left joins only'],
  ['delete from a', 'only reads'],
  ['select a.x from a where exists (select * from b)', 'name the columns'],
  ["select a.x from a where a.x glob 'a*'", 'use like'],
  ['select substr(a.x, 1, 2) as x from a', 'text functions differ'],
  ['select a.x from a order by a.x nulls last', 'order of nulls'],
  ['select cast(a.x as varchar(5)) as x from a', 'integer or decimal only'],
  ['select a.x as value from a', 'reserved word'],
  ['select a.rule from a', 'reserved word on SQL Server'],
  ['select a.x from students as a', 'without "as"'],
  ['select a.x::int as x from a', 'use cast'],
  ['select a.x from a where a.x = :x', 'written @name'],
  ['select concat(a.x, a.y, a.z) as x from a', 'takes two arguments'],
];

describe('the common subset of SQL', () => {
  it.each(BROKEN)('refuses %s', (sql, why) => {
    expect(refusals(sql).join('; ')).toContain(why);
  });

  it('takes what all three databases take', () => {
    const sql = `with t as (select v.id, row_number() over (partition by v.school_id order by v.id) as n from u_ssp_visit v)
      select t.id, coalesce(nullif(concat(concat('a', 'b'), 'c'), ''), 'top; limit || true') as words, cast(count(*) as integer) as many
      from t left join b on b.id = t.id where t.n = 1 and t.id in (1, 2) group by t.id having count(*) > 0 -- limit 5 in a comment`;
    expect(refusals(sql)).toEqual([]);
  });
});

describe('the queries of the project', () => {
  const all = queryLibrary().all();

  it('are read, every file of them', () => {
    const files = readdirSync('queries', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql'));
    expect(all.length).toBe(files.length);
    expect(all.length).toBeGreaterThan(15);
  });

  // Rows about students leave a query only within the reader's schools. What counts for the whole district without a
  // reader runs as a named system actor (src/access/system.ts) and gives counts, never rows; or it gives encrypted texts
  // and the keys' own actor, who shows none of them, is the only one who may run it; or the log importer's, who writes
  // down what IT staff have in a file already and shows nothing.
  const touchesStudents =
    /\b(Students|ReEnrollments|S_STU_X|u_ssp_visit\w*|u_ssp_referral|u_ssp_target|u_ssp_milestone)\b/i;
  it.each(all.filter((query) => touchesStudents.test(query.sql)).map((query) => query.name))(
    '%s is bound to the scope of its reader',
    (name) => {
      const query = queryLibrary().get(name);
      const bound =
        /u_ssp_scope sc\b/.test(query.sql) &&
        /\bsc\.reader = @reader\b/.test(query.sql) &&
        /\bsc\.until > @now\b/.test(query.sql);
      const counts = name.startsWith('exports/') && !query.args.some((a) => a.name === 'reader');
      const isForImports = name.startsWith('imports/') && !query.args.some((a) => a.name === 'reader');
      const isForKeys = KEYED_TABLES.some(({ texts }) => texts?.query === name);
      const readsTexts = query.columns.some((column) => column.name === 'sealed') && !/\bjoin\b/i.test(query.sql);
      expect(bound || counts || isForImports || (isForKeys && readsTexts)).toBe(true);
    },
  );
});
