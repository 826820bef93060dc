// Reads a CSV file as spreadsheets write it (RFC 4180): commas, quotes, line ends of any kind within and between records.
// A record at a time, whatever the size of the file.

export interface CsvRecord {
  /** As a spreadsheet numbers them: the heading is 1. */
  row: number;
  cells: string[];
}

/** The file cannot be read as a whole; its message is for whoever runs the command, and quotes nothing from the file. */
export class FileFault extends Error {}

export type Encoding = 'utf-8' | 'windows-1252';

const LONGEST_RECORD = 8_000_000;

/** The text of the file; throws a FileFault when it is in another encoding. */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' });
  let isFirst = true;
  try {
    for await (const part of bytes) {
      if (isFirst) refuseOthers(part, encoding);
      isFirst = false;
      yield decoder.decode(part, { stream: true });
    }
    yield decoder.decode();
  } catch (thrown) {
    if ((thrown as { code?: string }).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw thrown;
    throw new FileFault(
      'The file is not UTF-8. Save it as “CSV UTF-8”; or, when an older Excel wrote it, put "encoding": "windows-1252" into the mapping.',
    );
  }
}

function refuseOthers(part: Uint8Array, encoding: Encoding): void {
  const [first, second, third] = part;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || part.subarray(0, 200).includes(0))
    throw new FileFault('The file is UTF-16, or no text. Save it as “CSV UTF-8”.');
  if (first === 0xef && second === 0xbb && third === 0xbf && encoding !== 'utf-8')
    throw new FileFault('The file is UTF-8, but the mapping says windows-1252.');
}

/** The records of a text, empty lines left out (they count as rows). Throws a FileFault when a quote is never closed. */
export async function* csvRecords(texts: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  const parser = new Parser();
  for await (const text of texts) yield* parser.take(text);
  yield* parser.end();
}

class Parser {
  #rest = '';
  #row = 0;

  *take(text: string): Generator<CsvRecord> {
    this.#rest += text;
    let at = 0;
    for (;;) {
      const end = recordEnd(this.#rest, at, false);
      if (end === undefined) break;
      yield* this.#record(this.#rest.slice(at, end.at));
      at = end.next;
    }
    this.#rest = this.#rest.slice(at);
    if (this.#rest.length > LONGEST_RECORD) this.#unclosed();
  }

  *end(): Generator<CsvRecord> {
    if (this.#rest === '') return;
    if (recordEnd(this.#rest, 0, true) === undefined) this.#unclosed();
    yield* this.#record(this.#rest.replace(/\r$/, ''));
  }

  *#record(text: string): Generator<CsvRecord> {
    this.#row++;
    if (text.trim() !== '') yield { row: this.#row, cells: cellsOf(text) };
  }

  #unclosed(): never {
    throw new FileFault(`Row ${this.#row + 1} has a quote that is never closed.`);
  }
}

// Where the record ends; undefined: not within this text. Nothing is looked for beyond the line at hand.
function recordEnd(text: string, from: number, isWhole: boolean): { at: number; next: number } | undefined {
  let at = from;
  for (;;) {
    const line = lineEnd(text, at);
    const quote = text.slice(at, line < 0 ? text.length : line).indexOf('"');
    if (quote < 0) {
      if (line < 0) return isWhole ? { at: text.length, next: text.length } : undefined;
      if (text[line] === '\n') return { at: line, next: line + 1 };
      // Whether a line feed follows is only known when it is there.
      if (line + 1 >= text.length && !isWhole) return undefined;
      return { at: line, next: text[line + 1] === '\n' ? line + 2 : line + 1 };
    }
    const closing = text.indexOf('"', at + quote + 1);
    if (closing < 0) return undefined;
    at = closing + 1;
  }
}

function lineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  const back = text.slice(from, feed < 0 ? text.length : feed).indexOf('\r');
  return back < 0 ? feed : from + back;
}

function cellsOf(text: string): string[] {
  if (!text.includes('"')) return text.split(',');
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const { cell, end } = text[at] === '"' ? quoted(text, at + 1) : { cell: '', end: at };
    const comma = text.indexOf(',', end);
    cells.push(cell + text.slice(end, comma < 0 ? text.length : comma));
    if (comma < 0) return cells;
    at = comma + 1;
  }
}

// What stands in quotes, and where it goes on after them. Two quotes within are one.
function quoted(text: string, from: number): { cell: string; end: number } {
  let cell = '';
  for (let at = from; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { cell: cell + text.slice(at), end: text.length };
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { cell, end: quote + 1 };
    cell += '"';
    at = quote + 2;
  }
}
