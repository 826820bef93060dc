import { codeSet } from '../codes/service.ts';
import { dayAndTime, number, percent } from '../server/words.ts';
import { dayWords, type Filters, filtersOf, schoolWords } from './selection-view.ts';
import type { Selection } from './service.ts';
import type { StaffingRow } from './store.ts';
import { type Column, type TableRow, tableRow } from './table.ts';

// Where working time went, person by person, by ASCA's use of time.

export const STAFFING_TITLE = 'Working time';

export interface StaffingModel {
  scopeLine: string;
  filters: Filters;
  table: { caption: string; columns: Column[]; rows: TableRow[] };
  notes: string[];
  empty: string | null;
}

const USES = ['direct', 'indirect', 'program', 'other'] as const;
type Use = (typeof USES)[number];

const COLUMNS: Column[] = [
  { label: 'Person', numeric: false },
  { label: 'Visits written', numeric: true },
  { label: 'As a colleague', numeric: true },
  { label: 'Direct', numeric: true },
  { label: 'Indirect', numeric: true },
  { label: 'Program', numeric: true },
  { label: 'Other', numeric: true },
  { label: 'Minutes', numeric: true },
  { label: 'Direct and indirect', numeric: true },
];

const HOW_COUNTED = [
  'Direct and indirect is work with and for students; program is planning, data and training; other is what is not a counselor’s task. ASCA recommends that direct and indirect are 80 % or more.',
  'A visit counts by its first service, with its author’s minutes. A group visit is one visit, and its minutes count once, however many students were there.',
  'Colleagues who were there count with their own minutes; the visit counts with its author alone, so visits add up to all visits.',
  'A visit whose first service is neither direct nor indirect, or that has none, counts as other. Voided visits and entries do not count.',
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
      caption: 'Minutes by person and use of time',
      columns: COLUMNS,
      rows: [...people, ...(people.length > 1 ? [totalOf(people)] : [])].map((sum) => tableRow(COLUMNS, textsOf(sum))),
    },
    notes: [...HOW_COUNTED, `As of ${dayAndTime(selection.asker.now, timeZone)}.`],
    empty: people.length === 0 ? `No working time was written down for ${days}.` : null,
  };
}

/** Everybody's sums, by name. */
export function sumsOf(rows: readonly StaffingRow[]): Sum[] {
  const sums = new Map<number, Sum>();
  for (const { person, name, what, code, entries, minutes } of rows) {
    const sum = sums.get(person) ?? nothing(name ?? 'Former staff');
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
  const total = nothing('Everybody');
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
