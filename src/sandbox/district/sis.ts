import type { DistrictPlan } from './plan.ts';
import type { TableRow } from './rows.ts';
import { schoolRows, staffRows } from './sis-structure.ts';
import { studentRows } from './sis-students.ts';

/** All rows of the stand-in SIS: schools, terms and calendar, staff and roles, students and their enrollments. */
export function* generateSis(plan: DistrictPlan): Generator<TableRow> {
  yield* schoolRows(plan);
  yield* staffRows(plan);
  yield* studentRows(plan);
}
