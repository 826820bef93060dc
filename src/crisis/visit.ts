import type { Tx } from '../database/connect.ts';

/**
 * Says which visit wrote a crisis down. The first one stands; a crisis of another student is left alone. False when the same
 * author wrote it down before: that would be one visit twice. A colleague's own visit about it is hers.
 */
export async function linkVisit(
  tx: Tx,
  { crisis, student, visit, author }: { crisis: number; student: number; visit: number; author: number },
): Promise<boolean> {
  const own = { id: crisis, student_dcid: student };
  const linked = await tx.knex('u_ssp_crisis').where(own).whereNull('visit_id').update({ visit_id: visit });
  if (linked > 0) return true;
  const before = tx.knex('u_ssp_crisis').where(own).select('visit_id');
  return (await tx.knex('u_ssp_visit').where({ author }).whereIn('id', before).select('id')).length === 0;
}
