import type { Random } from './random.ts';
import type { SchoolInfo } from './schools.ts';

/** Picks the place in the list of a school that has the grade, the larger ones more often. */
export type Placement = (grade: number, chance: Random) => number;

const GRADES = 13;

export function placement(schools: SchoolInfo[]): Placement {
  const byGrade = Array.from({ length: GRADES }, (_, grade) => listFor(grade, schools));
  return (grade, chance) => {
    const { places, ends, sum } = byGrade[grade] as ReturnType<typeof listFor>;
    const aim = chance.next() * sum;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) > aim) high = middle;
      else low = middle + 1;
    }
    return places[low] as number;
  };
}

function listFor(grade: number, schools: SchoolInfo[]) {
  const places: number[] = [];
  const ends: number[] = [];
  let sum = 0;
  schools.forEach((school, place) => {
    if (grade < school.lowGrade || grade > school.highGrade) return;
    sum += school.pull;
    places.push(place);
    ends.push(sum);
  });
  return { places, ends, sum };
}
