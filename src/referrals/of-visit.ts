import type { Reader, Tx } from '../database/connect.ts';
import { type Context, readerOf } from '../server/context.ts';
import { asking, type Enrollment, groupsOf, schoolYear } from '../students/facts.ts';
import { chainOf, knownNeeds } from './needs.ts';
import { deriveTarget, holdTarget } from './store.ts';

// A referral that was opened with a visit, when the visit is put right. As long as nobody did anything about it, it is as
// wrong as the visit was. Once it has gone on, others have read its day and counted from it.

interface Row {
  referral_id: number;
  student: number;
  need: string;
  written_since: number;
}

export interface VisitReferral {
  referral: number;
  /** Something was written down about it, though it may be taken back by now. */
  hasGoneOn: boolean;
}

/** What a visit is changed to, as far as its referral repeats it. */
export interface Followed {
  visit: number;
  /** The PURPOSE code that counts. */
  reason: string;
  /** Absent: the day stays. */
  moved: { day: string; enrollment: Enrollment } | undefined;
}

const readRows = (source: Pick<Reader, 'run'>, context: Context, visit: number) =>
  source.run<Row>('referrals/of-visit', { ...asking(readerOf(context), context.clock), visit });

/** The referral that was opened with the visit; undefined where there is none, or none that counts. */
export async function referralOfVisit(context: Context, visit: number): Promise<VisitReferral | undefined> {
  const [row] = await readRows(context.database, context, visit);
  return row && { referral: row.referral_id, hasGoneOn: row.written_since > 0 };
}

/** Changes the visit's referral along, unless it has gone on. Gives which were changed. The visit's row is held. */
export async function followVisit(tx: Tx, context: Context, followed: Followed): Promise<number[]> {
  const held = tx.knex('u_ssp_referral').where({ visit_id: followed.visit }).whereNull('voided_at');
  // Whoever writes something down about it holds it first: whichever comes first, the other one sees it.
  for (const { id } of (await held.orderBy('id').select('id')) as { id: number }[]) await tx.lock('u_ssp_referral', id);
  const rows = (await readRows(tx, context, followed.visit)).filter((row) => row.written_since === 0);
  for (const row of rows) {
    await tx.knex('u_ssp_referral').where({ id: row.referral_id }).update({ reason: followed.reason });
    if (followed.moved) await move(tx, context, row, followed.moved);
  }
  return rows.map((row) => row.referral_id);
}

async function move(
  tx: Tx,
  context: Context,
  { referral_id, student, need }: Row,
  { day, enrollment }: NonNullable<Followed['moved']>,
): Promise<void> {
  const others = (await knownNeeds(tx, context, student)).filter((one) => one.referral_id !== referral_id);
  const sameNeed = others.filter((one) => one.need === need);
  await tx
    .knex('u_ssp_referral')
    .where({ id: referral_id })
    .update({
      opened_on: day,
      opened_month: day.slice(0, 7),
      school_year: schoolYear(day),
      school_id: enrollment.school_id,
      grade_level: enrollment.grade_level,
      ...(await groupsOf(tx, readerOf(context), context.clock, student, enrollment.grade_level)),
      chain_id: await chainOf(tx, sameNeed, day),
    });
  const targets = (await tx.knex('u_ssp_target').where({ referral_id }).orderBy('id').select('id')) as { id: number }[];
  for (const { id } of targets) {
    await tx.knex('u_ssp_milestone').where({ target_id: id, kind: 'M_IDENT' }).update({ happened_on: day });
    const found = await holdTarget(tx, context, id);
    if (found) await deriveTarget(tx, context, found.held);
  }
}
