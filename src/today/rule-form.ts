import { type Context, readerOf } from '../server/context.ts';
import { choiceFieldOf, type Fault, fieldId } from '../server/form-fields.ts';
import { fields, shortText } from '../server/schema.ts';
import { gradeName } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { EVERYBODY, LETTERS, MOST_HOMEROOMS, MOST_SCHOOLS, PROGRAMS, type Program, type Rule } from './rule.ts';

// The form on which a person says who is on the caseload, and what it sent.

/** A choice that may be ticked several times comes once or as a list. */
const some = (maxItems: number) => ({ type: ['string', 'array'], items: { type: 'string' }, maxItems }) as const;

export const ruleFields = fields(
  {
    token: shortText,
    revision: { type: 'integer', minimum: 0, maximum: 2147483646 },
    school: some(MOST_SCHOOLS),
    grade: some(50),
    program: some(50),
    from: shortText,
    to: shortText,
    ...Object.fromEntries(Array.from({ length: MOST_HOMEROOMS }, (_, at) => [`homeroom_${at + 1}`, shortText])),
  },
  ['token', 'revision'],
);

export interface RuleInput {
  revision: number;
  school?: string | string[];
  grade?: string | string[];
  program?: string | string[];
  from?: string;
  to?: string;
  [homeroom: `homeroom_${number}`]: string | undefined;
}

/** What a rule can name at the person's schools. */
export interface Groups {
  schools: Map<number, string>;
  grades: number[];
  homerooms: string[];
}

interface GroupRow {
  school_id: number;
  school_name: string;
  grade_level: number;
  homeroom: string | null;
}

export async function readGroups(context: Context): Promise<Groups> {
  const rows = await context.database.run<GroupRow>('today/groups', asking(readerOf(context), context.clock));
  const homerooms = new Set(rows.map(({ homeroom }) => homeroom?.trim() ?? '').filter((homeroom) => homeroom !== ''));
  return {
    schools: new Map(rows.map(({ school_id, school_name }) => [school_id, school_name])),
    grades: [...new Set(rows.map(({ grade_level }) => grade_level))].sort((a, b) => a - b),
    homerooms: [...homerooms].sort((a, b) => a.localeCompare(b, 'en-US', { numeric: true })),
  };
}

/** The rule that the form says. What is not at the person's schools is left out: a page may have been open for long. */
export function checkRule(input: RuleInput, groups: Groups): { rule: Rule } | { rule: Rule; faults: Fault[] } {
  const all = (sent: string | string[] | undefined) => [sent ?? []].flat();
  const numbers = (sent: string | string[] | undefined) =>
    all(sent)
      .filter((text) => /^-?\d{1,9}$/.test(text))
      .map(Number);
  const letter = (sent: string | undefined) => (LETTERS.includes(sent ?? '') ? (sent as string) : '');
  const homerooms = Array.from({ length: MOST_HOMEROOMS }, (_, at) => input[`homeroom_${at + 1}`] ?? '');
  const rule: Rule = {
    schools: [...groups.schools.keys()].filter((school) => numbers(input.school).includes(school)),
    grades: groups.grades.filter((grade) => numbers(input.grade).includes(grade)),
    from: letter(input.from),
    to: letter(input.to),
    homerooms: [...new Set(homerooms)].filter((homeroom) => groups.homerooms.includes(homeroom)),
    programs: PROGRAMS.filter((program) => all(input.program).includes(program)),
  };
  if (rule.from !== '' && rule.to !== '' && rule.from > rule.to) {
    const text = say.today.caseload.lettersTurned(rule.from, rule.to);
    return { rule, faults: [{ fieldId: fieldId('to'), text }] };
  }
  return { rule };
}

/** The form as the page draws it. */
export function ruleForm(groups: Groups, rule: Rule = EVERYBODY, faults: Fault[] = []) {
  const letters = (name: string, text: string, chosen: string) =>
    choiceFieldOf(
      name,
      text,
      chosen,
      [{ label: null, options: ['', ...LETTERS].map((value) => ({ value, label: value || '–' })) }],
      faults,
      { combo: false },
    );
  const ticks = <T>(name: string, values: T[], words: (value: T) => string, chosen: readonly T[]) =>
    values.map((value, at) => ({
      ...{ id: `${name}-${at + 1}`, name, value: String(value), label: words(value) },
      checked: chosen.includes(value),
    }));
  return {
    schools:
      groups.schools.size > 1
        ? ticks('school', [...groups.schools.keys()], (school) => groups.schools.get(school) as string, rule.schools)
        : [],
    grades: ticks('grade', groups.grades, gradeName, rule.grades),
    programs: ticks(
      'program',
      [...PROGRAMS] as Program[],
      (program) => say.today.caseload.programs[program],
      rule.programs,
    ),
    from: letters('from', say.today.caseload.lettersFrom, rule.from),
    to: letters('to', say.today.caseload.lettersTo, rule.to),
    homerooms: homeroomChoices(groups, rule, faults),
  };
}

function homeroomChoices(groups: Groups, rule: Rule, faults: Fault[]) {
  if (groups.homerooms.length === 0) return [];
  const options = ['', ...groups.homerooms].map((value) => ({ value, label: value }));
  return Array.from({ length: MOST_HOMEROOMS }, (_, at) =>
    choiceFieldOf(
      `homeroom_${at + 1}`,
      say.today.caseload.homeroom(at + 1),
      rule.homerooms[at] ?? '',
      [{ label: null, options }],
      faults,
    ),
  );
}
