import { isSelectable } from '../codes/service.ts';
import { isRealDate, plusDays } from '../server/words.ts';
import * as say from '../words/index.ts';
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
  TAKING,
  TOLD_BY,
  WAYS,
} from './step-input.ts';

const FAULTS = say.referrals.faults.asked;

const among = <T extends string>(words: Record<T, string>, value: string): value is T => Object.hasOwn(words, value);

type Asked = Omit<NewFact, 'kind' | 'on' | 'round' | 'why'>;

/** A fact of which nothing is asked but the day. */
export const NOTHING: Asked = {
  ...{ outcome: null, due: null, isActive: null, fits: null, progress: null, toldBy: null, detail: null },
  person: null,
};

// A first date that is set, or a start, for what nobody has: whoever does it has it. Whoever writes down that an agency
// accepted is not the one who serves.
function takes(name: ActionName, { kind, path, isFree = path.assignee === null }: Around): boolean {
  return kind === 'SCHOOL' && (name === 'accept' || (isFree && TAKING.includes(name)));
}

/** What the form of an action asks for beside the day, as it will be written down; what is wrong with it is said. */
export function checkAsked(name: ActionName, input: StepInput, around: Around, say: Say): Asked {
  const { day, side, people } = around;
  const asks = actionOf(name).asks as readonly string[];
  const has = (one: string) => asks.includes(one);
  const text = (key: keyof StepInput) => (input[key] ?? '').trim();
  const fact: Asked = {
    ...NOTHING,
    person: takes(name, around) ? around.person : null,
  };
  if (has('outcome') || has('refusal')) {
    const outcome = text('outcome');
    const allowed: readonly string[] | undefined = has('refusal')
      ? REFUSALS
      : side === 'agency'
        ? AGENCY_OUTCOMES
        : undefined;
    if (!isSelectable('REF_OUTCOME', outcome, day) || (allowed && !allowed.includes(outcome)))
      say('outcome', has('refusal') ? FAULTS.noRefusal : FAULTS.noOutcome);
    fact.outcome = outcome;
    if (outcome === 'NO_SHOW' && lastOf(present(around.facts), 'M_INIT')) say('outcome', FAULTS.didAttend);
  }
  if (has('appointment') || has('later')) {
    const due = text('due');
    if (!isRealDate(due)) say('due', has('later') ? FAULTS.noUntil : FAULTS.noFirstDay);
    else if (has('later') && due <= day) say('due', FAULTS.notToCome);
    else if (due < around.path.openedOn) say('due', FAULTS.beforeOpened);
    else if (due > plusDays(day, 400)) say('due', FAULTS.tooFarAway);
    fact.due = due;
    if (has('later')) fact.detail = around.nextStep;
  }
  if (has('interim')) {
    const interim = text('interim');
    if (side === 'staff' && interim !== NO_INTERIM && !isSelectable('SERVICE', interim, day))
      say('interim', FAULTS.noInterim);
    fact.detail = interim || null;
  }
  if (has('active')) {
    if (text('active') !== 'yes' && text('active') !== 'no') say('active', FAULTS.goesOn);
    fact.isActive = text('active') === 'yes';
  }
  if (has('fits')) {
    const [fits, progress, told] = [text('fits') || 'UNKNOWN', text('progress') || 'UNKNOWN', text('told_by')];
    if (!among(FITS, fits)) say('fits', FAULTS.noFits);
    if (!among(PROGRESS, progress)) say('progress', FAULTS.noProgress);
    if (told !== '' && !among(TOLD_BY, told)) say('told_by', FAULTS.noTeller);
    if (told === '' && (fits !== 'UNKNOWN' || progress !== 'UNKNOWN')) say('told_by', FAULTS.tellerMissing);
    Object.assign(fact, { fits, progress, toldBy: told || null });
  }
  if (has('way')) {
    if (!among(WAYS, text('way'))) say('way', FAULTS.noWay);
    fact.detail = text('way');
  }
  if (has('person') || has('owner')) {
    const person = Number(text('person'));
    if (!people.includes(person)) say('person', FAULTS.notStaff);
    fact.person = person;
  }
  if (has('note') && name !== 'decline' && clean(input.note) === '')
    say('note', name === 'reopen' ? FAULTS.whyReopened : FAULTS.whyLater);
  return fact;
}
