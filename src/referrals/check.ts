import { codeSet, label } from '../codes/service.ts';
import type { Fault } from '../server/form-fields.ts';
import { plusDays, shortDay } from '../server/words.ts';
import * as say from '../words/index.ts';
import { type ActionName, actionOf, may, STATUS_WORDS } from './actions.ts';
import { checkAsked, NOTHING } from './check-asked.ts';
import { dayFault, outOfOrder } from './check-day.ts';
import { checkStart } from './check-start.ts';
import { lastOf, type Pathway, present } from './pathway.ts';
import {
  type Around,
  type Checked,
  clean,
  LATE_DAYS,
  LONGEST_WHY,
  type NewFact,
  type StepInput,
} from './step-input.ts';

const FAULTS = say.referrals.faults;

// Is what somebody wants to write down about a referral possible, and in words that help? It changes nothing.

/** Checks one action. `conflict`: it is not possible any more, and the words say what stands now. */
export function checkStep(name: ActionName, input: StepInput, around: Around): Checked {
  const { path, facts, day, side, kind } = around;
  const action = actionOf(name);
  const now = present(facts);
  const before = action.once ? lastOf(now, action.fact) : undefined;
  if (before)
    return {
      conflict: FAULTS.already(action.done, shortDay(before.on, day)),
    };
  if (!may(name, side, path.status, kind)) return { conflict: notNow(name, path, day) };
  const faults: Fault[] = [];
  const say = (fieldId: string, text: string) => void faults.push({ fieldId, text });
  const on = (input.on ?? '').trim() || day;
  const why = clean(input.why);
  // Where the form asks for a note, there is no other field for words.
  const aside = (action.asks as readonly string[]).includes('note') ? 'note' : 'why';
  const wrong = dayFault(name, on, around);
  if (wrong) say('on', wrong);
  else {
    const odd = outOfOrder(name, on, now, day);
    if (odd && input.confirm_order !== '1') say('confirm_order', odd);
  }
  const startedOn = checkStart(name, input, on, around, say);
  const isLate = [on, startedOn ?? on].some((one) => one < plusDays(day, -LATE_DAYS));
  if (!wrong && isLate && why === '' && clean(input.note) === '') say(aside, FAULTS.late(LATE_DAYS));
  const asked = checkAsked(name, input, around, say);
  if (name === 'barrier' && barriersIn(input).length === 0) say(FIRST_BARRIER, FAULTS.asked.noBarrier);
  const note = clean(input.note);
  const untried = clean(input.untried_why);
  const words = wordsOf(input);
  if (words.length > LONGEST_WHY)
    say(
      untried ? 'untried_why' : aside,
      untried && (note || why) ? FAULTS.bothTooLong(LONGEST_WHY) : FAULTS.tooLong(LONGEST_WHY),
    );
  if (faults.length > 0) return { faults };
  return {
    fact: asFact(name, asked, on, around, words),
    started: startedOn === null ? null : asFact('start', NOTHING, startedOn, around, words),
    barriers: barriersIn(input),
    isUntriedExplained: untried !== '',
  };
}

/** What a form would write, whether or not it is possible now. */
export function asWritten(name: ActionName, input: StepInput, around: Around): NewFact {
  const asked = checkAsked(name, input, around, () => undefined);
  return asFact(name, asked, (input.on ?? '').trim() || around.day, around, wordsOf(input));
}

function asFact(
  name: ActionName,
  asked: ReturnType<typeof checkAsked>,
  on: string,
  { path }: Around,
  words: string,
): NewFact {
  const round = name === 'reopen' ? path.round + 1 : path.round;
  return { ...asked, kind: actionOf(name).fact, on, round, why: words || null };
}

function wordsOf(input: StepInput): string {
  const words = [clean(input.note) || clean(input.why), clean(input.untried_why)];
  return words.filter((text) => text !== '').join('; ');
}

/** The names of what can be ticked. */
export const BARRIER_FIELDS = codeSet('BARRIER').map(({ code }) => `barrier_${code}`);
/** Where it is said that nothing was ticked. */
export const FIRST_BARRIER = BARRIER_FIELDS[0] as string;

/** BARRIER codes that were ticked. */
export function barriersIn(input: StepInput): string[] {
  const codes = codeSet('BARRIER').map(({ code }) => code);
  return codes.filter((code) => input[`barrier_${code}`] === '1');
}

function notNow(name: ActionName, path: Pathway, day: string): string {
  const { label: wish } = actionOf(name);
  if (path.status === 'CLOSED')
    return FAULTS.isClosed(shortDay(path.closedOn ?? day, day), label('REF_OUTCOME', path.outcome ?? ''));
  if (name === 'reopen') return FAULTS.isOpen;
  if (name === 'check' || name === 'review' || name === 'paperwork') return FAULTS.notStarted;
  return FAULTS.doesNotFit(wish, STATUS_WORDS[path.status].toLowerCase());
}
