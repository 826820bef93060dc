import { readdirSync } from 'node:fs';
import path from 'node:path';
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
