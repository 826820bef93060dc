import type { Tx } from '../database/connect.ts';
import { inTurn } from '../database/turn.ts';
import { type Clock, instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import * as say from '../words/index.ts';
import type { Reason } from './reasons.ts';
import { type Sealed, seal, unseal } from './sealing.ts';

// One student of another school, for one hour, by somebody who is support staff somewhere: with a reason that stays on
// record. What it opens is decided in the queries, which look for its row beside the scope.

/** Why somebody needs a student who is not of the own schools: chosen from these, and said in words besides. */
export const NEEDS = say.access.need.reasons;

export type Need = keyof typeof NEEDS;

const HOUR_MS = 3600_000;
export const MOST_AN_HOUR = 5;
export const LEAST_WORDS = 15;
export const MOST_WORDS = 500;

export interface NeedInput {
  number?: string;
  need?: string;
  words?: string;
}

export interface OpenNeed {
  id: number;
  student: number;
  name: string;
  reason: Need;
  until: string;
}

/** `again`: it needed no opening. Otherwise what has to be mended, and the reason for the audit. */
export type Opened =
  | { student: number; again: boolean; reason: Reason }
  | { faults: Fault[]; reason: 'FAULTS' | 'TOO_MANY' | 'NOT_IN_SCOPE' };

/** Opens the student of this number for an hour, audited with it. Whoever may see the student anyway is only sent there. */
export async function openForNeed(context: Context, input: NeedInput): Promise<Opened> {
  const checked = checkNeed(input);
  if ('faults' in checked) return { ...checked, reason: 'FAULTS' };
  const reader = readerOf(context);
  // One after the other, from whatever session: what is sent at once counts together.
  return inTurn(context.database, [`break-glass:${reader}`], async (tx): Promise<Opened> => {
    if ((await triesInHour(tx, reader, context.clock)) >= MOST_AN_HOUR)
      return { faults: [{ fieldId: 'number', text: say.access.need.tooMany(MOST_AN_HOUR) }], reason: 'TOO_MANY' };
    const now = instantNow(context.clock);
    const asked = { reader, now };
    const [found] = await tx.run<{ student: number; school_id: number; is_own: boolean }>(
      'access/break-glass-student',
      { ...asked, number: checked.number },
    );
    if (!found) {
      // Written before the next one counts: the row is what is counted.
      await context.auditWithin(tx, null, { reason: 'NOT_IN_SCOPE', outcome: 'refused' });
      return { faults: [{ fieldId: 'number', text: say.access.need.noSuchNumber }], reason: 'NOT_IN_SCOPE' };
    }
    const { student, school_id } = found;
    if (found.is_own) return { student, again: true, reason: 'ROLE_AT_SCHOOL' };
    const [open] = await tx.run<OpenNeed>('access/break-glass-open', { ...asked, student });
    if (open) return { student, again: true, reason: 'ALREADY_DONE' };
    const [row] = (await tx
      .knex('u_ssp_break_glass')
      .insert({
        reader,
        student_dcid: student,
        school_id,
        reason: checked.need,
        ...seal(checked.words, placeOfNeed(reader, student, now), context.config.noteKeys),
        opened_at: now,
        until: instantNow(context.clock, HOUR_MS),
      })
      .returning('id')) as { id: number }[];
    await context.auditWithin(tx, `break-glass:${row?.id}`, { student, reason: 'BREAK_GLASS' });
    return { student, again: false, reason: 'BREAK_GLASS' };
  });
}

// Numbers that nobody has count too: the way in must not be a way to find out which numbers exist.
async function triesInHour(tx: Tx, reader: number, clock: Clock): Promise<number> {
  const [row] = await tx.run<{ tries: number }>('access/break-glass-tries', {
    reader,
    since_at: instantNow(clock, -HOUR_MS),
  });
  return row?.tries ?? 0;
}

function checkNeed(input: NeedInput): { number: number; need: Need; words: string } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const number = (input.number ?? '').replace(/\s/g, '');
  if (!/^\d{1,15}$/.test(number)) faults.push({ fieldId: 'number', text: say.access.need.notANumber });
  const need = input.need ?? '';
  if (!Object.hasOwn(NEEDS, need)) faults.push({ fieldId: 'need', text: say.access.need.noReason });
  const words = (input.words ?? '').toWellFormed().replaceAll('\u0000', '').trim();
  if (words.length < LEAST_WORDS) faults.push({ fieldId: 'words', text: say.access.need.tooShort(LEAST_WORDS) });
  if (words.length > MOST_WORDS) faults.push({ fieldId: 'words', text: say.access.need.tooLong(MOST_WORDS) });
  return faults.length > 0 ? { faults } : { number: Number(number), need: need as Need, words };
}

/** Ends what the reader opened. False: it was not open any more; undefined: there is no such opening of hers. */
export async function endNeed(context: Context, id: number): Promise<boolean | undefined> {
  return context.database.transaction(async (tx) => {
    await tx.lock('u_ssp_break_glass', id);
    const now = instantNow(context.clock);
    const [row] = await tx.run<{ student: number; until: string; ended_at: string | null }>('access/break-glass-own', {
      reader: readerOf(context),
      id,
    });
    if (!row) return undefined;
    if (row.ended_at !== null || row.until <= now) return false;
    await tx.knex('u_ssp_break_glass').where({ id }).update({ ended_at: now });
    await context.auditWithin(tx, `break-glass:${id}`, { student: row.student, reason: 'OWN_WISH' });
    return true;
  });
}

/** What the reader has open right now: of one student, or all. */
export function openNeeds(context: Context, student = 0): Promise<OpenNeed[]> {
  const asked = { reader: readerOf(context), now: instantNow(context.clock), student };
  return context.database.run<OpenNeed>('access/break-glass-open', asked);
}

export interface SealedWords extends Sealed {
  person: number;
  student: number;
  opened_at: string;
}

/** Why, in the person's own words; undefined when the key is not at hand. */
export function wordsOf(row: SealedWords, context: Context): string | undefined {
  return unseal(row, placeOfNeed(row.person, row.student, row.opened_at), context.config.noteKeys);
}

export function placeOfNeed(reader: number, student: number, openedAt: string): string {
  return `u_ssp_break_glass:${reader}:${student}:${openedAt}`;
}
