import { type Person, people } from '../cast.ts';
import { type DayNumber, weekday } from './dates.ts';
import type { MilestoneDraft, ReferralDraft, VisitDraft } from './drafts.ts';
import type { DistrictPlan } from './plan.ts';
import { NOWHERE, schoolOn } from './population.ts';

type Extra = Partial<Omit<VisitDraft, 'referrals'>> & {
  referrals?: Omit<ReferralDraft, 'day' | 'minute' | 'school' | 'student' | 'author' | 'reason'>[];
  /** School days after today; 0 is the next one. */
  followUpInDays?: number;
};

export type Teller = ReturnType<typeof tell>;

/** The words in which the hand-made histories are told. */
export function tell(plan: DistrictPlan, history: readonly DayNumber[]) {
  const byDay = new Map<DayNumber, VisitDraft[]>();
  const coming = plan.years[1].days.filter((day) => day >= plan.today);
  const ago = (n: number) => history[history.length - n] ?? NOWHERE;
  const before = (day: DayNumber, n: number) => history.findLast((one) => one <= day - n) ?? NOWHERE;
  const snap = (day: DayNumber) => (day < 0 ? NOWHERE : (history.find((one) => one >= day) ?? NOWHERE));

  /** A pair of school days exactly `apart` days from each other, the first at least `n` school days back. */
  function agoWithPair(n: number, apart: number): { first: DayNumber; second: DayNumber } {
    const first = history.findLast((day) => day <= ago(n) && history.includes(day + apart)) ?? NOWHERE;
    return { first, second: first + apart };
  }

  /** A referral to one provider; `steps` are its milestones in order, M_CLOSE with the outcome. */
  function referral(
    need: string,
    kind: 'SCHOOL' | 'COMMUNITY',
    provider: string,
    steps: Record<string, DayNumber>,
    outcome: string | null = null,
    urgency = 'ROUTINE',
  ) {
    const milestones: MilestoneDraft[] = Object.entries(steps)
      .map(([step, day]) => ({ kind: step, day: snap(day), outcome: step === 'M_CLOSE' ? outcome : null }))
      .filter(({ day }) => day !== NOWHERE);
    return { need, urgency, targets: [{ kind, provider, milestones }] };
  }

  /** A visit of one student or several (DCIDs); left out when the student was not there on that day. */
  function visit(
    who: number | number[],
    day: DayNumber,
    author: number,
    at: string,
    minutes: number,
    purpose: string,
    services: string,
    extra: Extra = {},
  ): void {
    const students = [who].flat().map((dcid) => dcid - 5001);
    const school = day === NOWHERE ? NOWHERE : schoolOn(plan.population, students[0] as number, day, plan.years[1]);
    if (school === NOWHERE) return;
    const { referrals = [], followUpInDays, ...rest } = extra;
    const start = Number(at.slice(0, 2)) * 60 + Number(at.slice(3));
    const person = people.find(({ dcid }) => dcid === author) as Person;
    const followUp = followUpInDays === undefined ? null : (coming[followUpInDays] ?? null);
    const opened = referrals.map((one) => {
      const minute = start + minutes;
      return { ...one, day, minute, school, student: students[0] as number, author: person, reason: purpose };
    });
    const draft: VisitDraft = {
      ...{ day, school, students, author: person, start, minutes, purpose, purposeText: null, others: [] },
      services: [...services.split(' '), ...(opened.length > 0 ? ['REFERRAL_MADE'] : [])],
      ...{ visitType: 'SCHED', initiator: 'STUDENT', setting: 'OFFICE', modality: 'IN_PERSON' },
      disposition: opened.length > 0 ? 'REFERRED' : followUp === null ? 'CLASS' : 'NEXT_APPT',
      followUp,
      ...rest,
      referrals: opened,
    };
    byDay.set(day, [...(byDay.get(day) ?? []), draft]);
  }

  return { plan, history, byDay, ago, before, agoWithPair, referral, visit };
}

const TUESDAY = 2;
const MEETINGS = 6;

/** The last Tuesdays on which a group of this year met, the first one first. */
export function groupMeetings(plan: DistrictPlan, history: readonly DayNumber[]): DayNumber[] {
  return history.filter((day) => weekday(day) === TUESDAY && day < plan.today).slice(-MEETINGS);
}
