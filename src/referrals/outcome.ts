import type { Context } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import * as say from '../words/index.ts';
import { asWritten, checkStep } from './check.ts';
import { present } from './pathway.ts';
import { isWhole, writtenWith } from './sent-before.ts';
import {
  alsoStarted,
  aroundOf,
  heldToTries,
  inside,
  type Recorded,
  Stopped,
  sentAgain,
  writeChecked,
} from './service.ts';
import { clean, LONGEST_WHY, type NewFact, type StepInput } from './step-input.ts';
import { voidFacts } from './store.ts';
import { mayVoid } from './void.ts';

const FAULTS = say.referrals.faults;

// Whether a referral led to service, as it is set and changed on the student's page.

export interface OutcomeInput extends StepInput {
  outcome_date?: string;
  revision?: string;
  /** Why an outcome that stands already is replaced. */
  reason?: string;
}

/**
 * Sets whether the referral led to service, from the student's page: closes the target with an outcome; an earlier outcome
 * stays in the history, voided with the reason. A conflict when somebody else was faster: nothing was overwritten.
 */
export async function setOutcome(context: Context, target: number, input: OutcomeInput): Promise<Recorded> {
  const formKey = input.form_key;
  if (!isWhole(formKey)) return { faults: [{ fieldId: 'outcome', text: FAULTS.notWhole }] };
  return inside(context, target, async (tx, held, facts) => {
    const [outcome, on] = [(input.outcome ?? '').trim(), (input.outcome_date ?? '').trim()];
    const step = { ...input, outcome, on: on || '–' };
    const closing = present(facts).filter(({ kind }) => kind === 'M_CLOSE');
    const open = facts.filter((fact) => !closing.includes(fact));
    const around = aroundOf(context, held, open, []);
    const checked = checkStep('close', step, around);
    const before = await writtenWith(tx, context, formKey);
    if (before) {
      const fact = asAsked(asWritten('close', step, around), input);
      return sentAgain({ tx, context, target, input: step }, before, fact, checked);
    }
    const isCurrent = held.revision === Number(input.revision);
    const faults = [
      ...('faults' in checked ? checked.faults : []),
      // Somebody else's outcome, which the form did not know of, is told first.
      ...(closing.length > 0 && isCurrent ? reasonFaults(clean(input.reason)) : []),
    ];
    if (isCurrent && !closing.every(({ author }) => mayVoid(context, author)))
      throw new Stopped({ conflict: FAULTS.onlyStaffChange });
    if (faults.length > 0) throw new Stopped({ faults });
    if (!isCurrent) throw new Stopped({ conflict: FAULTS.otherOutcome });
    if (!('fact' in checked)) throw new Stopped(checked);
    await heldToTries(tx, context, held, checked, facts);
    const earlier = closing.map(({ id }) => id);
    await voidFacts(tx, context, earlier, clean(input.reason));
    await writeChecked(tx, context, held, { ...checked, fact: asAsked(checked.fact, input) }, formKey);
    await context.auditWithin(tx, `target:${target}`, undefined, alsoStarted(target, checked));
    return { saved: true, again: false };
  });
}

function reasonFaults(reason: string): Fault[] {
  if (reason === '') return [{ fieldId: 'reason', text: FAULTS.whyOtherOutcome }];
  return reason.length > LONGEST_WHY ? [{ fieldId: 'reason', text: FAULTS.tooLong(LONGEST_WHY) }] : [];
}

// Before a service began nobody is asked whether it fits.
function asAsked(fact: NewFact, { fits }: OutcomeInput): NewFact {
  return fits === undefined ? { ...fact, fits: null, progress: null } : fact;
}
