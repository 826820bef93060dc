import { label } from '../codes/service.ts';
import { isRealDate, plusDays, shortDay } from '../server/words.ts';
import { type ActionName, actionOf } from './actions.ts';
import { type Fact, type FactKind, GRACE_DAYS, lastOf, MONTH_DAYS, present } from './pathway.ts';
import type { Around } from './step-input.ts';

// What cannot be before what; only what is impossible is refused, the rest is asked about.
/** Why it cannot have happened on this day; undefined when it can. */
export function dayFault(name: ActionName, on: string, { path, facts, day }: Around): string | undefined {
  if (!isRealDate(on)) return 'There is no such day. Write it as month, day and year.';
  if (on > day) return 'This day has not come yet.';
  if (on < path.openedOn) return `That is before the referral was opened on ${shortDay(path.openedOn, day)}.`;
  const now = present(facts);
  const reopened = lastOf(now, 'R_REOPEN')?.on;
  if (name === 'reopen') {
    const closed = lastOf(now, 'M_CLOSE')?.on ?? on;
    return on < closed ? `That is before the referral was closed on ${shortDay(closed, day)}.` : undefined;
  }
  if (reopened && on < reopened) return `That is before the referral was reopened on ${shortDay(reopened, day)}.`;
  const started = lastOf(now, 'M_INIT')?.on;
  if (name === 'check' && started) {
    const from = plusDays(started, MONTH_DAYS - GRACE_DAYS);
    if (on < from)
      return `A month is not over: service started ${shortDay(started, day)}. Check from ${shortDay(from, day)} on.`;
  }
  if (actionOf(name).fact === 'M_CLOSE') {
    const last = lastMilestone(now);
    if (last && on < last.on)
      return `Something is written down for ${shortDay(last.on, day)}. It cannot be closed before that.`;
  }
  if ((name === 'review' || name === 'paperwork') && started && on < started)
    return `That is before service started on ${shortDay(started, day)}.`;
  return undefined;
}

// Possible, and mostly a slip: accepted before it was sent, started before it was accepted, and the other way round.
const ORDER: readonly FactKind[] = ['M_SENT', 'M_ACCEPT', 'M_INIT'];

/** What is odd about the order, as a question; undefined when nothing is. */
export function outOfOrder(name: ActionName, on: string, now: readonly Fact[], day: string): string | undefined {
  const { fact } = actionOf(name);
  const at = ORDER.indexOf(fact);
  if (at < 0) return undefined;
  const early = ORDER.slice(at + 1).find((kind) => now.some((one) => one.kind === kind && one.on < on));
  const late = ORDER.slice(0, at).find((kind) => now.some((one) => one.kind === kind && one.on > on));
  const other = late ?? early;
  if (!other) return undefined;
  const when = shortDay((now.find((one) => one.kind === other) as Fact).on, day);
  return `“${label('MILESTONE', other)}” is written down for ${when}, ${late ? 'later' : 'earlier'} than this. If that is right, tick this.`;
}

function lastMilestone(facts: readonly Fact[]): Fact | undefined {
  return facts
    .filter(({ kind }) => kind.startsWith('M_'))
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
    .at(-1);
}
