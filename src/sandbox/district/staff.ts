import { schools as castSchools, type Person, people, type RoleName } from '../cast.ts';
import type { Names } from './names.ts';
import { oneOf, Random, STREAM, weights } from './random.ts';
import type { SchoolInfo } from './schools.ts';

// The people of the cast, and in the larger districts those who do the same work at the other schools.

export interface Staff {
  everyone: Person[];
  /** By the school's place in the list of schools: those who write visits down there. */
  teams: Person[][];
}

const SUPPORT: ReadonlySet<RoleName> = new Set([
  'School counselor',
  'School psychologist',
  'School social worker',
  'School nurse',
]);
const HIRED: readonly RoleName[] = [
  'School counselor',
  'School nurse',
  'School social worker',
  'School counselor',
  'School psychologist',
  'School counselor',
];
const STUDENTS_PER_LOGGER = 150;
const origin = oneOf(weights('W 55 B 18 H 20 A 7'));
const FIRST_DCID = 9101;

/** `enrolled` counts the students by the school's place in the list. */
export function makeStaff(schools: SchoolInfo[], enrolled: Int32Array, names: Names, seed: number): Staff {
  const chance = new Random(seed, STREAM.staff);
  const everyone = [...people];
  const teams = schools.map((school) => people.filter((p) => SUPPORT.has(p.role) && p.schools.includes(school.number)));
  const hire = (role: RoleName, numbers: number[]) => {
    const person = newPerson(FIRST_DCID + everyone.length - people.length, role, numbers, names, chance);
    everyone.push(person);
    return person;
  };
  schools.forEach((school, i) => {
    // The cast alone runs the small district.
    const wanted = schools.length === castSchools.length ? 0 : countFor(enrolled[i] ?? 0);
    const team = teams[i] as Person[];
    for (let n = team.length; n < wanted; n++) {
      const role = HIRED[n % HIRED.length] as RoleName;
      const next = schools[i + 1];
      // Psychologists look after two schools.
      if (role === 'School psychologist' && next) {
        const shared = hire(role, [school.number, next.number]);
        team.push(shared);
        teams[i + 1]?.push(shared);
      } else team.push(hire(role, [school.number]));
    }
    if (i >= castSchools.length) hire('Principal', [school.number]);
  });
  return { everyone, teams };
}

function countFor(students: number): number {
  return Math.max(1, Math.round(students / STUDENTS_PER_LOGGER));
}

function newPerson(dcid: number, role: RoleName, schools: number[], names: Names, chance: Random): Person {
  const sex = chance.chance(0.72) ? 'F' : 'M';
  const { first, last } = names.person(chance, sex, origin(chance));
  return {
    dcid,
    firstName: first,
    lastName: last,
    role,
    schools,
    district: false,
    group: role === 'Principal' ? 3 : 2,
  };
}
