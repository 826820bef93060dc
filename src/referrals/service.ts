import { fullName } from '../crisis/calls.ts';
import type { Tx } from '../database/connect.ts';
import { isTaken } from '../database/faults.ts';
import { notTriedEnough, readTries } from '../family/tries.ts';
import { today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { shortDay } from '../server/words.ts';
import { colleaguesAt } from '../visits/readers/service.ts';
import * as say from '../words/index.ts';
import type { ActionName, Side } from './actions.ts';
import { asWritten, barriersIn, checkStep } from './check.ts';
import { nextStep } from './next.ts';
import { type Fact, lastOf, pathwayOf, present } from './pathway.ts';
import { FORM, isSame, isSameStart, isWhole, secondKey, type Written, writtenWith } from './sent-before.ts';
import { type Around, type Checked, clean, LONGEST_WHY, type NewFact, type StepInput } from './step-input.ts';
import {
  aboutOf,
  deriveTarget,
  type HeldTarget,
  holdTarget,
  insertBarriers,
  insertFact,
  type StoredFact,
  voidFacts,
} from './store.ts';
import { mayVoid } from './void.ts';

const FAULTS = say.referrals.faults;

/** `conflict`: it is not possible any more; nothing was overwritten. `takenBy`: Users.DCID of who took it first. */
export type Recorded = { saved: true; again: boolean } | { faults: Fault[] } | { conflict: string; takenBy?: number };

export type Possible = Extract<Checked, { fact: NewFact }>;

/** Stops the transaction with what was found inside it. */
export class Stopped extends Error {
  readonly result: Exclude<Recorded, { saved: true }>;

  constructor(result: Exclude<Recorded, { saved: true }>) {
    super('stopped');
    this.result = result;
  }
}

const GONE: Recorded = { conflict: FAULTS.gone };

/** Is the reader support staff there? Whoever opened a student for a real need is not, and is gone in an hour. */
export function isStaffAt(context: Context, school: number): boolean {
  return context.scope.some((row) => row.role === 'support_staff' && row.school === school);
}

/** Users.DCID of whom a referral at this school can be given to, oneself included. */
export async function peopleAt(context: Context, school: number): Promise<{ person: number; name: string }[]> {
  const others = await colleaguesAt(context, school);
  const own =
    isStaffAt(context, school) && context.session ? [{ person: readerOf(context), name: context.session.name }] : [];
  return [...own, ...others.map(({ person, name }) => ({ person, name: fullName(name) }))];
}

export function sideOf(context: Context): Side {
  return context.roles.includes('support_staff') ? 'staff' : 'admin';
}

/**
 * Writes down one thing about a referral to one provider, by the table of actions. The same form sent twice is one, by its
 * key; what somebody else did first stands, and the words say what it was.
 */
export async function recordStep(
  context: Context,
  target: number,
  name: ActionName,
  input: StepInput,
): Promise<Recorded> {
  const formKey = input.form_key;
  if (!isWhole(formKey)) return { faults: [{ fieldId: 'on', text: FAULTS.notWhole }] };
  const people = await peopleOf(context, target, name);
  return inside(context, target, async (tx, held, facts) => {
    const around = {
      ...aroundOf(context, held, facts, people),
      isFree: held.kind === 'SCHOOL' && (await isFree(tx, held, facts)),
    };
    const checked = checkStep(name, input, around);
    const before = await writtenWith(tx, context, formKey);
    if (before) return sentAgain({ tx, context, target, input }, before, asWritten(name, input, around), checked);
    if (!('fact' in checked)) throw new Stopped(name === 'accept' ? taken(context, checked, around) : checked);
    if (name === 'accept' && held.kind === 'SCHOOL' && !isStaffAt(context, held.school_id))
      throw new Stopped({ conflict: FAULTS.onlyStaffTake });
    const { assignee } = around.path;
    if (name === 'accept' && assignee !== null && assignee !== readerOf(context) && !around.isFree)
      throw new Stopped(takenFirst(assignee));
    await heldToTries(tx, context, held, checked, facts);
    await writeChecked(tx, context, held, checked, formKey);
    await context.auditWithin(tx, `target:${target} ${name}`, undefined, alsoStarted(target, checked));
    return { saved: true, again: false };
  });
}

/** Writes what was checked: what happened, the first service that it tells of, what stood in the way, and what follows. */
export async function writeChecked(
  tx: Tx,
  context: Context,
  held: HeldTarget,
  { started, fact, barriers }: Possible,
  formKey: string,
): Promise<void> {
  const target = held.target_id;
  if (started) await insertFact(tx, context, target, started, secondKey(formKey));
  await insertFact(tx, context, target, fact, formKey);
  await insertBarriers(tx, context, target, barriers, fact.on);
  await deriveTarget(tx, context, held);
}

/** A closing that tells of the first service is a step more. */
export function alsoStarted(target: number, { started }: Possible): { event: string; subject: string }[] {
  return started ? [{ event: 'REFERRAL_STEP', subject: `target:${target} start` }] : [];
}

/** Does it with the referral and the target held; what stops it is given back, and nothing is written. */
export async function inside(
  context: Context,
  target: number,
  work: (tx: Tx, held: HeldTarget, facts: StoredFact[]) => Promise<Recorded>,
  isSecond = false,
): Promise<Recorded> {
  try {
    return await context.database.transaction(async (tx) => {
      const found = await holdTarget(tx, context, target);
      if (!found) return GONE;
      return work(tx, found.held, found.facts);
    });
  } catch (thrown) {
    if (thrown instanceof Stopped) return thrown.result;
    // The same form at the same moment about another target, and that was first.
    if (!isSecond && isTaken(thrown, FORM)) return inside(context, target, work, true);
    throw thrown;
  }
}

// One call home is not enough: three tries by two ways, or a reason.
export async function heldToTries(
  tx: Tx,
  context: Context,
  held: HeldTarget,
  checked: Possible,
  facts: readonly StoredFact[],
): Promise<void> {
  if (checked.fact.outcome !== 'UNREACHABLE' || checked.isUntriedExplained) return;
  // What was tried before it was reopened has been told already.
  const reopened = lastOf(facts, 'R_REOPEN')?.on;
  const text = notTriedEnough(await readTries(tx, context, held.student), {
    ...{ since: reopened ?? held.opened_on, until: checked.fact.on, isReopened: reopened !== undefined },
  });
  if (text) throw new Stopped({ faults: [{ fieldId: 'untried_why', text }] });
}

// Names come from the SIS, by heavy queries: they are read before the transaction begins.
async function peopleOf(context: Context, target: number, name: ActionName): Promise<number[]> {
  if (!['assign', 'give'].includes(name)) return [];
  const asked = { reader: readerOf(context), now: context.clock.now().toISOString(), target };
  const [held] = await context.database.run<HeldTarget>('referrals/target', asked);
  return held ? (await peopleAt(context, held.school_id)).map(({ person }) => person) : [];
}

// Nobody has it: nobody took it, or whoever did does not work at the student's school any more.
async function isFree(tx: Tx, { opened_on, school_id }: HeldTarget, facts: StoredFact[]): Promise<boolean> {
  const { assignee } = pathwayOf(facts, opened_on);
  if (assignee === null) return true;
  const schools = await tx.run<{ school_id: number }>('access/schools-of-person', { person: assignee });
  return !schools.some((row) => row.school_id === school_id);
}

export function aroundOf(context: Context, held: HeldTarget, facts: StoredFact[], people: number[]): Around {
  const path = pathwayOf(facts, held.opened_on, held.pace);
  // Worked out anew: what the row says may be from before steps were known.
  const next = nextStep(facts, path, aboutOf(context, held));
  return {
    ...{ kind: held.kind, facts, path, pace: held.pace, nextStep: next?.step ?? null },
    ...{ day: today(context.clock), side: sideOf(context), people },
    person: isStaffAt(context, held.school_id) ? readerOf(context) : null,
  };
}

// A form that was sent before: it is saved when it says the same, and what it adds to what stood in the way is kept. What
// differs is told, so that nobody thinks it was saved.
export async function sentAgain(
  { tx, context, target, input }: { tx: Tx; context: Context; target: number; input: StepInput },
  before: Written,
  fact: NewFact,
  checked: Checked,
): Promise<Recorded> {
  // A put-off names the step that was due then; without a day it was that of the sending.
  const but = [
    ...(fact.kind === 'R_LATER' ? ['detail' as const] : []),
    ...(input.on ? [] : ['on' as const]),
    // Whether it was taken along depends on who had it at the sending.
    ...(['M_APPT', 'M_INIT'].includes(fact.kind) ? ['person' as const] : []),
  ];
  if (before.target !== target || !isSame(before, fact, but) || !(await isSameStart(tx, context, target, input)))
    throw new Stopped('conflict' in checked ? checked : { conflict: say.forms.savedOtherwise });
  if (before.isTakenBack) throw new Stopped({ conflict: FAULTS.takenBack });
  const added = await insertBarriers(tx, context, target, barriersIn(input), today(context.clock), before.savedAt);
  if (added > 0) await context.auditWithin(tx, `target:${target} ${fact.kind}`);
  return { saved: true, again: added === 0 };
}

// Two who would take the same one: whoever was first has it, and the other one may ask to take it over.
function taken(
  context: Context,
  checked: Exclude<Checked, { fact: NewFact }>,
  { path }: Around,
): Exclude<Recorded, { saved: true }> {
  if (!('conflict' in checked) || path.status === 'CLOSED' || path.assignee === null) return checked;
  if (path.assignee === readerOf(context)) return { conflict: FAULTS.takenByYou };
  return takenFirst(path.assignee);
}

const takenFirst = (takenBy: number) => ({ conflict: FAULTS.takenFirst, takenBy });

/** Takes back one thing that was written down by mistake, with a reason; it stays readable, and the state follows. */
export async function takeBack(
  context: Context,
  target: number,
  { fact, reason }: { fact: number; reason: string },
): Promise<Recorded> {
  const why = clean(reason);
  if (why === '') return { faults: [{ fieldId: 'reason', text: FAULTS.whyTakenBack }] };
  if (why.length > LONGEST_WHY) return { faults: [{ fieldId: 'reason', text: FAULTS.tooLong(LONGEST_WHY) }] };
  return inside(context, target, async (tx, held, facts) => {
    const one = facts.find(({ id }) => id === fact);
    if (!one) {
      const before = await tx.knex('u_ssp_milestone').where({ id: fact, target_id: target }).select('id');
      // Taken back before, by this very form or by somebody else: it is as it was wished.
      if (before.length > 0) return { saved: true, again: true };
      throw new Stopped({ conflict: FAULTS.notHere });
    }
    if (!mayVoid(context, one.author)) throw new Stopped({ conflict: FAULTS.onlyStaffTakeBack });
    const stopped = mayNot(one, facts, today(context.clock));
    if (stopped) throw new Stopped({ conflict: stopped });
    await voidFacts(tx, context, [fact], why);
    await deriveTarget(tx, context, held);
    await context.auditWithin(tx, `target:${target} fact:${fact}`);
    return { saved: true, again: false };
  });
}

/** Of what happened before a reopening the milestones can be wrong; the closing is what was reopened, and the rest is over. */
export function standsSinceReopening<F extends Fact>(one: F, facts: readonly F[]): boolean {
  return !present(facts).includes(one) && (one.kind === 'M_CLOSE' || !one.kind.startsWith('M_'));
}

function mayNot(one: StoredFact, facts: StoredFact[], day: string): string | undefined {
  if (one.kind === 'M_IDENT') return FAULTS.opening;
  if (one.kind === 'R_REOPEN') return FAULTS.reopening;
  if (standsSinceReopening(one, facts)) return one.kind === 'M_CLOSE' ? FAULTS.reopenedFrom : FAULTS.beforeReopening;
  const ofRound = facts.filter(({ round }) => round === one.round);
  const check = lastOf(ofRound, 'M_1MO');
  if (one.kind === 'M_INIT' && check) return FAULTS.checkFirst(shortDay(check.on, day));
  return undefined;
}
