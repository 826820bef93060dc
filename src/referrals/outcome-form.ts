import type { Context } from '../server/context.ts';
import {
  type ChoiceField,
  choiceFieldOf,
  type Fault,
  faultText,
  type TextField,
  textFieldOf,
} from '../server/form-fields.ts';
import * as say from '../words/index.ts';
import type { OutcomeInput } from './outcome.ts';
import type { CardTarget, Milestone } from './rows.ts';
import { isWhole } from './sent-before.ts';
import { barrierTicks, beganLimits, FITS_QUESTIONS, OUTCOME_GROUPS, type StepForm, UNTRIED } from './step-form.ts';
import { LATE_DAYS } from './step-input.ts';
import { mayVoid } from './void.ts';

// The small form of a card that says what came of a referral, or corrects it.

const WORDS = say.referrals.card;

export interface OutcomeForm {
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
}

/** An outcome form that was sent and came back. */
export interface SentOutcome {
  target: number;
  input: OutcomeInput;
  faults: Fault[];
  /** Its key may have been used: it comes back with another one. */
  isConflict: boolean;
}

/** An outcome that somebody of the school set is not for whoever is there for an hour. */
export function maySetOutcome(context: Context, { outcome }: CardTarget, milestones: readonly Milestone[]): boolean {
  const closing = closingOf(outcome, milestones);
  return closing === undefined || mayVoid(context, closing.author);
}

function closingOf(outcome: string | null, milestones: readonly Milestone[]): Milestone | undefined {
  return outcome === null ? undefined : milestones.findLast(({ kind }) => kind === 'M_CLOSE');
}

/** The form of one target: fresh, with what was said before, or exactly as it was sent. */
export function outcomeForm(
  target: CardTarget,
  milestones: Milestone[],
  day: string,
  sent: SentOutcome | undefined,
): OutcomeForm {
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
    reason: closing ? text('reason', WORDS.whyChanged, { required: true }) : null,
    why: text('why', say.referrals.asked.whyLate(LATE_DAYS)),
    untried: isUntried ? text('untried_why', UNTRIED) : null,
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
