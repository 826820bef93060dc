import { codeSet } from '../codes/service.ts';
import { number, percent } from '../server/words.ts';
import type { AccessRow } from './store.ts';
import { type Column, type TableRow, tableRow } from './table.ts';

export interface AccessTable {
  caption: string;
  columns: Column[];
  rows: TableRow[];
  note: string;
}

const COLUMNS: Column[] = [
  { label: 'Provider', numeric: false },
  { label: 'Referrals', numeric: true },
  { label: 'Led to service', numeric: true },
  { label: 'Did not', numeric: true },
  { label: 'Rate', numeric: true },
  { label: 'Not known yet', numeric: true },
  { label: 'Share not known', numeric: true },
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
    caption: 'Referrals by kind of provider',
    columns: COLUMNS,
    rows: [...kinds, { label: 'All referrals', row: accessTotal(rows) }].map(({ label, row }) => lineOf(label, row)),
    note: 'Referrals opened in the period; one that asks two providers counts twice. Rate: those that led to service, of those with a known result. Not known yet: no outcome so far, or no word from the provider; a high share makes the rate uncertain. Voided referrals and those entered in error are left out.',
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
