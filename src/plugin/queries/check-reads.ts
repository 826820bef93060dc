import type { Findings } from '../finding.ts';
import { isKnownColumn } from './known-columns.ts';
import { columnsOf, type PublishedQuery } from './read-queries.ts';
import { isWord, type SqlToken, selectItems } from './sql.ts';
import { sqlReads } from './sql-reads.ts';

/**
 * Rule Q10, as far as it is about SQL: what is declared is what the SIS shows to whoever installs the plugin, so that SQL may
 * read nothing else. @param own TABLE.COLUMN of the package's own tables.
 */
export function checkReads(
  query: PublishedQuery,
  tokens: readonly SqlToken[],
  own: ReadonlySet<string>,
  findings: Findings,
): void {
  const { file, sqlLine } = query;
  const add = (text: string) => findings.add('Q10', file, sqlLine, text);
  const declared = columnsOf(query);
  const tables = new Set([...declared].map((column) => column.slice(0, column.indexOf('.'))));
  const reads = sqlReads(tokens);
  const undeclared = new Set([...reads.tables].filter((table) => !tables.has(table)));
  for (const table of undeclared) add(`SQL reads ${table}, of which no column is declared`);
  if (reads.hasSubselect) add('a select inside a select list: nobody can tell which column it shows');
  for (const column of reads.columns) {
    if (undeclared.has(column.slice(0, column.indexOf('.'))) || column.endsWith('.*')) continue;
    if (!isKnownColumn(column) && !own.has(column)) add(`SQL reads ${column}, which is not a column that we know`);
    else if (reads.shown.has(column) && !declared.has(column)) add(`SQL shows ${column}, which is not declared`);
  }
  const names = new Set([...declared].map((column) => column.slice(column.indexOf('.') + 1)));
  // A column by its bare name: `ssn`, or `ssn as role_name`.
  for (const item of selectItems(tokens)) {
    const bare = bareColumn(item);
    if (bare !== undefined && !names.has(bare) && reads.tables.size > 0)
      add(`SQL shows ${bare}, which is not declared`);
  }
}

function bareColumn(item: readonly SqlToken[]): string | undefined {
  const words = isWord(item[0], 'distinct') || isWord(item[0], 'all') ? item.slice(1) : item;
  const [first, second] = words;
  if (first?.kind !== 'word' || isWord(first, 'null')) return undefined;
  const isAlone = words.length === 1 || (second?.kind === 'word' && words.length <= 3 && !isWord(first, 'case'));
  return isAlone ? first.text.toUpperCase() : undefined;
}
