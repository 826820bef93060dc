import fc from 'fast-check';
import { type CsvRecord, csvRecords, decoded, type Encoding, FileFault } from '../../src/imports/csv-read.ts';

async function* inParts(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(content: string | Uint8Array, size = 7, encoding: Encoding = 'utf-8'): Promise<CsvRecord[]> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const records: CsvRecord[] = [];
  for await (const record of csvRecords(decoded(inParts(bytes, size), encoding))) records.push(record);
  return records;
}
const cells = async (content: string | Uint8Array, size?: number, encoding?: Encoding) =>
  (await read(content, size, encoding)).map((record) => record.cells);

it.each([
  ['line feeds', 'a,b\n1,2\n'],
  ['returns and line feeds', 'a,b\r\n1,2\r\n'],
  ['returns alone', 'a,b\r1,2\r'],
  ['no end of the last line', 'a,b\n1,2'],
  ['a byte order mark', '\uFEFFa,b\r\n1,2'],
])('takes %s', async (_what, text) => {
  const [heading, row] = await cells(text);
  expect(heading?.map((name) => name.replace('\uFEFF', ''))).toEqual(['a', 'b']);
  expect(row).toEqual(['1', '2']);
});

it('takes commas, quotes and line ends within quotes', async () => {
  expect(await cells('a,"b ""c"", d\r\ne",\n"",x,y\n')).toEqual([
    ['a', 'b "c", d\r\ne', ''],
    ['', 'x', 'y'],
  ]);
});

it('numbers rows as a spreadsheet does, empty ones too', async () => {
  expect((await read('h\n\n"x\ny"\n\nz\n')).map(({ row }) => row)).toEqual([1, 3, 5]);
});

it('takes a stray quote as it stands', async () => {
  expect(await cells('5" tall,x\n1,2"\n')).toEqual([
    ['5" tall', 'x'],
    ['1', '2"'],
  ]);
});

it('names the row whose quote is never closed', async () => {
  await expect(read('a,b\n1,2\n3,"4\n5,6\n')).rejects.toThrow('Row 3 has a quote that is never closed.');
});

it.each<[string, Uint8Array, Encoding, RegExp]>([
  ['Windows-1252 that is taken for UTF-8', Buffer.from('José\n', 'latin1'), 'utf-8', /not UTF-8.*windows-1252/],
  ['UTF-16', Buffer.from('\uFEFFa,b\n', 'utf16le'), 'utf-8', /UTF-16/],
  ['UTF-16 without a mark', Buffer.from('a,b\n', 'utf16le'), 'utf-8', /UTF-16/],
  ['a workbook', Buffer.from('PK\u0003\u0004\u0000\u0000'), 'utf-8', /UTF-16, or no text/],
  ['UTF-8 that is said to be Windows-1252', Buffer.from('\uFEFFa\n'), 'windows-1252', /The file is UTF-8/],
])('refuses %s, in words', async (_what, bytes, encoding, words) => {
  await expect(read(bytes, 64, encoding)).rejects.toThrow(words);
  await expect(read(bytes, 64, encoding)).rejects.toBeInstanceOf(FileFault);
});

it('reads Windows-1252 when the mapping says so', async () => {
  expect(await cells(Buffer.from([0x4a, 0x6f, 0x73, 0xe9, 0x2c, 0x93, 0x94, 0x0a]), 2, 'windows-1252')).toEqual([
    ['José', '“”'],
  ]);
});

it('reads what was written, wherever the parts are cut', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ' ', '🙂'), maxLength: 6 });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      async (rows, size, end) => {
        const text = rows.map((row) => row.map(quoted).join(',') + end).join('');
        expect(await cells(text, size)).toEqual(rows);
      },
    ),
    { numRuns: 150 },
  );
});
