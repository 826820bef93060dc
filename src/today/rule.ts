import type { Arguments } from '../database/library.ts';
import { gradeName, listed } from '../server/words.ts';
import * as say from '../words/index.ts';

/** Who is on a caseload, as a rule: whatever is empty leaves nobody out, what is said has to hold all at once. */
export interface Rule {
  schools: number[];
  grades: number[];
  /** First letters of last names, `A` to `Z`; empty: no limit on that side. */
  from: string;
  to: string;
  homerooms: string[];
  programs: Program[];
}

export const PROGRAMS = ['EL', 'SpEd', '504'] as const;
export type Program = (typeof PROGRAMS)[number];

export const MOST_HOMEROOMS = 4;
/** Schools of one rule; so many numbers of ten digits fit the query's argument. */
export const MOST_SCHOOLS = 700;
export const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

export const EVERYBODY: Rule = { schools: [], grades: [], from: '', to: '', homerooms: [], programs: [] };

/** The rule as it was saved; whatever a later version of us may have left out is empty. */
export function parseRule(json: string): Rule {
  return { ...EVERYBODY, ...(JSON.parse(json) as Partial<Rule>) };
}

/** The rule as the query `today/caseload` takes it. */
export function ruleArguments(rule: Rule): Arguments {
  const list = (numbers: number[]) => (numbers.length > 0 ? `,${numbers.join(',')},` : '');
  const homeroom = (at: number) => rule.homerooms[at] ?? rule.homerooms[0] ?? '';
  return {
    schools: list(rule.schools),
    grades: list(rule.grades),
    homeroom_1: homeroom(0),
    homeroom_2: homeroom(1),
    homeroom_3: homeroom(2),
    homeroom_4: homeroom(3),
    el: rule.programs.includes('EL') ? 1 : 0,
    sped: rule.programs.includes('SpEd') ? 1 : 0,
    plan504: rule.programs.includes('504') ? 1 : 0,
    letters: hasLetters(rule) ? LETTERS.filter((letter) => isBetween(letter, rule)).join('') : '',
  };
}

// Letters of their own that no accent is taken from; a person looks for them here.
const LIKE: Record<string, string> = { Ø: 'O', Ł: 'L', Đ: 'D', Æ: 'A', Œ: 'O', Þ: 'T' };

/** Does the rule ask for some of the letters? From A and up to Z leave nobody out, whatever alphabet a name is written in. */
export const hasLetters = ({ from, to }: Rule): boolean => (from || 'A') !== 'A' || (to || 'Z') !== 'Z';

/** Does a last name begin within the rule's letters? Accents make no difference, in either database. */
export function isWithinLetters(name: string, rule: Rule): boolean {
  if (!hasLetters(rule)) return true;
  const [first = ''] = name.trim().normalize('NFD').toUpperCase();
  const letter = LIKE[first] ?? first;
  return LETTERS.includes(letter) && isBetween(letter, rule);
}

const isBetween = (letter: string, { from, to }: Rule): boolean => letter >= (from || 'A') && letter <= (to || 'Z');

/** `Grades 6 and 7 · last names A to F · English learners`; the names of schools only where one works at several. */
export function ruleWords(rule: Rule, schoolNames: Map<number, string>): string {
  const words = [
    ...(rule.schools.length > 0
      ? [listed(rule.schools.map((school) => schoolNames.get(school) ?? say.today.caseload.schoolNumber(school)))]
      : []),
    ...(rule.grades.length > 0 ? [gradeWords(rule.grades)] : []),
    ...(rule.from !== '' || rule.to !== '' ? [say.today.caseload.letters(rule.from || 'A', rule.to || 'Z')] : []),
    ...(rule.homerooms.length > 0
      ? [say.today.caseload.homeroomsOf(rule.homerooms.length, listed(rule.homerooms))]
      : []),
    ...(rule.programs.length > 0 ? [listed(rule.programs.map((program) => say.today.caseload.programs[program]))] : []),
  ];
  const text = words.length > 0 ? words.join(' · ') : say.today.caseload.everybody;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function gradeWords(grades: number[]): string {
  const plain = grades.filter((grade) => grade > 0);
  if (plain.length !== grades.length || plain.length < 2) return listed(grades.map(gradeName));
  return say.today.caseload.gradesOf(listed(plain.map(String)));
}
