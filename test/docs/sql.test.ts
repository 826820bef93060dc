import { readdirSync } from 'node:fs';
import path from 'node:path';
import { rightsOfWriter } from '../../src/check/grants.ts';
import { OWN_TABLES } from '../../src/database/migrate.ts';
import { scriptBatches } from '../../src/database/mssql-script.ts';
import { ROOT } from '../../src/server/root.ts';
import { doc } from './markdown.ts';

// A script that is run in the wrong database (without -d that is master) says so, and stops before it does anything.

const scripts = readdirSync(path.join(ROOT, 'docs', 'sql'));
const variables = { READER: 'r', WRITER: 'w', MIGRATOR: 'm', SIS: 'dbo', SURE: 'yes' };
const passwords = { READER_PASSWORD: 'r', WRITER_PASSWORD: 'w', MIGRATOR_PASSWORD: 'm' };

it.each(scripts)('%s looks first at where it is', (name) => {
  const [first = ''] = scriptBatches(doc(`docs/sql/${name}`), { ...variables, ...passwords });
  const asked = {
    // It makes the schema, and asks for being sure what it takes away.
    'schema.sql': /^if db_name\(\) in \(N'master', N'model', N'msdb', N'tempdb'\)\s+throw 51000, /,
    'remove.sql': /^set xact_abort on;\s+if N'yes' <> N'yes'\s+throw 51000, /,
  }[name];
  expect(first).toMatch(asked ?? /^if schema_id\('ssp'\) is null\s+throw 51000, '[^']*sqlcmd -d NAME', 1;$/);
});

it.each(scripts)('%s says the command that runs it, with server and database, and to stop at an error', (name) => {
  expect(doc(`docs/sql/${name}`)).toMatch(new RegExp(`^-- {3}sqlcmd -S \\S+ -d \\S+ -E -b .*-i ${name}`, 'm'));
});

it.each(['sql-server', 'decisions/0007-rights-on-sql-server'])(
  '%s names each table of which the writer deletes rows, and no other',
  (name) => {
    const [, words = ''] = /The writer deletes ([\s\S]*?`u_ssp_visit_staff`)/.exec(doc(`docs/${name}.md`)) ?? [];
    const named = [...words.matchAll(/`(u_ssp_\w+)`/g)].map(([, table]) => table);
    expect(named.toSorted()).toEqual(OWN_TABLES.filter((table) => rightsOfWriter(table).includes('DELETE')).toSorted());
  },
);

it('grants.sql gives the writer what check asks for: no more and no less', () => {
  const batches = scriptBatches(doc('docs/sql/grants.sql'));
  const listed = (right: string) => {
    const batch = batches.find((one) =>
      one.includes(`N'grant ${right} on ssp.' + quotename(t.name) + N' to ssp_writer;'`),
    );
    const [, inside] = /t\.name in \(([^)]*)\)/.exec(batch ?? '') ?? [];
    const only = inside?.match(/u_ssp_\w+/g);
    const kept = [...(batch ?? '').matchAll(/left\(t\.name, (\d+)\) <> '(\w+)'/g)].map(
      ([, , start]) => start as string,
    );
    return OWN_TABLES.filter((table) => (only ? only.includes(table) : !kept.some((start) => table.startsWith(start))));
  };
  for (const right of ['INSERT', 'UPDATE', 'DELETE'] as const)
    expect([right, listed(right.toLowerCase())]).toEqual([
      right,
      OWN_TABLES.filter((table) => rightsOfWriter(table).includes(right)),
    ]);
});
