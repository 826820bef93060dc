import { namedStudents } from '../cast.ts';
import type { DayNumber } from './dates.ts';
import { placeNamed } from './named-students.ts';
import { type Placement, placement } from './placement.ts';
import { emptyPopulation, FLAG, NOWHERE, type Population, RACES, SEXES, type Setting } from './population.ts';
import { oneOf, Random, STREAM, weights } from './random.ts';
import type { SchoolInfo } from './schools.ts';

const race = oneOf(weights('H 42 B 28 W 20 A 5 M 3.5 I 1 P 0.5'));
const sex = oneOf(weights('F 48.5 M 51.1 X 0.4'));

/** The students of a district: those of the cast first, then as many others as `count` leaves room for. */
export function makePopulation(count: number, setting: Setting): Population {
  const people = emptyPopulation(count, setting.years[1]);
  const place = placement(setting.schools);
  for (let i = namedStudents.length; i < count; i++) {
    const chance = new Random(setting.seed, STREAM.students, i);
    const grade = chance.int(0, 12);
    people.grade[i] = grade;
    people.school[i] = place(grade, chance);
    people.race[i] = RACES.indexOf(race(chance));
    people.sex[i] = SEXES.indexOf(sex(chance) as (typeof SEXES)[number]);
    people.flags[i] = flagsFor(RACES[people.race[i] as number] as string, chance);
    setLastYear(people, i, setting.schools, place, chance);
    setChanges(people, i, setting, place, chance);
  }
  placeNamed(people, setting);
  return people;
}

function flagsFor(race: string, chance: Random): number {
  const el = chance.chance(race === 'H' ? 0.32 : race === 'A' ? 0.25 : 0.06) ? FLAG.el : 0;
  const specialEd = chance.chance(0.16) ? FLAG.specialEd : 0;
  const section504 = !specialEd && chance.chance(0.05) ? FLAG.section504 : 0;
  const econDisadv = chance.chance(race === 'W' || race === 'A' ? 0.4 : 0.66) ? FLAG.econDisadv : 0;
  return el | specialEd | section504 | econDisadv;
}

function setLastYear(people: Population, i: number, schools: SchoolInfo[], place: Placement, chance: Random): void {
  const grade = (people.grade[i] as number) - 1;
  if (grade < 0 || chance.chance(0.05)) return;
  const school = people.school[i] as number;
  const stayed = grade >= (schools[school] as SchoolInfo).lowGrade && chance.chance(0.97);
  people.lastYear[i] = stayed ? school : place(grade, chance);
}

// Drawn for the whole year, kept when the day has come: a later `today` adds to the story and changes nothing in it.
function setChanges(people: Population, i: number, setting: Setting, place: Placement, chance: Random): void {
  const { days } = setting.years[1];
  const day = days[chance.int(5, days.length - 10)] as DayNumber;
  const what = chance.next();
  const to = place(people.grade[i] as number, chance);
  if (day >= setting.today) return;
  const isNewcomer = people.lastYear[i] === NOWHERE && (people.grade[i] as number) > 0;
  if (what < 0.04) {
    people.left[i] = 1;
    people.exit[i] = day;
  } else if (what < 0.07 && to !== people.school[i]) {
    people.movedFrom[i] = people.school[i] as number;
    people.school[i] = to;
    people.entry[i] = day;
  } else if (isNewcomer && what < 0.5) {
    people.entry[i] = day;
  }
}
