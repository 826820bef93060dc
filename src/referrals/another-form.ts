import { today } from '../server/clock.ts';
import type { Context } from '../server/context.ts';
import { type Fault, textFieldOf } from '../server/form-fields.ts';
import * as say from '../words/index.ts';
import type { AnotherInput } from './another.ts';
import type { ReferralRow } from './rows.ts';
import { isWhole } from './sent-before.ts';
import { LATE_DAYS } from './step-input.ts';
import { suggestedProviders } from './suggested.ts';

/** A form that would ask another provider, as it was sent. */
export interface SentAnother {
  input: AnotherInput;
  faults: Fault[];
}

/** The form on the referral's page that asks another provider. */
export async function anotherForm(context: Context, row: ReferralRow, sent: SentAnother | undefined) {
  const { input = {}, faults = [] } = sent ?? {};
  const day = today(context.clock);
  const suggested = await suggestedProviders(context);
  const provider = (name: 'school_1' | 'agency_1', label: string, kind: string) =>
    textFieldOf(name, label, input[name] ?? '', faults, {
      suggestions: suggested.filter((one) => one.kind === kind).map((one) => one.provider),
    });
  return {
    action: `/referrals/${row.referral_id}/targets`,
    formKey: isWhole(input.form_key) ? input.form_key : crypto.randomUUID(),
    open: sent !== undefined,
    faults,
    school: provider('school_1', say.visits.referral.school, 'SCHOOL'),
    agency: provider('agency_1', say.visits.referral.agency, 'COMMUNITY'),
    on: textFieldOf('date', say.visits.fields.date, input.date ?? day, faults, {
      ...{ type: 'date', min: row.opened_on, max: day, required: true },
    }),
    why: textFieldOf('why', say.referrals.asked.whyLate(LATE_DAYS), input.why ?? '', faults),
  };
}
