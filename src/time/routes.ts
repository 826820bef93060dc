import type { Context } from '../server/context.ts';
import { Refusal } from '../server/guard.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField } from '../server/schema.ts';
import * as say from '../words/index.ts';
import type { TimeInput } from './check.ts';
import { timePage } from './page.ts';
import { voidTime, writeTime } from './service.ts';

const FLASHES: Record<string, string> = say.time.done;

const FIELDS = ['form_key', 'kind', 'date', 'start', 'end', 'minutes', 'people', 'school', 'confirm_long'];
const timeFields = fields(Object.fromEntries(['token', ...FIELDS].map((name) => [name, shortText])), ['token']);

async function save(context: Context, { token: _token, ...input }: TimeInput): Promise<Answer> {
  const result = await writeTime(context, input);
  if ('faults' in result) {
    const { form_key: _used, ...kept } = input;
    return timePage(context, { input: result.newKey ? kept : input, faults: result.faults });
  }
  return { redirect: '/time?done=saved', ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}) };
}

async function voidEntry(context: Context, entry: number, reason: string): Promise<Answer> {
  const result = await voidTime(context, entry, reason);
  if (!result) throw new Refusal('NOT_FOUND', 'NOT_AUTHOR', null);
  if ('faults' in result) return timePage(context, { voiding: { entry, reason, faults: result.faults } });
  return { redirect: '/time?done=voided', ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}) };
}

export const routes: Route[] = [
  route<unknown, { done?: string }, unknown>({
    get: '/time',
    action: 'time.write',
    audit: 'TIME_OPENED',
    input: { query: fields({ done: { enum: Object.keys(FLASHES) } }) },
    run: (context, { query }) => timePage(context, { flash: FLASHES[query.done ?? ''] ?? null }),
  }),
  route<unknown, unknown, TimeInput>({
    post: '/time',
    action: 'time.write',
    audit: 'TIME_ADDED',
    input: { body: timeFields },
    run: (context, { body }) => save(context, body),
  }),
  route<{ id: number }, unknown, { reason?: string }>({
    post: '/time/:id/void',
    action: 'time.write',
    audit: 'TIME_VOIDED',
    input: {
      params: fields({ id: idParam }, ['id']),
      body: fields({ token: shortText, reason: textField }, ['token']),
    },
    run: (context, { params, body }) => voidEntry(context, params.id, body.reason ?? ''),
  }),
];
