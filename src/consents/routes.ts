import { Refusal } from '../server/guard.ts';
import { type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField } from '../server/schema.ts';
import * as say from '../words/index.ts';
import type { ConsentInput } from './check.ts';
import { consentPage } from './page.ts';
import { recordConsent, voidConsent } from './service.ts';
import { GROUP_NAMES } from './words.ts';

const dcid = fields({ dcid: idParam }, ['dcid']);
const NAMES = ['form_key', 'state', 'signer', 'method', 'signed_on', 'starts_on', 'ends_on'];
const FLASHES = { recorded: say.consents.writtenDown, voided: say.consents.voided };

export const routes: Route[] = [
  route<{ dcid: number }, { done?: keyof typeof FLASHES }, unknown>({
    get: '/students/:dcid/consents',
    action: 'consent.read',
    audit: 'CONSENTS_OPENED',
    subject: 'student',
    input: { params: dcid, query: fields({ done: { enum: Object.keys(FLASHES) } }) },
    run: (context, { params, query }) =>
      consentPage(context, params.dcid, query.done ? { flash: FLASHES[query.done] } : {}),
  }),
  route<{ dcid: number }, unknown, ConsentInput>({
    post: '/students/:dcid/consents',
    action: 'consent.record',
    audit: 'CONSENT_RECORDED',
    subject: 'student',
    input: {
      params: dcid,
      body: fields(
        Object.fromEntries(
          ['token', ...NAMES, ...GROUP_NAMES.map((group) => `for_${group}`)].map((name) => [name, shortText]),
        ),
        ['token'],
      ),
    },
    run: async (context, { params, body }) => {
      const result = await recordConsent(context, params.dcid, body);
      if ('faults' in result) return consentPage(context, params.dcid, { input: body, faults: result.faults });
      if ('changed' in result) return consentPage(context, params.dcid, { input: body, isChanged: true });
      return {
        redirect: `/students/${params.dcid}/consents?done=recorded`,
        ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}),
      };
    },
  }),
  route<{ dcid: number; consent: number }, unknown, { reason?: string }>({
    post: '/students/:dcid/consents/:consent/void',
    action: 'consent.record',
    audit: 'CONSENT_VOIDED',
    subject: 'student',
    input: {
      params: fields({ dcid: idParam, consent: idParam }, ['dcid', 'consent']),
      body: fields({ token: shortText, reason: textField }, ['token']),
    },
    run: async (context, { params, body }) => {
      const reason = body.reason ?? '';
      const result = await voidConsent(context, params.dcid, params.consent, reason);
      if (!result) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE', params.dcid);
      if ('faults' in result)
        return consentPage(context, params.dcid, {
          voiding: { consent: params.consent, reason, faults: result.faults },
        });
      return {
        redirect: `/students/${params.dcid}/consents?done=voided`,
        ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}),
      };
    },
  }),
];
