import { today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import { checkFieldOf, codeChoice, type Fault, faultText, textFieldOf } from '../server/form-fields.ts';
import type { Answer } from '../server/route.ts';
import { findStudent } from '../students/facts.ts';
import { suggestedProviders } from './cards.ts';
import { isRunning, knownNeeds, needWords, type ReferralInput } from './open.ts';
import { LATE_DAYS, LONGEST_WHY } from './step-input.ts';

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
      maxlength: 100,
      suggestions: providers(name.startsWith('school') ? 'SCHOOL' : 'COMMUNITY'),
    });
  const confirm = faultText(faults, 'confirm_open');
  return {
    page: 'referrals/new',
    title: 'New referral',
    ...(faults.length > 0 ? { status: 422, reason: 'FAULTS' as const } : {}),
    model: {
      student: { name: header.name, url: `/students/${student}` },
      running: running.map((one) => ({ words: needWords(one, day), url: `/referrals/${one.referral_id}` })),
      form: {
        action: `/students/${student}/referrals`,
        formKey: input.form_key ?? crypto.randomUUID(),
        faults,
        need: codeChoice(
          'need',
          'Need',
          'REF_NEED',
          input.need ?? '',
          day,
          faults,
          { emptyLabel: 'Choose', required: true },
          codes,
        ),
        reason: codeChoice(
          'reason',
          'Reason',
          'PURPOSE',
          input.reason ?? '',
          day,
          faults,
          { emptyLabel: 'Choose', required: true },
          codes,
        ),
        urgency: codeChoice('urgency', 'Urgency', 'URGENCY', input.urgency ?? 'ROUTINE', day, faults),
        location: codeChoice('location', 'Where', 'REF_LOCATION', input.location ?? '', day, faults, {
          emptyLabel: 'Not known yet',
        }),
        on: textFieldOf('date', 'Date', input.date ?? day, faults, { type: 'date', max: day, required: true }),
        why: textFieldOf('why', `Why only now, if more than ${LATE_DAYS} days ago`, input.why ?? '', faults, {
          maxlength: LONGEST_WHY,
        }),
        school: provider('school_1', 'School-based provider'),
        agency: provider('agency_1', 'Community agency'),
        more: {
          open: Boolean(input.school_2 || input.agency_2),
          school: provider('school_2', 'School-based provider 2'),
          agency: provider('agency_2', 'Community agency 2'),
        },
        confirm:
          confirm || input.confirm_open
            ? checkFieldOf('confirm_open', 'Open another referral for this need', input.confirm_open === '1', faults)
            : null,
      },
    },
  };
}
