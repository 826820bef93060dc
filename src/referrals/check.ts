import { codeSet, isSelectable, label } from '../codes/service.ts';
import type { Fault } from '../server/form-fields.ts';
import { isRealDate, plusDays, shortDay } from '../server/words.ts';
import { type ActionName, AGENCY_OUTCOMES, actionOf, may, REFUSALS, type Side, STATUS_WORDS } from './actions.ts';
import { type Fact, type FactKind, GRACE_DAYS, lastOf, MONTH_DAYS, type Pathway, present } from './pathway.ts';

// Is what somebody wants to write down about a referral possible, and in words that help? It changes nothing.

/** A form as it came; all texts. */
export interface StepInput {
  step?: string;
  on?: string;
  why?: string;
  confirm_order?: string;
  outcome?: string;
  due?: string;
  interim?: string;
  active?: string;
  fits?: string;
  progress?: string;
  told_by?: string;
  way?: string;
  person?: string;
  note?: string;
  [barrier: `barrier_${string}`]: string | undefined;
}

/** What is written into the milestone, beside who and when. */
export interface NewFact {
  kind: FactKind;
  on: string;
  round: number;
  outcome: string | null;
  due: string | null;
  isActive: boolean | null;
  fits: string | null;
  progress: string | null;
  toldBy: string | null;
  detail: string | null;
  person: number | null;
  why: string | null;
}

export interface Around {
  kind: string;
  facts: readonly Fact[];
  path: Pathway;
  /** Which step is due now, for putting it off. */
  nextStep: string | null;
  day: string;
  side: Side;
  /** Whoever writes; an agency is nobody in the SIS. */
  person: number | null;
  /** Users.DCID of whom it can be given to. */
  people: readonly number[];
}

export type Checked = { fact: NewFact; barriers: string[] } | { faults: Fault[] } | { conflict: string };

/** From this long ago on, whoever writes says why so late. */
export const LATE_DAYS = 14;
export const LONGEST_WHY = 200;
export const FITS = { YES: 'Yes', NO: 'No', UNKNOWN: 'Not known' } as const;
export const PROGRESS = { BETTER: 'Better', SAME: 'The same', WORSE: 'Worse', UNKNOWN: 'Not known' } as const;
export const TOLD_BY = {
  STUDENT: 'The student',
  FAMILY: 'The family',
  TEACHER: 'A teacher',
  PROVIDER: 'The provider',
  STAFF: 'Support staff',
} as const;
export const WAYS = { PHONE: 'Phone', MESSAGE: 'Message', LETTER: 'Letter', IN_PERSON: 'In person' } as const;
/** While a student waits; `NONE` is said aloud, and shown. */
export const NO_INTERIM = 'NONE';

/** Checks one action. `conflict`: it is not possible any more, and the words say what stands now. */
export function checkStep(name: ActionName, input: StepInput, around: Around): Checked {
  const { path, facts, day, side, kind } = around;
  const action = actionOf(name);
  const now = present(facts);
  const before = action.once ? lastOf(now, action.fact) : undefined;
  if (before)
    return {
      conflict: `It was written down already: ${action.done} ${shortDay(before.on, day)}. If that is wrong, take it back with a reason and write it anew.`,
    };
  if (!may(name, side, path.status, kind)) return { conflict: notNow(name, path, day) };
  const faults: Fault[] = [];
  const say = (fieldId: string, text: string) => void faults.push({ fieldId, text });
  const on = (input.on ?? '').trim() || day;
  const why = clean(input.why);
  const wrong = dayFault(name, on, around);
  if (wrong) say('on', wrong);
  else {
    const odd = outOfOrder(name, on, now, day);
    if (odd && input.confirm_order !== '1') say('confirm_order', odd);
    if (on < plusDays(day, -LATE_DAYS) && why === '' && clean(input.note) === '')
      say('why', `That was more than ${LATE_DAYS} days ago. Say why it is written down only now.`);
  }
  const asked = checkAsked(name, input, around, say);
  const barriers = codeSet('BARRIER')
    .map(({ code }) => code)
    .filter((code) => input[`barrier_${code}`] === '1');
  const note = clean(input.note);
  if ([why, note].some((text) => text.length > LONGEST_WHY))
    say(note.length > LONGEST_WHY ? 'note' : 'why', `Shorten it to ${LONGEST_WHY} characters.`);
  if (faults.length > 0) return { faults };
  const round = name === 'reopen' ? path.round + 1 : path.round;
  return { fact: { ...asked, kind: action.fact, on, round, why: note || why || null }, barriers };
}

function notNow(name: ActionName, path: Pathway, day: string): string {
  const { label: wish } = actionOf(name);
  if (path.status === 'CLOSED')
    return `This referral was closed ${shortDay(path.closedOn ?? day, day)}: ${label('REF_OUTCOME', path.outcome ?? '')}. Reopen it first, with a note; then write down what happened.`;
  if (name === 'reopen') return 'This referral is open. There is nothing to reopen.';
  if (name === 'check' || name === 'review' || name === 'paperwork')
    return 'No first service was written down yet. Write down when it started; then the check can follow.';
  return `“${wish}” does not fit as it stands now: ${STATUS_WORDS[path.status].toLowerCase()}.`;
}

type Say = (fieldId: string, text: string) => void;

// What cannot be before what; only what is impossible is refused, the rest is asked about.
function dayFault(name: ActionName, on: string, { path, facts, day }: Around): string | undefined {
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

function outOfOrder(name: ActionName, on: string, now: readonly Fact[], day: string): string | undefined {
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

const among = <T extends string>(words: Record<T, string>, value: string): value is T => Object.hasOwn(words, value);

function checkAsked(
  name: ActionName,
  input: StepInput,
  around: Around,
  say: Say,
): Omit<NewFact, 'kind' | 'on' | 'round' | 'why'> {
  const { day, side, people } = around;
  const asks = actionOf(name).asks as readonly string[];
  const has = (one: string) => asks.includes(one);
  const text = (key: keyof StepInput) => (input[key] ?? '').trim();
  const fact: Omit<NewFact, 'kind' | 'on' | 'round' | 'why'> = {
    ...{ outcome: null, due: null, isActive: null, fits: null, progress: null, toldBy: null, detail: null },
    person: name === 'accept' ? around.person : null,
  };
  if (has('outcome') || has('refusal')) {
    const outcome = text('outcome');
    const allowed: readonly string[] | undefined = has('refusal')
      ? REFUSALS
      : side === 'agency'
        ? AGENCY_OUTCOMES
        : undefined;
    if (!isSelectable('REF_OUTCOME', outcome, day) || (allowed && !allowed.includes(outcome)))
      say('outcome', has('refusal') ? 'Choose why it is declined.' : 'Choose what came of it.');
    fact.outcome = outcome;
    if (outcome === 'NO_SHOW' && lastOf(present(around.facts), 'M_INIT'))
      say('outcome', 'Service started, so the student did attend. Choose how it ended.');
  }
  if (has('appointment') || has('later')) {
    const due = text('due');
    if (!isRealDate(due)) say('due', has('later') ? 'Choose until when.' : 'Choose the day of the first session.');
    else if (has('later') && due <= day) say('due', 'Choose a day that is still to come.');
    else if (due < around.path.openedOn) say('due', 'That is before the referral was opened.');
    else if (due > plusDays(day, 400)) say('due', 'That is more than a year away.');
    fact.due = due;
    if (has('later')) fact.detail = around.nextStep;
  }
  if (has('interim')) {
    const interim = text('interim');
    if (side === 'staff' && interim !== NO_INTERIM && !isSelectable('SERVICE', interim, day))
      say('interim', 'Choose what the student gets while waiting, or that there is nothing.');
    fact.detail = interim || null;
  }
  if (has('active')) {
    if (text('active') !== 'yes' && text('active') !== 'no') say('active', 'Say whether it still goes on.');
    fact.isActive = text('active') === 'yes';
  }
  if (has('fits')) {
    const [fits, progress, told] = [text('fits') || 'UNKNOWN', text('progress') || 'UNKNOWN', text('told_by')];
    if (!among(FITS, fits)) say('fits', 'Choose whether it fits.');
    if (!among(PROGRESS, progress)) say('progress', 'Choose how the student is doing.');
    if (told !== '' && !among(TOLD_BY, told)) say('told_by', 'Choose who says so.');
    if (told === '' && (fits !== 'UNKNOWN' || progress !== 'UNKNOWN')) say('told_by', 'Say who says so.');
    Object.assign(fact, { fits, progress, toldBy: told || null });
  }
  if (has('way')) {
    if (!among(WAYS, text('way'))) say('way', 'Choose how the parents were told.');
    fact.detail = text('way');
  }
  if (has('person') || has('owner')) {
    const person = Number(text('person'));
    if (!people.includes(person))
      say(
        'person',
        'This person does not work at the student’s school as support staff any more. Choose somebody else.',
      );
    fact.person = person;
  }
  if (has('note') && name !== 'decline' && clean(input.note) === '')
    say('note', name === 'reopen' ? 'Say why it is reopened.' : 'Say why it has to wait.');
  return fact;
}

/** Without what databases and pages cannot hold, and without the space around it. */
export function clean(text: string | undefined): string {
  return (text ?? '').toWellFormed().replaceAll('\u0000', '').trim();
}
