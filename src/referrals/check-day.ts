import { label } from '../codes/service.ts';
import { isRealDate, shortDay } from '../server/words.ts';
import * as say from '../words/index.ts';
import { type ActionName, actionOf } from './actions.ts';
import { USUAL_PACE } from './pace.ts';
import { type Fact, type FactKind, lastOf, present } from './pathway.ts';
import type { Around } from './step-input.ts';

const FAULTS = say.referrals.faults.day;

// What cannot be before what; only what is impossible is refused, the rest is asked about.
/** Why it cannot have happened on this day; undefined when it can. */
export function dayFault(
  name: ActionName,
  on: string,
  { path, facts, day, pace = USUAL_PACE }: Around,
): string | undefined {
  if (!isRealDate(on)) return FAULTS.noSuchDay;
  if (on > day) return FAULTS.notYet;
  if (on < path.openedOn) return FAULTS.beforeOpened(shortDay(path.openedOn, day));
  const now = present(facts);
  const asked = lastOf(now, 'M_IDENT')?.on;
  if (asked && on < asked) return FAULTS.beforeAsked(shortDay(asked, day));
  const reopened = lastOf(now, 'R_REOPEN')?.on;
  if (name === 'reopen') {
    const closed = lastOf(now, 'M_CLOSE')?.on ?? on;
    return on < closed ? FAULTS.beforeClosed(shortDay(closed, day)) : undefined;
  }
  if (reopened && on < reopened) return FAULTS.beforeReopened(shortDay(reopened, day));
  const started = lastOf(now, 'M_INIT')?.on;
  if (name === 'check' && started) {
    const { calendar, windows } = pace;
    const from = calendar.after(started, windows.month - windows.grace);
    if (on < from) return FAULTS.monthNotOver(shortDay(started, day), shortDay(from, day));
  }
  if (actionOf(name).fact === 'M_CLOSE') {
    const last = lastMilestone(now);
    if (last && on < last.on) return FAULTS.somethingLater(shortDay(last.on, day));
  }
  if ((name === 'review' || name === 'paperwork') && started && on < started)
    return FAULTS.beforeStarted(shortDay(started, day));
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
  return FAULTS.outOfOrder[late ? 'later' : 'earlier'](label('MILESTONE', other), when);
}

function lastMilestone(facts: readonly Fact[]): Fact | undefined {
  return facts
    .filter(({ kind }) => kind.startsWith('M_'))
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
    .at(-1);
}
