import { accessOf, isSelectable } from '../codes/service.ts';
import type { Access } from '../codes/types.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { isRealDate } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import { insertMilestone } from './store.ts';

export interface OutcomeInput {
  outcome?: string;
  outcome_date?: string;
  revision?: string;
}

interface Target {
  student: number;
  opened_on: string;
  outcome: string | null;
  first_service_on: string | null;
  closed_on: string | null;
  revision: number;
}

/** What was found inside the transaction and stops it. */
class Stopped extends Error {
  readonly result: { faults: Fault[]; changed: boolean };

  constructor(result: { faults: Fault[]; changed: boolean }) {
    super('stopped');
    this.result = result;
  }
}

/**
 * Sets whether the referral led to service: closes the target with an outcome, as a dated milestone; an earlier
 * outcome stays in the history, voided. `changed` says that somebody else was faster, and nothing was overwritten.
 */
export async function setOutcome(
  context: Context,
  target: number,
  input: OutcomeInput,
): Promise<{ saved: true } | { faults: Fault[]; changed: boolean }> {
  const day = today(context.clock);
  const outcome = (input.outcome ?? '').trim();
  const on = (input.outcome_date ?? '').trim();
  const faults: Fault[] = [];
  if (!isSelectable('REF_OUTCOME', outcome, day))
    faults.push({ fieldId: `outcome-${target}`, text: 'Choose what came of it.' });
  if (!isRealDate(on))
    faults.push({ fieldId: `outcome-date-${target}`, text: 'There is no such day. Write it as month, day and year.' });
  else if (on > day) faults.push({ fieldId: `outcome-date-${target}`, text: 'This day has not come yet.' });
  if (faults.length > 0) return { faults, changed: false };
  try {
    await context.database.transaction(async (tx) => {
      const reader = readerOf(context);
      // Voiding the visit takes the referral along: whichever comes first, the other one sees it.
      const [at] = await tx.knex('u_ssp_target').where({ id: target }).select('referral_id');
      if (at) await tx.lock('u_ssp_referral', at.referral_id);
      await tx.lock('u_ssp_target', target);
      const [row] = await tx.run<Target>('referrals/target', { ...asking(reader, context.clock), target });
      if (!row) throw stop(`outcome-${target}`, 'This referral is not there any more.', true);
      // The same answer sent twice is one answer.
      if (row.revision === Number(input.revision) + 1 && row.outcome === outcome && row.closed_on === on) return;
      if (row.revision !== Number(input.revision)) {
        throw stop(
          `outcome-${target}`,
          'Somebody else set the outcome meanwhile. Look at it as it is now, then decide.',
          true,
        );
      }
      if (on < row.opened_on) throw stop(`outcome-date-${target}`, 'That is before the referral was opened.', false);
      const now = instantNow(context.clock);
      await tx
        .knex('u_ssp_milestone')
        .where({ target_id: target, kind: 'M_CLOSE' })
        .whereNull('voided_at')
        .update({ voided_at: now, voided_by: reader, void_reason: 'outcome changed' });
      await insertMilestone(
        tx,
        { target_id: target, kind: 'M_CLOSE', happened_on: on, outcome },
        { author: reader, now },
      );
      await tx
        .knex('u_ssp_target')
        .where({ id: target })
        .update({
          outcome,
          access: accessAfter(outcome, row.first_service_on),
          closed_on: on,
          revision: row.revision + 1,
        });
      await context.auditWithin(tx, `target:${target}`);
    });
  } catch (thrown) {
    if (thrown instanceof Stopped) return thrown.result;
    throw thrown;
  }
  return { saved: true };
}

// Whoever was served once has reached the service, whatever came after (M05); an entry in error counts nowhere.
function accessAfter(outcome: string, firstServiceOn: string | null): Access {
  const access = accessOf(outcome);
  return firstServiceOn !== null && access !== 'EXCLUDED' ? 'YES' : access;
}

function stop(fieldId: string, text: string, changed: boolean): Stopped {
  return new Stopped({ faults: [{ fieldId, text }], changed });
}
