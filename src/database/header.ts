import { refusals } from './refuse.ts';
import { type ColumnType, isColumnType, parseDefault, type Value } from './values.ts';

/** One named query: its text and what it declares about itself. */
export interface NamedQuery {
  name: string;
  purpose: string;
  args: Argument[];
  columns: Column[];
  weight: 'light' | 'heavy';
  /** Paged queries take `take`; the runner adds the limit in the database's own words. */
  paged: boolean;
  sql: string;
}

export interface Argument {
  name: string;
  type: ColumnType;
  /** Absent: the caller has to give it. `null` as default also allows null. */
  fallback?: Value;
}

export interface Column {
  name: string;
  type: ColumnType;
}

const HEADER_LINE = /^-- (query|for|args|columns|weight):\s+(.*)$/;
const CONTINUED = /^--\s{2,}(.*)$/;
const ITEM = /^([a-z][a-z0-9_]*) ([a-z]+(?:\(\d+(?:, *\d+)?\))?)(?: = (.+))?$/;

/**
 * Reads one `.sql` file: the header (query, for, args, columns, weight) and the statement beneath it.
 * Throws an Error with all faults when header and text disagree or the text leaves the subset
 * that both databases take.
 */
export function parseQuery(expectedName: string, text: string): NamedQuery {
  const faults: string[] = [];
  const { fields, sql } = splitHeader(text);
  for (const needed of ['query', 'for', 'args', 'columns', 'weight']) {
    if (!(needed in fields)) faults.push(`header line "${needed}" is missing`);
  }
  if (fields.query && fields.query !== expectedName)
    faults.push(`is called ${fields.query} but lies at ${expectedName}`);
  if (fields.weight && fields.weight !== 'light' && fields.weight !== 'heavy') faults.push('weight is light or heavy');

  const args = items(fields.args ?? '', faults).map(({ name, type, fallback }) => {
    const argument: Argument = { name, type };
    if (fallback !== undefined) argument.fallback = parseDefault(type, fallback);
    return argument;
  });
  const columns = items(fields.columns ?? '', faults).map(({ name, type }) => ({ name, type }));
  const paged = args.some((a) => a.name === 'take');

  faults.push(...argumentFaults(sql, args), ...columnFaults(sql, columns), ...refusals(sql));
  if (paged && !/\border by\b[^()]*$/i.test(sql)) faults.push('takes a page but does not end in an order');
  if (faults.length > 0) throw new Error(`${expectedName}: ${faults.join('; ')}`);
  return {
    name: expectedName,
    purpose: fields.for ?? '',
    args,
    columns,
    weight: fields.weight as 'light' | 'heavy',
    paged,
    sql,
  };
}

function splitHeader(text: string): { fields: Record<string, string>; sql: string } {
  const fields: Record<string, string> = {};
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  let current: string | undefined;
  let at = 0;
  for (; at < lines.length; at++) {
    const line = lines[at] as string;
    const start = HEADER_LINE.exec(line);
    const more = CONTINUED.exec(line);
    if (start) {
      current = start[1] as string;
      fields[current] = (start[2] as string).trim();
    } else if (more && current) {
      fields[current] = `${fields[current]} ${(more[1] as string).trim()}`;
    } else {
      break;
    }
  }
  return { fields, sql: lines.slice(at).join('\n').trim() };
}

function items(list: string, faults: string[]): { name: string; type: ColumnType; fallback?: string }[] {
  if (list === 'none' || list === '') return [];
  return splitOutsideParentheses(list).flatMap((item) => {
    const match = ITEM.exec(item.trim());
    if (!match || !isColumnType(match[2] as string)) {
      faults.push(`cannot read "${item.trim()}"`);
      return [];
    }
    const one = { name: match[1] as string, type: match[2] as ColumnType };
    return [match[3] === undefined ? one : { ...one, fallback: match[3] }];
  });
}

function splitOutsideParentheses(list: string): string[] {
  return list.split(/,(?![^(]*\))/);
}

function argumentFaults(sql: string, args: Argument[]): string[] {
  const used = new Set([...withoutTexts(sql).matchAll(/@([A-Za-z_]\w*)/g)].map((m) => m[1] as string));
  const faults: string[] = [];
  for (const name of used) if (!args.some((a) => a.name === name)) faults.push(`uses @${name} without declaring it`);
  for (const { name } of args) if (name !== 'take' && !used.has(name)) faults.push(`declares ${name} without using it`);
  if (used.has('take')) faults.push('take is added by the runner, not by the text');
  return faults;
}

// The statement's own select list must give exactly the declared columns, in that order, so that a reader of the
// header can trust it without running anything.
function columnFaults(sql: string, columns: Column[]): string[] {
  const given = selectedNames(sql);
  const declared = columns.map((c) => c.name);
  if (given.join() === declared.join()) return [];
  return [`declares columns ${declared.join(', ')} but selects ${given.join(', ')}`];
}

/** Names of the columns of the outermost first select. */
export function selectedNames(sql: string): string[] {
  const flat = withoutParentheses(withoutTexts(sql));
  const list = /\bselect\s+(?:distinct\s+)?([\s\S]*?)(?:\bfrom\b|$)/i.exec(flat)?.[1] ?? '';
  return list.split(',').map((item) => /([A-Za-z_]\w*)\s*$/.exec(item.trim())?.[1] ?? '?');
}

function withoutParentheses(sql: string): string {
  let text = sql;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\([^()]*\)/g, ' ');
  }
  return text;
}

/** The statement without comments and with quoted texts emptied. */
export function withoutTexts(sql: string): string {
  return sql.replace(/--.*$/gm, '').replace(/'(?:[^']|'')*'/g, "''");
}
