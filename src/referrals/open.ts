import type { Database, Tx } from '../database/connect.ts';
import { isTaken, type UniqueKey } from '../database/faults.ts';
import { inTurn } from '../database/turn.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { enrollmentOn, groupsOf } from '../students/facts.ts';
import { macOf } from '../visits/digest.ts';
import * as say from '../words/index.ts';
import { checkNew, type NewReferral, type ReferralInput } from './check-new.ts';
import { askedBefore, chainOf, knownNeeds } from './needs.ts';
import { clean } from './step-input.ts';
import { insertReferral, wantsNotice } from './store.ts';

// A visit can open a referral, too.
const IN_VISITS = say.visits.faults;

// A referral on its own, not from a visit.

/** `newKey`: the form's key was used for something else; it needs another one before it can be saved. */
export type Opened = { referral: number; again: boolean } | { faults: Fault[]; newKey: boolean };

const FORM: UniqueKey = {
  index: 'u_ssp_referral_form_once',
  columns: ['u_ssp_referral_form.author', 'u_ssp_referral_form.form_key'],
};

class Mend extends Error {
  readonly faults: Fault[];
  readonly newKey: boolean;

  constructor(faults: Fault[], newKey = false) {
    super('to be mended');
    this.faults = faults;
    this.newKey = newKey;
  }
}

const TURNS = 256;

/**
 * Runs what opens a referral of a student with nobody else opening one: of two colleagues at the same moment the second
 * one sees what the first one opened. A student has no row of ours to hold; one of a few turns stands for it.
 */
export function oneByOne<T>(database: Database, student: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTurn(database, [`referral:${student % TURNS}`], work);
}

/**
 * Opens a referral to one or several providers. The faults otherwise, each at its field. A form that is sent twice is one
 * referral; one that was changed in between is not taken for the same.
 */
export async function openReferral(context: Context, student: number, input: ReferralInput): Promise<Opened> {
  const checked = await checkNew(context, input);
  if ('faults' in checked) return { ...checked, newKey: false };
  const write = () => oneByOne(context.database, student, (tx) => writeReferral(tx, context, student, input, checked));
  try {
    return await write();
  } catch (thrown) {
    if (thrown instanceof Mend) return { faults: thrown.faults, newKey: thrown.newKey };
    // The same form at the same moment, and the other one was first.
    if (!isTaken(thrown, FORM)) throw thrown;
    return write();
  }
}

async function writeReferral(
  tx: Tx,
  context: Context,
  student: number,
  input: ReferralInput,
  checked: NewReferral,
): Promise<{ referral: number; again: boolean }> {
  const reader = readerOf(context);
  const form_digest = digestOf(context, student, input);
  const [before] = await tx.run<{ referral_id: number; student: number; form_digest: string | null }>(
    'referrals/of-form',
    { reader, now: instantNow(context.clock), form_key: checked.formKey },
  );
  if (before?.student === student && before.form_digest === form_digest)
    return { referral: before.referral_id, again: true };
  if (before) throw new Mend([{ fieldId: 'need', text: say.forms.savedOtherwise }], true);
  const day = today(context.clock);
  const enrollment = await enrollmentOn(tx, reader, context.clock, student, checked.openedOn);
  if (!enrollment) throw new Mend([{ fieldId: 'date', text: IN_VISITS.notEnrolled }]);
  if (!enrollment.is_own_school) throw new Mend([{ fieldId: 'date', text: IN_VISITS.otherSchool }]);
  const known = (await knownNeeds(tx, context, student)).filter(({ need }) => need === checked.need);
  const asked = askedBefore(known, input.confirm_open, day);
  if (asked) throw new Mend([asked]);
  const groups = await groupsOf(tx, reader, context.clock, student, enrollment.grade_level);
  const writing = { author: reader, student, enrollment, groups, now: instantNow(context.clock) };
  const chainId = await chainOf(tx, known, checked.openedOn);
  const notice = wantsNotice(context, checked.need);
  const referral = await insertReferral(tx, { ...checked, visitId: null, chainId, wantsNotice: notice }, writing);
  const form = { author: reader, form_key: checked.formKey, form_digest, referral_id: referral };
  await tx.knex('u_ssp_referral_form').insert(form);
  await context.auditWithin(tx, `referral:${referral}`);
  return { referral, again: false };
}

// Whether a need that is open was confirmed says nothing about the referral itself.
function digestOf(context: Context, student: number, input: ReferralInput): string {
  const { form_key: _key, confirm_open: _confirmed, ...said } = input;
  const texts = Object.entries(said).flatMap(([name, text]) => (clean(text) === '' ? [] : [[name, clean(text)]]));
  return macOf(context, ['referral', student, texts.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))]);
}
