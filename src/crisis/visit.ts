import type { Tx } from '../database/connect.ts';

/** Says which visit wrote a crisis down. The first one stands; a crisis of another student is left alone. */
export async function linkVisit(
  tx: Tx,
  { crisis, student, visit }: { crisis: number; student: number; visit: number },
): Promise<void> {
  await tx
    .knex('u_ssp_crisis')
    .where({ id: crisis, student_dcid: student })
    .whereNull('visit_id')
    .update({ visit_id: visit });
}
