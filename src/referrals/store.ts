import { isMentalHealth } from '../codes/service.ts';
import type { Reader, Tx } from '../database/connect.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { profileFor } from '../settings/profile/profile.ts';
import type { Enrollment, Groups } from '../students/facts.ts';
import { asking, schoolYear } from '../students/facts.ts';
import { readCalendar } from '../students/read-calendar.ts';
import { type About, type NextStep, nextStep } from './next.ts';
import { type Pace, readPace, USUAL_PACE } from './pace.ts';
import { type Fact, type FactKind, type Pathway, pathwayOf } from './pathway.ts';
import type { NewFact } from './step-input.ts';

export interface NewReferral {
  visitId: number | null;
  need: string;
  /** A PURPOSE code */
  reason: string;
  openedOn: string;
  targets: { kind: 'SCHOOL' | 'COMMUNITY'; provider: string }[];
  urgency?: string;
  location?: string | null;
  /** The first referral of the chain that this one goes on with. */
  chainId?: number | null;
  /** The state asks that parents are told of such a recommendation. */
  wantsNotice?: boolean;
  /** Why it is written down only now. */
  why?: string | null;
}

export interface ReferralWriting {
  author: number;
  student: number;
  enrollment: Enrollment;
  groups: Groups;
  now: string;
}

/** A target as it is read before something is written down about it. */
export interface HeldTarget {
  target_id: number;
  referral_id: number;
  student: number;
  school_id: number;
  /** Whoever asked this provider. */
  author: number;
  kind: string;
  provider: string;
  need: string;
  urgency: string;
  is_mental_health: boolean;
  opened_on: string;
  outcome: string | null;
  first_service_on: string | null;
  closed_on: string | null;
  revision: number;
  next_step: string | null;
  pace: Pace;
}

export interface StoredFact extends Fact {
  fits: string | null;
  progress: string | null;
  toldBy: string | null;
  why: string | null;
  author: number;
}

interface FactRow {
  id: number;
  kind: FactKind;
  happened_on: string;
  round_no: number | null;
  outcome: string | null;
  due_on: string | null;
  is_active: boolean | null;
  detail: string | null;
  fits: string | null;
  progress: string | null;
  told_by: string | null;
  person: number | null;
  why: string | null;
  author: number;
}

/** Writes the referral, its targets and for each the first milestone: the need was identified. */
export async function insertReferral(tx: Tx, referral: NewReferral, writing: ReferralWriting): Promise<number> {
  const { knex } = tx;
  const urgency = referral.urgency ?? 'ROUTINE';
  const [row] = (await knex('u_ssp_referral')
    .insert({
      visit_id: referral.visitId,
      student_dcid: writing.student,
      school_id: writing.enrollment.school_id,
      need: referral.need,
      reason: referral.reason,
      urgency,
      location: referral.location ?? null,
      chain_id: referral.chainId ?? null,
      is_mental_health: isMentalHealth(referral.need),
      opened_on: referral.openedOn,
      opened_month: referral.openedOn.slice(0, 7),
      school_year: schoolYear(referral.openedOn),
      grade_level: writing.enrollment.grade_level,
      ...writing.groups,
      author: writing.author,
      created_at: writing.now,
    })
    .returning('id')) as { id: number }[];
  const referral_id = (row as { id: number }).id;
  const { openedOn, why = null, wantsNotice = false } = referral;
  const span = { from: openedOn, today: writing.now.slice(0, 10) };
  // Before anything was written down about it, no window counts.
  const pace = { ...USUAL_PACE, calendar: await readCalendar(tx, writing.enrollment.school_id, span) };
  for (const target of referral.targets) {
    const asked = { ...target, on: openedOn, why, formKey: crypto.randomUUID() };
    await insertTarget(tx, { id: referral_id, openedOn, urgency, wantsNotice, pace }, asked, writing);
  }
  return referral_id;
}

/** A provider who is asked: `on` which day, with the key of the form that said so. */
export interface NewTarget {
  kind: 'SCHOOL' | 'COMMUNITY';
  provider: string;
  on: string;
  why: string | null;
  formKey: string;
}

/** Writes a target of a referral with its first milestone: the need was identified for this provider. */
export async function insertTarget(
  { knex }: Tx,
  { id, openedOn, ...more }: { id: number; openedOn: string; urgency: string; wantsNotice: boolean; pace: Pace },
  { kind, provider, on, why, formKey }: NewTarget,
  { author, now }: Pick<ReferralWriting, 'author' | 'now'>,
): Promise<number> {
  const first: Fact = { id: 1, kind: 'M_IDENT', on, round: 1 };
  const path = pathwayOf([first], openedOn);
  const derived = derivedColumns(path, nextStep([first], path, { kind, ...more }), author);
  const [made] = (await knex('u_ssp_target')
    .insert({ referral_id: id, kind, provider, ...derived, revision: 1 })
    .returning('id')) as { id: number }[];
  const target_id = (made as { id: number }).id;
  await knex('u_ssp_milestone').insert({
    ...{ target_id, kind: 'M_IDENT', happened_on: on, round_no: 1 },
    ...{ why, form_key: formKey, author, created_at: now },
  });
  return target_id;
}

/** What a target's own columns repeat of its facts. */
export function derivedColumns(path: Pathway, next: NextStep | null, author: number) {
  const owner = path.owner ?? author;
  return {
    status: path.status,
    round_no: path.round,
    outcome: path.outcome,
    access: path.access,
    first_service_on: path.firstServiceOn,
    days_to_service: path.daysToService,
    days_to_offer: path.daysToOffer,
    days_to_close: path.daysToClose,
    net_to_service: path.netToService,
    net_to_offer: path.netToOffer,
    net_to_close: path.netToClose,
    month_state: path.month,
    month_from: path.monthFrom,
    month_on: path.monthOn,
    closed_on: path.closedOn,
    owner,
    assignee: path.assignee,
    next_step: next?.step ?? null,
    next_due: next?.due ?? null,
    is_put_off: next?.isPutOff ?? null,
    next_owner: next === null ? null : next.whose === 'provider' ? (path.assignee ?? owner) : owner,
  };
}

/** Does the state ask that parents are told of a referral for this need? */
export function wantsNotice(context: Context, need: string): boolean {
  const rules = profileFor(context.config.profile, today(context.clock));
  return rules['parent_notice.on_recommendation'] && isMentalHealth(need);
}

export function aboutOf(context: Context, { kind, urgency, need, pace }: HeldTarget): About {
  return { kind, urgency, wantsNotice: wantsNotice(context, need), pace };
}

/** Holds the referral and the target until the transaction ends, then reads both; undefined when out of scope. */
export async function holdTarget(
  tx: Tx,
  context: Context,
  target: number,
): Promise<{ held: HeldTarget; facts: StoredFact[] } | undefined> {
  // Voiding the visit takes the referral along: whichever comes first, the other one sees it.
  const [at] = await tx.knex('u_ssp_target').where({ id: target }).select('referral_id');
  if (at) await tx.lock('u_ssp_referral', at.referral_id);
  await tx.lock('u_ssp_target', target);
  const asked = { ...asking(readerOf(context), context.clock), target };
  const [row] = await tx.run<Omit<HeldTarget, 'pace'>>('referrals/target', asked);
  if (!row) return undefined;
  const pace = await readPace(tx, context, row.school_id, row.opened_on);
  return { held: { ...row, pace }, facts: await readFacts(tx, context, target) };
}

export async function readFacts(source: Reader, context: Context, target: number): Promise<StoredFact[]> {
  const asked = { ...asking(readerOf(context), context.clock), target };
  const rows = await source.run<FactRow>('referrals/facts-of-target', asked);
  return rows.map(({ happened_on, round_no, due_on, is_active, told_by, ...row }) => ({
    ...row,
    on: happened_on,
    round: round_no ?? 1,
    due: due_on,
    isActive: is_active,
    toldBy: told_by,
  }));
}

/** `formKey`: of the form that it came from, if it came from one of its own. */
export async function insertFact(
  tx: Tx,
  context: Context,
  target_id: number,
  fact: NewFact,
  formKey: string = crypto.randomUUID(),
): Promise<void> {
  await tx.knex('u_ssp_milestone').insert({
    ...{ target_id, kind: fact.kind, happened_on: fact.on, outcome: fact.outcome, round_no: fact.round },
    ...{ due_on: fact.due, is_active: fact.isActive, fits: fact.fits, progress: fact.progress, told_by: fact.toldBy },
    ...{ detail: fact.detail, person: fact.person, why: fact.why },
    ...{ form_key: formKey, author: readerOf(context), created_at: instantNow(context.clock) },
  });
}

/** Gives how many of the barriers were not noted before; those taken back since `savedAt` (an instant) stay taken back. */
export async function insertBarriers(
  tx: Tx,
  context: Context,
  target_id: number,
  barriers: string[],
  on: string,
  savedAt?: string,
): Promise<number> {
  let added = 0;
  for (const barrier of barriers) {
    const before = await tx.knex('u_ssp_target_barrier').where({ target_id, barrier }).select('voided_at');
    const isKnown = ({ voided_at }: { voided_at: string | null }) =>
      voided_at === null || (savedAt !== undefined && voided_at >= savedAt);
    if (before.some(isKnown)) continue;
    const written = { author: readerOf(context), created_at: instantNow(context.clock), voided_no: 0 };
    await tx.knex('u_ssp_target_barrier').insert({ target_id, barrier, noted_on: on, ...written });
    added += 1;
  }
  return added;
}

/** Takes back what was written down by mistake; it stays readable. */
export async function voidFacts(tx: Tx, context: Context, ids: number[], void_reason: string): Promise<void> {
  if (ids.length === 0) return;
  const voided = { voided_at: instantNow(context.clock), voided_by: readerOf(context), void_reason };
  await tx.knex('u_ssp_milestone').whereIn('id', ids).whereNull('voided_at').update(voided);
}

/** Works out anew what follows from the facts, after one was added or taken back. */
export async function deriveTarget(tx: Tx, context: Context, held: HeldTarget): Promise<void> {
  const facts = await readFacts(tx, context, held.target_id);
  const path = pathwayOf(facts, held.opened_on, held.pace);
  const next = nextStep(facts, path, aboutOf(context, held));
  await tx
    .knex('u_ssp_target')
    .where({ id: held.target_id })
    .update({ ...derivedColumns(path, next, held.author), revision: held.revision + 1 });
}
