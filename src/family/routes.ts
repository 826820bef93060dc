import { Refusal } from '../server/guard.ts';
import { type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField, textFields } from '../server/schema.ts';
import * as say from '../words/index.ts';
import { familyPage } from './page.ts';
import { type CardInput, noteTry, saveCard, type TryInput, voidTry } from './service.ts';

const FLASHES: Record<string, string> = {
  saved: say.forms.saved,
  tried: say.family.tryWrittenDown,
  back: say.family.tryTakenBack,
};

const dcid = fields({ dcid: idParam }, ['dcid']);
const revision = { type: 'integer', minimum: 0, maximum: 1_000_000 } as const;
const urlOf = (student: number, done: string) => `/students/${student}/family?done=${done}`;
const again = (is: boolean) => (is ? { reason: 'ALREADY_DONE' as const } : {});

export const routes: Route[] = [
  route<{ dcid: number }, { done?: string }, unknown>({
    get: '/students/:dcid/family',
    action: 'family.read',
    audit: 'FAMILY_OPENED',
    subject: 'student',
    input: { params: dcid, query: fields({ done: { enum: Object.keys(FLASHES) } }) },
    run: (context, { params, query }) =>
      familyPage(context, params.dcid, { flash: query.done ? (FLASHES[query.done] as string) : null }),
  }),
  route<{ dcid: number }, unknown, CardInput & { token: string }>({
    post: '/students/:dcid/family',
    action: 'family.record',
    audit: 'FAMILY_SAVED',
    subject: 'student',
    input: {
      params: dcid,
      body: fields({ token: shortText, revision, ...textFields(['caller', 'language', 'interpreter']) }, [
        'token',
        'revision',
      ]),
    },
    run: async (context, { params, body: { token: _token, ...input } }) => {
      const done = await saveCard(context, params.dcid, input);
      if ('saved' in done) return { redirect: urlOf(params.dcid, 'saved'), ...again(done.again) };
      return familyPage(context, params.dcid, { card: { input, faults: done.faults, changed: done.changed ?? false } });
    },
  }),
  route<{ dcid: number }, unknown, TryInput & { token: string }>({
    post: '/students/:dcid/family/tries',
    action: 'family.record',
    audit: 'FAMILY_TRIED',
    subject: 'student',
    input: {
      params: dcid,
      body: fields(
        { token: shortText, ...textFields(['form_key', 'tried_on', 'why', 'way', 'result', 'with_interpreter']) },
        ['token'],
      ),
    },
    run: async (context, { params, body: { token: _token, ...input } }) => {
      const done = await noteTry(context, params.dcid, input);
      if ('saved' in done) return { redirect: urlOf(params.dcid, 'tried'), ...again(done.again) };
      const { form_key: _used, ...kept } = input;
      return familyPage(context, params.dcid, { tried: { input: done.newKey ? kept : input, faults: done.faults } });
    },
  }),
  route<{ dcid: number; try: number }, unknown, { reason?: string }>({
    post: '/students/:dcid/family/tries/:try/void',
    action: 'family.record',
    audit: 'FAMILY_TRY_VOIDED',
    subject: 'student',
    input: {
      params: fields({ dcid: idParam, try: idParam }, ['dcid', 'try']),
      body: fields({ token: shortText, reason: textField }, ['token']),
    },
    run: async (context, { params, body }) => {
      const done = await voidTry(context, params.dcid, params.try, body.reason ?? '');
      if (!done) throw new Refusal('NOT_FOUND', 'NOT_AUTHOR', params.dcid);
      if ('saved' in done) return { redirect: urlOf(params.dcid, 'back'), ...again(done.again) };
      return familyPage(context, params.dcid, {
        voiding: { id: params.try, reason: body.reason ?? '', faults: done.faults },
      });
    },
  }),
];
