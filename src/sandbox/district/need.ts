import { namedStudents } from '../cast.ts';
import type { DistrictPlan } from './plan.ts';
import { FLAG, NOWHERE, type Population } from './population.ts';
import { Random, STREAM } from './random.ts';

// Who is seen, and how often. Use of support is very uneven: in a large study of college counseling most clients came
// once, the top 5 % made 24 % of the visits and the top 20 % made 56 %. The same shape is kept here; the mean is higher,
// since a school also counts check-ins, groups and calls home.

/** Share of a year's students who are seen at all, last year and this year. */
const SERVED = [0.195, 0.18] as const;
// Visits of those who are seen follow a Weibull distribution, which has that shape for a shape parameter below 1.
const SHAPE = 0.83;
const SCALE = 17.6;
const MOST = 140;

/** How often each student is seen in the whole of last year and of this year, by place; 0 = not at all. */
export type Need = readonly [Uint8Array, Uint8Array];

export function makeNeed({ population, seed }: DistrictPlan): Need {
  const { count } = population;
  const scores = [new Float64Array(count), new Float64Array(count)] as const;
  for (let i = namedStudents.length; i < count; i++) {
    const chance = new Random(seed, STREAM.habit, i);
    const urge = 1 / urgeOf(population, i);
    const before = chance.next() ** urge;
    const fresh = chance.next() ** urge;
    if (population.lastYear[i] !== NOWHERE) scores[0][i] = before;
    scores[1][i] = chance.chance(0.55) ? before : fresh;
  }
  return [visitsFrom(scores[0], 0), visitsFrom(scores[1], 1)];
}

function urgeOf({ flags, grade }: Population, i: number): number {
  const flag = flags[i] as number;
  const year = grade[i] as number;
  const byFlags =
    (flag & FLAG.specialEd ? 1.35 : 1) * (flag & FLAG.econDisadv ? 1.25 : 1) * (flag & FLAG.el ? 0.85 : 1);
  return byFlags * (year >= 6 && year <= 9 ? 1.2 : 1);
}

// The order of the scores decides, not the scores: so each size has its exact share of students who are seen.
function visitsFrom(scores: Float64Array, year: 0 | 1): Uint8Array {
  const order = scores.filter((score) => score > 0).sort();
  const seen = order.length * SERVED[year];
  return Uint8Array.from(scores, (score) => {
    if (score === 0) return 0;
    const above = order.length - 1 - rankOf(order, score);
    return above >= seen ? 0 : visitsAt((above + 0.5) / seen);
  });
}

function visitsAt(share: number): number {
  return Math.min(MOST, Math.ceil(SCALE * (-Math.log(Math.min(share, 0.999999))) ** (1 / SHAPE)));
}

function rankOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
