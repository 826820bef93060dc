import { label } from '../codes/service.ts';
import { dayAndTime, listed, number, percent } from '../server/words.ts';
import type { Rules } from '../settings/profile/profile.ts';
import * as say from '../words/index.ts';
import { dayWords, type Filters, filtersOf, schoolWords } from './selection-view.ts';
import type { Selection } from './service.ts';
import type { StaffingRow } from './store.ts';
import { type Column, type TableRow, tableRow } from './table.ts';
import { TIME_CATEGORIES, type TimeCategories } from './time-categories.ts';

// Where working time went, person by person, by the categories of the state.

export interface StaffingModel {
  scopeLine: string;
  filters: Filters;
  table: { caption: string; columns: Column[]; rows: TableRow[] };
  notes: string[];
  empty: string | null;
}

const HEADS = say.reports.staffing.columns;

const columnsBy = ({ heads, countedHead }: TimeCategories): Column[] => [
  { label: HEADS.person, numeric: false },
  { label: HEADS.visits, numeric: true },
  { label: HEADS.asColleague, numeric: true },
  ...[...heads, say.forms.minutes, countedHead].map((label) => ({ label, numeric: true })),
];

interface Sum {
  name: string;
  visits: number;
  asColleague: number;
  /** By use of time. */
  minutes: Map<string, number>;
}

/** The report as the page shows it. */
export function staffingModel(
  selection: Selection,
  rows: readonly StaffingRow[],
  rules: Rules,
  timeZone: string,
): StaffingModel {
  const days = dayWords(selection);
  const categories = TIME_CATEGORIES[rules['time_logging.categories']];
  const columns = columnsBy(categories);
  const people = sumsOf(rows, categories);
  const required = rules['time_logging.required_roles'].map((code) => label('PROVIDER', code));
  return {
    scopeLine: `${schoolWords(selection)} · ${days}`,
    filters: filtersOf(selection, '/reports/staffing'),
    table: {
      caption: say.reports.staffing.caption,
      columns,
      rows: [...people, ...(people.length > 1 ? [totalOf(people)] : [])].map((sum) =>
        tableRow(columns, textsOf(sum, categories)),
      ),
    },
    notes: [
      categories.about,
      ...(required.length > 0 ? [say.reports.staffing.required(listed(required))] : []),
      ...say.reports.staffing.howCounted,
      say.reports.asOf(dayAndTime(selection.asker.now, timeZone)),
    ],
    empty: people.length === 0 ? say.reports.staffing.none(days) : null,
  };
}

/** Everybody's sums, by name. */
function sumsOf(rows: readonly StaffingRow[], categories: TimeCategories): Sum[] {
  const sums = new Map<number, Sum>();
  for (const row of rows) {
    const sum = sums.get(row.person) ?? nothing(row.name ?? say.reports.staffing.formerStaff);
    sums.set(row.person, sum);
    if (row.what === 'visit') sum.visits += row.entries;
    if (row.what === 'colleague') sum.asColleague += row.entries;
    add(sum, categories.useOf(row), row.minutes);
  }
  return [...sums.values()].sort((one, other) => one.name.localeCompare(other.name, 'en-US'));
}

const nothing = (name: string): Sum => ({ name, visits: 0, asColleague: 0, minutes: new Map() });

function add({ minutes }: Sum, use: string, more: number): void {
  minutes.set(use, (minutes.get(use) ?? 0) + more);
}

function totalOf(people: readonly Sum[]): Sum {
  const total = nothing(say.reports.staffing.everybody);
  for (const { visits, asColleague, minutes } of people) {
    total.visits += visits;
    total.asColleague += asColleague;
    for (const [use, more] of minutes) add(total, use, more);
  }
  return total;
}

function textsOf({ name, visits, asColleague, minutes }: Sum, { uses, counted }: TimeCategories): string[] {
  const of = (some: readonly string[]) => some.reduce((sum, use) => sum + (minutes.get(use) ?? 0), 0);
  const all = of(uses);
  const numbers = [visits, asColleague, ...uses.map((use) => of([use])), all].map(number);
  return [name, ...numbers, percent(of(counted), all)];
}
