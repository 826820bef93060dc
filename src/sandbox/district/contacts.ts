import { namedStudents } from '../cast.ts';
import { busyDays, pickDays } from './busy-days.ts';
import { type Group, type Groups, makeGroups } from './groups.ts';
import { makeNeed } from './need.ts';
import { Pile } from './pile.ts';
import type { DistrictPlan } from './plan.ts';
import { NOWHERE, schoolOn } from './population.ts';
import { Random, STREAM } from './random.ts';

// Who is seen on which day at which school. All of it is settled before the first visit is written, student by student,
// and then put in order by day and school.

export const KIND = { visit: 0, visitWithReferral: 1, referralOnly: 2 } as const;

export interface Contact {
  /** Place in the population. */
  student: number;
  kind: number;
  /** The group it belongs to, if any. */
  group: Group | undefined;
}

export interface Contacts {
  count: number;
  /** The contacts of one day (its place among the days of history) at one school (its place in the list). */
  on(day: number, school: number): Contact[];
}

/** Of the students seen in a year: the share for whom a referral is opened at one of the visits. */
const LINKED_REFERRAL = 0.385;
/** Of all students: the share for whom a referral is opened without a visit. Together about 8 % of the students. */
const OTHER_REFERRAL = 0.018;
const ATTENDS = 0.88;
const IN_GROUP_AT_MOST = 0.6;

type Add = (place: number, kind: number, group: number) => void;

/** `days` are the school days of history: last year's, and this year's until yesterday. */
export function gatherContacts(plan: DistrictPlan, days: readonly number[]): Contacts {
  const { population, schools, years, seed } = plan;
  const visits = makeNeed(plan);
  const groups = makeGroups(plan, visits);
  const busy = years.map((year) => busyDays(year, seed));
  const pile = new Pile(population.count * 5 + 1000);
  for (let i = namedStudents.length; i < population.count; i++) {
    for (const year of [0, 1] as const) {
      const add: Add = (place, kind, group) => {
        const day = place + (year ? years[0].days.length : 0);
        if (day >= days.length) return;
        const school = schoolOn(population, i, days[day] as number, years[1]);
        if (school === NOWHERE || (group && groups.list[group - 1]?.school !== school)) return;
        pile.add(day * schools.length + school, i, group, kind);
      };
      const chance = new Random(seed, STREAM.contacts, i, years[year].start);
      const places = busy[year] as number[];
      if (chance.chance(OTHER_REFERRAL)) add(chance.pick(places), KIND.referralOnly, 0);
      const often = visits[year][i] as number;
      if (often > 0) addVisits(often, groups, groups.of[year][i] as number, places, chance, add);
    }
  }
  pile.sort(days.length * schools.length);
  return {
    count: pile.count,
    on: (day, school) =>
      pile.at(day * schools.length + school).map(({ student, kind, group }) => ({
        student,
        kind,
        group: group ? groups.list[group - 1] : undefined,
      })),
  };
}

function addVisits(often: number, groups: Groups, group: number, busy: number[], chance: Random, add: Add): void {
  const meetings = group ? (groups.list[group - 1] as Group).meetings.filter(() => chance.chance(ATTENDS)) : [];
  const together = meetings.slice(0, Math.floor(often * IN_GROUP_AT_MOST));
  for (const place of together) add(place, KIND.visit, group);
  const alone = pickDays(often - together.length, busy, chance);
  // Rather early than late in the year: a need is seen before it is met.
  const refersAt = chance.chance(LINKED_REFERRAL) ? Math.floor(alone.length * chance.next() ** 1.5) : -1;
  alone.forEach((place, n) => {
    if (!together.includes(place)) add(place, n === refersAt ? KIND.visitWithReferral : KIND.visit, 0);
  });
}
