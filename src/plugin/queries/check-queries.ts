import type { Findings } from '../finding.ts';
import { checkReads } from './check-reads.ts';
import { isKnownColumn } from './known-columns.ts';
import type { PublishedQuery } from './read-queries.ts';
import { isWord, type SqlToken, selectedNames, sqlTokens } from './sql.ts';

const fileName = /^queries_root\/((?:[a-z][a-z0-9_]*\.){2,}[a-z][a-z0-9_]*)\.named_queries\.xml$/;
const queryName = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){4}$/;

/** Rules Q1 to Q10. @param own TABLE.COLUMN of the package's own tables. */
export function checkQueries(
  files: readonly string[],
  queries: readonly PublishedQuery[],
  own: ReadonlySet<string>,
  findings: Findings,
): void {
  for (const file of files) {
    if (!fileName.test(file)) findings.add('Q1', file, 1, 'not called <reversed domain>.named_queries.xml');
  }
  const seen = new Set<string>();
  for (const query of queries) {
    checkName(query, seen, findings);
    checkSql(query, own, findings);
    checkColumns(query, own, findings);
    if ([...query.summary].length > 50) {
      findings.add('Q9', query.file, query.line, `the summary has ${[...query.summary].length} characters`);
    }
  }
}

function checkName({ file, line, name }: PublishedQuery, seen: Set<string>, findings: Findings): void {
  const add = (text: string) => findings.add('Q2', file, line, text);
  const prefix = fileName.exec(file)?.[1];
  if (!queryName.test(name)) add(`"${name}" has not five parts in small letters`);
  else if (name.startsWith('com.powerschool.')) add(`${name} stands for the maker of the SIS`);
  else if (prefix && !name.startsWith(`${prefix}.`)) add(`${name} does not begin with ${prefix}`);
  if (seen.has(name)) add(`${name} is there already`);
  seen.add(name);
}

function checkSql(query: PublishedQuery, own: ReadonlySet<string>, findings: Findings): void {
  const { file, sql, sqlLine } = query;
  if (/~[([]/.test(sql)) findings.add('Q6', file, sqlLine, 'PS-HTML in SQL');
  const tokens = sqlTokens(sql.replace(/<@restricted_table[^>]*>/g, ' '));
  const isOne = (isWord(tokens[0], 'select') || isWord(tokens[0], 'with')) && !tokens.some(({ text }) => text === ';');
  if (!isOne) findings.add('Q7', file, sqlLine, 'not one SELECT or WITH, or a semicolon');
  const ordered = tokens.some((each, at) => each.depth === 0 && isWord(each, 'order') && isWord(tokens[at + 1], 'by'));
  if (!ordered) findings.add('Q5', file, sqlLine, 'no ORDER BY: pages of the answer could overlap');
  checkArguments(query, tokens, findings);
  checkSelectList(query, tokens, findings);
  checkReads(query, tokens, own, findings);
}

// Names of arguments count with their capitals.
function checkArguments({ file, sqlLine, args }: PublishedQuery, tokens: SqlToken[], findings: Findings): void {
  const used = new Set(tokens.filter(({ kind }) => kind === 'bind').map(({ text }) => text));
  const declared = new Set(args.map(({ name }) => name));
  for (const name of used) if (!declared.has(name)) findings.add('Q4', file, sqlLine, `:${name} is not declared`);
  for (const { name, line } of args) if (!used.has(name)) findings.add('Q4', file, line, `${name} is not used`);
  if (declared.size < args.length) findings.add('Q4', file, args[0]?.line ?? sqlLine, 'an argument is declared twice');
}

function checkSelectList({ file, sqlLine, columns }: PublishedQuery, tokens: SqlToken[], findings: Findings): void {
  const selected = selectedNames(tokens);
  if (columns.length === 0 || selected.length !== columns.length) {
    findings.add('Q3', file, sqlLine, `${columns.length} columns are declared, ${selected.length} are selected`);
    return;
  }
  columns.forEach(({ name, line }, at) => {
    const expected = name.split('.').at(-1) ?? '';
    const found = selected[at];
    if (found?.toLowerCase() === expected.toLowerCase()) return;
    findings.add('Q3', file, line, `column ${at + 1} is ${found ?? 'without a name'} in SQL and ${name} here`);
  });
}

function checkColumns(query: PublishedQuery, own: ReadonlySet<string>, findings: Findings): void {
  const { file, coreTable } = query;
  for (const { name, column, line } of query.columns) {
    if (!/^\w+(\.\w+)?$/.test(name)) findings.add('Q8', file, line, `"${name}" is not a name of one or two parts`);
    else if (!name.includes('.') && !coreTable)
      findings.add('Q8', file, line, `${name} has one part, and no coreTable`);
    if (!isReal(column, own)) findings.add('Q10', file, line, `${column || 'nothing'} is not a column that we know`);
  }
  for (const { column, line } of query.args) {
    if (column !== undefined && !isReal(column, own)) {
      findings.add('Q10', file, line, `${column} is not a column that we know`);
    }
  }
}

export const isReal = (column: string, own: ReadonlySet<string>): boolean => isKnownColumn(column) || own.has(column);
