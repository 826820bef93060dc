import { label } from '../codes/service.ts';
import { type Context, readerOf } from '../server/context.ts';
import { shortDay } from '../server/words.ts';
import { shortName } from '../visits/names.ts';
import * as say from '../words/index.ts';
import { SERVED_OUTCOMES, STATUS_WORDS } from './actions.ts';
import { type Fact, type FactKind, lastOf, type Status } from './pathway.ts';
import type { FactRow } from './rows.ts';
import { FITS, NO_INTERIM, PROGRESS, TOLD_BY, WAYS } from './step-input.ts';

// A referral in words: how far it got, whether help arrived, and what happened.

/** Status of a referral to one provider; a closed one says how it ended. */
export function statusWords(status: Status, outcome: string | null): string {
  return status === 'CLOSED' && outcome
    ? say.referrals.closedAs(label('REF_OUTCOME', outcome).toLowerCase())
    : STATUS_WORDS[status];
}

/** It says that a service began, and nobody knows the day. */
export function isServedSomeDay(outcome: string | null, daysToService: number | null): boolean {
  return daysToService === null && SERVED_OUTCOMES.includes(outcome ?? '');
}

/** Whether help arrived, said plainly. */
export function accessWords({
  access,
  daysToService,
  outcome,
}: {
  access: string | null;
  daysToService: number | null;
  outcome: string | null;
}): string {
  if (access === 'YES' && daysToService !== null) return say.referrals.access.reachedAfter(daysToService);
  if (isServedSomeDay(outcome, daysToService)) return say.referrals.access.reachedSomeDay;
  if (access === 'YES') return say.referrals.access.reached;
  if (access === 'NO') return say.referrals.access.notReached;
  if (access === 'EXCLUDED') return say.referrals.access.excluded;
  return outcome === null ? say.referrals.access.notYet : say.referrals.access.notKnown;
}

const TRACK = say.referrals.track;
const TRACK_KINDS = Object.keys(TRACK) as (keyof typeof TRACK)[];

/** Each milestone with its day, or that it is not there; they do not depend on each other. */
export function trackOf(facts: readonly Fact[], day: string): { words: string; when: string; done: boolean }[] {
  return TRACK_KINDS.map((kind) => {
    const last = facts
      .filter((fact) => fact.kind === kind)
      .toSorted((a, b) => (a.on < b.on ? -1 : 1))
      .at(-1);
    const isServed = kind === 'M_INIT' && isServedSomeDay(lastOf(facts, 'M_CLOSE')?.outcome ?? null, null);
    const missing = isServed ? say.referrals.dayNotKnown : say.referrals.notYet;
    return { words: TRACK[kind], when: last ? shortDay(last.on, day) : missing, done: last !== undefined || isServed };
  });
}

/** What is done between the milestones. */
export const FACT_WORDS: Partial<Record<FactKind, string>> = say.referrals.facts;

/** What a fact says beside its kind. */
export function detailsOf(context: Context, fact: FactRow, day: string): string[] {
  const words: string[] = [];
  const WORDS = say.referrals.details;
  const said = <T extends Record<string, string>>(set: T, value: string | null) =>
    value ? (set[value] ?? value).toLowerCase() : '';
  if (fact.outcome) words.push(label('REF_OUTCOME', fact.outcome));
  if (fact.kind === 'M_APPT' && fact.due_on) words.push(WORDS.appointment(shortDay(fact.due_on, day)));
  if (fact.kind === 'R_LATER' && fact.due_on) words.push(WORDS.until(shortDay(fact.due_on, day)));
  if (fact.person !== null) words.push(WORDS.to(who(context, fact.person, fact.person_name)));
  if (fact.kind === 'M_1MO') words.push(fact.is_active ? WORDS.goesOn : WORDS.hasEnded);
  if (fact.detail && (fact.kind === 'M_WAIT' || fact.kind === 'R_WAITED'))
    words.push(
      fact.detail === NO_INTERIM
        ? WORDS.nothingMeanwhile
        : WORDS.meanwhile(label('SERVICE', fact.detail).toLowerCase()),
    );
  if (fact.kind === 'R_NOTICE') words.push(said(WAYS, fact.detail));
  if (fact.fits && fact.fits !== 'UNKNOWN') words.push(WORDS.fits(said(FITS, fact.fits)));
  if (fact.progress && fact.progress !== 'UNKNOWN') words.push(WORDS.doing(said(PROGRESS, fact.progress)));
  if (fact.told_by) words.push(WORDS.says(said(TOLD_BY, fact.told_by)));
  return words;
}

/** `you`, `M. Chen` */
export function who(context: Context, person: number, name: string | null): string {
  return person === readerOf(context) ? say.visits.you : shortName(name);
}

/** When the next step is due: `today`, `was due Nov 3`, `by Nov 30` */
export function dueWhen(due: string, day: string): string {
  const words = say.referrals.due;
  if (due === day) return words.today;
  return due < day ? words.was(shortDay(due, day)) : words.by(shortDay(due, day));
}
