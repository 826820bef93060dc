import { withoutTexts } from './header.ts';

// The subset of SQL that SQL Server, SQLite and Oracle all take. Each line: what is refused, and why in words that
// help whoever wrote it.
const REFUSED: { pattern: RegExp; why: string }[] = [
  { pattern: /\|\|/, why: '|| joins texts on SQLite only: use concat(a, b)' },
  { pattern: /''\s*\+|\+\s*''/, why: '+ joins texts on SQL Server only: use concat(a, b)' },
  { pattern: /!=/, why: '!= is not everywhere: use <>' },
  { pattern: /==/, why: '== is SQLite only: use =' },
  { pattern: /;/, why: 'one statement, without a semicolon' },
  { pattern: /["`[\]]/, why: 'quoted names differ between databases: use plain names' },
  { pattern: /\b(limit|top|offset|fetch)\b/i, why: 'paging is added by the runner' },
  { pattern: /\b(true|false)\b/i, why: 'there are no truth values: use 1 and 0' },
  { pattern: /\b(isnull|ifnull|nvl)\s*\(/i, why: 'use coalesce' },
  { pattern: /\b(iif|if|decode)\s*\(/i, why: 'use case' },
  {
    pattern:
      /\b(getdate|sysdate|sysutcdatetime|current_date|current_timestamp|strftime|julianday|datetime|dateadd|datediff|datepart|date|year|month|day)\s*\(/i,
    why: 'no date functions: store what is needed when the row is written',
  },
  {
    pattern: /\b(current_date|current_timestamp|current_time)\b/i,
    why: 'no date functions: pass the day as an argument',
  },
  {
    pattern: /\b(avg|round|percentile_cont|percentile_disc|median)\s*\(/i,
    why: 'counts and sums only: shares and roundings happen in TypeScript',
  },
  { pattern: /\b(group_concat|string_agg|listagg)\s*\(/i, why: 'lists are made in TypeScript' },
  { pattern: /\brecursive\b/i, why: 'recursive queries are written differently everywhere' },
  { pattern: /\b(full|right|natural)\s+(outer\s+)?join\b/i, why: 'inner and left joins only' },
  {
    pattern: /\b(insert|update|delete|merge|replace\s+into|drop|alter|create|truncate|exec|execute|pragma|attach)\b/i,
    why: 'a named query only reads',
  },
  { pattern: /\bselect\s+\*|,\s*\*|\w\.\*/i, why: 'name the columns' },
  { pattern: /\b(glob|regexp|ilike)\b/i, why: 'use like' },
  {
    pattern: /\b(substring|substr|instr|charindex|len|length)\s*\(/i,
    why: 'text functions differ: do it in TypeScript',
  },
  { pattern: /\bnulls\s+(first|last)\b/i, why: 'order of nulls cannot be asked for on SQL Server' },
  { pattern: /\bcast\s*\([^()]*\bas\s+(?!integer\b|decimal\b)/i, why: 'cast to integer or decimal only' },
  {
    pattern:
      /\bas\s+(date|level|start|end|user|comment|type|value|year|month|day|order|group|key|index|plan|rule|view|file)\b/i,
    why: 'an alias is a reserved word somewhere',
  },
  {
    pattern:
      /\.(rule|plan|file|user|key|index|percent|public|read|save|schema|trigger|view|current|open|close|option)\b/i,
    why: 'the column is a reserved word on SQL Server',
  },
  { pattern: /\bfrom\s+\w+\s+as\b|\bjoin\s+\w+\s+as\b/i, why: 'table aliases without "as" (Oracle)' },
  { pattern: /::/, why: ':: is PostgreSQL only: use cast' },
  { pattern: /(?<!@)@@|:\w/, why: 'arguments are written @name' },
];

/** Everything in the statement that one of the databases would not take, as sentences; empty when all is well. */
export function refusals(sql: string): string[] {
  const bare = withoutTexts(sql);
  const faults = REFUSED.filter(({ pattern }) => pattern.test(bare)).map(({ why }) => why);
  if (concatsWithMore(bare)) faults.push('concat takes two arguments (Oracle): nest it');
  return faults;
}

function concatsWithMore(sql: string): boolean {
  for (const match of sql.matchAll(/\bconcat\s*\(/gi)) {
    let depth = 1;
    let commas = 0;
    for (let at = match.index + match[0].length; at < sql.length && depth > 0; at++) {
      if (sql[at] === '(') depth++;
      else if (sql[at] === ')') depth--;
      else if (sql[at] === ',' && depth === 1) commas++;
    }
    if (commas !== 1) return true;
  }
  return false;
}
