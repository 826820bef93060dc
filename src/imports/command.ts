import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { Audit } from '../access/audit.ts';
import { readBook } from '../codes/service.ts';
import type { Database } from '../database/connect.ts';
import { type Clock, dayOf, today } from '../server/clock.ts';
import type { Config } from '../server/config.ts';
import { showProgress } from '../server/progress.ts';
import { number, numericDay } from '../server/words.ts';
import { type CsvRecord, csvRecords, decoded } from './csv-read.ts';
import { type Mapping, readMapping } from './mapping.ts';
import { LEFT_OUT, type LeftOut } from './reasons.ts';
import { type OldEntry, RowReader } from './row.ts';
import { importer, Run } from './service.ts';
import { type ImportRow, voidImport } from './void.ts';

// The commands `import log`, `import list` and `import void`.

const BATCH = 100;
const SHOWN_WORDS = 20;
/** What stands in fewer rows may be words about one student. */
const SHOWN_FROM = 5;

interface Said {
  text: string;
  ok: boolean;
}

interface ImportLog {
  database: Database;
  config: Pick<Config, 'noteKeys' | 'roleMap'>;
  clock: Clock;
  audit: Audit;
  file: string;
  map: string;
  dryRun: boolean;
  /** Folder for the list of what was left out. */
  out: string | undefined;
  err: NodeJS.WriteStream;
  signal?: AbortSignal;
}

/**
 * Imports an old log, or only counts. The whole file is read once before anything is written: one that is broken anywhere
 * is refused as a whole. Throws an Error in words then.
 */
export async function importLog(command: ImportLog): Promise<Said> {
  const { database, clock, file, map, dryRun, out, err, signal } = command;
  const mapping = readMapping(map, await readBook(importer(database)));
  const { reader, rows } = await lookThrough(file, mapping, today(clock));
  const run = await Run.begin({ ...command, mapping });
  const list = out === undefined ? undefined : await LeftOutList.open(out, run.id);
  const tally = new Tally();
  const shown = showProgress(dryRun ? 'Counting' : 'Importing', err);
  let interrupted = false;
  try {
    for await (const batch of batches(records(file, mapping))) {
      const read = batch.map((record) => reader.read(record));
      const entries = read.filter((one): one is OldEntry => 'key' in one);
      const sorted = await run.take(entries);
      const leftOut = [...read.filter((one) => 'leftOut' in one), ...sorted.leftOut].toSorted((a, b) => a.row - b.row);
      tally.add(batch.length, sorted.written, sorted.known, leftOut, entries);
      await list?.write(leftOut);
      shown.update(tally.read, rows);
      interrupted = signal?.aborted ?? false;
      if (interrupted) break;
    }
    if (!interrupted) await run.end();
  } catch (thrown) {
    throw withoutValues(thrown);
  } finally {
    shown.end();
    await list?.close();
  }
  const end = interrupted
    ? ['It was told to end before the file was through. Run it again: what is there is not doubled.']
    : [];
  return {
    text: [...tally.lines(run.id), ...(list ? [`The list: ${list.file}`] : []), ...end].join('\n'),
    ok: !interrupted,
  };
}

function records(file: string, mapping: Mapping): AsyncGenerator<CsvRecord> {
  return csvRecords(decoded(createReadStream(file), mapping.encoding ?? 'utf-8'));
}

// The heading, how many rows there are, and that all of them can be told apart.
async function lookThrough(file: string, mapping: Mapping, day: string): Promise<{ reader: RowReader; rows: number }> {
  let reader: RowReader | undefined;
  let rows = 0;
  for await (const { cells } of records(file, mapping)) {
    if (reader) rows++;
    else reader = new RowReader(mapping, cells, day);
  }
  if (!reader || rows === 0) throw new Error('The file has no rows below its heading.');
  return { reader, rows };
}

async function* batches(all: AsyncIterable<CsvRecord>): AsyncGenerator<CsvRecord[]> {
  let batch: CsvRecord[] = [];
  let isHeading = true;
  for await (const record of all) {
    if (!isHeading) batch.push(record);
    isHeading = false;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

// A database's own message shows the statement with its values: who the student is, among others.
function withoutValues(thrown: unknown): unknown {
  const { code, number: no, errno } = thrown as { code?: string; number?: number; errno?: number };
  const name = no === undefined ? code : `SQL Server ${no}`;
  if (name === undefined || errno !== undefined || !/^SQL|^E[A-Z]+$/.test(name)) return thrown;
  return new Error(`The database refused it (${name}). What was written before stays; run it again.`);
}

/** The list of what was left out: row and reason, and nothing of what the row says. */
class LeftOutList {
  readonly file: string;
  readonly #handle: Awaited<ReturnType<typeof open>>;

  private constructor(file: string, handle: Awaited<ReturnType<typeof open>>) {
    this.file = file;
    this.#handle = handle;
  }

  static async open(folder: string, id: number | undefined): Promise<LeftOutList> {
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, id === undefined ? 'left-out-dry-run.csv' : `left-out-import-${id}.csv`);
    const handle = await open(file, 'w', 0o600);
    await handle.write('row,reason,why\n');
    return new LeftOutList(file, handle);
  }

  async write(rows: readonly { row: number; leftOut: LeftOut }[]): Promise<void> {
    if (rows.length > 0)
      await this.#handle.write(rows.map(({ row, leftOut }) => `${row},${leftOut},"${LEFT_OUT[leftOut]}"\n`).join(''));
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** What became of the rows, in numbers. */
class Tally {
  read = 0;
  #written = 0;
  #known = 0;
  readonly #leftOut = new Map<LeftOut, number>();
  readonly #unmapped = new Map<string, number>();

  add(read: number, written: number, known: number, leftOut: readonly { leftOut: LeftOut }[], entries: OldEntry[]) {
    this.read += read;
    this.#written += written;
    this.#known += known;
    for (const one of leftOut) this.#leftOut.set(one.leftOut, (this.#leftOut.get(one.leftOut) ?? 0) + 1);
    for (const { unmapped } of entries)
      if (unmapped !== null && unmapped.length <= 40 && this.#unmapped.size < 1000)
        this.#unmapped.set(unmapped, (this.#unmapped.get(unmapped) ?? 0) + 1);
  }

  lines(id: number | undefined): string[] {
    const out = [...this.#leftOut.values()].reduce((sum, one) => sum + one, 0);
    const some = (count: number) => number(count).padStart(9);
    const unmapped = [...this.#unmapped].filter(([, count]) => count >= SHOWN_FROM).toSorted((a, b) => b[1] - a[1]);
    return [
      id === undefined ? 'Dry run: nothing was written.' : `Import ${id}.`,
      `${some(this.read)} rows read`,
      `${some(this.#written)} ${id === undefined ? 'would be imported' : 'imported'}`,
      ...(this.#known > 0 ? [`${some(this.#known)} imported before, and there still`] : []),
      `${some(out)} left out${out > 0 ? ':' : ''}`,
      ...(Object.keys(LEFT_OUT) as LeftOut[])
        .filter((reason) => this.#leftOut.has(reason))
        .map((reason) => `${some(this.#leftOut.get(reason) as number)}   ${reason}: ${LEFT_OUT[reason]}`),
      ...(unmapped.length > 0 ? ['Purposes that the mapping does not know, most often:'] : []),
      ...unmapped.slice(0, SHOWN_WORDS).map(([words, count]) => `${some(count)}   ${words}`),
    ];
  }
}

/** The imports, the newest first, a line each. */
export async function listImports(database: Database, clock: Clock): Promise<string> {
  const rows = await importer(database).run<ImportRow>('imports/newest', {});
  const line = (one: ImportRow) => {
    const state = one.voided_at !== null ? 'voided' : one.ended_at === null ? 'not through' : 'through';
    const day = numericDay(dayOf(one.started_at, clock));
    return `${one.id}  ${day}  ${one.source}: ${number(one.rows_written)} imported, ${number(one.rows_left_out)} left out, ${state}`;
  };
  return rows.length === 0 ? 'Nothing was imported yet.' : rows.map(line).join('\n');
}

interface VoidCommand {
  database: Database;
  clock: Clock;
  audit: Audit;
  id: number;
  reason: string;
  err: NodeJS.WriteStream;
  signal?: AbortSignal;
}

/** Voids what an import brought. */
export async function voidImported({ err, ...voiding }: VoidCommand): Promise<Said> {
  const shown = showProgress('Voiding', err);
  try {
    const { voided, changed, interrupted } = await voidImport({ ...voiding, progress: shown.update });
    const lines = [`${number(voided)} visits of import ${voiding.id} voided.`];
    if (changed > 0)
      lines.push(`${number(changed)} changed by whoever wrote it, and left as it is: to be voided on the page.`);
    if (interrupted) lines.push('It was told to end before it was through. Run it again.');
    return { text: lines.join('\n'), ok: !interrupted };
  } finally {
    shown.end();
  }
}
