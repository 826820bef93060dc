import type { Context } from '../server/context.ts';
import { Refusal } from '../server/guard.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField, textFields } from '../server/schema.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { ACTION_NAMES, type ActionName } from './actions.ts';
import { takeBarrierBack } from './barriers.ts';
import { BARRIER_FIELDS } from './check.ts';
import { type ReferralState, referralPage } from './page.ts';
import { peopleAt, type Recorded, recordStep, takeBack } from './service.ts';
import type { StepInput } from './step-input.ts';

// What happens with one of the providers who were asked; what came of it stands in outcome-routes.ts.

/** Where one came from, and goes back to. */
export const BACKS = { tasks: '/tasks?done=step', today: '/?done=step', incoming: '/referrals?done=step' } as const;
type Back = keyof typeof BACKS;

const id = fields({ id: idParam }, ['id']);
const STEP_FIELDS = [
  ...[
    'form_key',
    'on',
    'why',
    'confirm_order',
    'outcome',
    'first_service',
    'due',
    'interim',
    'active',
    'fits',
    'progress',
    'told_by',
    'way',
    'person',
    'note',
    'untried_why',
  ],
  ...BARRIER_FIELDS,
];
interface StepBody extends StepInput {
  token: string;
  step: ActionName;
  back?: string;
}

/** The referral of a target that the guard found; a voided one, too, so that what became of it can be said. */
async function referralOf(context: Context, target: number): Promise<{ referral_id: number; school_id: number }> {
  const [at] = await context.database.knex('u_ssp_target').where({ id: target }).select('referral_id');
  const asked = { ...asking(context.session?.reader as number, context.clock), referral: at?.referral_id ?? 0 };
  const [row] = await context.database.run<{ referral_id: number; school_id: number }>('referrals/one', asked);
  if (!row) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE', context.subject?.student ?? null);
  return row;
}

async function step(
  context: Context,
  target: number,
  { token: _token, step, back, ...input }: StepBody,
): Promise<Answer> {
  const { referral_id, school_id } = await referralOf(context, target);
  const result = await recordStep(context, target, step, input);
  if ('saved' in result) {
    const own = `/referrals/${referral_id}?done=step#target-${target}`;
    const redirect = back && Object.hasOwn(BACKS, back) ? BACKS[back as Back] : own;
    return { redirect, ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}) };
  }
  return referralPage(context, referral_id, {
    ...(back ? { back } : {}),
    ...(await stateOf(context, target, school_id, result)),
    // What was typed stays, whatever stands in its way.
    sent: { target, step, input, faults: 'faults' in result ? result.faults : [] },
  });
}

async function stateOf(context: Context, target: number, school: number, result: Recorded): Promise<ReferralState> {
  if (!('conflict' in result)) return {};
  if (result.takenBy === undefined) return { told: { target, text: result.conflict, takeOver: null } };
  const name = (await peopleAt(context, school)).find(({ person }) => person === result.takenBy)?.name;
  const words = name ?? say.referrals.faults.somebodyLeft;
  const text = say.referrals.faults.tookFirst(words);
  return { told: { target, text, takeOver: { name: words } } };
}

export const targetRoutes: Route[] = [
  route<{ id: number }, unknown, StepBody>({
    post: '/referrals/targets/:id/steps',
    action: 'referral.step',
    audit: 'REFERRAL_STEP',
    subject: 'target',
    input: {
      params: id,
      body: fields({ token: shortText, step: { enum: ACTION_NAMES }, back: shortText, ...textFields(STEP_FIELDS) }, [
        'token',
        'step',
      ]),
    },
    run: (context, { params, body }) => step(context, params.id, body),
  }),
  route<{ id: number }, unknown, { fact: number; reason?: string }>({
    post: '/referrals/targets/:id/take-back',
    action: 'referral.step',
    audit: 'REFERRAL_STEP_VOIDED',
    subject: 'target',
    input: { params: id, body: fields({ token: shortText, fact: idParam, reason: textField }, ['token', 'fact']) },
    run: async (context, { params, body }) => {
      const { referral_id, school_id } = await referralOf(context, params.id);
      const back = { fact: body.fact, reason: body.reason ?? '' };
      const result = await takeBack(context, params.id, back);
      if ('saved' in result) {
        const again = result.again ? { reason: 'ALREADY_DONE' as const } : {};
        return { redirect: `/referrals/${referral_id}?done=back#target-${params.id}`, ...again };
      }
      return referralPage(context, referral_id, {
        ...(await stateOf(context, params.id, school_id, result)),
        takingBack: { target: params.id, ...back, faults: 'faults' in result ? result.faults : [] },
      });
    },
  }),
  route<{ id: number }, unknown, { barrier: number; reason?: string }>({
    post: '/referrals/targets/:id/barriers/take-back',
    action: 'referral.step',
    audit: 'REFERRAL_BARRIER_VOIDED',
    subject: 'target',
    input: {
      params: id,
      body: fields({ token: shortText, barrier: idParam, reason: textField }, ['token', 'barrier']),
    },
    run: async (context, { params, body }) => {
      const { referral_id, school_id } = await referralOf(context, params.id);
      const back = { barrier: body.barrier, reason: body.reason ?? '' };
      const result = await takeBarrierBack(context, params.id, back);
      if ('saved' in result) {
        const again = result.again ? { reason: 'ALREADY_DONE' as const } : {};
        return { redirect: `/referrals/${referral_id}?done=back#target-${params.id}`, ...again };
      }
      return referralPage(context, referral_id, {
        ...(await stateOf(context, params.id, school_id, result)),
        barrierBack: { ...back, faults: 'faults' in result ? result.faults : [] },
      });
    },
  }),
];
