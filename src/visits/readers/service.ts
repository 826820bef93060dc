import { type SisRole, weigh } from '../../access/scope.ts';
import type { Reader, Tx } from '../../database/connect.ts';
import { instantNow } from '../../server/clock.ts';
import { type Context, readerOf } from '../../server/context.ts';
import type { Fault } from '../../server/form-fields.ts';
import { asking } from '../../students/facts.ts';
import * as say from '../../words/index.ts';
import type { VisitInput } from '../check.ts';

/** A restricted note of one's own, without its text. */
export interface OwnNote {
  student: number;
  student_name: string;
  /** Where the student is now: support staff of that school can be named. */
  school_id: number;
  school_name: string;
  visit_date: string;
}

export interface NamedReader {
  student: number;
  person: number;
  person_name: string | null;
  named_at: string;
}

export interface Colleague {
  person: number;
  name: string;
  title: string;
}

/** The note and whom its author named so far; undefined for everybody but the author. */
export async function readReaders(
  source: Reader,
  context: Context,
  visit: number,
): Promise<{ note: OwnNote; named: NamedReader[] } | undefined> {
  const asked = { ...asking(readerOf(context), context.clock), visit };
  const notes = await source.run<OwnNote>('visits/note-of', asked);
  // A group visit has a note about each: this one is about the student whom the address is about.
  const note = notes.find((one) => one.student === context.subject?.student);
  if (!note) return undefined;
  const named = await source.run<NamedReader>('visits/readers', asked);
  return { note, named: named.filter((one) => one.student === note.student) };
}

/** Support staff of a school besides oneself, as the SIS has them now, by name. */
export async function colleaguesAt(
  context: Context,
  school: number,
  source: Reader = context.database,
): Promise<Colleague[]> {
  const rows = await source.run<SisRole & { person: number; name: string }>('visits/staff-of-school', {
    school,
  });
  const rolesOf = new Map<number, { name: string; roles: SisRole[] }>();
  for (const { person, name, ...role } of rows) {
    const known = rolesOf.get(person) ?? { name, roles: [] };
    known.roles.push(role);
    rolesOf.set(person, known);
  }
  const found: Colleague[] = [];
  for (const [person, { name, roles }] of rolesOf) {
    // By the rule that signs people in: a name that could not open the student is not offered.
    const { scope } = weigh(roles, [school], [school], context.config.roleMap);
    const row = scope.find((one) => one.role === 'support_staff' && one.school === school);
    if (row && person !== readerOf(context)) found.push({ person, name, title: row.title });
  }
  return found.toSorted((one, other) => one.name.localeCompare(other.name, 'en-US'));
}

/** Where whoever just saved a restricted note goes on to name people, having asked for that in the form. */
export async function readersUrl(context: Context, input: VisitInput): Promise<string | undefined> {
  if (input.name_readers !== '1') return undefined;
  const [saved] = await context.database.run<{ visit_id: number }>('visits/of-form', {
    ...asking(readerOf(context), context.clock),
    form_key: input.form_key ?? '',
  });
  const found = saved && (await readReaders(context.database, context, saved.visit_id));
  return found && `/visits/${saved.visit_id}/readers?done=saved`;
}

/** `seen`: whom the form showed as named; `chosen`: who is ticked in it now. */
export interface Choice {
  seen: number[];
  chosen: number[];
}

/**
 * Names people and takes names back, by what changed in the form: what somebody did on another device meanwhile stays. One
 * audit row for each name. Undefined for whoever is not the author.
 */
export async function setReaders(
  context: Context,
  visit: number,
  { seen, chosen }: Choice,
): Promise<{ saved: true; changes: number } | { faults: Fault[] } | undefined> {
  const found = await readReaders(context.database, context, visit);
  if (!found) return undefined;
  const added = [...new Set(chosen)].filter((person) => !seen.includes(person));
  const ended = seen.filter((person) => !chosen.includes(person));
  const colleagues = await colleaguesAt(context, found.note.school_id);
  if (added.some((person) => !colleagues.some((one) => one.person === person)))
    return { faults: [{ fieldId: 'readers', text: say.visits.readers.gone }] };
  return context.database.transaction(async (tx) => {
    await tx.lock('u_ssp_visit', visit);
    const now = await readReaders(tx, context, visit);
    if (!now) return undefined;
    const isNamed = (person: number) => now.named.some((one) => one.person === person);
    const toName = added.filter((person) => !isNamed(person));
    const toEnd = ended.filter(isNamed);
    for (const person of toName) await name(tx, context, visit, now.note.student, person);
    for (const person of toEnd) {
      await readerRows(tx, visit, now.note.student, person)
        .whereNull('ended_at')
        .update({ ended_at: instantNow(context.clock) });
    }
    const changes = [...toName.map((one) => `named:${one}`), ...toEnd.map((one) => `ended:${one}`)];
    if (changes.length > 0)
      await context.auditWithin(
        tx,
        changes.map((one) => `visit:${visit} ${one}`),
      );
    return { saved: true, changes: changes.length };
  });
}

const readerRows = (tx: Tx, visit_id: number, student_dcid: number, reader: number) =>
  tx.knex('u_ssp_note_reader').where({ visit_id, student_dcid, reader });

async function name(tx: Tx, context: Context, visit_id: number, student_dcid: number, reader: number): Promise<void> {
  const named_at = instantNow(context.clock);
  // Named, taken back and named again within the same moment is one row.
  const again = await readerRows(tx, visit_id, student_dcid, reader).where({ named_at }).update({ ended_at: null });
  if (again > 0) return;
  await tx.knex('u_ssp_note_reader').insert({ visit_id, student_dcid, reader, named_by: readerOf(context), named_at });
}
