import { type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField } from '../server/schema.ts';
import { studentPage } from '../students/page.ts';
import { type OutcomeInput, setOutcome } from './service.ts';

export const routes: Route[] = [
  route<{ id: number }, unknown, OutcomeInput>({
    post: '/referrals/targets/:id/outcome',
    action: 'referral.outcome',
    audit: 'REFERRAL_OUTCOME_SET',
    subject: 'target',
    input: {
      params: fields({ id: idParam }, ['id']),
      body: fields({ token: shortText, outcome: textField, outcome_date: textField, revision: shortText }, ['token']),
    },
    run: async (context, { params, body }) => {
      const student = context.subject?.student as number;
      const result = await setOutcome(context, params.id, body);
      if ('saved' in result) return { redirect: `/students/${student}?done=outcome` };
      const sentOutcome = {
        target: params.id,
        outcome: body.outcome ?? '',
        on: body.outcome_date ?? '',
        faults: result.faults,
      };
      return studentPage(context, student, { sentOutcome, status: result.changed ? 409 : 422 });
    },
  }),
];
