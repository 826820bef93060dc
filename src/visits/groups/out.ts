import type { Tx } from '../../database/connect.ts';
import { instantNow } from '../../server/clock.ts';
import { type Context, readerOf } from '../../server/context.ts';
import type { Fault } from '../../server/form-fields.ts';
import { asking } from '../../students/facts.ts';
import * as say from '../../words/index.ts';
import { cleaned } from '../check.ts';
import { Mend } from '../mend.ts';
import { openNote, type SealedNote, sealNote } from '../sealing.ts';
import { faultsOfReason, studentsOf, type ToVoid, type Voided, voidWhole } from '../void.ts';

// Voiding a group visit for one student takes that student out: for the others nothing changes. What was written down about
// the one who goes stays, as a voided visit of her own.

/** Takes the student out of a group visit of one's own. The faults otherwise; taking out twice changes nothing. */
export async function takeOut(
  context: Context,
  visit: number,
  student: number,
  reason: string,
): Promise<{ out: true; again: boolean } | { faults: Fault[] } | undefined> {
  const fieldId = `void-reason-${visit}`;
  const why = cleaned(reason);
  const faults = faultsOfReason(why, fieldId, say.groups.faults.noReason);
  if (faults.length > 0) return { faults };
  try {
    return await context.database.transaction((tx) => takeOutWithin(tx, context, { visit, student, why, fieldId }));
  } catch (thrown) {
    if (thrown instanceof Mend) return { faults: thrown.faults };
    throw thrown;
  }
}

interface Going {
  visit: number;
  student: number;
  why: string;
  fieldId: string;
}

async function takeOutWithin(tx: Tx, context: Context, { visit, student, why, fieldId }: Going) {
  const reader = readerOf(context);
  await tx.lock('u_ssp_visit', visit);
  const [row] = await tx.run<ToVoid>('visits/to-void', { ...asking(reader, context.clock), visit });
  if (!row || row.author !== reader) return undefined;
  const students = await studentsOf(tx, visit);
  if (!students.includes(student)) {
    const [before] = await tx
      .knex('u_ssp_visit')
      .where({ author: reader, form_key: keyOf(visit, student) })
      .select('id');
    return before ? { out: true as const, again: true } : undefined;
  }
  if (row.voided_at !== null) return { out: true as const, again: true };
  const voided = { voided_at: instantNow(context.clock), voided_by: reader, void_reason: why };
  if (students.length === 1) {
    await voidWhole(tx, visit, voided);
    await context.auditWithin(tx, `visit:${visit}`);
    return { out: true as const, again: false };
  }
  const own = await copyFor(tx, visit, student, voided);
  await moveNote(tx, context, { visit, student, own, fieldId });
  await tx.knex('u_ssp_visit_student').where({ visit_id: visit, student_dcid: student }).update({ visit_id: own });
  await context.auditWithin(tx, `visit:${visit} out:${own}`);
  return { out: true as const, again: false };
}

// Once for each student of a visit: the key of the form says so in the database.
const keyOf = (visit: number, student: number): string => `out-${visit}-${student}`;

const LINES = {
  u_ssp_visit_service: ['line_no', 'service', 'tier'],
  u_ssp_visit_purpose: ['line_no', 'purpose'],
  u_ssp_visit_code: ['code_set', 'line_no', 'code'],
};

/** The visit once more, for one student alone and void from the beginning; its id. */
async function copyFor(tx: Tx, visit: number, student: number, voided: Voided): Promise<number> {
  const { knex } = tx;
  const [whole] = (await knex('u_ssp_visit').where({ id: visit }).select('*')) as Record<string, unknown>[];
  const { id: _group, ...columns } = whole as Record<string, unknown>;
  const own = { form_key: keyOf(visit, student), form_digest: null, group_kind: null, co_staff: null, revision: 1 };
  const [made] = (await knex('u_ssp_visit')
    .insert({ ...columns, ...own, ...voided })
    .returning('id')) as { id: number }[];
  const visit_id = (made as { id: number }).id;
  for (const [table, names] of Object.entries(LINES)) {
    const lines = (await knex(table).where({ visit_id: visit }).orderBy('id').select(names)) as object[];
    if (lines.length > 0) await knex(table).insert(lines.map((line) => ({ ...line, visit_id })));
  }
  return visit_id;
}

// A note opens only as that of its visit: it is sealed anew for the one to which it goes.
async function moveNote(
  tx: Tx,
  context: Context,
  { visit, student, own, fieldId }: { visit: number; student: number; own: number; fieldId: string },
): Promise<void> {
  const keys = context.config.noteKeys;
  const here = { visit_id: visit, student_dcid: student };
  const [note] = (await tx.knex('u_ssp_visit_note').where(here).select('key_id', 'sealed')) as SealedNote[];
  if (!note) return;
  const text = openNote(note, { visit, student }, keys);
  if (text === undefined) throw new Mend(fieldId, say.groups.faults.noteStays);
  const sealed = sealNote(text, { visit: own, student }, keys);
  await tx
    .knex('u_ssp_visit_note')
    .where(here)
    .update({ visit_id: own, ...sealed });
  await tx.knex('u_ssp_note_reader').where(here).update({ visit_id: own });
}
