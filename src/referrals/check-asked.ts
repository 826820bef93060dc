import { isSelectable } from '../codes/service.ts';
import { isRealDate, plusDays } from '../server/words.ts';
import { type ActionName, AGENCY_OUTCOMES, actionOf, REFUSALS } from './actions.ts';
import { lastOf, present } from './pathway.ts';
import {
  type Around,
  clean,
  FITS,
  type NewFact,
  NO_INTERIM,
  PROGRESS,
  type Say,
  type StepInput,
  TOLD_BY,
  WAYS,
} from './step-input.ts';

const among = <T extends string>(words: Record<T, string>, value: string): value is T => Object.hasOwn(words, value);

/** What the form of an action asks for beside the day, as it will be written down; what is wrong with it is said. */
export function checkAsked(
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
    // Whoever writes down that an agency accepted is not the one who serves.
    person: name === 'accept' && around.kind === 'SCHOOL' ? around.person : null,
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
