import type { Reader, Tx } from '../../database/connect.ts';
import type { Context } from '../../server/context.ts';
import type { Fault } from '../../server/form-fields.ts';
import { duration } from '../../server/words.ts';
import * as say from '../../words/index.ts';
import type { VisitInput } from '../check.ts';
import { checkCoStaff, holdCoStaff, MOST_COLLEAGUES } from '../co-staff.ts';
import { shortName } from '../names.ts';
import { type Colleague, colleaguesAt } from '../readers/service.ts';
import type { CoStaff } from '../store.ts';
import type { State } from './state.ts';

// Who else was there, on the change form: those who stand there, whoever is added, and whoever is taken out. What it was is
// in the sealed state, so that rows of those who were not there may go.

/** A colleague as the visit names her. */
export interface StaffLine extends CoStaff {
  /** As the SIS has it; null: nobody of that number any more. */
  name: string | null;
}

/** Those who were at the visit besides its author, in the order in which they were written down. */
export async function readStaff(
  source: Reader,
  asked: { reader: number; now: string; visit: number },
): Promise<StaffLine[]> {
  type Row = { person: number; person_name: string | null; minutes: number };
  const rows = await source.run<Row>('visits/staff-of-visit', asked);
  return rows.map(({ person, person_name, minutes }) => ({ person, name: person_name, minutes }));
}

/** The fields of the form. Whoever was there all the time has no minutes of her own: another length is hers, too. */
export function staffInput(staff: readonly StaffLine[], minutes: number): VisitInput {
  const fields = staff.slice(0, MOST_COLLEAGUES).flatMap((one, at) => [
    [`co_${at + 1}`, String(one.person)],
    [`co_minutes_${at + 1}`, one.minutes === minutes ? '' : String(one.minutes)],
  ]);
  return Object.fromEntries(fields);
}

/** Who may be chosen: the colleagues of the school, and whoever stands there, though she works elsewhere by now. */
export async function staffChoices(context: Context, { row, content }: State): Promise<Colleague[]> {
  const colleagues = await colleaguesAt(context, row.school_id);
  const others = (content.coStaff ?? []).filter(({ person }) => !colleagues.some((one) => one.person === person));
  return [
    ...colleagues,
    ...others.map(({ person, name }) => ({
      person,
      name: name ?? say.visits.formerStaff,
      title: say.visits.colleagues.wasThere,
    })),
  ];
}

/** What a form says of colleagues; undefined when it has no such fields, and then they stay as they are. */
export function typedStaff(
  input: VisitInput,
  minutes: number,
  author: number,
): { coStaff: CoStaff[]; faults: Fault[] } | undefined {
  return input.staff_state === 'shown' ? checkCoStaff(input, minutes, author) : undefined;
}

/**
 * Who was there after the change. Throws `Mend` when somebody is added who does not work at the school. Without a word of
 * the form they stay, but nobody was there longer than the visit took.
 */
export async function staffAfter(
  tx: Tx,
  context: Context,
  present: readonly StaffLine[],
  typed: readonly CoStaff[] | undefined,
  { school, minutes }: { school: number; minutes: number },
): Promise<StaffLine[]> {
  if (!typed) return present.map((one) => ({ ...one, minutes: Math.min(one.minutes, minutes) }));
  const isPresent = ({ person }: CoStaff) => present.some((one) => one.person === person);
  await holdCoStaff(tx, context, school, typed, isPresent);
  const names = new Map(present.map(({ person, name }) => [person, name]));
  if (!typed.every(isPresent))
    for (const { person, name } of await colleaguesAt(context, school, tx)) names.set(person, name);
  return typed.map((one) => ({ ...one, name: names.get(one.person) ?? null }));
}

/** Writes who was there. The visit's row is held by the transaction, and what it was is sealed. */
export async function writeStaff(
  tx: Tx,
  visit_id: number,
  before: readonly StaffLine[],
  after: readonly StaffLine[],
): Promise<void> {
  const rowOf = (person: number) => tx.knex('u_ssp_visit_staff').where({ visit_id, person });
  for (const { person } of before) if (!after.some((one) => one.person === person)) await rowOf(person).del();
  for (const { person, minutes } of after) {
    const old = before.find((one) => one.person === person);
    if (!old) await tx.knex('u_ssp_visit_staff').insert({ visit_id, person, minutes });
    else if (old.minutes !== minutes) await rowOf(person).update({ minutes });
  }
  // History asks for names only where somebody was there.
  await tx
    .knex('u_ssp_visit')
    .where({ id: visit_id })
    .update({ co_staff: after.length || null });
}

/** `M. Chen (20 min) and I. Kowalski (30 min)` as one text; nobody is a dash. */
export const staffWords = (staff: readonly StaffLine[]): string =>
  staff.map(({ name, minutes }) => `${shortName(name)} (${duration(minutes)})`).join('; ') || '–';

/** Were the same people there, as long? A name that was written otherwise since makes no other person. */
export function isSameStaff(one: readonly CoStaff[] | undefined, other: readonly CoStaff[] | undefined): boolean {
  // A state that was sealed before colleagues were kept in it says nothing of them.
  if (!one || !other) return true;
  const said = (staff: readonly CoStaff[]) => staff.map(({ person, minutes }) => `${person} ${minutes}`).toSorted();
  return said(one).join() === said(other).join();
}
