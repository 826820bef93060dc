import type { Database, Statement } from 'better-sqlite3';
import { createSisTables } from '../sis-tables.ts';
import { generateHistory } from './history.ts';
import { type DistrictOptions, type DistrictPlan, planDistrict } from './plan.ts';
import { COLUMNS, type TableName, type TableRow, valuesOf } from './rows.ts';
import { generateSis } from './sis.ts';

export type { Size } from './plan.ts';

const ROWS_PER_TRANSACTION = 250_000;
const ROWS_PER_REPORT = 25_000;

export interface LoadOptions extends DistrictOptions {
  /** Called now and then with the rows written so far and an estimate of all of them. */
  onProgress?: (done: number, about: number) => void;
}

/**
 * Makes up a district in a database that has our own tables, empty, and is used by nobody else; creates the tables of
 * the SIS. Gives the number of rows. When it throws, a part of a district may be there: throw the file away.
 */
export function loadDistrict(db: Database, { onProgress, ...options }: LoadOptions): number {
  createSisTables(db);
  const plan = planDistrict(options);
  return withLooseSettings(db, () => loadRows(db, plan, onProgress));
}

function loadRows(db: Database, plan: DistrictPlan, onProgress: LoadOptions['onProgress']): number {
  const insert = inserter(db);
  const about = estimateRows(plan);
  let done = 0;
  db.exec('begin immediate');
  try {
    for (const entry of allRows(plan)) {
      insert(entry);
      done++;
      if (done % ROWS_PER_TRANSACTION === 0) db.exec('commit; begin immediate');
      if (done % ROWS_PER_REPORT === 0) onProgress?.(done, Math.max(done, about));
    }
    db.exec('commit');
  } catch (thrown) {
    if (db.inTransaction) db.exec('rollback');
    throw thrown;
  }
  onProgress?.(done, done);
  return done;
}

function* allRows(plan: DistrictPlan): Generator<TableRow> {
  yield* generateSis(plan);
  yield* generateHistory(plan);
}

function inserter(db: Database): (entry: TableRow) => void {
  const statements = new Map<TableName, Statement>();
  return (entry) => {
    let statement = statements.get(entry.table);
    if (!statement) {
      const columns = COLUMNS[entry.table];
      const places = columns.map(() => '?').join(', ');
      statement = db.prepare(`insert into ${entry.table} (${columns.join(', ')}) values (${places})`);
      statements.set(entry.table, statement);
    }
    statement.run(valuesOf(entry));
  };
}

// A made-up district that a power cut destroys is made anew; whatever is written after the load is not. That every key
// points to a row is what the generators promise and their test looks at, so it is not looked up again row by row.
const WHILE_LOADING = { synchronous: 'OFF', foreign_keys: 'OFF', cache_size: -128 * 1024 };

function withLooseSettings<T>(db: Database, work: () => T): T {
  const before = Object.keys(WHILE_LOADING).map((name) => [name, db.pragma(name, { simple: true })] as const);
  for (const [name, value] of Object.entries(WHILE_LOADING)) db.pragma(`${name} = ${value}`);
  try {
    return work();
  } finally {
    for (const [name, value] of before) db.pragma(`${name} = ${value}`);
    if (db.pragma('journal_mode', { simple: true }) === 'wal') db.pragma('wal_checkpoint(TRUNCATE)');
  }
}

/** Roughly: 3 rows a student in the SIS and a calendar a school, then by the length of history. */
export function estimateRows({ population, schools, years, today }: DistrictPlan): number {
  const history = years.flatMap((year) => year.days).filter((day) => day < today).length;
  return Math.round(population.count * (3 + 0.06 * history) + schools.length * 580);
}
