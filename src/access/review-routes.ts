import { type Context, readerOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { Refusal } from '../server/guard.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, shortText, textField } from '../server/schema.ts';
import * as say from '../words/index.ts';
import { listOf } from './review-list.ts';
import { choose, type Refused, readFacts, reviewPage, type Wish } from './review-page.ts';
import { LONGEST_NOTE } from './review-view.ts';
import { sentBefore, signOff } from './sign-off.ts';

interface SignOffInput extends Wish {
  form_key?: string;
  list?: string;
  looked?: string;
  note?: string;
}

const FORM_KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const FAULTY: Refused = { status: 422, reason: 'FAULTS' };
const CHANGED: Refused = { status: 409, reason: 'CHANGED_MEANWHILE' };

async function sign(context: Context, input: SignOffInput): Promise<Answer> {
  const chosen = await choose(context, input);
  const { quarter, place, signable } = chosen;
  if (!signable.has(place)) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE');
  const note = (input.note ?? '').toWellFormed().replaceAll('\u0000', '').trim();
  const refuse = (refused: Refused, ...faults: Fault[]) =>
    reviewPage(context, chosen, {
      refused,
      sent: { looked: input.looked === '1' ? input.list : undefined, note, faults },
    });

  const faults = faultsOf(input, note);
  if (faults.length > 0) return refuse(FAULTY, ...faults);
  const sent = { formKey: input.form_key as string, quarter, school: place, note };
  // A second click is answered before the list is looked at: that may have changed since the first one.
  let before = await sentBefore(context, sent);
  if (!before) {
    const list = listOf(quarter, place, await readFacts(context, quarter), readerOf(context));
    if (list.digest !== input.list)
      return refuse(CHANGED, { fieldId: 'looked', text: say.access.review.faults.otherList });
    const people = new Set(list.listed.map((one) => one.person)).size;
    before = await signOff(context, sent, { people, needs: list.needs });
  }
  if (before === 'other') return refuse(CHANGED, { fieldId: 'note', text: say.access.review.faults.otherNote });
  return {
    redirect: `/access/review?quarter=${quarter.code}&school=${place}&done=signed`,
    ...(before === 'same' ? { reason: 'ALREADY_DONE' as const } : {}),
  };
}

function faultsOf({ looked, form_key = '' }: SignOffInput, note: string): Fault[] {
  const faults: Fault[] = [];
  if (looked !== '1') faults.push({ fieldId: 'looked', text: say.access.review.faults.lookFirst });
  else if (!FORM_KEY.test(form_key)) faults.push({ fieldId: 'looked', text: say.access.review.faults.notWhole });
  if (note.length > LONGEST_NOTE)
    faults.push({ fieldId: 'note', text: say.access.review.faults.noteTooLong(LONGEST_NOTE) });
  return faults;
}

const quarterCode = { type: 'string', pattern: '^\\d{4}-Q[1-4]$' } as const;
const place = { type: 'integer', minimum: 0, maximum: 2147483647 } as const;

export const routes: Route[] = [
  route<unknown, Wish & { done?: string }, unknown>({
    get: '/access/review',
    action: 'access.review',
    audit: 'ACCESS_REVIEWED',
    input: { query: fields({ quarter: quarterCode, school: place, done: { enum: ['signed'] } }) },
    run: async (context, { query }) =>
      reviewPage(context, await choose(context, query), query.done ? { flash: say.access.review.done } : {}),
  }),
  route<unknown, unknown, SignOffInput>({
    post: '/access/review',
    action: 'access.sign-off',
    audit: 'ACCESS_SIGNED_OFF',
    input: {
      body: fields(
        {
          ...{ token: shortText, quarter: quarterCode, school: place, form_key: shortText, list: shortText },
          ...{ looked: shortText, note: textField },
        },
        ['token'],
      ),
    },
    run: (context, { body }) => sign(context, body),
  }),
];
