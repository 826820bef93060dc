import { type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField, textFields } from '../server/schema.ts';
import * as say from '../words/index.ts';
import { ANOTHER_FIELDS, type AnotherInput, askAnother } from './another.ts';
import { type ReferralInput, TARGET_FIELDS } from './check-new.ts';
import { handOverRoutes } from './hand-over-routes.ts';
import { cameIn, incomingPage } from './incoming.ts';
import { newReferralPage } from './new-form.ts';
import { openReferral } from './open.ts';
import { outcomeRoutes } from './outcome-routes.ts';
import { referralPage } from './page.ts';
import { BACKS, targetRoutes } from './target-routes.ts';
import { voidReferral } from './void.ts';

const FLASHES: Record<string, string> = say.referrals.done;
const id = fields({ id: idParam }, ['id']);
const dcid = fields({ dcid: idParam }, ['dcid']);
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

export const routes: Route[] = [
  // These, and the count, before whatever has a number in their place.
  ...handOverRoutes,
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
    input: { params: dcid, body: fields({ token: shortText, ...textFields(NEW_FIELDS) }, ['token']) },
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
    input: { params: id, body: fields({ token: shortText, ...textFields(ANOTHER_FIELDS) }, ['token']) },
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
  ...targetRoutes,
  ...outcomeRoutes,
];
