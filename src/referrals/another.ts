import type { Tx } from '../database/connect.ts';
import { isTaken } from '../database/faults.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { isRealDate, plusDays, shortDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { LONGEST_PROVIDER } from './check-new.ts';
import { readPace } from './pace.ts';
import type { ReferralRow, TargetRow } from './rows.ts';
import { FORM, isWhole, secondKey } from './sent-before.ts';
import { clean, LATE_DAYS, LONGEST_WHY } from './step-input.ts';
import { insertTarget, type NewTarget, wantsNotice } from './store.ts';

const FAULTS = say.referrals.faults;
const WORDS = say.referrals.new;

// Another provider is asked for the same need: the referral goes on, one target more.

export const ANOTHER_FIELDS = ['form_key', 'school_1', 'agency_1', 'date', 'why'] as const;
export type AnotherInput = Partial<Record<(typeof ANOTHER_FIELDS)[number], string>>;

/** `newKey`: the form's key was used for something else; it needs another one before it can be saved. */
export type Asked = { saved: true; again: boolean } | { faults: Fault[]; newKey: boolean };

class Mend extends Error {
  readonly result: Extract<Asked, { faults: Fault[] }>;

  constructor(fieldId: string, text: string, newKey = false) {
    super('to be mended');
    this.result = { faults: [{ fieldId, text }], newKey };
  }
}

/** Asks another provider, or one of each kind. The same form sent twice asks once. */
export async function askAnother(context: Context, referral: number, input: AnotherInput): Promise<Asked> {
  const checked = check(context, input);
  if ('faults' in checked) return { ...checked, newKey: false };
  const write = () => context.database.transaction((tx) => writeTargets(tx, context, referral, checked.targets));
  try {
    return await write();
  } catch (thrown) {
    if (thrown instanceof Mend) return thrown.result;
    // The same form at the same moment about another referral, and that was first.
    if (!isTaken(thrown, FORM)) throw thrown;
    return write();
  }
}

function check(context: Context, input: AnotherInput): { targets: NewTarget[] } | { faults: Fault[] } {
  const day = today(context.clock);
  const faults: Fault[] = [];
  const say = (fieldId: string, text: string) => void faults.push({ fieldId, text });
  const { form_key: formKey } = input;
  const on = clean(input.date) || day;
  const why = clean(input.why);
  if (!isWhole(formKey)) say('school-1', FAULTS.notWhole);
  if (!isRealDate(on)) say('date', FAULTS.day.noSuchDay);
  else if (on > day) say('date', FAULTS.day.notYet);
  else if (on < plusDays(day, -LATE_DAYS) && why === '') say('why', FAULTS.late(LATE_DAYS));
  if (why.length > LONGEST_WHY) say('why', FAULTS.tooLong(LONGEST_WHY));
  const kinds = { school_1: 'SCHOOL', agency_1: 'COMMUNITY' } as const;
  const named = (['school_1', 'agency_1'] as const).flatMap((field) => {
    const provider = clean(input[field]);
    if (provider.length > LONGEST_PROVIDER) say(field.replace('_', '-'), FAULTS.tooLong(LONGEST_PROVIDER));
    return provider === '' ? [] : [{ kind: kinds[field], provider, on, why: why || null }];
  });
  if (named.length === 0) say('school-1', WORDS.noProvider);
  if (faults.length > 0 || !isWhole(formKey)) return { faults };
  return { targets: named.map((one, at) => ({ ...one, formKey: at === 0 ? formKey : secondKey(formKey) })) };
}

async function writeTargets(tx: Tx, context: Context, referral: number, targets: NewTarget[]): Promise<Asked> {
  const reader = readerOf(context);
  await tx.lock('u_ssp_referral', referral);
  const asked = { ...asking(reader, context.clock), referral };
  const [row] = await tx.run<ReferralRow>('referrals/one', asked);
  const written = await writtenBefore(tx, reader, (targets[0] as NewTarget).formKey);
  if (written.length > 0) {
    const isSame = JSON.stringify(written) === JSON.stringify(targets.map((one) => saidOf(referral, one)));
    if (isSame) return { saved: true, again: true };
    throw new Mend('school-1', say.forms.savedOtherwise, true);
  }
  if (!row || row.voided_at !== null) throw new Mend('school-1', FAULTS.gone);
  const day = today(context.clock);
  const open = (await tx.run<TargetRow>('referrals/targets-of', asked)).filter(({ status }) => status !== 'CLOSED');
  const author = { author: reader, now: instantNow(context.clock) };
  const pace = await readPace(tx, context, row.school_id, row.opened_on);
  const about = { id: referral, openedOn: row.opened_on, urgency: row.urgency, pace };
  const made: string[] = [];
  for (const target of targets) {
    if (target.on < row.opened_on) throw new Mend('date', FAULTS.day.beforeOpened(shortDay(row.opened_on, day)));
    const isAsked = open.some(
      ({ kind, provider }) => kind === target.kind && provider.toLowerCase() === target.provider.toLowerCase(),
    );
    const field = target.kind === 'SCHOOL' ? 'school-1' : 'agency-1';
    if (isAsked) throw new Mend(field, WORDS.askedAlready(target.provider));
    const id = await insertTarget(tx, { ...about, wantsNotice: wantsNotice(context, row.need) }, target, author);
    made.push(`referral:${referral} target:${id}`);
  }
  await context.auditWithin(tx, made);
  return { saved: true, again: false };
}

const saidOf = (referral: number, { kind, provider, on, why }: Omit<NewTarget, 'formKey'>) => [
  ...[referral, kind, provider, on, why],
];

/** What a form of this reader asked of which providers, in the order of its fields; of a step's form, that step. */
async function writtenBefore(tx: Tx, author: number, form_key: string): Promise<ReturnType<typeof saidOf>[]> {
  const rows = await tx
    .knex('u_ssp_milestone as m')
    .join('u_ssp_target as t', 't.id', 'm.target_id')
    .where('m.author', author)
    .whereIn('m.form_key', [form_key, secondKey(form_key)])
    .orderBy('m.id')
    .select('t.referral_id', 't.kind', 't.provider', 'm.happened_on', 'm.why', { fact: 'm.kind' });
  return rows.map((row) =>
    saidOf(row.referral_id, {
      kind: row.fact === 'M_IDENT' ? row.kind : row.fact,
      ...{ provider: row.provider, on: row.happened_on, why: row.why },
    }),
  );
}
