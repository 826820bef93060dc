import type { Tx } from '../database/connect.ts';
import type { UniqueKey } from '../database/faults.ts';
import { type Context, readerOf } from '../server/context.ts';
import { clean, type NewFact, type StepInput } from './step-input.ts';

// A second click, or an answer that was lost on its way: the key of the form tells, whatever others wrote in between.

const FORM_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** One form writes one fact. */
export const FORM: UniqueKey = {
  index: 'u_ssp_milestone_form',
  columns: ['u_ssp_milestone.author', 'u_ssp_milestone.form_key'],
};

export function isWhole(formKey: string | undefined): formKey is string {
  return FORM_KEY.test(formKey ?? '');
}

/** Of what a form writes beside the first thing: a key that no form has. */
export function secondKey(formKey: string): string {
  return `${formKey.slice(0, -1)}s`;
}

/** What a form wrote when it was sent before, and about which target. */
export interface Written {
  target: number;
  isTakenBack: boolean;
  /** Instant */
  savedAt: string;
  fact: Omit<NewFact, 'round'>;
}

/** Undefined when the reader has not sent this form before. */
export async function writtenWith(tx: Tx, context: Context, form_key: string): Promise<Written | undefined> {
  const [row] = await tx
    .knex('u_ssp_milestone')
    .where({ author: readerOf(context), form_key })
    .select('*');
  if (!row) return undefined;
  return {
    target: row.target_id,
    isTakenBack: row.voided_at !== null,
    savedAt: row.created_at,
    fact: {
      ...{ kind: row.kind, on: row.happened_on, outcome: row.outcome, due: row.due_on, detail: row.detail },
      ...{ isActive: row.is_active === null ? null : Boolean(row.is_active), fits: row.fits, progress: row.progress },
      ...{ toldBy: row.told_by, person: row.person, why: row.why },
    },
  };
}

/** Is it in every word what the form would write now? `but`: what depends on when it was sent. */
export function isSame(
  { fact }: Written,
  { round: _round, ...now }: NewFact,
  but: readonly (keyof NewFact)[],
): boolean {
  const names = Object.keys(now) as (keyof typeof now)[];
  return names.every((name) => but.includes(name) || (fact[name] ?? null) === (now[name] ?? null));
}

/** Does a form that was sent before tell of the same first service? Saying nothing of one that is known is the same. */
export async function isSameStart(
  tx: Tx,
  context: Context,
  target_id: number,
  { form_key = '', first_service }: StepInput,
): Promise<boolean> {
  const told = clean(first_service);
  const starts = tx.knex('u_ssp_milestone').where({ target_id, kind: 'M_INIT' });
  const [own] = await starts
    .clone()
    .where({ author: readerOf(context), form_key: secondKey(form_key) })
    .select('happened_on');
  if (own) return own.happened_on === told;
  return told === '' || (await starts.where({ happened_on: told, voided_at: null }).select('id')).length > 0;
}
