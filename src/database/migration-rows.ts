import type { Knex } from 'knex';
import { isMssql } from './migration-lock.ts';

// Rows that a migration changes. On SQL Server a table is dbo's as soon as it is made, and the migrator's right on its rows comes
// with grants.sql, after the run. Whoever migrates from nothing makes tables and goes on to change them in the same run: nobody
// has written into those, and the statement is left out.

/**
 * Runs a statement that begins with `update TABLE` or `delete from TABLE`. On SQL Server it is left out where the migrator
 * has no right on the table's rows and there are none; where there are some, the server refuses it and says so.
 */
export async function changeRows(knex: Knex, statement: string): Promise<void> {
  await knex.raw(isMssql(knex) ? whereThereAreRows(statement) : statement);
}

// The server looks at rights even where there is no row, so the statement stays a text until it is wanted.
function whereThereAreRows(statement: string): string {
  const [, table] = /^(?:update|delete from) (\w+) /.exec(statement) ?? [];
  if (!table) throw new Error(`Which table does it change? ${statement}`);
  const name = `'ssp.${table}'`;
  return `if has_perms_by_name(${name}, 'OBJECT', 'UPDATE') = 1
    or exists (select 1 from sys.partitions where object_id = object_id(${name}) and index_id in (0, 1) and rows > 0)
  exec(N'${statement.replaceAll("'", "''")}')`;
}
