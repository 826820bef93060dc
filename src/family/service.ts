import type { Tx } from '../database/connect.ts';
import { isTaken, type UniqueKey } from '../database/faults.ts';
import { isWhole } from '../referrals/sent-before.ts';
import { peopleAt } from '../referrals/service.ts';
import { clean, LATE_DAYS, LONGEST_WHY, WAYS } from '../referrals/step-input.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import type { Fault } from '../server/form-fields.ts';
import { isRealDate, plusDays } from '../server/words.ts';
import { asking, findStudent } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { RESULTS, readTries } from './tries.ts';

export interface Card {
  id: number;
  caller: number | null;
  caller_name: string | null;
  language: string | null;
  needs_interpreter: boolean;
  changed_by: number;
  changed_by_name: string | null;
  changed_at: string;
  revision: number;
}

export interface CardInput {
  caller?: string;
  language?: string;
  interpreter?: string;
  revision: number;
}

export interface TryInput {
  form_key?: string;
  tried_on?: string;
  /** Why it is written down so late. */
  why?: string;
  way?: string;
  result?: string;
  with_interpreter?: string;
}

type Done = { saved: true; again: boolean } | { faults: Fault[]; changed?: true; newKey?: true };

const ONCE: UniqueKey = { index: 'u_ssp_family_student', columns: ['u_ssp_family.student_dcid'] };
const TRY: UniqueKey = {
  index: 'u_ssp_family_try_form',
  columns: ['u_ssp_family_try.author', 'u_ssp_family_try.form_key'],
};
const LONGEST_LANGUAGE = 40;

export async function readCard(source: Pick<Tx, 'run'>, context: Context, student: number): Promise<Card | undefined> {
  const [card] = await source.run<Card>('family/card', { ...asking(readerOf(context), context.clock), student });
  return card;
}

/** Writes down who calls, in which language, and whether an interpreter is needed. Of two at once the first stands. */
export async function saveCard(context: Context, student: number, input: CardInput): Promise<Done> {
  const header = await findStudent(context.database, readerOf(context), context.clock, student);
  if (!header) throw new AppError('NOT_FOUND');
  const people = await peopleAt(context, header.school_id);
  const faults: Fault[] = [];
  const caller = (input.caller ?? '') === '' ? null : Number(input.caller);
  const language = clean(input.language);
  const before = await readCard(context.database, context, student);
  // Whoever was named and has left may stay named until somebody else is.
  if (caller !== null && caller !== before?.caller && !people.some(({ person }) => person === caller))
    faults.push({ fieldId: 'caller', text: say.family.card.notAtSchool });
  if (language.length > LONGEST_LANGUAGE)
    faults.push({ fieldId: 'language', text: say.family.tooLong(LONGEST_LANGUAGE) });
  if (faults.length > 0) return { faults };
  const row = { caller, language: language || null, needs_interpreter: input.interpreter === '1' };
  const by = { changed_by: readerOf(context), changed_at: instantNow(context.clock) };
  const write = () =>
    context.database.transaction(async (tx): Promise<Done> => {
      const found = await readCard(tx, context, student);
      if (found) await tx.lock('u_ssp_family', found.id);
      const card = found && (await readCard(tx, context, student));
      const isSame =
        card &&
        card.caller === row.caller &&
        card.language === row.language &&
        card.needs_interpreter === row.needs_interpreter;
      if (isSame) return { saved: true, again: true };
      if ((card?.revision ?? 0) !== input.revision)
        return { faults: [{ fieldId: 'caller', text: say.family.card.changedMeanwhile }], changed: true };
      if (card)
        await tx
          .knex('u_ssp_family')
          .where({ id: card.id })
          .update({ ...row, ...by, revision: card.revision + 1 });
      else await tx.knex('u_ssp_family').insert({ student_dcid: student, ...row, ...by, revision: 1 });
      await context.auditWithin(tx, 'family');
      return { saved: true, again: false };
    });
  try {
    return await write();
  } catch (thrown) {
    // Two wrote the first one at the same moment.
    if (!isTaken(thrown, ONCE)) throw thrown;
    return write();
  }
}

/** Writes down one try to reach the family. The same form twice is one try. */
export async function noteTry(context: Context, student: number, input: TryInput): Promise<Done> {
  const day = today(context.clock);
  const on = (input.tried_on ?? '').trim() || day;
  const why = clean(input.why) || null;
  const faults: Fault[] = [];
  if (!isWhole(input.form_key)) faults.push({ fieldId: 'way', text: say.family.newTry.notWhole });
  if (!Object.hasOwn(WAYS, input.way ?? '')) faults.push({ fieldId: 'way', text: say.family.newTry.noWay });
  if (!Object.hasOwn(RESULTS, input.result ?? '')) faults.push({ fieldId: 'result', text: say.family.newTry.noResult });
  if (!isRealDate(on)) faults.push({ fieldId: 'tried-on', text: say.family.newTry.noSuchDay });
  else if (on > day) faults.push({ fieldId: 'tried-on', text: say.family.newTry.dayNotYet });
  else if (on < plusDays(day, -LATE_DAYS) && why === null)
    faults.push({ fieldId: 'why', text: say.referrals.faults.late(LATE_DAYS) });
  if (why !== null && why.length > LONGEST_WHY) faults.push({ fieldId: 'why', text: say.family.tooLong(LONGEST_WHY) });
  if (faults.length > 0) return { faults };
  try {
    await context.database.transaction(async (tx) => {
      await tx.knex('u_ssp_family_try').insert({
        ...{ student_dcid: student, tried_on: on, way: input.way, result: input.result, why },
        ...{ had_interpreter: input.with_interpreter === '1', form_key: input.form_key },
        ...{ author: readerOf(context), created_at: instantNow(context.clock) },
      });
      await context.auditWithin(tx, `family ${input.result}`);
    });
  } catch (thrown) {
    if (!isTaken(thrown, TRY)) throw thrown;
    const [row] = await context.database
      .knex('u_ssp_family_try')
      .where({ author: readerOf(context), form_key: input.form_key })
      .select('student_dcid', 'tried_on', 'way', 'result', 'why', 'had_interpreter');
    const sent = { student_dcid: student, tried_on: on, way: input.way, result: input.result, why };
    const isSame =
      Object.entries(sent).every(([name, value]) => row?.[name] === value) &&
      Boolean(row?.had_interpreter) === (input.with_interpreter === '1');
    if (isSame) return { saved: true, again: true };
    return { faults: [{ fieldId: 'way', text: say.forms.savedOtherwise }], newKey: true };
  }
  return { saved: true, again: false };
}

/** Takes back a try that was written down by mistake, by whoever wrote it. Undefined when it is somebody else's. */
export async function voidTry(
  context: Context,
  student: number,
  id: number,
  reason: string,
): Promise<Done | undefined> {
  const why = clean(reason);
  const fieldId = `try-reason-${id}`;
  if (why === '') return { faults: [{ fieldId, text: say.family.tries.noReason }] };
  if (why.length > LONGEST_WHY) return { faults: [{ fieldId, text: say.family.tooLong(LONGEST_WHY) }] };
  return context.database.transaction(async (tx): Promise<Done | undefined> => {
    await tx.lock('u_ssp_family_try', id);
    const one = (await readTries(tx, context, student)).find((row) => row.id === id);
    if (!one || one.author !== readerOf(context)) return undefined;
    if (one.voided_at !== null) return { saved: true, again: true };
    const voided = { voided_at: instantNow(context.clock), voided_by: readerOf(context), void_reason: why };
    await tx.knex('u_ssp_family_try').where({ id }).update(voided);
    await context.auditWithin(tx, `try:${id}`);
    return { saved: true, again: false };
  });
}
