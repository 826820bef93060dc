// JSON in which every value knows its line: what is wrong in a file that somebody wrote by hand is said where it is.

export interface Located {
  value: unknown;
  /** The line (from 1) of a value by its JSON pointer; of the nearest one around it when it is not there. */
  lineOf(pointer: string): number;
}

/** The file is not JSON, from this line on. */
export class JsonFault extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const DEEPEST = 50;
const ENDS: Record<string, string> = { '{': '}', '[': ']' };

/** Throws a JsonFault. A name that stands twice in an object is one, too. */
export function parseLocated(text: string): Located {
  const reader = new LineReader(text.replace(/^\uFEFF/, ''));
  const value = reader.readAll();
  return {
    value,
    lineOf: (pointer) => {
      for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
        const line = reader.lines.get(at);
        if (line !== undefined || at === '') return line ?? 1;
      }
    },
  };
}

class LineReader {
  readonly lines = new Map<string, number>();
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): unknown {
    const value = this.#value('', 0);
    this.#blank();
    if (this.#at < this.#text.length) throw this.#fault('there is more after the end');
    return value;
  }

  #value(pointer: string, depth: number): unknown {
    this.#blank();
    if (depth > DEEPEST) throw this.#fault('goes too deep');
    this.lines.set(pointer, this.#line);
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(pointer, depth);
    if (first === '[') return this.#array(pointer, depth);
    if (first === '"') return this.#string();
    return this.#word();
  }

  #object(pointer: string, depth: number): Record<string, unknown> {
    const found: [string, unknown][] = [];
    this.#members('{', () => {
      if (this.#text[this.#at] !== '"') throw this.#fault('a name in double quotes is expected');
      const name = this.#string();
      if (found.some(([other]) => other === name)) throw this.#fault(`"${name}" stands here twice`);
      this.#blank();
      if (this.#text[this.#at] !== ':') throw this.#fault('a colon is expected');
      this.#at++;
      const path = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      found.push([name, this.#value(path, depth + 1)]);
    });
    return Object.fromEntries(found);
  }

  #array(pointer: string, depth: number): unknown[] {
    const found: unknown[] = [];
    this.#members('[', () => found.push(this.#value(`${pointer}/${found.length}`, depth + 1)));
    return found;
  }

  #members(open: '{' | '[', member: () => void): void {
    const end = ENDS[open] as string;
    this.#at++;
    this.#blank();
    if (this.#text[this.#at] === end) {
      this.#at++;
      return;
    }
    for (;;) {
      this.#blank();
      member();
      this.#blank();
      const next = this.#text[this.#at];
      if (next !== ',' && next !== end) throw this.#fault(`a comma or ${end} is expected`);
      this.#at++;
      if (next === end) return;
    }
  }

  #string(): string {
    const match = /"(?:[^"\\\n]|\\.)*"/y;
    return this.#token(match, 'a text in double quotes is not whole') as string;
  }

  #word(): unknown {
    return this.#token(/[-+.\w]+/y, 'a value is expected');
  }

  #token(pattern: RegExp, message: string): unknown {
    pattern.lastIndex = this.#at;
    const [token] = pattern.exec(this.#text) ?? [];
    if (token === undefined) throw this.#fault(message);
    try {
      const value: unknown = JSON.parse(token);
      this.#at += token.length;
      return value;
    } catch {
      throw this.#fault(message);
    }
  }

  #blank(): void {
    for (;;) {
      const next = this.#text[this.#at];
      if (next === '\n') this.#line++;
      else if (next !== ' ' && next !== '\t' && next !== '\r') return;
      this.#at++;
    }
  }

  #fault(message: string): JsonFault {
    return new JsonFault(this.#line, message);
  }
}
