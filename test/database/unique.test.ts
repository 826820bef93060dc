import { MIGRATIONS } from '../../src/database/migration-list.ts';
import { recordMssql } from '../../src/database/migration-recorder.ts';

// A unique key holds for all rows, as on SQLite. A filtered index in its place would ask every program that writes for
// settings of its own (QUOTED_IDENTIFIER), and no query could lean on it.

let statements: string[];
beforeAll(async () => {
  const recorder = recordMssql();
  for (const { up } of Object.values(MIGRATIONS)) await up(recorder.knex);
  await recorder.knex.destroy();
  statements = recorder.statements;
});

it('no index of ours on SQL Server has a filter', () => {
  expect(statements.filter((one) => /\bindex\b[^;]*\bwhere\b/i.test(one))).toEqual([]);
  expect(statements.filter((one) => /create unique index/i.test(one))).toEqual([]);
});

it('each unique key is a constraint with a name of its own', () => {
  const names = new Set<string>();
  for (const one of statements) {
    const dropped = /drop constraint \[?(\w+)/i.exec(one)?.[1];
    if (dropped) names.delete(dropped);
    const added = /add constraint \[(\w+)\] unique/i.exec(one)?.[1];
    if (added === undefined) continue;
    expect(names).not.toContain(added);
    names.add(added);
  }
  expect(names).toContain('u_ssp_visit_form');
});
