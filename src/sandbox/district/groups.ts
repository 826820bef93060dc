import { namedStudents, type Person } from '../cast.ts';
import { weekday } from './dates.ts';
import type { Need } from './need.ts';
import type { DistrictPlan } from './plan.ts';
import { schoolInFall } from './population.ts';
import { Random, STREAM } from './random.ts';

// Groups that meet on the same weekday all year: a few students who are seen often, and one of the staff.

export interface Group {
  /** Its place in the list + 1, so that 0 can mean "no group". */
  id: number;
  /** 0 = last year, 1 = this year. */
  year: 0 | 1;
  /** Place in the list of schools. */
  school: number;
  leader: Person;
  /** Places in the year's school days. */
  meetings: number[];
  /** Minutes since midnight. */
  start: number;
  minutes: number;
  purpose: string;
  service: string;
}

export interface Groups {
  list: Group[];
  /** The group of each student, by year; 0 when in none. */
  of: readonly [Int32Array, Int32Array];
}

/** Visits a year. */
const SEEN_OFTEN = 15;
const OFTEN_SEEN_PER_GROUP = 21;
const MEETING_WEEKS = { from: 25, to: 165 };
const TOPICS = [
  { purpose: 'PRO_GROUP', service: 'GRP_COUNS' },
  { purpose: 'PRO_GROUP', service: 'SKILLS' },
  { purpose: 'REL_PEER', service: 'SKILLS' },
  { purpose: 'EMO_STRESS', service: 'GRP_COUNS' },
] as const;

/** The groups of both years; `need` tells who is seen often. */
export function makeGroups(plan: DistrictPlan, need: Need): Groups {
  const { count } = plan.population;
  const groups: Groups = { list: [], of: [new Int32Array(count), new Int32Array(count)] };
  for (const year of [0, 1] as const) {
    const bySchool = oftenSeen(plan, need, year);
    for (let school = 0; school < plan.schools.length; school++) {
      addGroups(groups, plan, year, school, bySchool[school] as number[]);
    }
  }
  return groups;
}

function oftenSeen({ population, schools }: DistrictPlan, need: Need, year: 0 | 1): number[][] {
  const bySchool = schools.map(() => [] as number[]);
  for (let i = namedStudents.length; i < population.count; i++) {
    if ((need[year][i] as number) < SEEN_OFTEN) continue;
    const school = year ? schoolInFall(population, i) : (population.lastYear[i] as number);
    bySchool[school]?.push(i);
  }
  const grade = (i: number) => population.grade[i] as number;
  return bySchool.map((students) => students.sort((a, b) => grade(a) - grade(b) || a - b));
}

function addGroups(groups: Groups, plan: DistrictPlan, year: 0 | 1, school: number, students: number[]): void {
  const chance = new Random(plan.seed, STREAM.groups, year, school);
  const leaders = (plan.staff.teams[school] as Person[]).filter((person) => person.role !== 'School nurse');
  const wanted = Math.max(1, Math.round(students.length / OFTEN_SEEN_PER_GROUP));
  let next = 0;
  for (let n = 0; n < wanted && leaders.length > 0; n++) {
    const size = chance.int(4, 7);
    if (next + size > students.length) return;
    const group = newGroup(groups.list.length + 1, plan, year, school, chance.pick(leaders), chance);
    groups.list.push(group);
    for (const student of students.slice(next, next + size)) groups.of[year][student] = group.id;
    next += size;
  }
}

function newGroup(
  id: number,
  { years }: DistrictPlan,
  year: 0 | 1,
  school: number,
  leader: Person,
  chance: Random,
): Group {
  const on = chance.int(1, 5);
  const meetings = years[year].days.flatMap((day, place) =>
    weekday(day) === on && place >= MEETING_WEEKS.from && place <= MEETING_WEEKS.to ? [place] : [],
  );
  const start = 480 + 15 * chance.int(0, 4);
  return { id, year, school, leader, meetings, start, minutes: chance.pick([30, 30, 40, 45]), ...chance.pick(TOPICS) };
}
