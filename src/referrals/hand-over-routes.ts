import type { Context } from '../server/context.ts';
import { type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField } from '../server/schema.ts';
import * as say from '../words/index.ts';
import { type Handed, type HandOverInput, handOver, handOverPage, numberOf } from './hand-over.ts';
import { heldWords, isStaffEverywhere } from './hand-over-more.ts';

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

export const handOverRoutes: Route[] = [
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
];
