import { codeSet } from '../codes/service.ts';
import { dayAndTime, number, percent } from '../server/words.ts';
import * as say from '../words/index.ts';
import { dayWords, type Filters, filtersOf, schoolWords } from './selection-view.ts';
import type { Selection } from './service.ts';
import type { StaffingRow } from './store.ts';
import { type Column, type TableRow, tableRow } from './table.ts';

// Where working time went, person by person, by ASCA's use of time.

export interface StaffingModel {
  scopeLine: string;
  filters: Filters;
  table: { caption: string; columns: Column[]; rows: TableRow[] };
  notes: string[];
  empty: string | null;
}

const USES = ['direct', 'indirect', 'program', 'other'] as const;
type Use = (typeof USES)[number];

const HEADS = say.reports.staffing.columns;
const COLUMNS: Column[] = [
  { label: HEADS.person, numeric: false },
  { label: HEADS.visits, numeric: true },
  { label: HEADS.asColleague, numeric: true },
  ...USES.map((use) => ({ label: HEADS[use], numeric: true })),
  { label: say.forms.minutes, numeric: true },
  { label: HEADS.withStudents, numeric: true },
];

interface Sum {
  name: string;
  visits: number;
  asColleague: number;
  minutes: Record<Use, number>;
}

/** The report as the page shows it. */
export function staffingModel(selection: Selection, rows: readonly StaffingRow[], timeZone: string): StaffingModel {
  const days = dayWords(selection);
  const people = sumsOf(rows);
  return {
    scopeLine: `${schoolWords(selection)} · ${days}`,
    filters: filtersOf(selection, '/reports/staffing'),
    table: {
      caption: say.reports.staffing.caption,
      columns: COLUMNS,
      rows: [...people, ...(people.length > 1 ? [totalOf(people)] : [])].map((sum) => tableRow(COLUMNS, textsOf(sum))),
    },
    notes: [...say.reports.staffing.howCounted, say.reports.asOf(dayAndTime(selection.asker.now, timeZone))],
    empty: people.length === 0 ? say.reports.staffing.none(days) : null,
  };
}

/** Everybody's sums, by name. */
export function sumsOf(rows: readonly StaffingRow[]): Sum[] {
  const sums = new Map<number, Sum>();
  for (const { person, name, what, code, entries, minutes } of rows) {
    const sum = sums.get(person) ?? nothing(name ?? say.reports.staffing.formerStaff);
    sums.set(person, sum);
    if (what === 'visit') sum.visits += entries;
    if (what === 'colleague') sum.asColleague += entries;
    sum.minutes[useOf(what, code)] += minutes;
  }
  return [...sums.values()].sort((one, other) => one.name.localeCompare(other.name, 'en-US'));
}

const nothing = (name: string): Sum => ({
  name,
  visits: 0,
  asColleague: 0,
  minutes: { direct: 0, indirect: 0, program: 0, other: 0 },
});

function useOf(what: StaffingRow['what'], code: string): Use {
  if (what === 'time') return codeSet('TIME_USE').find((one) => one.code === code)?.time ?? 'other';
  return codeSet('SERVICE').find((one) => one.code === code)?.time ?? 'other';
}

function totalOf(people: readonly Sum[]): Sum {
  const total = nothing(say.reports.staffing.everybody);
  for (const { visits, asColleague, minutes } of people) {
    total.visits += visits;
    total.asColleague += asColleague;
    for (const use of USES) total.minutes[use] += minutes[use];
  }
  return total;
}

function textsOf({ name, visits, asColleague, minutes }: Sum): string[] {
  const all = USES.reduce((sum, use) => sum + minutes[use], 0);
  const numbers = [visits, asColleague, ...USES.map((use) => minutes[use]), all].map(number);
  return [name, ...numbers, percent(minutes.direct + minutes.indirect, all)];
}
