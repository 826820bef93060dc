import { plusDays } from '../server/words.ts';
import * as say from '../words/index.ts';
import { type Pace, USUAL_PACE } from './pace.ts';
import { type Fact, type FactKind, goesOn, lastOf, type Pathway, present } from './pathway.ts';

// Every open referral to a provider has exactly one next step, with a day and somebody who has it. It follows from the
// facts, as the status does: nothing has to be ticked off for it to change.

export const NEXT_STEPS = say.referrals.next;
export type NextName = keyof typeof NEXT_STEPS;

export interface NextStep {
  step: NextName;
  due: string;
  /** `provider`: the school-based provider who has it, if there is one; else whoever follows the referral. */
  whose: 'owner' | 'provider';
  isPutOff: boolean;
}

/** A step that is open, and the facts that set its day. */
interface Candidate extends Omit<NextStep, 'isPutOff'> {
  setBy: FactKind[];
}

export interface About {
  kind: string;
  urgency: string;
  /** The state asks that parents are told of the recommendation. */
  wantsNotice: boolean;
  /** Left out: the usual windows, and a school without breaks. */
  pace?: Pace;
}

/** Days until a step is due; those of long breaks do not count. */
const DAYS = { consent: 14, send: 3, firstDate: 7, waitlist: 14, decide: 7, review: 90, notice: 5 };
/** School days until it is offered. */
const OFFER_DAYS: { ROUTINE: number } & Record<string, number> = { EMERGENCY: 0, URGENT: 2, SOON: 10, ROUTINE: 15 };

/**
 * The next step; null when the referral is closed for good. The earliest of those that are open counts. What was put off
 * last holds, until something that sets the day of this step is written down after it: then it is another step.
 */
export function nextStep(facts: readonly Fact[], path: Pathway, about: About): NextStep | null {
  const now = present(facts);
  const put = facts.filter(({ kind, round }) => kind === 'R_LATER' && round === path.round);
  const steps = candidates(now, path, about).map(({ setBy, ...one }) => {
    const set = Math.max(0, ...now.filter(({ kind }) => setBy.includes(kind)).map(({ id }) => id));
    const later = put.filter(({ id, detail }) => detail === one.step && id > set).toSorted((a, b) => a.id - b.id);
    const until = later.at(-1)?.due ?? '';
    const isPutOff = until > one.due;
    return { ...one, due: isPutOff ? until : one.due, isPutOff };
  });
  return steps.toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))[0] ?? null;
}

function candidates(now: readonly Fact[], path: Pathway, about: About): Candidate[] {
  const { kind, urgency, wantsNotice, pace = USUAL_PACE } = about;
  const { calendar, windows } = pace;
  if (path.status === 'CLOSED')
    return goesOn(path.outcome)
      ? [{ step: 'RENEW', due: calendar.yearAfter(path.closedOn ?? path.openedOn), whose: 'owner', setBy: ['M_CLOSE'] }]
      : [];
  const dayOf = (fact: FactKind) => lastOf(now, fact)?.on ?? '';
  // A provider may be asked long after the referral was opened.
  const asked = dayOf('M_IDENT') || path.openedOn;
  const begun = dayOf('R_REOPEN') || asked;
  const owner = (step: NextName, days: number, ...setBy: FactKind[]): Candidate => ({
    ...{ step, whose: 'owner', setBy },
    due: calendar.after(latest(begun, ...setBy.map(dayOf)), days),
  });
  const provider = (step: NextName, days: number, ...setBy: FactKind[]): Candidate => ({
    ...owner(step, days, ...setBy),
    whose: 'provider',
  });
  const main = (): Candidate => {
    switch (path.status) {
      case 'OPEN':
        return {
          ...owner('OFFER', 0),
          due: calendar.schoolDaysAfter(begun, OFFER_DAYS[urgency] ?? OFFER_DAYS.ROUTINE),
        };
      case 'OFFERED':
        return owner('CONSENT', DAYS.consent, 'M_OFFER');
      case 'CONSENTED':
        return owner('SEND', DAYS.send, 'M_CONSENT');
      case 'SENT':
        return owner('ANSWER', windows.feedback, 'M_SENT', 'R_ASKED');
      case 'ACCEPTED':
        return provider('FIRST_DATE', DAYS.firstDate, 'M_ACCEPT');
      case 'WAITLISTED':
        return owner('WAITLIST', DAYS.waitlist, 'M_WAIT', 'R_WAITED');
      case 'SCHEDULED':
        return {
          ...provider('START', 0, 'M_APPT'),
          due: lastOf(now, 'M_APPT')?.due ?? dayOf('M_APPT'),
        };
      case 'ACTIVE_1M':
        return provider('REVIEW', DAYS.review, 'M_1MO', 'R_FITS');
      default:
        return dayOf('M_1MO')
          ? provider('DECIDE', DAYS.decide, 'M_1MO', 'R_FITS')
          : { ...provider('CHECK', 0, 'M_INIT'), due: calendar.after(dayOf('M_INIT'), windows.month) };
    }
  };
  const steps = [main()];
  if (kind === 'COMMUNITY' && dayOf('M_INIT') && path.status !== 'ENDED')
    steps.push({
      ...owner('PAPERWORK', 0, 'M_INIT', 'R_PAPER'),
      due: calendar.yearAfter(latest(dayOf('M_INIT'), dayOf('R_PAPER'))),
    });
  if (wantsNotice && !dayOf('R_NOTICE'))
    // The law does not wait for a break to be over.
    steps.push({ ...owner('NOTICE', 0), due: plusDays(asked, DAYS.notice) });
  return steps;
}

const latest = (...days: string[]) => days.toSorted().at(-1) as string;
