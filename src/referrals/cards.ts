import { label } from '../codes/service.ts';
import { today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import {
  type ChoiceField,
  choiceFieldOf,
  type Fault,
  faultText,
  type TextField,
  textFieldOf,
} from '../server/form-fields.ts';
import { plusDays, shortDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import type { LocalCodes } from '../visits/local-codes.ts';
import { shortName } from '../visits/names.ts';
import * as say from '../words/index.ts';
import { STATUS_WORDS } from './actions.ts';
import { NEXT_STEPS, type NextName } from './next.ts';
import { mayVoid } from './open.ts';
import type { OutcomeInput } from './outcome.ts';
import { type FactKind, lastOf, present, type Status } from './pathway.ts';
import { isWhole } from './sent-before.ts';
import { barrierTicks, beganLimits, FITS_QUESTIONS, OUTCOME_GROUPS, type StepForm, UNTRIED } from './step-form.ts';
import { LATE_DAYS, LONGEST_WHY } from './step-input.ts';
import { dueWhen, isServedSomeDay } from './words.ts';

export interface Card {
  targetId: number;
  provider: string;
  line: string;
  tone: 'waits' | 'going' | 'reached' | 'late' | 'ended';
  track: { segments: { x: number; width: number; done: boolean }[]; words: string };
  dates: string;
  next: { strong: string; text: string };
  outcome: {
    summary: string;
    action: string;
    formKey: string;
    revision: number;
    open: boolean;
    faults: Fault[];
    choice: ChoiceField;
    on: TextField;
    /** Nobody has written down a first service. */
    began: TextField | null;
    why: TextField;
    untried: TextField | null;
    /** Asked of a service that began. */
    fits: ChoiceField[];
    barriers: NonNullable<StepForm['barriers']>;
    /** Why the outcome that stands is replaced. */
    reason: TextField | null;
  } | null;
  /** What stands in the way of one that did not lead to service yet. */
  inTheWay: string;
  /** The referral's own page, for whoever may write in it. */
  url: string | null;
}

export interface Target {
  target_id: number;
  referral_id: number;
  visit_id: number | null;
  kind: string;
  provider: string;
  need: string;
  opened_on: string;
  outcome: string | null;
  access: string | null;
  first_service_on: string | null;
  days_to_service: number | null;
  closed_on: string | null;
  revision: number;
  status: Status;
  next_step: NextName | null;
  next_due: string | null;
  next_owner: number | null;
  next_owner_name: string | null;
}

/** An outcome form that was sent and came back. */
export interface SentOutcome {
  target: number;
  input: OutcomeInput;
  faults: Fault[];
  /** Its key may have been used: it comes back with another one. */
  isConflict: boolean;
}

// The way from need to service, in the order of the track on the card.
const STEPS: readonly FactKind[] = ['M_IDENT', 'M_OFFER', 'M_CONSENT', 'M_SENT', 'M_ACCEPT', 'M_INIT', 'M_1MO'];
const WORDS = say.referrals.card;
const STEP_WORDS: Record<string, string> = WORDS.steps;
const SUGGEST_DAYS = 365;

/** Everything about one student's referrals: the targets as they are, and as cards. */
export async function readReferrals(
  context: Context,
  student: number,
  locals: LocalCodes,
  sent?: SentOutcome,
): Promise<{ targets: Target[]; cards: Card[]; milestones: Milestone[] }> {
  const who = { ...asking(readerOf(context), context.clock), student };
  const targets = await context.database.run<Target>('referrals/for-student', who);
  if (targets.length === 0) return { targets, cards: [], milestones: [] };
  const milestones = await context.database.run<Milestone>('referrals/milestones', who);
  const barriers = await context.database.run<{ target_id: number; barrier: string }>('referrals/in-the-way', who);
  const day = today(context.clock);
  const mayChange = context.roles.includes('support_staff');
  const reader = readerOf(context);
  const whoHasIt = ({ next_owner, next_owner_name }: Target) =>
    next_owner === null ? '' : ` · ${next_owner === reader ? say.visits.you : shortName(next_owner_name)}`;
  const cards = targets.map((target) => {
    const own = milestones.filter((m) => m.target_id === target.target_id);
    const card = cardOf(target, own, day, mayChange, whoHasIt, locals);
    const form = sent?.target === target.target_id ? sent : undefined;
    // What was typed stays, even where it cannot be saved.
    const hasForm = form !== undefined || (mayChange && maySet(context, target, own));
    const inTheWay = barriers
      .filter(({ target_id }) => target_id === target.target_id)
      .map(({ barrier }) => label('BARRIER', barrier));
    const isInTheWay = mayChange && (target.outcome === null || target.access !== 'YES');
    return {
      ...card,
      inTheWay: isInTheWay ? inTheWay.join(', ') : '',
      outcome: hasForm ? outcomeForm(target, own, day, form) : null,
    };
  });
  return { targets, cards, milestones };
}

/** Whom these schools referred to in the last year, for the form's suggestions. */
export async function suggestedProviders(context: Context): Promise<Suggested[]> {
  const since = plusDays(today(context.clock), -SUGGEST_DAYS);
  const who = asking(readerOf(context), context.clock);
  const found = await context.database.run<Suggested>('referrals/providers', { ...who, since });
  // Some databases count “clifford beers” with “Clifford Beers”, some do not: here they are one, as written most often.
  const known = new Map<string, Suggested>();
  for (const one of found) {
    const key = `${one.kind} ${one.provider.trim().toLowerCase()}`;
    if (!known.has(key)) known.set(key, one);
  }
  return [...known.values()];
}

export interface Suggested {
  kind: string;
  provider: string;
}

export interface Milestone {
  target_id: number;
  id: number;
  kind: FactKind;
  happened_on: string;
  fits: string | null;
  progress: string | null;
  told_by: string | null;
  round_no: number;
  author: number;
  outcome: string | null;
}

function cardOf(
  target: Target,
  milestones: Milestone[],
  day: string,
  mayChange: boolean,
  whoHasIt: (target: Target) => string,
  locals: LocalCodes,
): Omit<Card, 'outcome' | 'inTheWay'> {
  // Of a referral that was opened again, what holds now. Each step for itself: offered is not consented, and some start before
  // the letter was sent.
  const now = present(
    milestones.map(({ round_no, happened_on, ...one }) => ({ ...one, on: happened_on, round: round_no })),
  );
  const done = STEPS.map((kind) => now.some((one) => one.kind === kind));
  return {
    targetId: target.target_id,
    // Need and provider tell what a visit was about: without the right to know that, there is the kind and the status.
    provider: mayChange ? target.provider : label('REF_TYPE', target.kind),
    line: [
      ...(mayChange
        ? [
            locals.words('REF_NEED', target.visit_id, 0, target.need, mayChange),
            label('REF_TYPE', target.kind).toLowerCase(),
          ]
        : []),
      WORDS.opened(shortDay(target.opened_on, day)),
    ].join(' · '),
    tone: toneOf(target, day),
    track: {
      segments: done.map((isDone, at) => segment(at, isDone)),
      words: WORDS.howFar(done.filter(Boolean).length, STEPS.length),
    },
    dates: datesOf(milestones, day),
    next: nextWords(target, lastOf(now, 'M_INIT')?.on ?? null, day, whoHasIt),
    url: mayChange ? `/referrals/${target.referral_id}#target-${target.target_id}` : null,
  };
}

// An outcome that somebody of the school set is not for whoever is there for an hour.
function maySet(context: Context, { outcome }: Target, milestones: readonly Milestone[]): boolean {
  const closing = closingOf(outcome, milestones);
  return closing === undefined || mayVoid(context, closing.author);
}

function closingOf(outcome: string | null, milestones: readonly Milestone[]): Milestone | undefined {
  return outcome === null ? undefined : milestones.findLast(({ kind }) => kind === 'M_CLOSE');
}

// Drawn on a line of 100 units, with a gap between the steps.
function segment(at: number, done: boolean): { x: number; width: number; done: boolean } {
  const step = 100 / STEPS.length;
  return { x: Number((at * step).toFixed(2)), width: Number((step - 0.6).toFixed(2)), done };
}

function toneOf(target: Target, day: string): Card['tone'] {
  if (target.outcome === null && target.next_due !== null && target.next_due < day) return 'late';
  if (target.outcome === null && target.first_service_on !== null) return 'going';
  if (target.access === 'YES') return 'reached';
  if (target.outcome !== null) return target.access === 'UNKNOWN' ? 'waits' : 'ended';
  return 'waits';
}

function datesOf(milestones: Milestone[], day: string): string {
  const words = milestones
    .filter((m) => m.kind in STEP_WORDS)
    .map((m) => `${STEP_WORDS[m.kind]} ${shortDay(m.happened_on, day)}`);
  const text = words.join(' · ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function nextWords(
  target: Target,
  servedSince: string | null,
  day: string,
  whoHasIt: (target: Target) => string,
): Card['next'] {
  if (target.outcome === null) {
    const isServed = target.status === 'INITIATED' || target.status === 'ACTIVE_1M';
    const since = isServed && servedSince ? WORDS.since(shortDay(servedSince, day)) : '';
    const strong = isServed ? say.referrals.states.INITIATED : STATUS_WORDS[target.status];
    return { strong, text: `${since}${dueWords(target, day)}${whoHasIt(target)}` };
  }
  const outcome = label('REF_OUTCOME', target.outcome);
  if (target.access === 'YES') {
    const some = isServedSomeDay(target.outcome, target.days_to_service) ? WORDS.dayNotKnown : '';
    const after = target.days_to_service === null ? some : WORDS.after(target.days_to_service);
    return { strong: WORDS.access.YES, text: `${after} · ${outcome}` };
  }
  if (target.access === 'NO') return { strong: WORDS.access.NO, text: ` · ${outcome}` };
  if (target.access === 'EXCLUDED') return { strong: WORDS.access.EXCLUDED, text: ` · ${outcome}` };
  return { strong: WORDS.access.UNKNOWN, text: ` · ${outcome}` };
}

function dueWords({ next_step, next_due }: Target, day: string): string {
  if (next_step === null || next_due === null) return '';
  const what = NEXT_STEPS[next_step];
  return WORDS.next(what.charAt(0).toLowerCase() + what.slice(1), dueWhen(next_due, day));
}

function outcomeForm(
  target: Target,
  milestones: Milestone[],
  day: string,
  sent: SentOutcome | undefined,
): Card['outcome'] {
  const id = target.target_id;
  // Whoever corrects an outcome changes what was wrong with it, and nothing else.
  const closing = closingOf(target.outcome, milestones);
  const { faults = [] } = sent ?? {};
  const input: OutcomeInput = sent?.input ?? saidBefore(closing);
  const idOf = (name: string) => (name === 'outcome' ? `outcome_${id}` : `outcome_${name}_${id}`);
  const text = (name: keyof OutcomeInput, label: string, more: Partial<TextField> = {}): TextField => ({
    ...textFieldOf(idOf(name), label, input[name] ?? '', [], { ...more, error: faultText(faults, idOf(name)) }),
    name,
  });
  const words = { maxlength: LONGEST_WHY };
  const choice = choiceFieldOf(
    idOf('outcome'),
    say.forms.outcome,
    input.outcome ?? target.outcome ?? '',
    OUTCOME_GROUPS,
    faults,
    { required: true, combo: false },
  );
  const on = textFieldOf(`outcome_date_${id}`, WORDS.outcomeDate, input.outcome_date ?? target.closed_on ?? day, [], {
    type: 'date',
    min: target.opened_on,
    max: day,
    required: true,
    error: faultText(faults, `outcome_date_${id}`),
  });
  const isUntried = Boolean(input.untried_why) || faultText(faults, idOf('untried_why')) !== null;
  const asked = target.first_service_on === null ? [] : FITS_QUESTIONS;
  return {
    summary: target.outcome === null ? WORDS.setOutcome : WORDS.changeOutcome,
    action: `/referrals/targets/${id}/outcome`,
    formKey: faults.length > 0 && !sent?.isConflict && isWhole(input.form_key) ? input.form_key : crypto.randomUUID(),
    revision: target.revision,
    open: sent !== undefined,
    faults,
    choice: { ...choice, name: 'outcome' },
    on: { ...on, name: 'outcome_date' },
    fits: asked.map(({ name, label, words, empty }) => ({
      ...choiceFieldOf(idOf(name), label, input[name] ?? '', optionsOf(words, empty), faults, { combo: false }),
      name,
    })),
    began:
      target.first_service_on === null
        ? text('first_service', say.referrals.asked.began, beganLimits(target.opened_on, day))
        : null,
    barriers: barrierTicks(idOf, input),
    reason: closing ? text('reason', WORDS.whyChanged, { ...words, required: true }) : null,
    why: text('why', say.referrals.asked.whyLate(LATE_DAYS), words),
    untried: isUntried ? text('untried_why', UNTRIED, words) : null,
  };
}

function saidBefore(closing: Milestone | undefined): OutcomeInput {
  if (!closing) return {};
  const said = { fits: closing.fits, progress: closing.progress, told_by: closing.told_by };
  return Object.fromEntries(Object.entries(said).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

function optionsOf(words: Record<string, string>, empty: string) {
  const options = Object.entries(words).map(([value, label]) => ({ value, label }));
  return [{ label: null, options: [{ value: '', label: empty }, ...options] }];
}
