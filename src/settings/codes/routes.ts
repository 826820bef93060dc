import { decide } from '../../access/actions.ts';
import { LOCAL_SETS, type LocalSet, readBook } from '../../codes/service.ts';
import { today } from '../../server/clock.ts';
import type { Context } from '../../server/context.ts';
import { Refusal } from '../../server/guard.ts';
import { type Answer, type Route, route } from '../../server/route.ts';
import { fields, shortText, textField } from '../../server/schema.ts';
import * as say from '../../words/index.ts';
import type { CodeInput } from './check.ts';
import { addCode, changeCode, importCodes, versionsOf } from './service.ts';
import { codeModel, setModel, setsModel } from './view.ts';

type Sent = { input: CodeInput; faults: { fieldId: string; text: string }[]; changed?: boolean };

const FAULTS = { status: 422, reason: 'FAULTS' as const };
const CHANGED = { status: 409, reason: 'CHANGED_MEANWHILE' as const };

function mayEdit({ scope }: Context): boolean {
  return decide(
    'settings.codes',
    scope.map(({ role }) => role),
  ).allowed;
}

async function setsPage(context: Context, flash?: string, faults?: Sent['faults']): Promise<Answer> {
  const codes = await readBook(context.database);
  return {
    page: 'settings/codes',
    title: say.settings.codes.title,
    flash: flash ?? null,
    ...(faults ? FAULTS : {}),
    model: setsModel(codes, context.config.configDir?.codes, mayEdit(context), faults),
  };
}

async function setPage(context: Context, set: LocalSet, flash?: string, sent?: Sent): Promise<Answer> {
  const codes = await readBook(context.database);
  return {
    page: 'settings/set',
    title: say.settings.codes.sets[set],
    flash: flash ?? null,
    ...(sent ? (sent.changed ? CHANGED : FAULTS) : {}),
    audited: { subject: `codes:${set}` },
    model: setModel(set, codes, today(context.clock), mayEdit(context), sent),
  };
}

async function codePage(context: Context, set: LocalSet, code: string, flash?: string, sent?: Sent): Promise<Answer> {
  const versions = await versionsOf(context.database, set, code);
  if (versions.length === 0) throw new Refusal('NOT_FOUND', 'BAD_INPUT');
  const { clock } = context;
  return {
    page: 'settings/code',
    title: versions.at(-1)?.label ?? code,
    flash: flash ?? null,
    ...(sent ? (sent.changed ? CHANGED : FAULTS) : {}),
    audited: { subject: `code:${set}-${code}` },
    model: codeModel(set, versions, today(clock), clock.timeZone, mayEdit(context), sent),
  };
}

const FLASHES: Record<string, string> = say.settings.codes.done;
const done = fields({ done: { enum: Object.keys(FLASHES) } });
const again = (isAgain: boolean) => (isAgain ? { reason: 'ALREADY_DONE' as const } : {});

const oneSet = { enum: [...LOCAL_SETS] };
const oneCode = { type: 'string', pattern: '^L_[A-Z0-9_]{1,18}$' } as const;
const common = {
  ...{ token: shortText, label: textField, from: textField, to: textField },
  ...{ sensitive: shortText, restricted: shortText },
};

export const routes: Route[] = [
  route<unknown, { done?: string }, unknown>({
    get: '/settings/codes',
    action: 'settings.read',
    audit: 'LOCAL_CODES_OPENED',
    input: { query: done },
    run: (context, { query }) => setsPage(context, FLASHES[query.done ?? '']),
  }),
  route({
    post: '/settings/codes',
    action: 'settings.codes',
    audit: 'SETTING_ADDED',
    input: { body: fields({ token: shortText }, ['token']) },
    run: async (context) => {
      const outcome = await importCodes(context, context.config.configDir?.codes ?? []);
      if (!outcome.done) return setsPage(context, undefined, outcome.faults);
      return { redirect: `/settings/codes?done=${outcome.again ? 'nothing' : 'imported'}`, ...again(outcome.again) };
    },
  }),
  route<{ set: LocalSet }, { done?: string }, unknown>({
    get: '/settings/codes/:set',
    action: 'settings.read',
    audit: 'LOCAL_CODES_OPENED',
    input: { params: fields({ set: oneSet }, ['set']), query: done },
    run: (context, { params, query }) => setPage(context, params.set, FLASHES[query.done ?? '']),
  }),
  route<{ set: LocalSet }, unknown, CodeInput>({
    post: '/settings/codes/:set',
    action: 'settings.codes',
    audit: 'SETTING_ADDED',
    input: {
      params: fields({ set: oneSet }, ['set']),
      body: fields({ ...common, code: textField, parent: shortText }, ['token']),
    },
    run: async (context, { params, body }) => {
      const outcome = await addCode(context, params.set, body);
      if (!outcome.done)
        return setPage(context, params.set, undefined, {
          input: body,
          faults: outcome.faults,
          changed: outcome.changed,
        });
      return { redirect: `/settings/codes/${params.set}?done=added`, ...again(outcome.again) };
    },
  }),
  route<{ set: LocalSet; code: string }, { done?: string }, unknown>({
    get: '/settings/codes/:set/:code',
    action: 'settings.read',
    audit: 'LOCAL_CODES_OPENED',
    input: { params: fields({ set: oneSet, code: oneCode }, ['set', 'code']), query: done },
    run: (context, { params, query }) => codePage(context, params.set, params.code, FLASHES[query.done ?? '']),
  }),
  route<{ set: LocalSet; code: string }, unknown, CodeInput & { revision: number }>({
    post: '/settings/codes/:set/:code',
    action: 'settings.codes',
    audit: 'SETTING_CHANGED',
    input: {
      params: fields({ set: oneSet, code: oneCode }, ['set', 'code']),
      body: fields({ ...common, revision: { type: 'integer', minimum: 1, maximum: 2147483647 } }, [
        'token',
        'revision',
      ]),
    },
    run: async (context, { params, body }) => {
      const { set, code } = params;
      if ((await versionsOf(context.database, set, code)).length === 0) throw new Refusal('NOT_FOUND', 'BAD_INPUT');
      const outcome = await changeCode(context, set, code, body.revision, body);
      if (!outcome.done)
        return codePage(context, set, code, undefined, {
          input: body,
          faults: outcome.faults,
          changed: outcome.changed,
        });
      return { redirect: `/settings/codes/${set}/${code}?done=changed`, ...again(outcome.again) };
    },
  }),
];
