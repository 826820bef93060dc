import { label } from '../codes/service.ts';
import { dayAndTime, duration, number, percent } from '../server/words.ts';
import * as say from '../words/index.ts';
import { type AccessTable, accessTable, accessTotal } from './access-view.ts';
import { dayWords, type Filters, fileAddress, filtersOf, schoolWords } from './selection-view.ts';
import type { Selection } from './service.ts';
import type { PurposeRow, ServiceRow, VisitsReport } from './store.ts';
import { type Column, type TableRow, tableRow } from './table.ts';

export interface VisitsModel {
  question: string;
  scopeLine: string;
  filters: Filters;
  csvUrl: string;
  figures: { value: string; label: string; detail: string }[];
  chart: { caption: string; rows: { label: string; value: string; share: number }[] } | null;
  table: { caption: string; columns: Column[]; rows: TableRow[]; more: string | null };
  access: AccessTable;
  notes: string[];
  empty: string | null;
}

const MOST_BARS = 8;
const MOST_ROWS = 200;

const HEADS = say.reports.visits.columns;
const COLUMNS: Column[] = [
  { label: say.forms.purpose, numeric: false },
  { label: HEADS.service, numeric: false },
  { label: HEADS.tier, numeric: true },
  { label: HEADS.visits, numeric: true },
  { label: HEADS.students, numeric: true },
  { label: say.forms.minutes, numeric: true },
];

/** The report as the page shows it. */
export function visitsModel(selection: Selection, report: VisitsReport, timeZone: string): VisitsModel {
  const days = dayWords(selection);
  return {
    question: say.reports.visits.question,
    scopeLine: `${schoolWords(selection)} · ${days}`,
    filters: filtersOf(selection, '/reports/visits'),
    csvUrl: fileAddress(selection, 'visits'),
    figures: figuresOf(report),
    chart: chartOf(report.purposes),
    table: tableOf(report.services),
    access: accessTable(report.access),
    notes: [...say.reports.visits.howCounted, say.reports.asOf(dayAndTime(selection.asker.now, timeZone))],
    empty: report.totals.visits === 0 ? say.reports.visits.none(days) : null,
  };
}

function figuresOf({ totals, access }: VisitsReport): VisitsModel['figures'] {
  const { visits, students, minutes } = totals;
  const all = accessTotal(access);
  const known = all.reached + all.not_reached;
  const words = say.reports.visits.figures;
  const referrals = words.results(number(all.reached), number(known), number(all.not_known));
  return [
    {
      value: number(visits),
      label: words.visits(visits),
      detail: words.perStudent(average(visits, students)),
    },
    { value: number(students), label: words.students(students), detail: words.countedOnce },
    { value: duration(minutes), label: words.ofSupport, detail: words.perVisit(average(minutes, visits)) },
    {
      value: percent(all.reached, known),
      label: words.ledToService,
      detail: all.referrals === 0 ? words.noReferrals : referrals,
    },
  ];
}

/** One decimal, rounded half up; an en dash when there is nothing to divide by. */
function average(sum: number, count: number): string {
  return count === 0 ? '–' : (Math.round((sum * 10) / count) / 10).toFixed(1);
}

function chartOf(purposes: PurposeRow[]): VisitsModel['chart'] {
  if (purposes.length === 0) return null;
  const all = purposes.map(({ purpose, visits }) => ({ name: label('PURPOSE', purpose), visits })).sort(bySize);
  const longest = all[0]?.visits ?? 0;
  const rows = all.slice(0, MOST_BARS).map(({ name, visits }) => ({
    label: name,
    value: number(visits),
    share: Math.max(1, Math.round((visits * 100) / longest)),
  }));
  const words = say.reports.visits.byPurpose;
  return { caption: all.length > MOST_BARS ? words.mostFrequent(MOST_BARS, all.length) : words.all, rows };
}

function tableOf(services: ServiceRow[]): VisitsModel['table'] {
  const named = services.map((row) => ({ ...row, name: namesOf(row).join() })).sort(bySize);
  const rows = named.slice(0, MOST_ROWS).map((row) => {
    const numbers = [row.visits, row.students, row.minutes].map(number);
    return tableRow(COLUMNS, [...namesOf(row), ...numbers]);
  });
  return {
    caption: say.reports.visits.caption,
    columns: COLUMNS,
    rows,
    more: services.length > MOST_ROWS ? say.reports.visits.largest(MOST_ROWS, number(services.length)) : null,
  };
}

function namesOf({ purpose, service, tier }: ServiceRow): string[] {
  return [
    label('PURPOSE', purpose),
    service === null ? say.reports.visits.noService : label('SERVICE', service),
    tier === null ? '–' : String(tier),
  ];
}

function bySize(a: { name: string; visits: number }, b: { name: string; visits: number }): number {
  return b.visits - a.visits || a.name.localeCompare(b.name, 'en-US');
}
