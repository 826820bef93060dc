import type { Reader } from '../database/connect.ts';
import type { Measure } from '../reports/measures.ts';
import type { Counted } from './primary.ts';
import type { Span } from './spans.ts';

interface Row {
  numerator: number;
  denominator: number | null;
  students_num: number;
  students_rest: number;
  students_den: number;
}

/** Counts one measure over the days of a span, for the whole district. */
export async function count(reader: Reader, measure: Measure, { from, to }: Span): Promise<Counted> {
  const [row] = await reader.run<Row>(measure.query, { from_day: from, to_day: to });
  if (!row) throw new Error(`${measure.query} gave no row`);
  const { numerator, denominator, students_num, students_rest, students_den } = row;
  return { numerator, denominator, students: { numerator: students_num, rest: students_rest, denominator: students_den } };
}
