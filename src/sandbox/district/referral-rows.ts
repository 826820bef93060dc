import { isMentalHealth } from '../../codes/service.ts';
import { nextStep } from '../../referrals/next.ts';
import { type Pace, USUAL_PACE } from '../../referrals/pace.ts';
import { type Fact, type FactKind, pathwayOf } from '../../referrals/pathway.ts';
import { derivedColumns } from '../../referrals/store.ts';
import { dateText, instantText } from './dates.ts';
import type { MilestoneDraft, ReferralDraft, TargetDraft } from './drafts.ts';
import { type HistoryContext, schoolNumber, schoolYearOf, studentCopy } from './history-context.ts';
import { Random, STREAM } from './random.ts';
import { into } from './rows.ts';

/** Adds the rows of a referral; `visitId` is null when it was not opened at a visit. */
export function addReferral(draft: ReferralDraft, visitId: number | null, context: HistoryContext): void {
  const { last, out } = context;
  const id = ++last.referral;
  const date = dateText(draft.day);
  out.push(
    into('u_ssp_referral', {
      id,
      visit_id: visitId,
      school_id: schoolNumber(context, draft.school),
      need: draft.need,
      reason: draft.reason,
      urgency: draft.urgency,
      is_mental_health: isMentalHealth(draft.need) ? 1 : 0,
      opened_on: date,
      opened_month: date.slice(0, 7),
      school_year: schoolYearOf(context, draft.day),
      ...studentCopy(context, draft.student, draft.day),
      author: draft.author.dcid,
      created_at: instantText(draft.day, draft.minute),
    }),
  );
  for (const target of draft.targets) addTarget(target, id, draft, context);
}

function addTarget(
  target: TargetDraft,
  referralId: number,
  referral: ReferralDraft,
  { plan, calendar, last, out }: HistoryContext,
): void {
  const id = ++last.target;
  const { kind, provider, milestones } = target;
  out.push(
    into('u_ssp_target', {
      id,
      referral_id: referralId,
      kind,
      provider,
      ...derived(kind, milestones, referral, { ...USUAL_PACE, calendar }),
      revision: milestones.length,
    }),
  );
  const chance = new Random(plan.seed, STREAM.written, -id);
  let [day, minute] = [referral.day, referral.minute];
  for (const milestone of milestones) {
    minute = milestone.day === day ? minute + chance.int(0, 4) : chance.int(480, 900);
    day = milestone.day;
    out.push(
      into('u_ssp_milestone', {
        id: ++last.milestone,
        target_id: id,
        kind: milestone.kind,
        happened_on: dateText(milestone.day),
        outcome: milestone.outcome,
        author: referral.author.dcid,
        created_at: instantText(milestone.day, minute),
        form_key: String(last.milestone),
        ...factColumns(milestone),
      }),
    );
  }
}

// An appointment is for a few days later, and a check after a month says that it goes on.
function factColumns({ kind, day }: MilestoneDraft) {
  return {
    round_no: 1,
    due_on: kind === 'M_APPT' ? dateText(day + 5) : null,
    is_active: kind === 'M_1MO' ? 1 : null,
  };
}

/** What a target's own columns repeat of its milestones. */
function derived(kind: string, milestones: MilestoneDraft[], { day, urgency, author }: ReferralDraft, pace: Pace) {
  const opened = dateText(day);
  const facts = milestones.map((milestone, at): Fact => {
    const { due_on, is_active } = factColumns(milestone);
    const on = dateText(milestone.day);
    const fact = { id: at + 1, kind: milestone.kind as FactKind, on, round: 1, outcome: milestone.outcome };
    return { ...fact, due: due_on, isActive: is_active === 1 };
  });
  const path = pathwayOf(facts, opened, pace);
  const next = nextStep(facts, path, { kind, urgency, wantsNotice: false, pace });
  const { is_put_off, ...columns } = derivedColumns(path, next, author.dcid);
  return { ...columns, is_put_off: is_put_off === null ? null : Number(is_put_off) };
}
