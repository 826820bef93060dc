import { isWord, type SqlToken } from './sql.ts';

/** What a statement reads, as far as its words tell. Names in capitals. */
export interface SqlReads {
  /** Every table after FROM, JOIN or a comma between tables, those of subselects too; names made by WITH are left out. */
  tables: Set<string>;
  /** TABLE.COLUMN of every `alias.column` whose alias stands for a table. */
  columns: Set<string>;
  /** The same, for what the statement shows: select lists that are not only compared with. */
  shown: Set<string>;
  /** There is a select inside a select list. */
  hasSubselect: boolean;
}

const ENDS_TABLES = [
  'where',
  'group',
  'order',
  'having',
  'connect',
  'start',
  'union',
  'intersect',
  'minus',
  'except',
  'fetch',
];
const JOINS = ['join', 'apply'];
/** Words that may follow a table and are no alias of it. */
const NO_ALIAS = [
  ...ENDS_TABLES,
  ...JOINS,
  'on',
  'using',
  'left',
  'right',
  'full',
  'inner',
  'outer',
  'cross',
  'natural',
  'offset',
  'for',
];
/** What stands before a select that is only compared with. */
const COMPARES = ['in', 'exists', 'any', 'all', 'some'];

interface Group {
  /** Where in a select one is: in its list, among its tables, or after them. */
  part: 'none' | 'list' | 'tables' | 'rest';
  /** It stands somewhere inside a select list. */
  inList: boolean;
  isCompared: boolean;
  /** The next word is a table. */
  awaits: boolean;
}

export function sqlReads(tokens: readonly SqlToken[]): SqlReads {
  const made = namesOfWith(tokens);
  const aliases = new Map<string, Set<string>>();
  const reads: SqlReads = { tables: new Set(), columns: new Set(), shown: new Set(), hasSubselect: false };
  const found: { alias: string; column: string; isShown: boolean }[] = [];
  const groups: Group[] = [{ part: 'none', inList: false, isCompared: false, awaits: false }];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as SqlToken;
    const group = groups.at(-1) as Group;
    if (token.text === '(' && token.kind === 'mark') {
      const before = tokens[at - 1];
      const isCompared = group.isCompared || before?.kind === 'other' || COMPARES.some((word) => isWord(before, word));
      const inList = group.inList || group.part === 'list';
      groups.push({ part: group.awaits ? 'tables' : 'none', inList, isCompared, awaits: group.awaits });
      group.awaits = false;
    } else if (token.text === ')' && token.kind === 'mark') {
      if (groups.length > 1) groups.pop();
    } else if (token.text === ',' && token.kind === 'mark') {
      group.awaits = group.part === 'tables';
    } else if (isWord(token, 'select')) {
      if (group.inList) reads.hasSubselect = true;
      Object.assign(group, { part: 'list', awaits: false });
    } else if (isWord(token, 'from') && group.part === 'list') {
      Object.assign(group, { part: 'tables', awaits: true });
    } else if (JOINS.some((word) => isWord(token, word)) && group.part === 'tables') {
      group.awaits = true;
    } else if (ENDS_TABLES.some((word) => isWord(token, word)) && group.part === 'tables') {
      Object.assign(group, { part: 'rest', awaits: false });
    } else if (token.kind === 'word' && group.awaits) {
      group.awaits = false;
      const read = tableAt(tokens, at);
      at = read.last;
      if (!made.has(read.table)) reads.tables.add(read.table);
      for (const name of [read.table, read.alias ?? read.table]) standFor(aliases, name, read.table);
    } else if (token.kind === 'word' && tokens[at + 1]?.text === '.' && tokens[at + 2]) {
      const isShown = (group.inList || group.part === 'list') && !group.isCompared;
      found.push({ alias: token.text.toUpperCase(), column: (tokens[at + 2] as SqlToken).text.toUpperCase(), isShown });
      at += 2;
    }
  }
  for (const { alias, column, isShown } of found) {
    for (const table of aliases.get(alias) ?? []) {
      if (made.has(table)) continue;
      reads.columns.add(`${table}.${column}`);
      if (isShown) reads.shown.add(`${table}.${column}`);
    }
  }
  return reads;
}

/** One name for more tables than anybody uses is made to take time: their tables are told all the same. */
const MOST_TABLES_OF_ALIAS = 20;

function standFor(aliases: Map<string, Set<string>>, name: string, table: string): void {
  const tables = aliases.get(name) ?? new Set();
  if (tables.size < MOST_TABLES_OF_ALIAS) aliases.set(name, tables.add(table));
}

/** A table's last name (of `ps.users` it is USERS), its alias, and where they end. */
function tableAt(
  tokens: readonly SqlToken[],
  start: number,
): { table: string; alias: string | undefined; last: number } {
  let last = start;
  while (tokens[last + 1]?.text === '.' && tokens[last + 2]?.kind === 'word') last += 2;
  const table = (tokens[last] as SqlToken).text.toUpperCase();
  if (isWord(tokens[last + 1], 'as')) last += 1;
  const next = tokens[last + 1];
  if (next?.kind !== 'word' || NO_ALIAS.includes(next.text.toLowerCase())) return { table, alias: undefined, last };
  return { table, alias: next.text.toUpperCase(), last: last + 1 };
}

/** WITH a AS (…), b (x, y) AS (…): A and B. */
function namesOfWith(tokens: readonly SqlToken[]): Set<string> {
  if (!isWord(tokens[0], 'with')) return new Set();
  return new Set(
    tokens.flatMap((token, at) => {
      const isStart = token.depth === 0 && token.kind === 'word' && (at === 1 || tokens[at - 1]?.text === ',');
      const next = tokens[at + 1];
      return isStart && (isWord(next, 'as') || next?.text === '(') ? [token.text.toUpperCase()] : [];
    }),
  );
}
