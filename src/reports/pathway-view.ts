import { csvLine } from '../database/csv.ts';
import { type ChoiceField, choiceFieldOf } from '../server/form-fields.ts';
import { dayAndTime, number, percent } from '../server/words.ts';
import { USUAL_WINDOWS, type Windows } from '../settings/profile/windows.ts';
import * as say from '../words/index.ts';
import { type PathwayId, pathwayMeasures } from './measures.ts';
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
  funnel: { caption: string; rows: FunnelRow[] };
  table: { caption: string; columns: Column[]; rows: TableRow[] };
  definitions: { id: string; title: string; numerator: string; denominator: string; window: string }[];
  notes: string[];
  empty: string | null;
}

/** A bar as long as all who were referred: reached, not reached, and too early to say, in percent. */
interface FunnelRow {
  label: string;
  value: string;
  /** Of how many, in words. */
  base: string;
  reached: number;
  over: number;
}

const HEADS = say.reports.pathway.columns;
const COLUMNS: Column[] = [
  { label: HEADS.measure, numeric: false },
  { label: HEADS.count, numeric: true },
  { label: HEADS.of, numeric: true },
  { label: HEADS.rate, numeric: true },
  { label: HEADS.tooEarly, numeric: true },
  { label: HEADS.beside, numeric: false },
];

// Titles have no days in them.
const titles = new Map(pathwayMeasures(USUAL_WINDOWS).map(({ id, title }) => [id, title]));
const titleOf = (id: PathwayId) => titles.get(id) ?? id;

/** The report as the page shows it: the funnel, the measures, and their definitions in words. */
export function pathwayModel(
  selection: Selection,
  report: PathwayReport,
  { anyNeed, windows }: { anyNeed: boolean; windows: Windows },
  timeZone: string,
): PathwayModel {
  const { students: s } = report;
  const words = say.reports.pathway.funnel;
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
      caption: words.caption,
      rows: [
        { label: words.referred, value: number(s.referred), base: words.everybody, reached: 100, over: 100 },
        funnelRow(words.offered(windows.offer), s.offered, s.offer_mature, s.referred),
        funnelRow(words.started(windows.start), s.started, s.start_mature, s.referred),
        funnelRow(words.active, s.active, s.month_mature, s.referred),
      ],
    },
    table: { caption: say.reports.pathway.measures, columns: COLUMNS, rows: countPathway(report).map(lineOf) },
    definitions: pathwayMeasures(windows).map(({ id, title, numerator, denominator, window }) => ({
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

// Those whose window is not over are a part of the bar by itself: neither reached nor missed.
function funnelRow(label: string, count: number, over: number, referred: number): FunnelRow {
  const share = (part: number) => (part === 0 ? 0 : Math.max(1, Math.round((part * 100) / referred)));
  const words = say.reports.pathway.funnel;
  return {
    label,
    value: number(count),
    base: [
      over === 0 ? words.nobodyYet : words.ofThese(number(over)),
      ...(over < referred ? [words.tooEarly(number(referred - over))] : []),
    ].join('; '),
    reached: share(count),
    over: share(over),
  };
}

function lineOf({ id, numerator, denominator, waiting, beside }: Counted): TableRow {
  const more = beside
    .filter((one) => one.denominator > 0)
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
    waiting ? number(waiting.count) : '–',
    more.join('; '),
  ]);
}

/** The measures as a file, those that stand beside them too. */
export async function* pathwayCsv(report: PathwayReport): AsyncIterable<Uint8Array> {
  const line = (cells: (string | number)[]) => Buffer.from(csvLine(cells));
  yield line(['measure', 'title', 'beside', 'numerator', 'denominator', 'percent']);
  for (const { id, numerator, denominator, waiting, beside } of countPathway(report)) {
    yield line([id, titleOf(id), '', numerator, denominator, rate(numerator, denominator)]);
    const { waiting: words } = say.reports.pathway.beside;
    const early = waiting ? [{ words, numerator: waiting.count, denominator: waiting.of }] : [];
    for (const one of [...beside, ...early])
      yield line([id, titleOf(id), one.words, one.numerator, one.denominator, rate(one.numerator, one.denominator)]);
  }
}

/** `63.8`; empty when there is nothing to divide by. */
function rate(part: number, whole: number): string {
  return whole === 0 ? '' : percent(part, whole).replace(' %', '');
}
