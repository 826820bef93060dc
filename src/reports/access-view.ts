import { codeSet } from '../codes/service.ts';
import { number, percent } from '../server/words.ts';
import * as say from '../words/index.ts';
import type { AccessRow } from './store.ts';
import { type Column, type TableRow, tableRow } from './table.ts';

export interface AccessTable {
  caption: string;
  columns: Column[];
  rows: TableRow[];
  note: string;
}

const HEADS = say.reports.access.columns;
const COLUMNS: Column[] = [
  { label: HEADS.provider, numeric: false },
  { label: HEADS.referrals, numeric: true },
  { label: HEADS.reached, numeric: true },
  { label: HEADS.notReached, numeric: true },
  { label: HEADS.rate, numeric: true },
  { label: HEADS.notKnown, numeric: true },
  { label: HEADS.shareNotKnown, numeric: true },
];

/** All kinds together. A referral has one kind, so these do add up. */
export function accessTotal(rows: AccessRow[]): AccessRow {
  const sum = (of: (row: AccessRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    kind: '',
    referrals: sum((row) => row.referrals),
    reached: sum((row) => row.reached),
    not_reached: sum((row) => row.not_reached),
    not_known: sum((row) => row.not_known),
  };
}

/**
 * Whether referrals led to service, by kind of provider (M05). What is not known counts neither way and stands beside
 * the rate, so that silence cannot raise it.
 */
export function accessTable(rows: AccessRow[]): AccessTable {
  const kinds = codeSet('REF_TYPE').map(({ code, label }) => ({
    label,
    row: rows.find((row) => row.kind === code) ?? accessTotal([]),
  }));
  return {
    caption: say.reports.access.caption,
    columns: COLUMNS,
    rows: [...kinds, { label: say.reports.access.all, row: accessTotal(rows) }].map(({ label, row }) =>
      lineOf(label, row),
    ),
    note: say.reports.access.howCounted,
  };
}

function lineOf(label: string, row: AccessRow): TableRow {
  return tableRow(COLUMNS, [
    label,
    number(row.referrals),
    number(row.reached),
    number(row.not_reached),
    percent(row.reached, row.reached + row.not_reached),
    number(row.not_known),
    percent(row.not_known, row.referrals),
  ]);
}
