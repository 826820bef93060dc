import { isMentalHealth } from '../codes/service.ts';
import type { Tx } from '../database/connect.ts';
import type { Enrollment, Groups } from '../students/facts.ts';
import { schoolYear } from '../students/facts.ts';

export interface NewReferral {
  visitId: number | null;
  need: string;
  /** A PURPOSE code */
  reason: string;
  openedOn: string;
  targets: { kind: 'SCHOOL' | 'COMMUNITY'; provider: string }[];
}

export interface ReferralWriting {
  author: number;
  student: number;
  enrollment: Enrollment;
  groups: Groups;
  now: string;
}

/** Writes the referral, its targets and for each the first milestone: the need was identified. */
export async function insertReferral(tx: Tx, referral: NewReferral, writing: ReferralWriting): Promise<number> {
  const { knex } = tx;
  const [row] = (await knex('u_ssp_referral')
    .insert({
      visit_id: referral.visitId,
      student_dcid: writing.student,
      school_id: writing.enrollment.school_id,
      need: referral.need,
      reason: referral.reason,
      urgency: 'ROUTINE',
      is_mental_health: isMentalHealth(referral.need),
      opened_on: referral.openedOn,
      opened_month: referral.openedOn.slice(0, 7),
      school_year: schoolYear(referral.openedOn),
      grade_level: writing.enrollment.grade_level,
      ...writing.groups,
      author: writing.author,
      created_at: writing.now,
    })
    .returning('id')) as { id: number }[];
  const referral_id = (row as { id: number }).id;
  for (const target of referral.targets) {
    const [made] = (await knex('u_ssp_target')
      .insert({ referral_id, ...target, revision: 1 })
      .returning('id')) as { id: number }[];
    await insertMilestone(
      tx,
      { target_id: (made as { id: number }).id, kind: 'M_IDENT', happened_on: referral.openedOn, outcome: null },
      writing,
    );
  }
  return referral_id;
}

export async function insertMilestone(
  tx: Tx,
  milestone: { target_id: number; kind: string; happened_on: string; outcome: string | null },
  writing: { author: number; now: string },
): Promise<void> {
  await tx.knex('u_ssp_milestone').insert({ ...milestone, author: writing.author, created_at: writing.now });
}
