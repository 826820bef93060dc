import type { Context } from '../server/context.ts';
import { duration } from '../server/words.ts';
import { shortName } from './names.ts';

/** Who else was at a student's visits, by visit: `M. Chen (20 min)`. Asked for where one of them had somebody. */
export async function readCoStaff(
  context: Context,
  range: { reader: number; now: string; student: number; from_date: string; to_date: string },
): Promise<Map<number, string[]>> {
  type Row = { visit_id: number; person_name: string | null; minutes: number };
  const names = new Map<number, string[]>();
  for (const { visit_id, person_name, minutes } of await context.database.run<Row>('visits/co-staff', range))
    names.set(visit_id, [...(names.get(visit_id) ?? []), `${shortName(person_name)} (${duration(minutes)})`]);
  return names;
}
