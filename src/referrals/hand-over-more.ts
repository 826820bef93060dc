import type { Reader, Tx } from '../database/connect.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { checkFieldOf } from '../server/form-fields.ts';
import { plusDays, shortDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import { LOOK_BACK_DAYS } from '../today/due.ts';
import * as say from '../words/index.ts';

// What goes over with the referrals: follow-ups after a crisis, follow-ups planned in visits, and the families that one calls.

export type Kind = 'CRISIS' | 'VISIT' | 'FAMILY';

/** One thing that a person has open besides referrals. */
export interface OpenThing {
  kind: Kind;
  /** Of the follow-up, the visit, or the row of the family. */
  id: number;
  student: number;
  name: string;
  school_id: number;
  due_on: string | null;
  in_all: number;
}

/** How many of one kind a person has open. */
export interface MoreHeld {
  person: number;
  name: string | null;
  kind: Kind;
  held: number;
}

const LOCKED: Record<Kind, string> = { CRISIS: 'u_ssp_follow_up', VISIT: 'u_ssp_visit', FAMILY: 'u_ssp_family' };
/** In the audit. */
const SUBJECTS: Record<Kind, string> = { CRISIS: 'follow-up', VISIT: 'visit', FAMILY: 'family' };

const askedOf = (context: Context) => ({
  ...asking(readerOf(context), context.clock),
  since: plusDays(today(context.clock), -LOOK_BACK_DAYS),
});

export function moreAt(context: Context, school: number | undefined): Promise<MoreHeld[]> {
  return context.database.run<MoreHeld>('referrals/more-owners', { ...askedOf(context), school: school ?? 0 });
}

/** What the person has open, where the reader may hand over. */
export function moreOf(source: Reader, context: Context, person: number): Promise<OpenThing[]> {
  return source.run<OpenThing>('referrals/more-of-person', { ...askedOf(context), person });
}

/** The name of its tick in the form. */
export function tickOf({ kind, id, student }: OpenThing): string {
  return `${kind.toLowerCase()}_${id}${kind === 'VISIT' ? `_${student}` : ''}`;
}

/** Ticks for what is open. Whoever is no support staff at the student's school does not read that there was a crisis. */
export function moreTicks(
  context: Context,
  things: readonly OpenThing[],
  { isStaffAt, isTicked }: { isStaffAt: (school: number) => boolean; isTicked: (name: string) => boolean },
) {
  const day = today(context.clock);
  const lineOf = (thing: OpenThing) => {
    const kind = thing.kind === 'FAMILY' || isStaffAt(thing.school_id) ? thing.kind : 'FOLLOW_UP';
    const due = thing.due_on === null ? undefined : say.handOver.due(shortDay(thing.due_on, day));
    return checkFieldOf(
      tickOf(thing),
      `${thing.name}: ${say.handOver.lines[kind]}`,
      isTicked(tickOf(thing)),
      [],
      ...(due ? [due] : []),
    );
  };
  const groups = [
    { legend: say.handOver.followUps, things: things.filter(({ kind }) => kind !== 'FAMILY') },
    { legend: say.handOver.families, things: things.filter(({ kind }) => kind === 'FAMILY') },
  ];
  return groups
    .filter((group) => group.things.length > 0)
    .map((group) => ({ legend: group.legend, lines: group.things.map(lineOf) }));
}

/** How many of each kind, in words; `isWhole`: the reader may read which follow-ups are those of a crisis. */
export function heldWords(counts: Partial<Record<Kind | 'REFERRAL', number>>, isWhole: boolean): string {
  const { REFERRAL = 0, CRISIS = 0, VISIT = 0, FAMILY = 0 } = counts;
  const shown = isWhole ? { REFERRAL, CRISIS, VISIT, FAMILY } : { REFERRAL, FOLLOW_UP: CRISIS + VISIT, FAMILY };
  return Object.entries(shown)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => say.handOver.kinds[kind as keyof typeof say.handOver.kinds](count))
    .join(', ');
}

/** Is the reader support staff wherever something can be handed over? */
export function isStaffEverywhere(context: Context): boolean {
  return context.scope.every(({ role }) => role === 'support_staff');
}

/** Hands over what is still the person's once it is held; gives what went, for the audit. */
export async function handMore(
  tx: Tx,
  context: Context,
  chosen: readonly OpenThing[],
  { from, to }: { from: number; to: number },
): Promise<{ kind: Kind; subject: string; student: number }[]> {
  // Always in the same order, so that two who do it at once wait for each other.
  const inOrder = chosen.toSorted((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.id - b.id));
  for (const { kind, id } of inOrder) await tx.lock(LOCKED[kind], id);
  const still = new Set((await moreOf(tx, context, from)).map(tickOf));
  const handed = inOrder.filter((thing) => still.has(tickOf(thing)));
  for (const thing of handed) await give(tx, context, thing, to);
  return handed.map(({ kind, id, student }) => ({
    ...{ kind, student },
    subject: `${SUBJECTS[kind]}:${id} from:${from} to:${to}`,
  }));
}

async function give(tx: Tx, context: Context, { kind, id, student }: OpenThing, to: number): Promise<void> {
  const [by, at] = [readerOf(context), instantNow(context.clock)];
  if (kind === 'CRISIS') await tx.knex('u_ssp_follow_up').where({ id }).update({ owner: to });
  else if (kind === 'FAMILY')
    await tx
      .knex('u_ssp_family')
      .where({ id })
      .update({ caller: to, changed_by: by, changed_at: at, revision: tx.knex.raw('revision + 1') });
  else {
    // The visit stays its author's; who follows up stands beside it.
    const row = { visit_id: id, student_dcid: student };
    const written = { owner: to, handed_by: by, handed_at: at };
    const changed = await tx.knex('u_ssp_follow_owner').where(row).update(written);
    if (changed === 0) await tx.knex('u_ssp_follow_owner').insert({ ...row, ...written });
  }
}
