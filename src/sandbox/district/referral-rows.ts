import { accessOf, isMentalHealth } from '../../codes/service.ts';
import { type DayNumber, dateText, instantText } from './dates.ts';
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
  { plan, last, out }: HistoryContext,
): void {
  const id = ++last.target;
  const { kind, provider, milestones } = target;
  out.push(
    into('u_ssp_target', {
      id,
      referral_id: referralId,
      kind,
      provider,
      ...derived(milestones, referral.day),
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
      }),
    );
  }
}

/** What a target's own columns repeat of its milestones. Access is null as long as nobody can know. */
function derived(milestones: MilestoneDraft[], opened: DayNumber) {
  const started = milestones.find(({ kind }) => kind === 'M_INIT')?.day;
  const closed = milestones.find(({ kind }) => kind === 'M_CLOSE');
  const outcome = closed?.outcome ?? null;
  const byOutcome = outcome === null ? null : accessOf(outcome);
  return {
    outcome,
    access: started !== undefined && byOutcome !== 'EXCLUDED' ? 'YES' : byOutcome,
    first_service_on: started === undefined ? null : dateText(started),
    days_to_service: started === undefined ? null : started - opened,
    closed_on: closed ? dateText(closed.day) : null,
  };
}
