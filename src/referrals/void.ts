import type { Tx } from '../database/connect.ts';
import { instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { clean, LONGEST_WHY } from './step-input.ts';

const WORDS = say.referrals.new;
const FAULTS = say.referrals.faults;

/** Whoever opened a student of another school for a real need takes back what is one's own, not what the school wrote. */
export function mayVoid(context: Context, author: number): boolean {
  return !context.subject?.byBreakGlass || author === readerOf(context);
}

/** Does more hang on it than what this person wrote: facts or barriers of others, or a service that began? */
export async function isTakenUp(tx: Tx, referral: number, by: number): Promise<boolean> {
  const of = (table: string) =>
    tx
      .knex(`${table} as x`)
      .join('u_ssp_target as t', 't.id', 'x.target_id')
      .where('t.referral_id', referral)
      .whereNull('x.voided_at');
  const facts = await of('u_ssp_milestone').select('x.kind', 'x.author');
  const barriers = await of('u_ssp_target_barrier').select('x.author');
  return [...facts, ...barriers].some(({ kind, author }) => kind === 'M_INIT' || author !== by);
}

/** Voids a referral that was opened by mistake, with all its targets. The faults otherwise; voiding twice changes nothing. */
export async function voidReferral(
  context: Context,
  referral: number,
  reason: string,
): Promise<{ voided: true; again: boolean } | { faults: Fault[] }> {
  const why = clean(reason);
  if (why === '') return { faults: [{ fieldId: 'reason', text: WORDS.whyVoided }] };
  if (why.length > LONGEST_WHY) return { faults: [{ fieldId: 'reason', text: FAULTS.tooLong(LONGEST_WHY) }] };
  return context.database.transaction(async (tx) => {
    await tx.lock('u_ssp_referral', referral);
    const asked = { ...asking(readerOf(context), context.clock), referral };
    const [row] = await tx.run<{ voided_at: string | null; author: number }>('referrals/one', asked);
    if (!row || row.voided_at !== null) return { voided: true, again: true };
    const isGuest = context.subject?.byBreakGlass ?? false;
    if (!mayVoid(context, row.author) || (isGuest && (await isTakenUp(tx, referral, readerOf(context)))))
      return {
        faults: [
          {
            fieldId: 'reason',
            text: WORDS.onlyStaffVoid,
          },
        ],
      };
    const voided = { voided_at: instantNow(context.clock), voided_by: readerOf(context), void_reason: why };
    await tx.knex('u_ssp_referral').where({ id: referral }).update(voided);
    await context.auditWithin(tx, `referral:${referral}`);
    return { voided: true, again: false };
  });
}
