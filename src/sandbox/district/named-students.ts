import { type NamedStudent, namedStudents } from '../cast.ts';
import { FLAG, type Population, RACES, SEXES, type Setting } from './population.ts';

const [MIDDLE, EASTGATE, HIGH] = [101, 102, 103];

/** Puts the cast's students into the first places of the population. */
export function placeNamed(people: Population, setting: Setting): void {
  const placeOf = (number: number) => setting.schools.findIndex((school) => school.number === number);
  namedStudents.forEach((student, i) => {
    people.grade[i] = student.grade;
    people.school[i] = placeOf(student.school);
    people.lastYear[i] = placeOf(schoolLastYear(student));
    people.race[i] = RACES.indexOf(student.ethnicity);
    people.sex[i] = SEXES.indexOf(student.gender);
    people.flags[i] = flagsOf(student);
    setEnrollment(people, i, student, setting, placeOf);
  });
}

function schoolLastYear({ grade, school, enrollment }: NamedStudent): number {
  if (enrollment?.kind === 'moved') return enrollment.from;
  if (school === MIDDLE && grade === 6) return EASTGATE;
  return school === HIGH && grade === 9 ? MIDDLE : school;
}

function flagsOf(student: NamedStudent): number {
  const el = student.el ? FLAG.el : 0;
  const specialEd = student.specialEd ? FLAG.specialEd : 0;
  const section504 = student.section504 ? FLAG.section504 : 0;
  return el | specialEd | section504 | (student.econDisadv ? FLAG.econDisadv : 0);
}

function setEnrollment(
  people: Population,
  i: number,
  { enrollment }: NamedStudent,
  { years, today }: Setting,
  placeOf: (number: number) => number,
): void {
  if (enrollment?.kind === 'left') {
    people.left[i] = 1;
    people.exit[i] = today - 1;
    // In summer and in the first days of school the year that was left is the one before.
    people.entry[i] = Math.min(people.entry[i] as number, today - 2);
  }
  if (enrollment?.kind === 'moved' && today - enrollment.daysAgo > years[1].firstDay) {
    people.movedFrom[i] = placeOf(enrollment.from);
    people.entry[i] = today - enrollment.daysAgo;
  }
}
