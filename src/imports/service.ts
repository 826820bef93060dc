import type { Audit, AuditEntry } from '../access/audit.ts';
import { systemReader } from '../access/system.ts';
import { type CodeBook, readBook } from '../codes/service.ts';
import type { Database, Reader, Tx } from '../database/connect.ts';
import { isTaken } from '../database/faults.ts';
import { type Clock, instantNow } from '../server/clock.ts';
import type { Config } from '../server/config.ts';
import type { Mapping } from './mapping.ts';
import { inTwenties, Staff, Students } from './people.ts';
import type { LeftOut } from './reasons.ts';
import type { OldEntry } from './row.ts';
import { insertImported, type Ready } from './store.ts';

/** Who does it, since nobody in person is signed in. */
export const IMPORTER = 'log importer';

const QUERIES = [
  ...['imports/students', 'imports/staff', 'imports/known', 'imports/one', 'imports/visits', 'imports/newest'],
  ...['access/roles-of-person', 'access/schools-of-person', 'access/all-schools', 'settings/local-codes'],
];

const MOST_TRIES = 5;

export const importer = (source: Reader) => systemReader(source, IMPORTER, QUERIES);

export interface Import {
  database: Database;
  audit: Audit;
  clock: Clock;
  config: Pick<Config, 'noteKeys' | 'roleMap'>;
  mapping: Mapping;
  /** Only counts, and writes nothing. */
  dryRun: boolean;
}

export interface Sorted {
  written: number;
  /** Imported before, and still there. */
  known: number;
  leftOut: { row: number; leftOut: LeftOut }[];
}

/** One run of an import: rows come in batches, each of which is written whole, with its audit rows, or not at all. */
export class Run {
  readonly #import: Import;
  readonly #staff: Staff;
  readonly #codes: CodeBook;
  // The same row twice in one file: half a digest each, so that a million rows take some tens of megabytes.
  readonly #seen = new Set<number>();
  id: number | undefined;

  private constructor(one: Import, codes: CodeBook) {
    this.#import = one;
    this.#codes = codes;
    this.#staff = new Staff(importer(one.database), one.mapping.staff, one.config.roleMap);
  }

  static async begin(one: Import): Promise<Run> {
    const run = new Run(one, await readBook(importer(one.database)));
    if (!one.dryRun) await run.#begin();
    return run;
  }

  /** Sorts a batch into what is written, what is there already, and what is left out; writes the first. */
  async take(entries: readonly OldEntry[]): Promise<Sorted> {
    const doubled = entries.filter(({ key }) => this.#isSeen(key)).map(({ row }) => row);
    const once = entries.filter(({ row }) => !doubled.includes(row));
    const authors = new Map(once.map(({ staff }) => [staff, undefined as Ready['author'] | undefined]));
    for (const staff of authors.keys()) authors.set(staff, await this.#staff.find(staff));
    const work = this.#import.dryRun
      ? this.#sort(importer(this.#import.database), once, authors).then(({ ready, ...rest }) => ({
          ...rest,
          written: ready.length,
        }))
      : this.#write(once, authors);
    const { leftOut, ...counts } = await work;
    return { ...counts, leftOut: [...leftOut, ...doubled.map((row) => ({ row, leftOut: 'SAME_ROW' as const }))] };
  }

  /** Notes that the run is through. */
  async end(): Promise<void> {
    const { database, audit, clock, dryRun } = this.#import;
    if (dryRun) return;
    await database.transaction(async (tx) => {
      await tx
        .knex('u_ssp_import')
        .where({ id: this.id })
        .update({ ended_at: instantNow(clock) });
      await audit.within(tx, entryOf('IMPORT_ENDED', null, `import:${this.id}`));
    });
  }

  async #begin(): Promise<void> {
    const { database, audit, clock, mapping } = this.#import;
    await database.transaction(async (tx) => {
      const row = { source: mapping.source, started_at: instantNow(clock), rows_written: 0, rows_left_out: 0 };
      const [made] = (await tx.knex('u_ssp_import').insert(row).returning('id')) as { id: number }[];
      this.id = (made as { id: number }).id;
      await audit.within(tx, entryOf('IMPORT_STARTED', null, `import:${this.id}`));
    });
  }

  #isSeen(key: string): boolean {
    const half = Number.parseInt(key.slice(0, 13), 16);
    if (this.#seen.has(half)) return true;
    this.#seen.add(half);
    return false;
  }

  async #sort(source: Reader, entries: readonly OldEntry[], authors: ReadonlyMap<string, Ready['author'] | undefined>) {
    const keys = new Set<string>();
    for (const args of inTwenties(
      'key',
      entries.map(({ key }) => key),
    ))
      for (const { source_key } of await source.run<{ source_key: string }>('imports/known', args))
        keys.add(source_key);
    const fresh = entries.filter(({ key }) => !keys.has(key));
    const students = await Students.read(
      source,
      fresh.map(({ student }) => student),
    );
    const ready: Ready[] = [];
    const leftOut: Sorted['leftOut'] = [];
    for (const entry of fresh) {
      const author = authors.get(entry.staff);
      const enrolled = students.on(entry.student, entry.day);
      const why = !students.knows(entry.student) ? 'STUDENT' : !author ? 'STAFF' : !enrolled ? 'ENROLLED' : undefined;
      if (why !== undefined || !author || !enrolled) leftOut.push({ row: entry.row, leftOut: why ?? 'ENROLLED' });
      else ready.push({ entry, author, enrolled });
    }
    return { ready, leftOut, known: entries.length - fresh.length };
  }

  async #write(entries: readonly OldEntry[], authors: ReadonlyMap<string, Ready['author'] | undefined>) {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#import.database.transaction((tx) => this.#writeWithin(tx, entries, authors));
      } catch (thrown) {
        // Another run was faster with some of these rows: looked at again, they are known.
        if (!isTaken(thrown) || tries >= MOST_TRIES) throw thrown;
      }
    }
  }

  async #writeWithin(tx: Tx, entries: readonly OldEntry[], authors: ReadonlyMap<string, Ready['author'] | undefined>) {
    const { audit, clock, config } = this.#import;
    const importId = this.id as number;
    const { ready, leftOut, known } = await this.#sort(importer(tx), entries, authors);
    const writing = { importId, now: instantNow(clock), noteKeys: config.noteKeys, codes: this.#codes };
    const ids = await insertImported(tx, ready, writing);
    await tx
      .knex('u_ssp_import')
      .where({ id: importId })
      .increment({ rows_written: ready.length, rows_left_out: leftOut.length });
    if (ready.length > 0)
      await audit.within(
        tx,
        ...ready.map(({ enrolled }, at) =>
          entryOf('VISIT_IMPORTED', enrolled.dcid, `visit:${ids[at]} import:${importId}`),
        ),
      );
    return { written: ready.length, known, leftOut };
  }
}

/** A row of the audit in the importer's name. */
export function entryOf(event: string, student: number | null, about: string): AuditEntry {
  const subject = `${IMPORTER} ${about}`;
  return { event, outcome: 'allowed', reason: 'SYSTEM', actor: null, student, subject, request: null };
}
