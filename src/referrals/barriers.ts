import { label } from '../codes/service.ts';
import { dayOf, instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { type Fault, textFieldOf } from '../server/form-fields.ts';
import { shortDay } from '../server/words.ts';
import * as say from '../words/index.ts';
import { inside, type Recorded, Stopped } from './service.ts';
import { clean, LONGEST_WHY } from './step-input.ts';
import { mayVoid } from './void.ts';
import { who } from './words.ts';

// What stood in the way of a referral, and what was ticked by mistake.

/** One barrier as it was noted, taken back or not. */
export interface BarrierRow {
  id: number;
  target_id: number;
  barrier: string;
  noted_on: string;
  author: number;
  voided_at: string | null;
  voided_by: number | null;
  voided_by_name: string | null;
  void_reason: string | null;
}

/** A form that would take one back, as it was sent, with what is wrong with it. */
export interface SentBarrier {
  barrier: number;
  reason: string;
  faults: Fault[];
}

/** Takes back a barrier that was ticked by mistake, with a reason: it stays readable and counts no more. */
export async function takeBarrierBack(
  context: Context,
  target: number,
  { barrier, reason }: { barrier: number; reason: string },
): Promise<Recorded> {
  const void_reason = clean(reason);
  if (void_reason === '') return { faults: [{ fieldId: 'reason', text: say.barriers.sayWhy }] };
  if (void_reason.length > LONGEST_WHY)
    return { faults: [{ fieldId: 'reason', text: say.barriers.shorten(LONGEST_WHY) }] };
  return inside(context, target, async (tx) => {
    // The target is held: nobody else takes it back at the same time.
    const noted = tx.knex('u_ssp_target_barrier').where({ id: barrier, target_id: target });
    const [one] = await noted.clone().select('voided_at', 'author');
    if (!one) throw new Stopped({ conflict: say.barriers.notHere });
    if (one.voided_at !== null) return { saved: true, again: true };
    if (!mayVoid(context, one.author)) throw new Stopped({ conflict: say.referrals.faults.onlyStaffTakeBack });
    const voided = { voided_at: instantNow(context.clock), voided_by: readerOf(context), voided_no: barrier };
    await noted.clone().update({ ...voided, void_reason });
    await context.auditWithin(tx, `target:${target} barrier:${barrier}`);
    return { saved: true, again: false };
  });
}

/** The barriers of one target for its page: those that stand, each with a way to take it back, and those taken back. */
export function barriersModel(
  context: Context,
  own: readonly BarrierRow[],
  { day, isVoid, sent }: { day: string; isVoid: boolean; sent: SentBarrier | undefined },
) {
  const standing = own.filter(({ voided_at }) => voided_at === null);
  const mine = isVoid ? [] : standing.filter(({ author }) => mayVoid(context, author));
  const wordsOf = ({ barrier }: BarrierRow) => label('BARRIER', barrier);
  return {
    words: standing.map(wordsOf),
    takeBack: mine.map((one) => takeBackForm(one, sent?.barrier === one.id ? sent : undefined)),
    open: mine.some(({ id }) => id === sent?.barrier),
    takenBack: own.flatMap((one) =>
      one.voided_at === null || one.voided_by === null
        ? []
        : [
            {
              words: say.barriers.takenBack(
                wordsOf(one),
                shortDay(dayOf(one.voided_at, context.clock), day),
                who(context, one.voided_by, one.voided_by_name),
              ),
              reason: one.void_reason,
            },
          ],
    ),
  };
}

function takeBackForm(one: BarrierRow, sent: SentBarrier | undefined) {
  const fieldId = `barrier-reason-${one.id}`;
  const faults = (sent?.faults ?? []).map(({ text }) => ({ fieldId, text }));
  const name = label('BARRIER', one.barrier);
  return {
    action: `/referrals/targets/${one.target_id}/barriers/take-back`,
    barrier: one.id,
    name,
    faults,
    reason: {
      ...textFieldOf(`barrier_reason_${one.id}`, say.barriers.reason(name), sent?.reason ?? '', faults, {
        required: true,
      }),
      name: 'reason',
    },
  };
}
