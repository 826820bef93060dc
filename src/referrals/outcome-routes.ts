import { type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textFields } from '../server/schema.ts';
import { studentPage } from '../students/page.ts';
import { BARRIER_FIELDS } from './check.ts';
import { type OutcomeInput, setOutcome } from './outcome.ts';

// What came of it, from the small form of the student's page.

const OUTCOME_FIELDS = [
  ...[
    'form_key',
    'outcome',
    'outcome_date',
    'reason',
    'first_service',
    'why',
    'untried_why',
    'fits',
    'progress',
    'told_by',
  ],
  ...BARRIER_FIELDS,
];

export const outcomeRoutes: Route[] = [
  route<{ id: number }, unknown, OutcomeInput>({
    post: '/referrals/targets/:id/outcome',
    action: 'referral.outcome',
    audit: 'REFERRAL_OUTCOME_SET',
    subject: 'target',
    input: {
      params: fields({ id: idParam }, ['id']),
      body: fields(
        {
          ...{ token: shortText, revision: shortText },
          ...textFields(OUTCOME_FIELDS),
        },
        ['token'],
      ),
    },
    run: async (context, { params, body }) => {
      const student = context.subject?.student as number;
      const result = await setOutcome(context, params.id, body);
      if ('saved' in result) {
        const again = result.again ? { reason: 'ALREADY_DONE' as const } : {};
        return { redirect: `/students/${student}?done=outcome`, ...again };
      }
      const faults = 'conflict' in result ? [{ fieldId: 'outcome', text: result.conflict }] : result.faults;
      const sentOutcome = {
        target: params.id,
        input: body,
        isConflict: 'conflict' in result,
        faults: faults.map(({ fieldId, text }) => ({
          fieldId: `${outcomeField(fieldId)}-${params.id}`,
          text,
        })),
      };
      return studentPage(context, student, { sentOutcome, status: 'conflict' in result ? 409 : 422 });
    },
  }),
];

// Where the faults of a closing stand in the small form of the student's page.
function outcomeField(name: string): string {
  if (name === 'on') return 'outcome-date';
  return ['why', 'untried_why', 'fits', 'progress', 'told_by', 'reason', 'first_service'].includes(name)
    ? `outcome-${name.replaceAll('_', '-')}`
    : 'outcome';
}
