import type { Person } from '../cast.ts';
import { weekday } from './dates.ts';
import type { SchoolDay } from './make-visits.ts';
import { mix, type Random } from './random.ts';

const OWN_PERSON = 0.7;

/** Who of a school's team sees a student on a day: often the same person, never somebody who is elsewhere. */
export function authorFor(student: number, { plan, day, school }: SchoolDay, chance: Random, anyRole: boolean): Person {
  const number = plan.schools[school]?.number as number;
  const team = (plan.staff.teams[school] as Person[]).filter((person) => anyRole || person.role !== 'School nurse');
  // Who works at several schools is here on some weekdays only.
  const here = team.filter(({ schools }) => schools[weekday(day) % schools.length] === number);
  const present = here.length > 0 ? here : team;
  const own = team[mix([plan.seed, student]) % team.length] as Person;
  return present.includes(own) && chance.chance(OWN_PERSON) ? own : chance.pick(present);
}
