import { label } from '../codes/service.ts';
import { dayAndTime, duration, number, percent } from '../server/words.ts';
import { type AccessTable, accessTable, accessTotal } from './access-view.ts';
import { dayWords, type Filters, fileAddress, filtersOf, schoolWords } from './selection-view.ts';
import type { Selection } from './service.ts';
import type { PurposeRow, ServiceRow, VisitsReport } from './store.ts';
import { type Column, type TableRow, tableRow } from './table.ts';

export const TITLE = 'Support visits';

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

const COLUMNS: Column[] = [
  { label: 'Purpose', numeric: false },
  { label: 'Service', numeric: false },
  { label: 'Tier', numeric: true },
  { label: 'Visits', numeric: true },
  { label: 'Students', numeric: true },
  { label: 'Minutes', numeric: true },
];

const HOW_COUNTED = [
  'A visit counts at the school where the student was enrolled on its day, even if the student has moved since. The first and the last day of the period count. Visits at which the student was not seen count, too; voided visits do not.',
  'A visit with several services counts as a visit in the row of each. Its minutes count once, with its first service: minutes add up, visits need not.',
  'A visit with several students is one visit, and its minutes count once. A student counts once in each row and once in the total: students in the rows add up to more than the total.',
  'These are exact numbers for people inside the district. Numbers that leave the district come from Exports, where small ones are protected.',
];

/** The report as the page shows it. */
export function visitsModel(selection: Selection, report: VisitsReport, timeZone: string): VisitsModel {
  const days = dayWords(selection);
  return {
    question: 'How much support was given, to whom, and did referrals lead to service?',
    scopeLine: `${schoolWords(selection)} · ${days}`,
    filters: filtersOf(selection, '/reports/visits'),
    csvUrl: fileAddress(selection, 'visits'),
    figures: figuresOf(report),
    chart: chartOf(report.purposes),
    table: tableOf(report.services),
    access: accessTable(report.access),
    notes: [...HOW_COUNTED, `As of ${dayAndTime(selection.asker.now, timeZone)}.`],
    empty: report.totals.visits === 0 ? `No visits were written down for ${days}.` : null,
  };
}

function figuresOf({ totals, access }: VisitsReport): VisitsModel['figures'] {
  const { visits, students, minutes } = totals;
  const all = accessTotal(access);
  const known = all.reached + all.not_reached;
  const referrals = `${number(all.reached)} of ${number(known)} with a known result; ${number(all.not_known)} not known yet`;
  return [
    {
      value: number(visits),
      label: visits === 1 ? 'visit' : 'visits',
      detail: `${average(visits, students)} for each student`,
    },
    { value: number(students), label: students === 1 ? 'student' : 'students', detail: 'each counted once' },
    { value: duration(minutes), label: 'of support', detail: `${average(minutes, visits)} minutes a visit` },
    {
      value: percent(all.reached, known),
      label: 'of referrals led to service',
      detail: all.referrals === 0 ? 'no referrals in this period' : referrals,
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
  const more = all.length > MOST_BARS ? `: the ${MOST_BARS} most frequent of ${all.length}` : '';
  return { caption: `Visits by purpose${more}`, rows };
}

function tableOf(services: ServiceRow[]): VisitsModel['table'] {
  const named = services.map((row) => ({ ...row, name: namesOf(row).join() })).sort(bySize);
  const rows = named.slice(0, MOST_ROWS).map((row) => {
    const numbers = [row.visits, row.students, row.minutes].map(number);
    return tableRow(COLUMNS, [...namesOf(row), ...numbers]);
  });
  const more = `These are the ${MOST_ROWS} largest of ${number(services.length)} rows. The CSV file has all of them.`;
  return {
    caption: 'Visits by purpose, service and tier',
    columns: COLUMNS,
    rows,
    more: services.length > MOST_ROWS ? more : null,
  };
}

function namesOf({ purpose, service, tier }: ServiceRow): string[] {
  return [
    label('PURPOSE', purpose),
    service === null ? 'No service' : label('SERVICE', service),
    tier === null ? '–' : String(tier),
  ];
}

function bySize(a: { name: string; visits: number }, b: { name: string; visits: number }): number {
  return b.visits - a.visits || a.name.localeCompare(b.name, 'en-US');
}
