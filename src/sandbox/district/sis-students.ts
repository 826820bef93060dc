import { lastFirst, namedStudents } from '../cast.ts';
import { dateText, dayOf } from './dates.ts';
import type { DistrictPlan } from './plan.ts';
import { FLAG, NOWHERE, RACES, SEXES } from './population.ts';
import { oneOf, Random, STREAM, weights } from './random.ts';
import { into, type TableRow } from './rows.ts';

/** Students.DCID of the student at a place in the population; Students.ID is the place + 1. */
export const dcidOf = (place: number): number => place + 5001;

const FIRST_STUDENT_NUMBER = 104_233;

/** Students, their flags, and where they were enrolled before: last year, and this year before they changed schools. */
export function* studentRows(plan: DistrictPlan): Generator<TableRow> {
  for (let i = 0; i < plan.population.count; i++) yield into('Students', studentOf(plan, i));
  for (let i = 0; i < plan.population.count; i++) yield into('S_STU_X', flagsOf(plan, i));
  yield* enrollmentRows(plan);
}

function studentOf({ population, schools, names, seed, years }: DistrictPlan, i: number) {
  const chance = new Random(seed, STREAM.person, i);
  const named = namedStudents[i];
  const sex = SEXES[population.sex[i] as number] as (typeof SEXES)[number];
  const race = RACES[population.race[i] as number] as string;
  const { first, last } = named ? { first: named.firstName, last: named.lastName } : names.person(chance, sex, race);
  const grade = population.grade[i] as number;
  return {
    DCID: dcidOf(i),
    ID: i + 1,
    Student_Number: FIRST_STUDENT_NUMBER + i,
    State_StudentNumber: String(3_000_000_000 + i * 17),
    LastFirst: lastFirst({ firstName: first, lastName: last }),
    First_Name: first,
    Middle_Name: named ? '' : names.middle(chance, sex),
    Last_Name: last,
    // Five years old by the end of August before kindergarten.
    DOB: named?.dob ?? dateText(dayOf(`${years[1].start - grade - 6}-09-01`) + chance.int(0, 364)),
    Gender: sex,
    Grade_Level: grade,
    SchoolID: schools[population.school[i] as number]?.number as number,
    Enroll_Status: population.left[i] ? 2 : 0,
    EntryDate: dateText(population.entry[i] as number),
    ExitDate: dateText(population.exit[i] as number),
    Ethnicity: race,
    FedEthnicity: race === 'H' ? 1 : 0,
    Home_Room: `${chance.pick(['A', 'B', 'C'])}${chance.int(101, 129)}`,
  };
}

const LANGUAGES: Record<string, (chance: Random) => string> = {
  H: oneOf(weights('Spanish 88 Portuguese 12')),
  B: oneOf([
    ['Haitian Creole', 70],
    ['French', 20],
    ['Yoruba', 10],
  ]),
  A: oneOf(weights('Vietnamese 40 Mandarin 30 Bengali 30')),
  W: oneOf(weights('Portuguese 40 Polish 30 Arabic 30')),
};

function flagsOf({ population, seed }: DistrictPlan, i: number) {
  const chance = new Random(seed, STREAM.language, i);
  const flags = population.flags[i] as number;
  const isAtHome = (flags & FLAG.el) > 0 || chance.chance(0.06);
  const others = LANGUAGES[RACES[population.race[i] as number] as string];
  return {
    StudentsDCID: dcidOf(i),
    EL: bit(flags, FLAG.el),
    SpEd: bit(flags, FLAG.specialEd),
    Section504: bit(flags, FLAG.section504),
    EconDisadv: bit(flags, FLAG.econDisadv),
    HomeLanguage: namedStudents[i]?.homeLanguage ?? (isAtHome && others ? others(chance) : 'English'),
  };
}

/** 1 or 0: is the flag set? */
export const bit = (flags: number, flag: number): number => (flags & flag ? 1 : 0);

function* enrollmentRows({ population, schools, years: [last, now] }: DistrictPlan): Generator<TableRow> {
  let id = 0;
  const earlier = (i: number, school: number, entry: number, exit: number, grade: number) => {
    id++;
    return into('ReEnrollments', {
      DCID: 2000 + id,
      ID: id,
      StudentID: i + 1,
      SchoolID: schools[school]?.number as number,
      EntryDate: dateText(entry),
      ExitDate: dateText(exit),
      Grade_Level: grade,
    });
  };
  for (let i = 0; i < population.count; i++) {
    const grade = population.grade[i] as number;
    const before = population.lastYear[i] as number;
    const moved = population.movedFrom[i] as number;
    if (before !== NOWHERE) yield earlier(i, before, last.firstDay, last.lastDay + 1, grade - 1);
    if (moved !== NOWHERE) yield earlier(i, moved, now.firstDay, population.entry[i] as number, grade);
  }
}
