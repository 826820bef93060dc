import type { Database } from '../database/connect.ts';
import { csvLine, headed } from '../database/csv.ts';
import type { Arguments } from '../database/library.ts';
import { type Selection, selectionName } from './service.ts';

interface FileColumn {
  heading: string;
  type: 'int' | 'text' | 'month';
  /** The query's column, where it has another name. */
  column?: string;
}

/** The columns of `/reports/visits.csv`, in order: scripts of districts rely on the first nine. */
export const VISITS_COLUMNS: readonly FileColumn[] = [
  { heading: 'school_id', type: 'int' },
  { heading: 'school', type: 'text' },
  { heading: 'month', type: 'month', column: 'visit_month' },
  { heading: 'purpose', type: 'text' },
  { heading: 'service', type: 'text' },
  { heading: 'tier', type: 'int' },
  { heading: 'visits', type: 'int' },
  { heading: 'students', type: 'int' },
  { heading: 'minutes', type: 'int' },
  { heading: 'purpose_code', type: 'text' },
  { heading: 'service_code', type: 'text' },
];

/**
 * The file as it comes from the database, block by block, for the arguments of `argumentsOf`: UTF-8, headed by the
 * names of its columns also when there is nothing beneath. Whole lines are made where the rows are read: handing over
 * a row at a time took 1.4 times as long.
 */
export function visitsCsv(database: Database, args: Arguments): AsyncIterable<Uint8Array> {
  const heading = csvLine(VISITS_COLUMNS.map(({ heading }) => heading));
  return headed(new TextEncoder().encode(heading), database.csv('reports/visits-lines', args));
}

/** `visits-2026-2027-S1-101.csv` */
export function visitsFileName(selection: Selection): string {
  return `visits-${selectionName(selection)}.csv`;
}
