import { csvLine } from '../database/csv.ts';
import { type ChoiceField, choiceFieldOf } from '../server/form-fields.ts';
import { dayAndTime, number, percent } from '../server/words.ts';
import { PATHWAY } from './measures.ts';
import { type Counted, countPathway, type PathwayReport } from './pathway.ts';
import { dayWords, type Filters, fileAddress, filtersOf, schoolWords } from './selection-view.ts';
import type { Selection } from './service.ts';
import { type Column, type TableRow, tableRow } from './table.ts';

export const PATHWAY_TITLE = 'From referral to service';

export interface PathwayModel {
  question: string;
  scopeLine: string;
  filters: Filters;
  needs: ChoiceField;
  csvUrl: string;
  funnel: { caption: string; rows: { label: string; value: string; share: number }[] };
  table: { caption: string; columns: Column[]; rows: TableRow[] };
  definitions: { id: string; title: string; numerator: string; denominator: string; window: string }[];
  notes: string[];
  empty: string | null;
}

const COLUMNS: Column[] = [
  { label: 'Measure', numeric: false },
  { label: 'Count', numeric: true },
  { label: 'Of', numeric: true },
  { label: 'Rate', numeric: true },
  { label: 'Beside it', numeric: false },
];

const titleOf = (id: string) => PATHWAY.find((one) => one.id === id)?.title ?? id;

/** The report as the page shows it: the funnel, the measures, and their definitions in words. */
export function pathwayModel(
  selection: Selection,
  report: PathwayReport,
  anyNeed: boolean,
  timeZone: string,
): PathwayModel {
  const { students: s } = report;
  const longest = Math.max(1, s.referred);
  const step = (label: string, count: number) => ({
    label,
    value: number(count),
    share: count === 0 ? 0 : Math.max(1, Math.round((count * 100) / longest)),
  });
  return {
    question: 'How far did referrals get, and what came of them?',
    scopeLine: `${schoolWords(selection)} · ${dayWords(selection)}`,
    filters: filtersOf(selection, '/reports/pathway'),
    needs: choiceFieldOf(
      'needs',
      'Needs',
      anyNeed ? 'all' : '',
      [
        {
          label: null,
          options: [
            { value: '', label: 'Mental health' },
            { value: 'all', label: 'All needs' },
          ],
        },
      ],
      [],
    ),
    csvUrl: `${fileAddress(selection, 'pathway')}${anyNeed ? '&needs=all' : ''}`,
    funnel: {
      caption: 'Students, from referral to a month of service',
      rows: [
        step('Referred', s.referred),
        step('Offered within 30 days', s.offered),
        step('Started within 60 days', s.started),
        step('Active after a month', s.active),
      ],
    },
    table: { caption: 'The measures', columns: COLUMNS, rows: countPathway(report).map(lineOf) },
    definitions: PATHWAY.map(({ id, title, numerator, denominator, window }) => ({
      id,
      title,
      numerator,
      denominator,
      window,
    })),
    notes: [
      'Whoever was referred too short a while ago to have been offered, started or stayed stands apart as “window not over yet”, and is no failure.',
      'A referral belongs to the school where the student was enrolled on the day on which it was opened. A student counts once. Voided referrals and those entered in error are left out.',
      'These are exact numbers for people inside the district.',
      `As of ${dayAndTime(selection.asker.now, timeZone)}.`,
    ],
    empty: s.referred === 0 ? `No such referral was opened ${dayWords(selection)}.` : null,
  };
}

function lineOf({ id, numerator, denominator, beside }: Counted): TableRow {
  const more = beside
    .filter((one) => one.denominator > 0 && !(one.words === 'window not over yet' && one.numerator === 0))
    .map(
      (one) =>
        `${one.words}: ${number(one.numerator)} of ${number(one.denominator)}, ${percent(one.numerator, one.denominator)}`,
    );
  return tableRow(COLUMNS, [
    titleOf(id),
    number(numerator),
    number(denominator),
    percent(numerator, denominator),
    more.join('; '),
  ]);
}

/** The measures as a file, those that stand beside them too. */
export async function* pathwayCsv(report: PathwayReport): AsyncIterable<Uint8Array> {
  const line = (cells: (string | number)[]) => Buffer.from(csvLine(cells));
  yield line(['measure', 'title', 'beside', 'numerator', 'denominator', 'percent']);
  for (const { id, numerator, denominator, beside } of countPathway(report)) {
    yield line([id, titleOf(id), '', numerator, denominator, rate(numerator, denominator)]);
    for (const one of beside)
      yield line([id, titleOf(id), one.words, one.numerator, one.denominator, rate(one.numerator, one.denominator)]);
  }
}

/** `63.8`; empty when there is nothing to divide by. */
function rate(part: number, whole: number): string {
  return whole === 0 ? '' : percent(part, whole).replace(' %', '');
}
