import { today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import { checkFieldOf, codeChoice, type Fault, faultText, textFieldOf } from '../server/form-fields.ts';
import type { Answer } from '../server/route.ts';
import { findStudent } from '../students/facts.ts';
import * as say from '../words/index.ts';
import type { ReferralInput } from './check-new.ts';
import { isRunning, knownNeeds, needWords } from './needs.ts';
import { isWhole } from './sent-before.ts';
import { LATE_DAYS } from './step-input.ts';
import { suggestedProviders } from './suggested.ts';

/** The form of a referral on its own; what is open or served already stands above it. */
export async function newReferralPage(
  context: Context,
  student: number,
  sent?: { input: ReferralInput; faults: Fault[] },
): Promise<Answer> {
  const header = await findStudent(context.database, readerOf(context), context.clock, student);
  if (!header) throw new AppError('NOT_FOUND');
  const day = today(context.clock);
  const codes = await codesOf(context);
  const input = sent?.input ?? {};
  const faults = sent?.faults ?? [];
  const running = (await knownNeeds(context.database, context, student)).filter(isRunning);
  const suggested = await suggestedProviders(context);
  const providers = (kind: string) => suggested.filter((one) => one.kind === kind).map(({ provider }) => provider);
  const provider = (name: 'school_1' | 'school_2' | 'agency_1' | 'agency_2', label: string) =>
    textFieldOf(name, label, input[name] ?? '', faults, {
      suggestions: providers(name.startsWith('school') ? 'SCHOOL' : 'COMMUNITY'),
    });
  const confirm = faultText(faults, 'confirm_open');
  return {
    page: 'referrals/new',
    title: say.referrals.new.title,
    ...(faults.length > 0 ? { status: 422, reason: 'FAULTS' as const } : {}),
    model: {
      student: { name: header.name, url: `/students/${student}` },
      running: running.map((one) => ({ words: needWords(one, day), url: `/referrals/${one.referral_id}` })),
      form: {
        action: `/students/${student}/referrals`,
        formKey: isWhole(input.form_key) ? input.form_key : crypto.randomUUID(),
        faults,
        need: codeChoice(
          'need',
          say.visits.referral.need,
          'REF_NEED',
          input.need ?? '',
          day,
          faults,
          { emptyLabel: say.referrals.asked.choose, required: true },
          codes,
        ),
        reason: codeChoice(
          'reason',
          say.forms.reason,
          'PURPOSE',
          input.reason ?? '',
          day,
          faults,
          { emptyLabel: say.referrals.asked.choose, required: true },
          codes,
        ),
        urgency: codeChoice('urgency', say.visits.referral.urgency, 'URGENCY', input.urgency ?? 'ROUTINE', day, faults),
        location: codeChoice(
          'location',
          say.visits.referral.location,
          'REF_LOCATION',
          input.location ?? '',
          day,
          faults,
          {
            emptyLabel: say.visits.referral.notKnownYet,
          },
        ),
        on: textFieldOf('date', say.visits.fields.date, input.date ?? day, faults, {
          type: 'date',
          max: day,
          required: true,
        }),
        why: textFieldOf('why', say.referrals.asked.whyLate(LATE_DAYS), input.why ?? '', faults),
        school: provider('school_1', say.visits.referral.school),
        agency: provider('agency_1', say.visits.referral.agency),
        more: {
          open: Boolean(input.school_2 || input.agency_2),
          school: provider('school_2', say.referrals.new.school2),
          agency: provider('agency_2', say.referrals.new.agency2),
        },
        confirm:
          confirm || input.confirm_open
            ? checkFieldOf('confirm_open', say.referrals.new.confirm, input.confirm_open === '1', faults)
            : null,
      },
    },
  };
}
