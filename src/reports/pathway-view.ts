import { csvLine } from '../database/csv.ts';
import { type ChoiceField, choiceFieldOf } from '../server/form-fields.ts';
import { dayAndTime, number, percent } from '../server/words.ts';
import * as say from '../words/index.ts';
import { PATHWAY } from './measures.ts';
import { type Counted, countPathway, type PathwayReport } from './pathway.ts';
import { dayWords, type Filters, fileAddress, filtersOf, schoolWords } from './selection-view.ts';
import type { Selection } from './service.ts';
import { type Column, type TableRow, tableRow } from './table.ts';

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

const HEADS = say.reports.pathway.columns;
const COLUMNS: Column[] = [
  { label: HEADS.measure, numeric: false },
  { label: HEADS.count, numeric: true },
  { label: HEADS.of, numeric: true },
  { label: HEADS.rate, numeric: true },
  { label: HEADS.beside, numeric: false },
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
    question: say.reports.pathway.question,
    scopeLine: `${schoolWords(selection)} · ${dayWords(selection)}`,
    filters: filtersOf(selection, '/reports/pathway'),
    needs: choiceFieldOf(
      'needs',
      say.reports.pathway.needs,
      anyNeed ? 'all' : '',
      [
        {
          label: null,
          options: [
            { value: '', label: say.reports.pathway.mentalHealth },
            { value: 'all', label: say.reports.pathway.allNeeds },
          ],
        },
      ],
      [],
    ),
    csvUrl: `${fileAddress(selection, 'pathway')}${anyNeed ? '&needs=all' : ''}`,
    funnel: {
      caption: say.reports.pathway.funnel.caption,
      rows: [
        step(say.reports.pathway.funnel.referred, s.referred),
        step(say.reports.pathway.funnel.offered, s.offered),
        step(say.reports.pathway.funnel.started, s.started),
        step(say.reports.pathway.funnel.active, s.active),
      ],
    },
    table: { caption: say.reports.pathway.measures, columns: COLUMNS, rows: countPathway(report).map(lineOf) },
    definitions: PATHWAY.map(({ id, title, numerator, denominator, window }) => ({
      id,
      title,
      numerator,
      denominator,
      window,
    })),
    notes: [...say.reports.pathway.howCounted, say.reports.asOf(dayAndTime(selection.asker.now, timeZone))],
    empty: s.referred === 0 ? say.reports.pathway.none(dayWords(selection)) : null,
  };
}

function lineOf({ id, numerator, denominator, beside }: Counted): TableRow {
  const more = beside
    .filter((one) => one.denominator > 0 && !(one.isWaiting && one.numerator === 0))
    .map((one) =>
      say.reports.pathway.besideLine(
        one.words,
        number(one.numerator),
        number(one.denominator),
        percent(one.numerator, one.denominator),
      ),
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
