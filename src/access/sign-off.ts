import type { Tx } from '../database/connect.ts';
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

// A second click, or a page sent again, comes within minutes; a second look at the list does not.
const SAME_FORM_MINUTES = 10;

/** Writes a sign-off beside those that are there, with its audit row. `again`: this very one was there, nothing is written. */
export async function signOff(
  context: Context,
  quarter: Quarter,
  school: number,
  looked: Looked,
): Promise<{ again: boolean }> {
  const now = instantNow(context.clock);
  const row = {
    quarter: quarter.code,
    school_id: school,
    signed_by: readerOf(context),
    people: looked.people,
    break_glass: looked.needs,
    note: looked.note === '' ? null : looked.note,
  };
  const since = new Date(Date.parse(now) - SAME_FORM_MINUTES * 60_000).toISOString();
  return context.database.transaction(async (tx: Tx) => {
    const again =
      (await tx.knex('u_ssp_access_review').where(row).where('signed_at', '>=', since).first('id')) !== undefined;
    // Then the answer's own row says that it was done already.
    if (again) return { again };
    await tx.knex('u_ssp_access_review').insert({ ...row, signed_at: now });
    await context.auditWithin(tx, `review:${quarter.code}-${school === DISTRICT ? 'district' : school}`);
    return { again };
  });
}

/** What the list showed to whoever signs it off: how many people have access, how many openings for a real need. */
export interface Looked {
  people: number;
  needs: number;
  note: string;
}

/** Is the quarter looked at? A look before its end does not count for all of it. */
export function isSigned(quarter: Quarter, school: number, signed: readonly SignOff[]): boolean {
  return signed.some((one) => one.quarter === quarter.code && one.school_id === school && one.signed_at >= quarter.to);
}
