import { faker as english } from '@faker-js/faker/locale/en_US';
import { faker as spanish } from '@faker-js/faker/locale/es_MX';
import { faker as french } from '@faker-js/faker/locale/fr';
import { faker as polish } from '@faker-js/faker/locale/pl';
import { faker as portuguese } from '@faker-js/faker/locale/pt_BR';
import { faker as vietnamese } from '@faker-js/faker/locale/vi';
import { faker as yoruba } from '@faker-js/faker/locale/yo_NG';
import { oneOf, type Random } from './random.ts';

// Names are drawn from lists that are made once: asking faker anew for each of 900,000 students takes minutes.

export type Sex = 'F' | 'M' | 'X';

interface NameList {
  F: readonly string[];
  M: readonly string[];
  last: readonly string[];
}

const LENGTH = 400;

function nameList(source: typeof english, seed: number): NameList {
  source.seed(seed);
  const many = (make: () => string) => [...new Set(Array.from({ length: LENGTH }, make))];
  return {
    F: many(() => source.person.firstName('female')),
    M: many(() => source.person.firstName('male')),
    last: many(() => source.person.lastName('female')),
  };
}

// What breaks a careless page or query: apostrophes, accents, blanks and hyphens inside a name.
const UNUSUAL: NameList = {
  F: ['Zoë', 'Renée', "D'Asia", 'Mary Ann', 'Anne-Sophie', 'Noëlle', 'Ana Lucía', 'Siân', 'Chloé', 'Añasi'],
  M: ['José', 'André', "De'Andre", 'Juan Carlos', 'Jean-Pierre', 'Zlatko', 'Björn', "D'Angelo", 'Eoghan', 'Łukasz'],
  last: [
    "O'Brien",
    "D'Amico",
    "N'Diaye",
    'García Márquez',
    'Smith-Jones',
    'De La Cruz',
    'Núñez',
    'van der Berg',
    "O'Sullivan-Reyes",
    'St. Pierre',
    'Çelik',
    'Müller',
  ],
};

export interface Names {
  /** First and last name of one person; `origin` is the SIS's ethnicity letter. */
  person(chance: Random, sex: Sex, origin: string): { first: string; last: string };
  middle(chance: Random, sex: Sex): string;
}

export function makeNames(seed: number): Names {
  const en = nameList(english, seed);
  const es = nameList(spanish, seed);
  const pt = nameList(portuguese, seed);
  const pl = nameList(polish, seed);
  const fr = nameList(french, seed);
  const vi = nameList(vietnamese, seed);
  const yo = nameList(yoruba, seed);
  const given = (list: NameList, chance: Random, sex: Sex) =>
    chance.pick(sex === 'M' || (sex === 'X' && chance.chance(0.5)) ? list.M : list.F);
  const byOrigin: Record<string, (chance: Random) => NameList> = {
    H: oneOf([
      [es, 75],
      [pt, 15],
      [en, 10],
    ]),
    A: oneOf([
      [vi, 60],
      [en, 40],
    ]),
    B: oneOf([
      [en, 70],
      [fr, 15],
      [yo, 15],
    ]),
    W: oneOf([
      [en, 70],
      [pl, 15],
      [pt, 15],
    ]),
  };
  return {
    person(chance, sex, origin) {
      const list = byOrigin[origin]?.(chance) ?? en;
      const first = given(chance.chance(0.01) ? UNUSUAL : list, chance, sex);
      const last = chance.chance(0.015) ? chance.pick(UNUSUAL.last) : chance.pick(list.last);
      const isDouble = /[ -]/.test(last);
      return { first, last: !isDouble && chance.chance(0.02) ? `${last}-${chance.pick(en.last)}` : last };
    },
    middle: (chance, sex) => (chance.chance(0.4) ? '' : given(en, chance, sex)),
  };
}
