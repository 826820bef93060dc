import type { Context } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { Refusal } from '../server/guard.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, shortText, textField } from '../server/schema.ts';
import { type Quarter, quartersSince } from './quarters.ts';
import { countNeeds, readDistrict, readNeeds, readUse } from './review.ts';
import { LONGEST_NOTE, type ReviewData, reviewModel, type SentSignOff } from './review-view.ts';
import { DISTRICT } from './scope.ts';
import { readSignOffs, signOff } from './sign-off.ts';
import { schoolNames } from './why.ts';

const MOST_QUARTERS = 5;

interface Wish {
  quarter?: string;
  school?: number;
}

/** What was asked for, within what the person may look at; otherwise it is not there. */
async function choose(
  context: Context,
  wish: Wish,
): Promise<Omit<ReviewData, 'district' | 'use' | 'needs' | 'needCounts' | 'signOffs'>> {
  const { database, clock } = context;
  const [first] = await database.run<{ first_at: string }>('access/first-session', {});
  const quarters = quartersSince(first?.first_at ?? null, MOST_QUARTERS, clock);
  const quarter = wish.quarter === undefined ? quarters[0] : quarters.find(({ code }) => code === wish.quarter);
  const { places, signable } = placesOf(context, [...(await schoolNames(database)).keys()]);
  const place = wish.school === undefined ? places[0] : places.find((one) => one === wish.school);
  if (place === undefined) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE');
  if (quarter === undefined) throw new Refusal('NOT_FOUND', 'BAD_INPUT');
  return { quarters, quarter, places, place, signable };
}

// District and system administrators look at every list, school administrators at those of their own schools. Signing
// off is for those who answer for the people on it.
function placesOf({ scope }: Context, schools: number[]): { places: number[]; signable: Set<number> } {
  const own = scope.filter((row) => row.role === 'school_admin').map((row) => row.school);
  const isDistrict = scope.some((row) => row.role === 'district_admin');
  const isSystem = scope.some((row) => row.role === 'system_admin');
  const all = [DISTRICT, ...schools];
  return { places: isDistrict || isSystem ? all : own, signable: new Set(isDistrict ? all : own) };
}

async function reviewPage(
  context: Context,
  wish: Wish,
  more: { flash?: string; sent?: SentSignOff } = {},
): Promise<Answer> {
  const chosen = await choose(context, wish);
  const { quarter, place } = chosen;
  const data: ReviewData = {
    ...chosen,
    district: await readDistrict(context),
    use: await readUse(context, quarter),
    needs: place === DISTRICT ? [] : await readNeeds(context, quarter, place),
    needCounts: await countNeeds(context, quarter),
    signOffs: await readSignOffs(context, chosen.quarters.at(-1)?.code as string),
  };
  const isAtFault = (more.sent?.faults.length ?? 0) > 0;
  return {
    page: 'access/review',
    title: 'Who has access',
    flash: more.flash ?? null,
    ...(isAtFault ? { status: 422, reason: 'FAULTS' as const } : {}),
    audited: { subject: subjectOf(quarter, place) },
    model: reviewModel(data, context.clock, more.sent),
  };
}

const subjectOf = (quarter: Quarter, place: number) =>
  `review:${quarter.code}-${place === DISTRICT ? 'district' : place}`;

interface SignOffInput extends Wish {
  looked?: string;
  note?: string;
}

async function sign(context: Context, input: SignOffInput): Promise<Answer> {
  const { quarter, place, signable } = await choose(context, input);
  if (!signable.has(place)) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE');
  const note = (input.note ?? '').toWellFormed().replaceAll('\u0000', '').trim();
  const faults: Fault[] = [];
  if (input.looked !== '1') faults.push({ fieldId: 'looked', text: 'Look at the list first, then say so here.' });
  if (note.length > LONGEST_NOTE)
    faults.push({ fieldId: 'note', text: `Shorten the note to ${LONGEST_NOTE} characters.` });
  const wish = { quarter: quarter.code, school: place };
  if (faults.length > 0) return reviewPage(context, wish, { sent: { looked: input.looked === '1', note, faults } });
  const { access } = await readDistrict(context);
  const people = new Set((access.get(place) ?? []).map((one) => one.person));
  const needs = (await countNeeds(context, quarter)).get(place) ?? 0;
  const { again } = await signOff(context, quarter, place, { people: people.size, needs, note });
  return {
    redirect: `/access/review?quarter=${quarter.code}&school=${place}&done=signed`,
    ...(again ? { reason: 'ALREADY_DONE' as const } : {}),
  };
}

const quarterCode = { type: 'string', pattern: '^\\d{4}-Q[1-4]$' } as const;
const place = { type: 'integer', minimum: 0, maximum: 2147483647 } as const;

export const routes: Route[] = [
  route<unknown, Wish & { done?: string }, unknown>({
    get: '/access/review',
    action: 'access.review',
    audit: 'ACCESS_REVIEWED',
    input: { query: fields({ quarter: quarterCode, school: place, done: { enum: ['signed'] } }) },
    run: (context, { query }) => reviewPage(context, query, query.done ? { flash: 'Signed off' } : {}),
  }),
  route<unknown, unknown, SignOffInput>({
    post: '/access/review',
    action: 'access.sign-off',
    audit: 'ACCESS_SIGNED_OFF',
    input: {
      body: fields({ token: shortText, quarter: quarterCode, school: place, looked: shortText, note: textField }, [
        'token',
      ]),
    },
    run: (context, { body }) => sign(context, body),
  }),
];
