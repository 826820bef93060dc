import type { Reader } from '../database/connect.ts';
import * as say from '../words/index.ts';

type Part = 'Y' | 'S1' | 'S2';

export interface Period {
  /** `2026-2027-Y`, `2026-2027-S1`, `2026-2027-S2` */
  code: `${number}-${number}-${Part}`;
  label: string;
  /** First and last day, both inside, `YYYY-MM-DD`. */
  from: string;
  to: string;
}

interface Term {
  year_id: number;
  part: Part;
  first_day: string;
  last_day: string;
}

// The SIS counts school years: 36 is 2026-27.
const YEAR_ZERO = 1990;
const ORDER: Part[] = ['Y', 'S1', 'S2'];

/** The periods that have begun by `today`, newest school year first, the year before its semesters. */
export async function listPeriods(reader: Reader, today: string): Promise<Period[]> {
  const terms = await reader.run<Term>('reports/terms', {});
  return terms
    .filter((term) => term.first_day <= today)
    .sort((a, b) => b.year_id - a.year_id || ORDER.indexOf(a.part) - ORDER.indexOf(b.part))
    .map(periodOf);
}

/** The period of this code; undefined when the SIS knows no such school year or when it has not begun. */
export async function findPeriod(reader: Reader, code: string, today: string): Promise<Period | undefined> {
  return (await listPeriods(reader, today)).find((period) => period.code === code);
}

function periodOf({ year_id, part, first_day, last_day }: Term): Period {
  const year = YEAR_ZERO + year_id;
  return {
    code: `${year}-${year + 1}-${part}`,
    label: say.reports.periods[part](`${year}-${String((year + 1) % 100).padStart(2, '0')}`),
    from: first_day,
    to: last_day,
  };
}
