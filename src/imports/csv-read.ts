import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';

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

/**
 * The records of a text, empty lines left out (they count as rows). A stray quote within a cell stands for itself. Throws a
 * FileFault when a quote is never closed.
 */
export async function* csvRecords(texts: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  const parser = parse({
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_RECORD,
  });
  const source = Readable.from(texts);
  source.once('error', (fault) => parser.destroy(fault));
  let row = 0;
  try {
    for await (const cells of source.pipe(parser) as AsyncIterable<string[]>) {
      row++;
      if (cells.length > 1 || cells[0]?.trim() !== '') yield { row, cells };
    }
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    throw new FileFault(`Row ${Number(thrown.records) + 1} has a quote that is never closed.`);
  } finally {
    source.destroy();
  }
}
