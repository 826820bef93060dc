import { type SisRole, scopeFromSis, weigh } from '../access/scope.ts';
import { instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { timeOfDay } from '../server/words.ts';
import { shortName } from '../visits/names.ts';
import * as say from '../words/index.ts';
import { procedureOf } from './steps.ts';

// Who is called in a crisis, and what they see: where they are needed, and by whom. Never about whom, and never why.

/** A call as it stands on every page of whoever is needed. */
export interface Call {
  id: number;
  text: string;
}

// A crisis that somebody forgot to end does not call for ever.
const CALLS_MS = 12 * 3600_000;

/** What waits for the reader right now. */
export async function openCalls(context: Context): Promise<Call[]> {
  type Row = { id: number; school_name: string; caller: string | null; called_at: string };
  const rows = await context.database.run<Row>('crisis/calls-to', since(context));
  return rows.map(({ id, school_name, caller, called_at }) => ({
    id,
    text: say.crisis.calls.needed(school_name, fullName(caller), timeOfDay(called_at, context.clock.timeZone)),
  }));
}

/** Who is coming to whom the reader called, for the page that is open there. */
export async function answersTo(context: Context): Promise<Call[]> {
  type Row = { id: number; person_name: string | null; answered_at: string };
  const rows = await context.database.run<Row>('crisis/answers-to', since(context));
  return rows.map(({ id, answered_at }) => ({ id, text: comingText(answered_at, context) }));
}

/** `is coming, 10:43 AM`; `not answered yet` */
export function comingText(answeredAt: string | null, { clock }: Context): string {
  return answeredAt === null
    ? say.crisis.calls.notAnswered
    : say.crisis.calls.coming(timeOfDay(answeredAt, clock.timeZone));
}

const since = (context: Context) => ({
  reader: readerOf(context),
  now: instantNow(context.clock),
  since_at: instantNow(context.clock, -CALLS_MS),
});

/** `Chen, Maya` → `Maya Chen` */
export function fullName(lastFirst: string | null): string {
  const [last, first] = (lastFirst ?? '').split(',').map((part) => part.trim());
  return first ? `${first} ${last}` : shortName(lastFirst);
}

/**
 * Says that the reader is coming. Undefined when the call is none of hers; false when she had said so, or the crisis was over
 * by then.
 */
export async function answerCall(context: Context, call: number): Promise<boolean | undefined> {
  return context.database.transaction(async (tx) => {
    await tx.lock('u_ssp_crisis_call', call);
    const now = instantNow(context.clock);
    const asked = { reader: readerOf(context), now, call };
    const [row] = await tx.run<{ student: number; ended_at: string | null }>('crisis/call-to', asked);
    if (!row) return undefined;
    if (row.ended_at !== null) return false;
    await tx.knex('u_ssp_crisis_call').where({ id: call }).update({ answered_at: now, ended_at: now });
    await context.auditWithin(tx, `call:${call}`, { student: row.student, reason: 'ROLE_AT_SCHOOL' });
    return true;
  });
}

/** Whom the district names for a school, besides the reader: only people who may work there by the SIS as it is now. */
export async function peopleToCall(context: Context, school: number): Promise<number[]> {
  const { config, database } = context;
  const wanted = procedureOf(config).call.filter((one) => one.school === undefined || one.school === school);
  const people = new Set<number>();
  if (wanted.some((one) => 'role' in one)) {
    const rows = await database.run<SisRole & { person: number }>('visits/staff-of-school', { school });
    for (const person of new Set(rows.map((row) => row.person))) {
      const held = rows.filter((row) => row.person === person);
      // Role by role, so that each keeps its own title.
      const scope = held.flatMap((role) => weigh([role], [school], [school], config.roleMap).scope);
      if (wanted.some((one) => 'role' in one && scope.some((row) => fits(row, one, school)))) people.add(person);
    }
  }
  for (const one of wanted) {
    if (!('person' in one) || people.has(one.person)) continue;
    const scope = await scopeFromSis(database, one.person, config.roleMap);
    if (scope.some((row) => row.school === school)) people.add(one.person);
  }
  people.delete(readerOf(context));
  return [...people];
}

function fits(
  row: { role: string; title: string; school: number },
  wanted: { role: string; title?: string },
  school: number,
): boolean {
  return (
    row.school === school && row.role === wanted.role && (wanted.title === undefined || row.title === wanted.title)
  );
}
