import { type SchoolYear, schoolYear, startYearOf } from './calendar.ts';
import { type DayNumber, dayOf } from './dates.ts';
import { makePopulation } from './make-population.ts';
import { makeNames, type Names } from './names.ts';
import { type Population, schoolInFall } from './population.ts';
import { makeSchools, type SchoolInfo } from './schools.ts';
import { makeStaff, type Staff } from './staff.ts';

export const SIZES = {
  small: { students: 1_200, schools: 4 },
  bridgeport: { students: 19_132, schools: 36 },
  boston: { students: 57_000, schools: 127 },
  nyc: { students: 912_064, schools: 1_870 },
} as const;

export type Size = keyof typeof SIZES;

/** Everything that the rows follow from: the same options make the same plan, and the same plan the same rows. */
export interface DistrictPlan {
  size: Size;
  seed: number;
  /** History ends the day before. */
  today: DayNumber;
  /** Last year and this year. */
  years: readonly [SchoolYear, SchoolYear];
  schools: SchoolInfo[];
  staff: Staff;
  population: Population;
  names: Names;
}

export interface DistrictOptions {
  size: Size;
  /** `YYYY-MM-DD` */
  today: string;
  seed?: number;
}

/** Plans a made-up district. Takes about 2 seconds for `nyc`. Throws RangeError when `today` is not a date. */
export function planDistrict({ size, today, seed = 1 }: DistrictOptions): DistrictPlan {
  const counts = SIZES[size];
  const day = dayOf(today);
  const start = startYearOf(today);
  const years = [schoolYear(start - 1), schoolYear(start)] as const;
  const schools = makeSchools(counts.schools, seed);
  const names = makeNames(seed);
  const population = makePopulation(counts.students, { schools, years, today: day, seed });
  const staff = makeStaff(schools, countBySchool(population, schools.length), names, seed);
  return { size, seed, today: day, years, schools, staff, population, names };
}

function countBySchool(population: Population, schools: number): Int32Array {
  const counts = new Int32Array(schools);
  for (let i = 0; i < population.count; i++) {
    const school = schoolInFall(population, i);
    counts[school] = (counts[school] as number) + 1;
  }
  return counts;
}
