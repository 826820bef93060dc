import type { Context } from '../server/context.ts';
import { choiceFieldOf, type Fault, textFieldOf } from '../server/form-fields.ts';
import { Refusal } from '../server/guard.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField } from '../server/schema.ts';
import { timeOfDay } from '../server/words.ts';
import * as say from '../words/index.ts';
import { endNeed, LEAST_WORDS, NEEDS, type NeedInput, openForNeed, openNeeds } from './break-glass.ts';

async function needPage(context: Context, input: NeedInput = {}, faults: Fault[] = []): Promise<Answer> {
  const open = await openNeeds(context);
  const needs = Object.entries(NEEDS).map(([value, label]) => ({ value, label: capital(label) }));
  return {
    page: 'access/break-glass',
    title: say.access.need.title,
    model: {
      faults,
      open: open.map(({ id, student, name, until }) => ({
        id,
        href: `/students/${student}`,
        name,
        until: timeOfDay(until, context.clock.timeZone),
      })),
      number: textFieldOf('number', say.access.studentsNumber, input.number ?? '', faults, {
        required: true,
      }),
      need: choiceFieldOf(
        'need',
        say.forms.why,
        input.need ?? '',
        [{ label: null, options: [{ value: '', label: say.access.need.choose }, ...needs] }],
        faults,
        { required: true },
      ),
      words: textFieldOf('words', say.access.need.words, input.words ?? '', faults, {
        type: 'textarea',
        hint: say.access.need.wordsHint(LEAST_WORDS),
        required: true,
      }),
    },
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

async function open(context: Context, input: NeedInput): Promise<Answer> {
  const opened = await openForNeed(context, input);
  if ('student' in opened) return { redirect: `/students/${opened.student}`, reason: opened.reason };
  const status = opened.reason === 'TOO_MANY' ? 429 : 422;
  return { ...(await needPage(context, input, opened.faults)), status, reason: opened.reason } as Answer;
}

async function end(context: Context, id: number): Promise<Answer> {
  const ended = await endNeed(context, id);
  if (ended === undefined) throw new Refusal('NOT_FOUND', 'NOT_AUTHOR');
  return { redirect: '/access/break-glass?done=ended', ...(ended ? {} : { reason: 'ALREADY_DONE' as const }) };
}

export const routes: Route[] = [
  route<unknown, { done?: string }, unknown>({
    get: '/access/break-glass',
    action: 'access.break-glass',
    audit: 'BREAK_GLASS_ASKED',
    input: { query: fields({ done: { enum: ['ended'] } }) },
    run: async (context, { query }) => ({
      ...(await needPage(context)),
      ...(query.done ? { flash: say.access.need.closed } : {}),
    }),
  }),
  route<unknown, unknown, NeedInput>({
    post: '/access/break-glass',
    action: 'access.break-glass',
    audit: 'BREAK_GLASS_OPENED',
    input: { body: fields({ token: shortText, number: textField, need: shortText, words: textField }, ['token']) },
    run: (context, { body }) => open(context, body),
  }),
  route<unknown, unknown, { opening: number }>({
    post: '/access/break-glass/end',
    action: 'access.break-glass',
    audit: 'BREAK_GLASS_ENDED',
    input: { body: fields({ token: shortText, opening: idParam }, ['token', 'opening']) },
    run: (context, { body }) => end(context, body.opening),
  }),
];
