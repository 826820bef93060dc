import { label } from '../codes/service.ts';
import { type Context, readerOf } from '../server/context.ts';
import { shortDay } from '../server/words.ts';
import { shortName } from '../visits/names.ts';
import { STATUS_WORDS } from './actions.ts';
import type { Fact, FactKind, Status } from './pathway.ts';
import type { FactRow } from './rows.ts';
import { FITS, NO_INTERIM, PROGRESS, TOLD_BY, WAYS } from './step-input.ts';

// A referral in words: how far it got, whether help arrived, and what happened.

/** Status of a referral to one provider; a closed one says how it ended. */
export function statusWords(status: Status, outcome: string | null): string {
  return status === 'CLOSED' && outcome
    ? `Closed: ${label('REF_OUTCOME', outcome).toLowerCase()}`
    : STATUS_WORDS[status];
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
  if (access === 'YES' && daysToService !== null)
    return `Reached the service after ${daysToService} ${daysToService === 1 ? 'day' : 'days'}`;
  if (access === 'YES') return 'Reached a service';
  if (access === 'NO') return 'Did not reach the service';
  if (access === 'EXCLUDED') return 'Does not count';
  return outcome === null ? 'Has not reached the service yet' : 'Not known whether the service was reached';
}

const TRACK: { kind: FactKind; words: string }[] = [
  { kind: 'M_IDENT', words: 'Opened' },
  { kind: 'M_OFFER', words: 'Offered' },
  { kind: 'M_CONSENT', words: 'Consent' },
  { kind: 'M_SENT', words: 'Sent' },
  { kind: 'M_ACCEPT', words: 'Accepted' },
  { kind: 'M_INIT', words: 'Started' },
  { kind: 'M_1MO', words: 'After a month' },
];

/** Each milestone with its day, or that it is not there; they do not depend on each other. */
export function trackOf(facts: readonly Fact[], day: string): { words: string; when: string; done: boolean }[] {
  return TRACK.map(({ kind, words }) => {
    const last = facts
      .filter((fact) => fact.kind === kind)
      .toSorted((a, b) => (a.on < b.on ? -1 : 1))
      .at(-1);
    return { words, when: last ? shortDay(last.on, day) : 'not yet', done: last !== undefined };
  });
}

/** What is done between the milestones. */
export const FACT_WORDS: Partial<Record<FactKind, string>> = {
  R_REOPEN: 'Reopened',
  R_ASKED: 'Provider asked again',
  R_WAITED: 'Waitlist reviewed',
  R_PAPER: 'Paperwork of the school year renewed',
  R_FITS: 'Re-evaluated',
  R_NOTICE: 'Parents told',
  R_PERSON: 'Given',
  R_OWNER: 'Handed over',
  R_LATER: 'Next step put off',
};

/** What a fact says beside its kind. */
export function detailsOf(context: Context, fact: FactRow, day: string): string[] {
  const words: string[] = [];
  const said = <T extends Record<string, string>>(set: T, value: string | null) =>
    value ? (set[value] ?? value).toLowerCase() : '';
  if (fact.outcome) words.push(label('REF_OUTCOME', fact.outcome));
  if (fact.kind === 'M_APPT' && fact.due_on) words.push(`for ${shortDay(fact.due_on, day)}`);
  if (fact.kind === 'R_LATER' && fact.due_on) words.push(`until ${shortDay(fact.due_on, day)}`);
  if (fact.person !== null) words.push(`to ${who(context, fact.person, fact.person_name)}`);
  if (fact.kind === 'M_1MO') words.push(fact.is_active ? 'it goes on' : 'it has ended');
  if (fact.detail && (fact.kind === 'M_WAIT' || fact.kind === 'R_WAITED'))
    words.push(
      fact.detail === NO_INTERIM ? 'nothing meanwhile' : `meanwhile: ${label('SERVICE', fact.detail).toLowerCase()}`,
    );
  if (fact.kind === 'R_NOTICE') words.push(said(WAYS, fact.detail));
  if (fact.fits && fact.fits !== 'UNKNOWN') words.push(`fits: ${said(FITS, fact.fits)}`);
  if (fact.progress && fact.progress !== 'UNKNOWN') words.push(`doing: ${said(PROGRESS, fact.progress)}`);
  if (fact.told_by) words.push(`says ${said(TOLD_BY, fact.told_by)}`);
  return words;
}

/** `you`, `M. Chen` */
export function who(context: Context, person: number, name: string | null): string {
  return person === readerOf(context) ? 'you' : shortName(name);
}
