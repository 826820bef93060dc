import { type Context, readerOf } from '../server/context.ts';
import { Refusal } from '../server/guard.ts';
import type { Answer } from '../server/route.ts';
import * as say from '../words/index.ts';
import { type Quarter, quartersSince } from './quarters.ts';
import type { Reason } from './reasons.ts';
import { countNeeds, readDistrict, readNeeds, readUse } from './review.ts';
import { listOf, type ReviewFacts } from './review-list.ts';
import { type KeptSignOff, type ReviewData, reviewModel } from './review-view.ts';
import { DISTRICT } from './scope.ts';
import { readSignOffs } from './sign-off.ts';
import { schoolNames } from './why.ts';

const MOST_QUARTERS = 5;

/** The list that is asked for. */
export interface Wish {
  quarter?: string;
  school?: number;
}

export type Chosen = Pick<ReviewData, 'quarters' | 'quarter' | 'places' | 'place' | 'signable'>;

/** What was asked for, within what the person may look at; otherwise it is not there. */
export async function choose(context: Context, wish: Wish): Promise<Chosen> {
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

/** The page as it is now; with `sent`, the form that was not taken and why. */
export async function reviewPage(
  context: Context,
  chosen: Chosen,
  more: { flash?: string; sent?: KeptSignOff; refused?: Refused } = {},
): Promise<Answer> {
  const { quarter, place } = chosen;
  const facts = await readFacts(context, quarter);
  const data: ReviewData = {
    ...chosen,
    ...facts,
    list: listOf(quarter, place, facts, readerOf(context)),
    needs: place === DISTRICT ? [] : await readNeeds(context, quarter, place),
    signOffs: await readSignOffs(context, chosen.quarters.at(-1)?.code as string),
  };
  return {
    page: 'access/review',
    title: say.access.review.title,
    flash: more.flash ?? null,
    ...more.refused,
    audited: { subject: subjectOf(quarter, place) },
    model: reviewModel(data, context.clock, more.sent),
  };
}

/** What the lists of the quarter are made of, as it is now. */
export const readFacts = async (context: Context, quarter: Quarter): Promise<ReviewFacts> => ({
  district: await readDistrict(context),
  use: await readUse(context, quarter),
  needCounts: await countNeeds(context, quarter),
});

const subjectOf = (quarter: Quarter, place: number) =>
  `review:${quarter.code}-${place === DISTRICT ? 'district' : place}`;

/** Why a form was not taken, for the browser and for the audit. */
export interface Refused {
  status: number;
  reason: Reason;
}
