import { isSelectable, label } from '../codes/service.ts';
import type { Database, Tx } from '../database/connect.ts';
import { isTaken, type UniqueKey } from '../database/faults.ts';
import { inTurn } from '../database/turn.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { daysBetween, isRealDate, plusDays, shortDay } from '../server/words.ts';
import { asking, enrollmentOn, groupsOf } from '../students/facts.ts';
import { macOf } from '../visits/digest.ts';
import * as say from '../words/index.ts';
import { goesOn, type Status } from './pathway.ts';
import { isWhole } from './sent-before.ts';
import { clean, LATE_DAYS, LONGEST_WHY } from './step-input.ts';
import { insertReferral, wantsNotice } from './store.ts';

const WORDS = say.referrals.new;
const FAULTS = say.referrals.faults;
// A visit can open a referral, too.
const IN_VISITS = say.visits.faults;

// A referral on its own, not from a visit.

export const TARGET_FIELDS = ['school_1', 'school_2', 'agency_1', 'agency_2'] as const;
export type TargetField = (typeof TARGET_FIELDS)[number];

export interface ReferralInput extends Partial<Record<TargetField, string>> {
  form_key?: string;
  need?: string;
  reason?: string;
  urgency?: string;
  location?: string;
  date?: string;
  why?: string;
  confirm_open?: string;
}

/** One need of the student that is open or served now, or was closed without access a short while ago. */
export interface KnownNeed {
  referral_id: number;
  target_id: number;
  need: string;
  provider: string;
  kind: string;
  opened_on: string;
  outcome: string | null;
  access: string | null;
  first_service_on: string | null;
  closed_on: string | null;
  status: Status;
}

/** `newKey`: the form's key was used for something else; it needs another one before it can be saved. */
export type Opened = { referral: number; again: boolean } | { faults: Fault[]; newKey: boolean };

const FORM: UniqueKey = {
  index: 'u_ssp_referral_form_once',
  columns: ['u_ssp_referral_form.author', 'u_ssp_referral_form.form_key'],
};
/** A need that comes back within these days goes on with the chain that ended without access. */
const SAME_CHAIN_DAYS = 30;
export const LONGEST_PROVIDER = 100;

class Mend extends Error {
  readonly faults: Fault[];
  readonly newKey: boolean;

  constructor(faults: Fault[], newKey = false) {
    super('to be mended');
    this.faults = faults;
    this.newKey = newKey;
  }
}

/** What is open or served of this student, newest first. */
export async function knownNeeds(source: Pick<Tx, 'run'>, context: Context, student: number): Promise<KnownNeed[]> {
  const asked = { ...asking(readerOf(context), context.clock), student };
  return source.run<KnownNeed>('referrals/for-student', asked);
}

/** Is the student served now? Who still received it when the school year was closed is, until somebody says otherwise. */
export const isServed = ({ status, outcome }: Pick<KnownNeed, 'status' | 'outcome'>) =>
  status === 'INITIATED' || status === 'ACTIVE_1M' || goesOn(outcome);

/** Is it open or served, as it stands beside others? */
export const isRunning = ({ outcome }: KnownNeed) => outcome === null || goesOn(outcome);

/** `Therapy: Lakeside Family Center, being served since Nov 3` */
export function needWords(one: KnownNeed, day: string): string {
  const since =
    isServed(one) && one.first_service_on
      ? WORDS.servedSince(shortDay(one.first_service_on, day))
      : WORDS.openSince(shortDay(one.opened_on, day));
  return `${label('REF_NEED', one.need)}: ${one.provider}, ${since}`;
}

/** What is asked before a need is opened once more that is open or served now, until somebody has confirmed it. */
export function askedBefore(
  sameNeed: readonly KnownNeed[],
  confirmed: string | undefined,
  day: string,
): Fault | undefined {
  const running = sameNeed.filter(isRunning);
  if (running.length === 0 || confirmed === '1') return undefined;
  const needs = running.map((one) => needWords(one, day)).join('; ');
  return { fieldId: 'confirm-open', text: WORDS.isOpenAlready(needs) };
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
  const checked = await check(context, input);
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

interface CheckedReferral {
  formKey: string;
  need: string;
  reason: string;
  urgency: string;
  location: string | null;
  openedOn: string;
  why: string | null;
  targets: { kind: 'SCHOOL' | 'COMMUNITY'; provider: string }[];
}

async function check(context: Context, input: ReferralInput): Promise<CheckedReferral | { faults: Fault[] }> {
  const day = today(context.clock);
  const codes = await codesOf(context);
  const faults: Fault[] = [];
  const say = (fieldId: string, text: string) => void faults.push({ fieldId, text });
  const need = (input.need ?? '').trim();
  const reason = (input.reason ?? '').trim();
  const openedOn = (input.date ?? '').trim() || day;
  const urgency = (input.urgency ?? '').trim() || 'ROUTINE';
  const location = (input.location ?? '').trim();
  const why = clean(input.why);
  if (!isWhole(input.form_key)) say('need', FAULTS.notWhole);
  if (!codes.isSelectable('REF_NEED', need, day)) say('need', WORDS.noNeed);
  if (!codes.isSelectable('PURPOSE', reason, day)) say('reason', WORDS.noReason);
  if (!isSelectable('URGENCY', urgency, day)) say('urgency', IN_VISITS.noUrgency);
  if (location !== '' && !isSelectable('REF_LOCATION', location, day)) say('location', IN_VISITS.noPlace);
  if (!isRealDate(openedOn)) say('date', FAULTS.day.noSuchDay);
  else if (openedOn > day) say('date', FAULTS.day.notYet);
  else if (openedOn < plusDays(day, -LATE_DAYS) && why === '') say('why', FAULTS.late(LATE_DAYS));
  if (why.length > LONGEST_WHY) say('why', FAULTS.tooLong(LONGEST_WHY));
  const targets = TARGET_FIELDS.flatMap((field) => {
    const provider = clean(input[field]);
    if (provider.length > LONGEST_PROVIDER) say(field.replace('_', '-'), FAULTS.tooLong(LONGEST_PROVIDER));
    const kind = field.startsWith('school') ? ('SCHOOL' as const) : ('COMMUNITY' as const);
    return provider === '' ? [] : [{ kind, provider }];
  });
  if (targets.length === 0) say('school-1', WORDS.noProvider);
  const names = targets.map(({ kind, provider }) => `${kind} ${provider.toLowerCase()}`);
  if (new Set(names).size < names.length) say('school-1', WORDS.sameProvider);
  if (faults.length > 0) return { faults };
  const standard = { need: codes.standard('REF_NEED', need), reason: codes.standard('PURPOSE', reason) };
  return {
    ...standard,
    formKey: input.form_key as string,
    urgency,
    location: location || null,
    openedOn,
    why: why || null,
    targets,
  };
}

async function writeReferral(
  tx: Tx,
  context: Context,
  student: number,
  input: ReferralInput,
  checked: CheckedReferral,
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

const isSoonAfter = (closedOn: string, openedOn: string) =>
  closedOn <= openedOn && daysBetween(closedOn, openedOn) <= SAME_CHAIN_DAYS;

/** The first referral of the chain that a new one goes on with: one of these ended without access a short while ago. */
export async function chainOf(tx: Tx, sameNeed: readonly KnownNeed[], openedOn: string): Promise<number | null> {
  const ended = sameNeed.find(
    ({ access, closed_on }) => access === 'NO' && closed_on !== null && isSoonAfter(closed_on, openedOn),
  );
  if (!ended) return null;
  const [row] = await tx.knex('u_ssp_referral').where({ id: ended.referral_id }).select('chain_id');
  return row?.chain_id ?? ended.referral_id;
}

/** Whoever opened a student of another school for a real need takes back what is one's own, not what the school wrote. */
export function mayVoid(context: Context, author: number): boolean {
  return !context.subject?.byBreakGlass || author === readerOf(context);
}

/** Does more hang on it than what this person wrote: facts or barriers of others, or a service that began? */
export async function isTakenUp(tx: Tx, referral: number, by: number): Promise<boolean> {
  const of = (table: string) =>
    tx
      .knex(`${table} as x`)
      .join('u_ssp_target as t', 't.id', 'x.target_id')
      .where('t.referral_id', referral)
      .whereNull('x.voided_at');
  const facts = await of('u_ssp_milestone').select('x.kind', 'x.author');
  const barriers = await of('u_ssp_target_barrier').select('x.author');
  return [...facts, ...barriers].some(({ kind, author }) => kind === 'M_INIT' || author !== by);
}

/** Voids a referral that was opened by mistake, with all its targets. The faults otherwise; voiding twice changes nothing. */
export async function voidReferral(
  context: Context,
  referral: number,
  reason: string,
): Promise<{ voided: true; again: boolean } | { faults: Fault[] }> {
  const why = clean(reason);
  if (why === '') return { faults: [{ fieldId: 'reason', text: WORDS.whyVoided }] };
  if (why.length > LONGEST_WHY) return { faults: [{ fieldId: 'reason', text: FAULTS.tooLong(LONGEST_WHY) }] };
  return context.database.transaction(async (tx) => {
    await tx.lock('u_ssp_referral', referral);
    const asked = { ...asking(readerOf(context), context.clock), referral };
    const [row] = await tx.run<{ voided_at: string | null; author: number }>('referrals/one', asked);
    if (!row || row.voided_at !== null) return { voided: true, again: true };
    const isGuest = context.subject?.byBreakGlass ?? false;
    if (!mayVoid(context, row.author) || (isGuest && (await isTakenUp(tx, referral, readerOf(context)))))
      return {
        faults: [
          {
            fieldId: 'reason',
            text: WORDS.onlyStaffVoid,
          },
        ],
      };
    const voided = { voided_at: instantNow(context.clock), voided_by: readerOf(context), void_reason: why };
    await tx.knex('u_ssp_referral').where({ id: referral }).update(voided);
    await context.auditWithin(tx, `referral:${referral}`);
    return { voided: true, again: false };
  });
}
