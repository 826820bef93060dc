import type { Reader } from '../database/connect.ts';
import { MEASURES, type Measure } from '../reports/measures.ts';
import { listPeriods, type Period } from '../reports/periods.ts';
import { AppError } from '../server/errors.ts';
import { partsOf } from './columns.ts';
import type { Counted } from './primary.ts';
import type { Setting } from './release.ts';
import type { Span } from './spans.ts';

interface Row {
  numerator: number;
  denominator: number | null;
  students_num: number;
  students_rest: number;
  students_den: number;
}

/** One measure as it is counted now for all begun periods of a school year; `own` is the period that was asked for. */
export interface Measured {
  measure: Measure;
  now: Setting['now'];
  own: Setting['now'][number];
}

/** Counts one measure over the days of a span, for the whole district. */
export async function count(reader: Reader, measure: Measure, { from, to }: Span): Promise<Counted> {
  const [row] = await reader.run<Row>(measure.query, { from_day: from, to_day: to });
  if (!row) throw new Error(`${measure.query} gave no row`);
  const { numerator, denominator, students_num, students_rest, students_den } = row;
  const students = { numerator: students_num, rest: students_rest, denominator: students_den };
  return { numerator, denominator, students };
}

/**
 * Counts every measure for the period, and for the other begun periods of its school year, up to `day`. Throws
 * BAD_INPUT when the period has not begun.
 */
export async function measureYear(reader: Reader, period: Period, day: string): Promise<Measured[]> {
  const { schoolYear } = partsOf(period);
  const periods = (await listPeriods(reader, day)).filter((one) => partsOf(one).schoolYear === schoolYear);
  const measured: Measured[] = [];
  for (const measure of MEASURES) {
    const now = [];
    for (const { code, from, to } of periods) {
      const isOver = to < day;
      const span = { from, to: isOver ? to : day };
      now.push({ code, span, counted: await count(reader, measure, span) });
    }
    const own = now.find(({ code }) => code === period.code);
    if (!own) throw new AppError('BAD_INPUT', new Error('The period has not begun'));
    measured.push({ measure, now, own });
  }
  return measured;
}
