import { label } from '../codes/service.ts';
import { today } from '../server/clock.ts';
import type { Context } from '../server/context.ts';
import { weekdayAndDay } from '../server/words.ts';
import * as say from '../words/index.ts';
import type { CardTarget, Milestone } from './rows.ts';

const WORDS = say.referrals.inHistory;

// What became of referrals, beside the visits, day by day: one history of a student.

export interface ReferralDay {
  isoDate: string;
  day: string;
  provider: string;
  words: string;
  url: string | null;
}

/** A line of the history: a visit, or what happened to a referral on a day. */
export interface HistoryLine<V> {
  visit: V | null;
  referral: ReferralDay | null;
}

/** The part of the history that is shown: after `from` (nothing: from the beginning), up to `to`. */
export interface Span {
  from: string | undefined;
  to: string | undefined;
}

/** The visits with what happened to referrals between them, newest first; on one day the visits first. */
export function withReferrals<V extends { isoDate: string }>(
  context: Context,
  visits: readonly V[],
  { targets, milestones }: { targets: readonly CardTarget[]; milestones: readonly Milestone[] },
  span: Span,
): HistoryLine<V>[] {
  const own = visits.map((visit): HistoryLine<V> => ({ visit, referral: null }));
  const shown = milestones.filter(
    ({ kind, happened_on }) =>
      (kind.startsWith('M_') || kind === 'R_REOPEN') &&
      (span.from === undefined || happened_on > span.from) &&
      (span.to === undefined || happened_on <= span.to),
  );
  const days = new Map<string, Milestone[]>();
  for (const one of shown) {
    const key = `${one.happened_on} ${one.target_id}`;
    days.set(key, [...(days.get(key) ?? []), one]);
  }
  const lines = [...days.values()].map((ofDay) => ({ visit: null, referral: lineOf(context, ofDay, targets) }));
  const dateOf = ({ visit, referral }: HistoryLine<V>) => (visit ?? referral)?.isoDate ?? '';
  return [...own, ...lines].toSorted((a, b) => (dateOf(a) < dateOf(b) ? 1 : dateOf(a) > dateOf(b) ? -1 : 0));
}

function lineOf(context: Context, ofDay: Milestone[], targets: readonly CardTarget[]): ReferralDay {
  const [first] = ofDay as [Milestone];
  const day = today(context.clock);
  const target = targets.find(({ target_id }) => target_id === first.target_id);
  const full = context.roles.includes('support_staff');
  const words = ofDay.map(({ kind }) => {
    if (kind === 'R_REOPEN') return WORDS.reopened;
    if (kind === 'M_CLOSE' && target?.closed_on === first.happened_on && target.outcome)
      return WORDS.closed(label('REF_OUTCOME', target.outcome).toLowerCase());
    return label('MILESTONE', kind).toLowerCase();
  });
  return {
    isoDate: first.happened_on,
    day: weekdayAndDay(first.happened_on, day),
    // To whom tells what it was about: without the right to know that, there is the kind.
    provider: full && target ? target.provider : label('REF_TYPE', target?.kind ?? 'SCHOOL'),
    words: words.join(', '),
    url: full && target ? `/referrals/${target.referral_id}#target-${target.target_id}` : null,
  };
}
