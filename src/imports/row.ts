import { createHash } from 'node:crypto';
import { LONGEST_NOTE } from '../visits/check.ts';
import { readClock, readDay, readMinutes, readNumber, readSeconds } from './cells.ts';
import type { CsvRecord } from './csv-read.ts';
import { CODED, CODED_NAMES, type Coded, columnsOf, type Mapping } from './mapping.ts';
import type { LeftOut } from './reasons.ts';

/** A row of the old log that holds by itself; whether the SIS knows student and staff is asked later. */
export interface OldEntry {
  row: number;
  /** The same for the same row of the same source, whenever it is read. */
  key: string;
  student: number;
  staff: string;
  day: string;
  startMin: number | null;
  endMin: number | null;
  minutes: number;
  codes: Record<Coded, string>;
  note: string | null;
  restricted: boolean;
  /** What stood for the purpose, when the mapping does not know it. */
  unmapped: string | null;
}

const EARLIEST = '2000-01-01';
const LAST_MINUTE = 1439;

/**
 * Reads rows under a heading. Throws an Error when a column of the mapping is not there, in words that say what the file
 * may be instead.
 */
export class RowReader {
  readonly #mapping: Mapping;
  readonly #at = new Map<string, number>();
  readonly #columns: number;
  readonly #codes: Record<Coded, Map<string, string>>;
  readonly #today: string;

  constructor(mapping: Mapping, heading: readonly string[], today: string) {
    this.#mapping = mapping;
    this.#today = today;
    this.#columns = heading.length;
    const names = heading.map((name) => name.replace(/^\uFEFF/, '').trim());
    const wanted = columnsOf(mapping);
    const missing = wanted.filter((name) => !names.includes(name));
    if (missing.length > 0) throw new Error(missingWords(missing, names));
    const twice = wanted.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
    if (twice.length > 0) throw new Error(`The file has two columns ${twice.join(', ')}.`);
    for (const [at, name] of names.entries()) this.#at.set(name, at);
    this.#codes = Object.fromEntries(
      CODED_NAMES.map((name) => [
        name,
        new Map(Object.entries(mapping[name]?.codes ?? {}).map(([words, code]) => [plain(words), code])),
      ]),
    ) as Record<Coded, Map<string, string>>;
  }

  read({ row, cells }: CsvRecord): OldEntry | { row: number; leftOut: LeftOut } {
    const out = (leftOut: LeftOut) => ({ row, leftOut });
    if (cells.length !== this.#columns) return out('CELLS');
    const { id, student, staff, date, time, minutes, note, source } = this.#mapping;
    const cell = (column: string | undefined) =>
      column === undefined ? '' : (cells[this.#at.get(column) as number] as string);

    const number = readNumber(cell(student));
    if (number === undefined) return out('STUDENT');
    const day = readDay(cell(date));
    if (day === undefined || day < EARLIEST) return out('DATE');
    if (day > this.#today) return out('FUTURE');
    const start = time?.unit === 'seconds' ? readSeconds(cell(time.column)) : readClock(cell(time?.column));
    if (start === undefined) return out('TIME');
    const length = readMinutes(cell(minutes?.column));
    if (length === undefined) return out('MINUTES');
    const lasted = length ?? minutes?.otherwise ?? 0;
    if (start !== null && start + lasted > LAST_MINUTE) return out('TIME');
    const said = cleaned(cell(note?.column));
    if (said.length > LONGEST_NOTE) return out('NOTE');

    const codes = Object.fromEntries(CODED_NAMES.map((name) => [name, this.#code(name, cell)])) as OldEntry['codes'];
    const purpose = plain(cell(this.#mapping.purpose.column));
    const own = id === undefined ? '' : cell(id).trim();
    // A row without a number of its own is known by what is no secret about it; never by its note.
    const known = own === '' ? [number, plain(cell(staff.column)), day, start, lasted, purpose] : [own];
    return {
      ...{ row, day, codes, minutes: lasted, startMin: start },
      key: createHash('sha256')
        .update(JSON.stringify([source, own === '' ? 'row' : 'id', ...known]))
        .digest('hex')
        .slice(0, 40),
      student: number,
      staff: cell(staff.column).trim(),
      endMin: start === null || lasted === 0 ? null : start + lasted,
      note: said === '' ? null : said,
      restricted: this.#isRestricted(cell),
      unmapped: purpose === '' || this.#codes.purpose.has(purpose) ? null : cell(this.#mapping.purpose.column).trim(),
    };
  }

  #code(name: Coded, cell: (column: string | undefined) => string): string {
    const mapped = this.#mapping[name];
    return this.#codes[name].get(plain(cell(mapped?.column))) ?? mapped?.otherwise ?? CODED[name].usual;
  }

  #isRestricted(cell: (column: string | undefined) => string): boolean {
    const { restrict, restrictWhen } = this.#mapping.note ?? {};
    if (restrict === 'all') return true;
    return restrictWhen?.is.map(plain).includes(plain(cell(restrictWhen.column))) ?? false;
  }
}

const plain = (text: string) => text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();

const cleaned = (text: string) => text.replaceAll('\u0000', '').toWellFormed().normalize('NFC').trim();

function missingWords(missing: string[], names: string[]): string {
  const separator = names.length === 1 ? [';', '\t', '|'].find((one) => names[0]?.includes(one)) : undefined;
  if (separator !== undefined) {
    const word = { ';': 'semicolons', '\t': 'tabs', '|': 'bars' }[separator];
    return `The cells of the file are separated by ${word}. Save it as CSV with commas.`;
  }
  return `The file has no column ${missing.join(', ')}. The first row has to name the columns, as the mapping does.`;
}
