import { codeSet } from '../codes/service.ts';
import type { Context } from '../server/context.ts';
import { Refusal } from '../server/guard.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField } from '../server/schema.ts';
import { asking } from '../students/facts.ts';
import { studentPage } from '../students/page.ts';
import * as say from '../words/index.ts';
import { ACTION_NAMES, type ActionName } from './actions.ts';
import { ANOTHER_FIELDS, type AnotherInput, askAnother } from './another.ts';
import { takeBarrierBack } from './barriers.ts';
import { type Handed, type HandOverInput, handOver, handOverPage, numberOf } from './hand-over.ts';
import { heldWords, isStaffEverywhere } from './hand-over-more.ts';
import { cameIn, incomingPage } from './incoming.ts';
import { newReferralPage } from './new-form.ts';
import { openReferral, type ReferralInput, TARGET_FIELDS, voidReferral } from './open.ts';
import { type OutcomeInput, setOutcome } from './outcome.ts';
import { type ReferralState, referralPage } from './page.ts';
import { peopleAt, type Recorded, recordStep, takeBack } from './service.ts';
import type { StepInput } from './step-input.ts';

const FLASHES: Record<string, string> = say.referrals.done;
/** Where one came from, and goes back to. */
const BACKS = { tasks: '/tasks?done=step', today: '/?done=step', incoming: '/referrals?done=step' } as const;
type Back = keyof typeof BACKS;

const id = fields({ id: idParam }, ['id']);
const dcid = fields({ dcid: idParam }, ['dcid']);
const texts = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, textField]));
const BARRIER_FIELDS = codeSet('BARRIER').map(({ code }) => `barrier_${code}`);
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
const NEW_FIELDS = [
  'form_key',
  'need',
  'reason',
  'urgency',
  'location',
  'date',
  'why',
  'confirm_open',
  ...TARGET_FIELDS,
];

/** Each target, and each other thing, that is ticked, by its number. */
const HAND_OVER_BODY = {
  type: 'object',
  properties: { token: shortText, person: textField, school: shortText, to: textField, why: textField },
  patternProperties: {
    '^(target|crisis|family)_\\d{1,9}$': { enum: ['1'] },
    '^visit_\\d{1,9}_\\d{1,9}$': { enum: ['1'] },
  },
  required: ['token'],
  additionalProperties: false,
} as const;

/** Names in the address: how many of each kind went over. */
const HANDED = { handed: 'REFERRAL', crisis: 'CRISIS', visits: 'VISIT', families: 'FAMILY' } as const;
type HandedQuery = Partial<Record<keyof typeof HANDED, number>>;
const handedCount = { type: 'integer', minimum: 0, maximum: 1000 } as const;

function handedWords(context: Context, counts: HandedQuery): string {
  const byKind = Object.fromEntries(
    Object.entries(HANDED).map(([name, kind]) => [kind, counts[name as keyof typeof HANDED] ?? 0]),
  );
  const words = heldWords(byKind, isStaffEverywhere(context));
  return words === '' ? say.handOver.nothingLeft : say.handOver.handed(words);
}

function handedIn(handed: Handed): string {
  const more = Object.entries(HANDED).filter(([name, kind]) => name !== 'handed' && handed[kind] > 0);
  return [`handed=${handed.REFERRAL}`, ...more.map(([name, kind]) => `${name}=${handed[kind]}`)].join('&');
}

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

export const routes: Route[] = [
  route<unknown, { school?: number; done?: string }, unknown>({
    get: '/referrals',
    action: 'referral.list',
    audit: 'REFERRALS_LISTED',
    input: { query: fields({ school: idParam, done: { enum: ['step'] } }) },
    run: (context, { query }) =>
      incomingPage(context, {
        ...(query.school === undefined ? {} : { school: query.school }),
        flash: query.done ? say.forms.saved : null,
      }),
  }),
  route<unknown, unknown, unknown>({
    get: '/referrals/count',
    action: 'referral.list',
    audit: 'REFERRALS_COUNTED',
    quiet: true,
    input: {},
    run: async (context) => ({ json: { count: await cameIn(context) } }),
  }),
  route<unknown, { person?: number; school?: number } & HandedQuery, unknown>({
    get: '/referrals/hand-over',
    action: 'referral.hand-over',
    audit: 'HAND_OVER_OPENED',
    input: {
      query: fields({
        ...{ person: idParam, school: idParam },
        ...Object.fromEntries(Object.keys(HANDED).map((name) => [name, handedCount])),
      }),
    },
    run: (context, { query: { person, school, ...counts } }) =>
      handOverPage(context, {
        ...{ person, school },
        flash: counts.handed === undefined ? null : handedWords(context, counts),
      }),
  }),
  route<unknown, unknown, HandOverInput & { token: string }>({
    post: '/referrals/hand-over',
    action: 'referral.hand-over',
    audit: 'REFERRALS_HANDED_OVER',
    input: { body: HAND_OVER_BODY },
    run: async (context, { body: { token: _token, ...input } }) => {
      const result = await handOver(context, input);
      if ('faults' in result)
        return handOverPage(context, {
          person: numberOf(input.person) || undefined,
          school: numberOf(input.school) || undefined,
          sent: { input, faults: result.faults },
        });
      const again = Object.values(result.handed).every((count) => count === 0)
        ? { reason: 'ALREADY_DONE' as const }
        : {};
      const at = numberOf(input.school) ? `school=${numberOf(input.school)}&` : '';
      return { redirect: `/referrals/hand-over?${at}${handedIn(result.handed)}`, ...again };
    },
  }),
  route<{ dcid: number }, unknown, unknown>({
    get: '/students/:dcid/referrals/new',
    action: 'referral.add',
    audit: 'STUDENT_OPENED',
    subject: 'student',
    input: { params: dcid },
    run: (context, { params }) => newReferralPage(context, params.dcid),
  }),
  route<{ dcid: number }, unknown, ReferralInput & { token: string }>({
    post: '/students/:dcid/referrals',
    action: 'referral.add',
    audit: 'REFERRAL_OPENED',
    subject: 'student',
    input: { params: dcid, body: fields({ token: shortText, ...texts(NEW_FIELDS) }, ['token']) },
    run: async (context, { params, body: { token: _token, ...input } }) => {
      const opened = await openReferral(context, params.dcid, input);
      if ('faults' in opened) {
        const { form_key: _used, ...kept } = input;
        return newReferralPage(context, params.dcid, { input: opened.newKey ? kept : input, faults: opened.faults });
      }
      const again = opened.again ? { reason: 'ALREADY_DONE' as const } : {};
      return { redirect: `/referrals/${opened.referral}?done=opened`, ...again };
    },
  }),
  route<{ id: number }, { done?: string; do?: number; back?: string }, unknown>({
    get: '/referrals/:id',
    action: 'referral.open',
    audit: 'REFERRAL_READ',
    subject: 'referral',
    input: {
      params: id,
      query: fields({ done: { enum: Object.keys(FLASHES) }, do: idParam, back: { enum: Object.keys(BACKS) } }),
    },
    run: (context, { params, query }) =>
      referralPage(context, params.id, {
        flash: query.done ? (FLASHES[query.done] as string) : null,
        ...(query.do ? { doing: query.do } : {}),
        ...(query.back ? { back: query.back } : {}),
      }),
  }),
  route<{ id: number }, unknown, AnotherInput & { token: string }>({
    post: '/referrals/:id/targets',
    action: 'referral.add',
    audit: 'REFERRAL_PROVIDER_ADDED',
    subject: 'referral',
    input: { params: id, body: fields({ token: shortText, ...texts(ANOTHER_FIELDS) }, ['token']) },
    run: async (context, { params, body: { token: _token, ...input } }) => {
      const asked = await askAnother(context, params.id, input);
      if ('faults' in asked) {
        const { form_key: _used, ...kept } = input;
        const another = { input: asked.newKey ? kept : input, faults: asked.faults };
        return referralPage(context, params.id, { another });
      }
      const again = asked.again ? { reason: 'ALREADY_DONE' as const } : {};
      return { redirect: `/referrals/${params.id}?done=asked`, ...again };
    },
  }),
  route<{ id: number }, unknown, { reason?: string }>({
    post: '/referrals/:id/void',
    action: 'referral.void',
    audit: 'REFERRAL_VOIDED',
    subject: 'referral',
    input: { params: id, body: fields({ token: shortText, reason: textField }, ['token']) },
    run: async (context, { params, body }) => {
      const result = await voidReferral(context, params.id, body.reason ?? '');
      if ('faults' in result)
        return referralPage(context, params.id, { voiding: { reason: body.reason ?? '', faults: result.faults } });
      const again = result.again ? { reason: 'ALREADY_DONE' as const } : {};
      return { redirect: `/referrals/${params.id}?done=voided`, ...again };
    },
  }),
  route<{ id: number }, unknown, StepBody>({
    post: '/referrals/targets/:id/steps',
    action: 'referral.step',
    audit: 'REFERRAL_STEP',
    subject: 'target',
    input: {
      params: id,
      body: fields({ token: shortText, step: { enum: ACTION_NAMES }, back: shortText, ...texts(STEP_FIELDS) }, [
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
  route<{ id: number }, unknown, OutcomeInput>({
    post: '/referrals/targets/:id/outcome',
    action: 'referral.outcome',
    audit: 'REFERRAL_OUTCOME_SET',
    subject: 'target',
    input: {
      params: id,
      body: fields(
        {
          ...{ token: shortText, revision: shortText },
          ...texts(OUTCOME_FIELDS),
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
