import { measure } from '../reports/measures.ts';
import type { Period } from '../reports/periods.ts';
import { choiceFieldOf, type Fault } from '../server/form-fields.ts';
import { dayAndTime, number, shortDay } from '../server/words.ts';
import * as say from '../words/index.ts';
import { shareOf } from './columns.ts';
import type { Status } from './primary.ts';
import type { ListedPackage } from './store.ts';

/** A cell as it left, for the page. */
export interface SeenCell {
  measure: string;
  status: Status;
  numerator: number | null;
  denominator: number | null;
  value_low: number | null;
  value_high: number | null;
  as_of: string;
}

interface Seen {
  packages: readonly ListedPackage[];
  /** Cells of the newest package. */
  cells: readonly SeenCell[];
  timeZone: string;
  today: string;
}

/** What a person who may make packages has typed so far. */
export interface MakeForm {
  periods: readonly Period[];
  chosen: string;
  faults: Fault[];
}

const PERIODS: Record<string, (years: string) => string> = say.reports.periods;

/** The page of all packages; `form` is null for whoever may only read them. */
export function exportsModel({ packages, cells, timeZone, today }: Seen, form: MakeForm | null, n: number) {
  return {
    make: form && {
      action: '/exports',
      period: choiceFieldOf(
        'period',
        say.exports.period,
        form.chosen,
        [{ label: null, options: form.periods.map(optionOf) }],
        form.faults,
        { required: true },
      ),
      faults: form.faults,
    },
    packages: packages.map((one) => ({
      period: periodWords(one.period),
      revision: one.revision,
      made: dayAndTime(one.created_at, timeZone),
      by:
        one.made_by === null
          ? say.exports.packages.byCommandLine
          : [one.maker_first, one.maker_last].filter(Boolean).join(' '),
      fileName: one.file_name,
      sha256: one.sha256,
      href: `/exports/${one.id}/file`,
    })),
    empty: packages.length === 0 ? say.exports.packages.none : null,
    explain: explain(n),
    preview: packages[0] && cells.length > 0 ? preview(packages[0], cells, today) : null,
  };
}

function explain(n: number): string[] {
  return [
    say.exports.explain.noStudent,
    say.exports.explain.hidden(n),
    say.exports.explain.again,
    say.exports.explain.handOver,
  ];
}

function preview(newest: ListedPackage, cells: readonly SeenCell[], today: string) {
  return {
    caption: say.exports.preview.caption(periodWords(newest.period), newest.revision),
    columns: [
      { label: say.exports.preview.measure, numeric: false },
      { label: say.exports.preview.count, numeric: true },
      { label: say.exports.preview.outOf, numeric: true },
      { label: say.exports.preview.share, numeric: true },
      { label: say.exports.preview.asOf, numeric: false },
    ],
    rows: cells.map((cell) => ({ cells: rowOf(cell, today) })),
  };
}

function rowOf(cell: SeenCell, today: string) {
  const isHidden = cell.status === 'SUPPRESSED_PRIMARY' || cell.status === 'SUPPRESSED_SECONDARY';
  const count = cell.numerator === null ? say.exports.preview.hidden : number(cell.numerator);
  const below = cell.denominator === null ? (isHidden ? say.exports.preview.hidden : '–') : number(cell.denominator);
  return [
    { text: measure(cell.measure).title, numeric: false },
    { text: count, numeric: true },
    { text: below, numeric: true },
    { text: shareWords(cell), numeric: true },
    { text: shortDay(cell.as_of, today), numeric: false },
  ];
}

function shareWords({ status, numerator, denominator, value_low, value_high }: SeenCell): string {
  if (status === 'BANDED') return say.exports.preview.band(value_low as number, value_high as number);
  if (status !== 'OK' || numerator === null || denominator === null) return '–';
  return `${shareOf(numerator, denominator)} %`;
}

function optionOf({ code, label }: Period): { value: string; label: string } {
  return { value: code, label };
}

/** `2026-2027-S1` in words. */
function periodWords(code: string): string {
  const years = `${code.slice(0, 5)}${code.slice(7, 9)}`;
  return PERIODS[code.slice(10)]?.(years) ?? years;
}
