import { isSelectable } from '../codes/service.ts';
import { today } from '../server/clock.ts';
import { type Context, codesOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { isRealDate, plusDays } from '../server/words.ts';
import * as say from '../words/index.ts';
import { isWhole } from './sent-before.ts';
import { clean, LATE_DAYS, LONGEST_WHY } from './step-input.ts';

// The form of a new referral as it was sent, and what has to be mended before it can be opened.

const WORDS = say.referrals.new;
const FAULTS = say.referrals.faults;
// A visit can open a referral, too.
const IN_VISITS = say.visits.faults;
export const LONGEST_PROVIDER = 100;
export const TARGET_FIELDS = ['school_1', 'school_2', 'agency_1', 'agency_2'] as const;
export type TargetField = (typeof TARGET_FIELDS)[number];

export interface ReferralInput extends Partial<Record<TargetField, string>> {
  form_key?: string;
  need?: string;
  reason?: string;
  urgency?: string;
  location?: string;
  date?: string;
  why?: string;
  confirm_open?: string;
}

export interface NewReferral {
  formKey: string;
  need: string;
  reason: string;
  urgency: string;
  location: string | null;
  openedOn: string;
  why: string | null;
  targets: { kind: 'SCHOOL' | 'COMMUNITY'; provider: string }[];
}

/** What is to be opened, all its codes standard ones; the faults otherwise, each at its field. */
export async function checkNew(context: Context, input: ReferralInput): Promise<NewReferral | { faults: Fault[] }> {
  const day = today(context.clock);
  const codes = await codesOf(context);
  const faults: Fault[] = [];
  const say = (fieldId: string, text: string) => void faults.push({ fieldId, text });
  const need = (input.need ?? '').trim();
  const reason = (input.reason ?? '').trim();
  const openedOn = (input.date ?? '').trim() || day;
  const urgency = (input.urgency ?? '').trim() || 'ROUTINE';
  const location = (input.location ?? '').trim();
  const why = clean(input.why);
  if (!isWhole(input.form_key)) say('need', FAULTS.notWhole);
  if (!codes.isSelectable('REF_NEED', need, day)) say('need', WORDS.noNeed);
  if (!codes.isSelectable('PURPOSE', reason, day)) say('reason', WORDS.noReason);
  if (!isSelectable('URGENCY', urgency, day)) say('urgency', IN_VISITS.noUrgency);
  if (location !== '' && !isSelectable('REF_LOCATION', location, day)) say('location', IN_VISITS.noPlace);
  if (!isRealDate(openedOn)) say('date', FAULTS.day.noSuchDay);
  else if (openedOn > day) say('date', FAULTS.day.notYet);
  else if (openedOn < plusDays(day, -LATE_DAYS) && why === '') say('why', FAULTS.late(LATE_DAYS));
  if (why.length > LONGEST_WHY) say('why', FAULTS.tooLong(LONGEST_WHY));
  const targets = TARGET_FIELDS.flatMap((field) => {
    const provider = clean(input[field]);
    if (provider.length > LONGEST_PROVIDER) say(field.replace('_', '-'), FAULTS.tooLong(LONGEST_PROVIDER));
    const kind = field.startsWith('school') ? ('SCHOOL' as const) : ('COMMUNITY' as const);
    return provider === '' ? [] : [{ kind, provider }];
  });
  if (targets.length === 0) say('school-1', WORDS.noProvider);
  const names = targets.map(({ kind, provider }) => `${kind} ${provider.toLowerCase()}`);
  if (new Set(names).size < names.length) say('school-1', WORDS.sameProvider);
  if (faults.length > 0) return { faults };
  const standard = { need: codes.standard('REF_NEED', need), reason: codes.standard('PURPOSE', reason) };
  return {
    ...standard,
    formKey: input.form_key as string,
    urgency,
    location: location || null,
    openedOn,
    why: why || null,
    targets,
  };
}
