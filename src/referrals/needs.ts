import { label } from '../codes/service.ts';
import type { Tx } from '../database/connect.ts';
import { type Context, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { daysBetween, shortDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { goesOn, type Status } from './pathway.ts';

// What a student needs already, as whoever is about to refer has to know it.

const WORDS = say.referrals.new;
/** A need that comes back within these days goes on with the chain that ended without access. */
const SAME_CHAIN_DAYS = 30;

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
