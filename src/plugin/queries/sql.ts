// As much of SQL as the checks need: words, arguments, brackets; texts, quoted names and comments apart.

export interface SqlToken {
  kind: 'word' | 'bind' | 'mark' | 'other';
  text: string;
  /** How many brackets are open around it. */
  depth: number;
}

const token =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|"([^"]*)(?:"|$)|:([A-Za-z_]\w*)|([A-Za-z_][\w$#]*)|\d[\w.]*|([(),;.*])|\S/g;

export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let depth = 0;
  for (const [whole, quoted, bind, word, mark] of sql.matchAll(token)) {
    if (whole.startsWith('--') || whole.startsWith('/*')) continue;
    if (whole === ')') depth -= 1;
    if (bind !== undefined) tokens.push({ kind: 'bind', text: bind, depth });
    else if (word !== undefined || quoted !== undefined)
      tokens.push({ kind: 'word', text: word ?? quoted ?? '', depth });
    else tokens.push({ kind: mark === undefined ? 'other' : 'mark', text: whole, depth });
    if (whole === '(') depth += 1;
  }
  return tokens;
}

/** The names of the columns of the outermost SELECT, in order; `undefined` for one without a name that can be told. */
export function selectedNames(tokens: readonly SqlToken[]): (string | undefined)[] {
  return selectItems(tokens).map(nameOf);
}

/** What the outermost SELECT lists, item by item. */
export function selectItems(tokens: readonly SqlToken[]): SqlToken[][] {
  const start = tokens.findIndex((each) => each.depth === 0 && isWord(each, 'select'));
  const end = tokens.findIndex((each, at) => at > start && each.depth === 0 && isWord(each, 'from'));
  if (start < 0) return [];
  const list = tokens.slice(start + 1, end < 0 ? undefined : end);
  const columns: SqlToken[][] = [[]];
  for (const each of list) {
    if (each.depth === 0 && each.text === ',' && each.kind === 'mark') columns.push([]);
    else columns.at(-1)?.push(each);
  }
  return columns;
}

// The last word is the name: an alias with or without AS, or the column itself.
function nameOf(column: SqlToken[]): string | undefined {
  const last = column.at(-1);
  return last?.kind === 'word' && !isWord(last, 'end') ? last.text : undefined;
}

export const isWord = (each: SqlToken | undefined, word: string): boolean =>
  each?.kind === 'word' && each.text.toLowerCase() === word;
