import { label } from '../codes/service.ts';
import { shortDay } from '../server/words.ts';
import * as say from '../words/index.ts';
import type { Card } from './cards.ts';
import { barriersIn } from './check.ts';
import type { SentOutcome } from './outcome-form.ts';

/**
 * What is said at the top of the student's page when the referral whose outcome was sent is not there any more: no card is
 * left that could say it. With what was typed, so that nothing is lost.
 */
export function goneOutcome(
  sent: SentOutcome | undefined,
  cards: readonly Card[],
  day: string,
): { text: string; typed: string } | null {
  if (!sent || cards.some(({ targetId }) => targetId === sent.target)) return null;
  const { outcome, outcome_date, first_service, reason, why, untried_why } = sent.input;
  const typed = [
    outcome ? label('REF_OUTCOME', outcome) : '',
    outcome_date ? shortDay(outcome_date, day) : '',
    first_service ? `${say.referrals.asked.began}: ${shortDay(first_service, day)}` : '',
    reason ?? '',
    why ?? '',
    untried_why ?? '',
    ...barriersIn(sent.input).map((code) => label('BARRIER', code)),
  ];
  return { text: sent.faults[0]?.text ?? '', typed: typed.filter((one) => one !== '').join(' · ') };
}
