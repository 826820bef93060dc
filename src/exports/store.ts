import type { Reader, Tx } from '../database/connect.ts';
import { isTaken, type UniqueKey } from '../database/faults.ts';
import type { Status } from './primary.ts';
import type { Release } from './release.ts';

/** A package that was made: the row, not the file. */
export interface Package {
  id: number;
  period: string;
  revision: number;
  file_name: string;
  sha256: string;
  /** Users.DCID; null when it was made on the command line. */
  made_by: number | null;
  created_at: string;
}

export type ListedPackage = Package & { maker_first: string | null; maker_last: string | null };

interface CellRow {
  release_no: number;
  period: string;
  measure: string;
  measure_version: number;
  first_day: string;
  last_day: string;
  as_of: string;
  n_rule: number;
  status: Status;
  numerator: number | null;
  denominator: number | null;
  value_low: number | null;
  value_high: number | null;
  counted_num: number;
  counted_den: number | null;
  students_num: number;
  students_rest: number;
  students_den: number;
}

/** Everything that left about a school year: by measure, in the order in which it left. */
export interface Ledger {
  of(measure: string): Release[];
  nextNo: number;
}

export async function readLedger(reader: Reader, schoolYear: string): Promise<Ledger> {
  const rows = await reader.run<CellRow>('exports/released-cells', { school_year: schoolYear });
  return {
    of: (measure) => rows.filter((row) => row.measure === measure).map(releaseOf),
    nextNo: (rows.at(-1)?.release_no ?? 0) + 1,
  };
}

/** The newest package of the period, and the one before. */
export async function readRevisions(reader: Reader, period: string): Promise<Package[]> {
  return reader.run<Package>('exports/revisions', { period });
}

/** Writes the package and its cells; the package's id. */
export async function insertPackage(
  tx: Tx,
  made: Omit<Package, 'id'>,
  cells: ReadonlyMap<string, Release>,
  ledger: { schoolYear: string; releaseNo: number },
): Promise<number> {
  const [row] = (await tx.knex('u_ssp_export').insert(made).returning('id')) as { id: number }[];
  const { id } = row as { id: number };
  const rows = [...cells].map(([measure, release]) => ({
    export_id: id,
    school_year: ledger.schoolYear,
    ...cellRow(measure, release, ledger.releaseNo),
  }));
  await tx.knex('u_ssp_export_cell').insert(rows);
  return id;
}

const KEYS: UniqueKey[] = [
  { index: 'u_ssp_export_revision', columns: ['u_ssp_export.period', 'u_ssp_export.revision'] },
  {
    index: 'u_ssp_export_cell_release',
    columns: ['u_ssp_export_cell.school_year', 'u_ssp_export_cell.release_no', 'u_ssp_export_cell.measure'],
  },
];

/** Did somebody else make the same revision at the same moment? */
export function isReleased(thrown: unknown): boolean {
  return KEYS.some((key) => isTaken(thrown, key));
}

function cellRow(measure: string, release: Release, releaseNo: number): CellRow {
  const { shown, counted } = release;
  return {
    release_no: releaseNo,
    period: release.period,
    measure,
    measure_version: release.measureVersion,
    first_day: release.from,
    last_day: release.to,
    as_of: release.asOf,
    n_rule: release.n,
    status: shown.status,
    numerator: shown.numerator,
    denominator: shown.denominator,
    value_low: shown.band?.low ?? null,
    value_high: shown.band?.high ?? null,
    counted_num: counted.numerator,
    counted_den: counted.denominator,
    students_num: counted.students.numerator,
    students_rest: counted.students.rest,
    students_den: counted.students.denominator,
  };
}

function releaseOf(row: CellRow): Release {
  const band = row.value_low === null || row.value_high === null ? null : { low: row.value_low, high: row.value_high };
  return {
    period: row.period,
    from: row.first_day,
    to: row.last_day,
    asOf: row.as_of,
    n: row.n_rule,
    measureVersion: row.measure_version,
    shown: { status: row.status, numerator: row.numerator, denominator: row.denominator, band },
    counted: {
      numerator: row.counted_num,
      denominator: row.counted_den,
      students: { numerator: row.students_num, rest: row.students_rest, denominator: row.students_den },
    },
  };
}
