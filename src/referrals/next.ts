import { plusDays } from '../server/words.ts';
import * as say from '../words/index.ts';
import { type Fact, type FactKind, lastOf, MONTH_DAYS, type Pathway, present } from './pathway.ts';

// Every open referral to a provider has exactly one next step, with a day and somebody who has it. It follows from the
// facts, as the status does: nothing has to be ticked off for it to change.

export const NEXT_STEPS = say.referrals.next;
export type NextName = keyof typeof NEXT_STEPS;

export interface NextStep {
  step: NextName;
  due: string;
  /** `provider`: the school-based provider who has it, if there is one; else whoever follows the referral. */
  whose: 'owner' | 'provider';
}

export interface About {
  kind: string;
  urgency: string;
  /** The state asks that parents are told of the recommendation. */
  wantsNotice: boolean;
}

/** Calendar days until a step is due. */
const DAYS = { consent: 14, send: 3, answer: 14, firstDate: 7, waitlist: 14, decide: 7, review: 90, notice: 5 };
const OFFER_DAYS: Record<string, number> = { EMERGENCY: 0, URGENT: 2, SOON: 7, ROUTINE: 10 };

/** The next step; null when the referral is closed. The earliest of those that are open counts. What was put off last holds. */
export function nextStep(facts: readonly Fact[], path: Pathway, about: About): NextStep | null {
  const put = facts.filter(({ kind, round }) => kind === 'R_LATER' && round === path.round);
  const steps = candidates(facts, path, about).map((one) => {
    const later = put.filter(({ detail }) => detail === one.step).toSorted((a, b) => a.id - b.id);
    return { ...one, due: [one.due, later.at(-1)?.due ?? ''].toSorted().at(-1) as string };
  });
  return steps.toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))[0] ?? null;
}

function candidates(facts: readonly Fact[], path: Pathway, { kind, urgency, wantsNotice }: About): NextStep[] {
  if (path.status === 'CLOSED') return [];
  const now = present(facts);
  const dayOf = (fact: FactKind) => lastOf(now, fact)?.on ?? '';
  // A provider may be asked long after the referral was opened.
  const asked = dayOf('M_IDENT') || path.openedOn;
  const begun = dayOf('R_REOPEN') || asked;
  const after = (days: number, ...facts: FactKind[]) =>
    plusDays([begun, ...facts.map(dayOf)].toSorted().at(-1) as string, days);
  const main = (): NextStep => {
    switch (path.status) {
      case 'OPEN':
        return { step: 'OFFER', due: plusDays(begun, OFFER_DAYS[urgency] ?? 10), whose: 'owner' };
      case 'OFFERED':
        return { step: 'CONSENT', due: after(DAYS.consent, 'M_OFFER'), whose: 'owner' };
      case 'CONSENTED':
        return { step: 'SEND', due: after(DAYS.send, 'M_CONSENT'), whose: 'owner' };
      case 'SENT':
        return { step: 'ANSWER', due: after(DAYS.answer, 'M_SENT', 'R_ASKED'), whose: 'owner' };
      case 'ACCEPTED':
        return { step: 'FIRST_DATE', due: after(DAYS.firstDate, 'M_ACCEPT'), whose: 'provider' };
      case 'WAITLISTED':
        return { step: 'WAITLIST', due: after(DAYS.waitlist, 'M_WAIT', 'R_WAITED'), whose: 'owner' };
      case 'SCHEDULED':
        return { step: 'START', due: lastOf(now, 'M_APPT')?.due ?? dayOf('M_APPT'), whose: 'provider' };
      case 'ACTIVE_1M':
        return { step: 'REVIEW', due: after(DAYS.review, 'M_1MO', 'R_FITS'), whose: 'provider' };
      default:
        return afterStart();
    }
  };
  const afterStart = (): NextStep =>
    dayOf('M_1MO')
      ? { step: 'DECIDE', due: after(DAYS.decide, 'M_1MO', 'R_FITS'), whose: 'provider' }
      : { step: 'CHECK', due: plusDays(dayOf('M_INIT'), MONTH_DAYS), whose: 'provider' };
  const steps = [main()];
  if (kind === 'COMMUNITY' && dayOf('M_INIT') && path.status !== 'ENDED')
    steps.push({ step: 'PAPERWORK', due: nextFirst([dayOf('M_INIT'), dayOf('R_PAPER')]), whose: 'owner' });
  if (wantsNotice && !dayOf('R_NOTICE'))
    steps.push({ step: 'NOTICE', due: plusDays(asked, DAYS.notice), whose: 'owner' });
  return steps;
}

/** The first of September after the latest of these days: agencies ask for new forms when a school year begins. */
function nextFirst(days: string[]): string {
  const last = days.toSorted().at(-1) as string;
  const ofYear = `${last.slice(0, 4)}-09-01`;
  return last < ofYear ? ofYear : `${Number(last.slice(0, 4)) + 1}-09-01`;
}
