import type { Arguments } from '../database/library.ts';
import { gradeName, listed } from '../server/words.ts';

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

export const PROGRAM_WORDS: Record<Program, string> = {
  EL: 'English learners',
  SpEd: 'Special education',
  '504': '504 plan',
};

export const MOST_HOMEROOMS = 4;
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
    // From A and up to Z leave nobody out, whatever alphabet a name is written in.
    from_letter: rule.from === 'A' ? '' : rule.from,
    before_letter: rule.to === '' ? '' : (LETTERS[LETTERS.indexOf(rule.to) + 1] ?? ''),
    homeroom_1: homeroom(0),
    homeroom_2: homeroom(1),
    homeroom_3: homeroom(2),
    homeroom_4: homeroom(3),
    el: rule.programs.includes('EL') ? 1 : 0,
    sped: rule.programs.includes('SpEd') ? 1 : 0,
    plan504: rule.programs.includes('504') ? 1 : 0,
  };
}

/** `Grades 6 and 7 · last names A to F · English learners`; the names of schools only where one works at several. */
export function ruleWords(rule: Rule, schoolNames: Map<number, string>): string {
  const words = [
    ...(rule.schools.length > 0
      ? [listed(rule.schools.map((school) => schoolNames.get(school) ?? `School ${school}`))]
      : []),
    ...(rule.grades.length > 0 ? [gradeWords(rule.grades)] : []),
    ...(rule.from !== '' || rule.to !== '' ? [`last names ${rule.from || 'A'} to ${rule.to || 'Z'}`] : []),
    ...(rule.homerooms.length > 0
      ? [`${rule.homerooms.length > 1 ? 'homerooms' : 'homeroom'} ${listed(rule.homerooms)}`]
      : []),
    ...(rule.programs.length > 0 ? [listed(rule.programs.map((program) => PROGRAM_WORDS[program]))] : []),
  ];
  const text = words.length > 0 ? words.join(' · ') : 'every student of your schools';
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function gradeWords(grades: number[]): string {
  const plain = grades.filter((grade) => grade > 0);
  if (plain.length !== grades.length || plain.length < 2) return listed(grades.map(gradeName));
  return `Grades ${listed(plain.map(String))}`;
}
