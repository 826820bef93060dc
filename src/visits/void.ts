import { aboutEach } from '../access/each-student.ts';
import type { Tx } from '../database/connect.ts';
import { isTakenUp } from '../referrals/void.ts';
import { instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { cleaned } from './check.ts';
import { Mend } from './mend.ts';

export interface ToVoid {
  author: number;
  voided_at: string | null;
  group_kind: string | null;
}

/** When something was voided, by whom and why, as it stands on the row. */
export interface Voided {
  voided_at: string;
  voided_by: number;
  void_reason: string;
}

const LONGEST_REASON = 200;

export function faultsOfReason(why: string, fieldId: string, missing: string): Fault[] {
  if (why === '') return [{ fieldId, text: missing }];
  return why.length > LONGEST_REASON ? [{ fieldId, text: say.visits.faults.reasonTooLong(LONGEST_REASON) }] : [];
}

/** Everybody of a visit, by number: whom its audit rows are about. */
export async function studentsOf(tx: Tx, visit_id: number): Promise<number[]> {
  const rows = (await tx.knex('u_ssp_visit_student').where({ visit_id }).orderBy('id').select('student_dcid')) as {
    student_dcid: number;
  }[];
  return rows.map(({ student_dcid }) => student_dcid);
}

/**
 * Voids the visit for everybody in it; gives the numbers of the referrals that went with it, and whether one stays that others
 * work on. Its row is held by the transaction.
 */
export async function voidWhole(
  tx: Tx,
  visit: number,
  voided: Voided,
): Promise<{ referrals: number[]; keepsReferral: boolean }> {
  await tx.knex('u_ssp_visit').where({ id: visit }).update(voided);
  // The crisis that it wrote down is still to be written down.
  await tx.knex('u_ssp_crisis').where({ visit_id: visit }).update({ visit_id: null });
  const open = tx.knex('u_ssp_referral').where({ visit_id: visit }).whereNull('voided_at');
  const rows = (await open.orderBy('id').select('id')) as { id: number }[];
  const referrals: number[] = [];
  for (const { id } of rows) {
    await tx.lock('u_ssp_referral', id);
    // What was only written down by mistake did not lead to a referral either; what others went on with is theirs, too.
    if (await isTakenUp(tx, id, voided.voided_by)) continue;
    await tx.knex('u_ssp_referral').where({ id }).update(voided);
    referrals.push(id);
  }
  return { referrals, keepsReferral: referrals.length < rows.length };
}

/** Voids a visit of one's own. The faults otherwise; voiding twice changes nothing. */
export async function voidVisit(
  context: Context,
  visit: number,
  reason: string,
): Promise<{ voided: true; again: boolean; isGroup: boolean; keepsReferral: boolean } | { faults: Fault[] }> {
  const fieldId = `void-reason-${visit}`;
  const why = cleaned(reason);
  const faults = faultsOfReason(why, fieldId, say.visits.faults.noReason);
  if (faults.length > 0) return { faults };
  let again = false;
  let isGroup = false;
  let keepsReferral = false;
  try {
    await context.database.transaction(async (tx) => {
      const reader = readerOf(context);
      await tx.lock('u_ssp_visit', visit);
      const [row] = await tx.run<ToVoid>('visits/to-void', {
        ...asking(reader, context.clock),
        visit,
      });
      if (!row || row.author !== reader) throw new Mend(fieldId, say.visits.faults.notAuthor);
      again = row.voided_at !== null;
      isGroup = row.group_kind !== null;
      if (again) return;
      const gone = await voidWhole(tx, visit, {
        voided_at: instantNow(context.clock),
        voided_by: reader,
        void_reason: why,
      });
      keepsReferral = gone.keepsReferral;
      const students = await studentsOf(tx, visit);
      const about = await aboutEach(tx, context, 'visit.void', `visit:${visit}`, students);
      const also = gone.referrals.map((id) => ({ event: 'REFERRAL_VOIDED', subject: `referral:${id}` }));
      await context.auditWithin(tx, about, undefined, also);
    });
  } catch (thrown) {
    if (thrown instanceof Mend) return { faults: thrown.faults };
    throw thrown;
  }
  return { voided: true, again, isGroup, keepsReferral };
}
