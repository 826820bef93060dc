import type { Reader, Tx } from '../database/connect.ts';
import { isTaken, type UniqueKey } from '../database/faults.ts';
import { instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import type { Quarter } from './quarters.ts';
import { DISTRICT } from './scope.ts';

// That somebody who knows the people looked at the list of who has access, and when.

export interface SignOff {
  quarter: string;
  school_id: number;
  signer_name: string | null;
  signed_at: string;
  people: number;
  break_glass: number;
  note: string | null;
}

/** All sign-offs since a quarter, oldest first. */
export function readSignOffs({ database }: Context, since: string): Promise<SignOff[]> {
  return database.run<SignOff>('access/sign-offs', { since_quarter: since });
}

const FORM: UniqueKey = {
  index: 'u_ssp_access_review_form',
  columns: ['u_ssp_access_review.signed_by', 'u_ssp_access_review.form_key'],
};

/** One sign-off as the form says it. */
export interface SentSignOff {
  formKey: string;
  quarter: Quarter;
  school: number;
  note: string;
}

/** What the list showed to whoever signs it off: how many people have access, how many openings for a real need. */
export interface Looked {
  people: number;
  needs: number;
}

/** `same`: this very sign-off was made with this form. `other`: the form was sent before, and said something else. */
export type Before = 'same' | 'other' | undefined;

/** Whether this form was sent before. */
export async function sentBefore(context: Context, sent: SentSignOff): Promise<Before> {
  return beforeIn(context.database, readerOf(context), sent);
}

async function beforeIn(source: Reader, person: number, { formKey, ...sent }: SentSignOff): Promise<Before> {
  const [row] = await source.run<{ quarter: string; school_id: number; note: string | null }>(
    'access/sign-off-of-form',
    { person, form_key: formKey },
  );
  if (!row) return undefined;
  // Held against each other here: what counts as the same text differs between databases.
  const isSame = row.quarter === sent.quarter.code && row.school_id === sent.school && (row.note ?? '') === sent.note;
  return isSame ? 'same' : 'other';
}

/** Writes a sign-off beside those that are there, with its audit row; nothing when the form was sent before. */
export async function signOff(context: Context, sent: SentSignOff, looked: Looked): Promise<Before> {
  const { quarter, school } = sent;
  const person = readerOf(context);
  try {
    return await context.database.transaction(async (tx: Tx) => {
      const before = await beforeIn(tx, person, sent);
      if (before) return before;
      await tx.knex('u_ssp_access_review').insert({
        ...{ quarter: quarter.code, school_id: school, signed_by: person, form_key: sent.formKey },
        ...{ people: looked.people, break_glass: looked.needs, note: sent.note === '' ? null : sent.note },
        signed_at: instantNow(context.clock),
      });
      await context.auditWithin(tx, `review:${quarter.code}-${school === DISTRICT ? 'district' : school}`);
      return undefined;
    });
  } catch (thrown) {
    // The same form, sent twice at the same moment: the other one was first.
    if (!isTaken(thrown, FORM)) throw thrown;
    return sentBefore(context, sent);
  }
}

/** Is the quarter looked at? A look before its end does not count for all of it. */
export function isSigned(quarter: Quarter, school: number, signed: readonly SignOff[]): boolean {
  return signed.some((one) => one.quarter === quarter.code && one.school_id === school && one.signed_at >= quarter.to);
}
