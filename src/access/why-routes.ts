import { instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { choiceFieldOf, type Fault, textFieldOf } from '../server/form-fields.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, shortText, textField } from '../server/schema.ts';
import * as say from '../words/index.ts';
import { ACTIONS, type Action } from './actions.ts';
import { REASONS } from './reasons.ts';
import { wantedOf } from './wanted.ts';
import { ABOUT_STUDENT, ASKED, decideForPerson, explainPerson, OWN_ONLY } from './why.ts';

interface Wish {
  person?: string;
  action?: string;
  student?: string;
}

interface Person {
  person: number;
  name: string;
}

const MOST = 10;

async function aboutSelf(context: Context): Promise<Answer> {
  const explained = await explainPerson(context.database, readerOf(context), context.config.roleMap);
  return whyPage(context, { explained: { ...explained, name: say.forms.you, isSelf: true, answer: null } });
}

interface Shown {
  explained?: object | null;
  wish?: Wish;
  faults?: Fault[];
  several?: Person[];
}

function whyPage(context: Context, { explained = null, wish = {}, faults = [], several = [] }: Shown): Answer {
  return {
    page: 'access/why',
    title: say.access.why.title,
    ...(faults.length > 0 ? { status: 422, reason: 'FAULTS' as const } : {}),
    model: {
      explained,
      faults,
      several: several.map(({ person, name }) => ({
        person,
        name,
        action: wish.action ?? '',
        student: wish.student ?? '',
      })),
      form: mayAskAboutOthers(context) ? askForm(context, wish, faults) : null,
    },
  };
}

const mayAskAboutOthers = (context: Context) =>
  context.scope.some((row) => row.role === 'district_admin' || row.role === 'system_admin');
const mayNameStudents = (context: Context) => context.scope.some((row) => row.role === 'district_admin');

function askForm(context: Context, wish: Wish, faults: Fault[]) {
  const actions = ASKED.map((action) => ({ value: action, label: ACTIONS[action].what }));
  return {
    person: textFieldOf('person', say.access.why.person, wish.person ?? '', faults, {
      hint: say.access.why.personHint,
      required: true,
    }),
    action: choiceFieldOf(
      'action',
      say.access.why.action,
      wish.action ?? 'student.open',
      [{ label: null, options: actions }],
      faults,
      {
        combo: false,
      },
    ),
    student: mayNameStudents(context)
      ? textFieldOf('student', say.access.studentsNumber, wish.student ?? '', faults, {
          hint: say.access.why.studentHint,
        })
      : null,
  };
}

async function aboutOther(context: Context, wish: Wish): Promise<Answer> {
  const faults: Fault[] = [];
  const action = ASKED.find((one) => one === wish.action);
  if (!action) faults.push({ fieldId: 'action', text: say.access.why.faults.noAction });
  const found = await findPeople(context, wish.person ?? '');
  if (found.length === 0) faults.push({ fieldId: 'person', text: say.access.why.faults.nobody });
  if (found.length > MOST) faults.push({ fieldId: 'person', text: say.access.why.faults.many });
  const student = await findStudentNumber(context, wish.student ?? '');
  if (student === null) faults.push({ fieldId: 'student', text: say.access.need.noSuchNumber });
  if (faults.length > 0) return whyPage(context, { wish, faults });
  if (found.length > 1) return { ...whyPage(context, { wish, several: found }), reason: 'NOT_YET' } as Answer;
  return answerAbout(context, found[0] as Person, action as Action, student ?? undefined, wish);
}

async function answerAbout(
  context: Context,
  { person, name }: Person,
  action: Action,
  student: number | undefined,
  wish: Wish,
): Promise<Answer> {
  const { database, clock, config } = context;
  const explained = await explainPerson(database, person, config.roleMap);
  const decision = await decideForPerson(database, clock, person, explained.weighed.scope, action, student);
  const words = say.access.why.answer;
  const isAbout = student !== undefined && ABOUT_STUDENT.has(action);
  const asked = isAbout ? words.forStudent(ACTIONS[action].what, wish.student?.trim() ?? '') : ACTIONS[action].what;
  const only = decision.allowed && OWN_ONLY.has(action);
  const answer = {
    question: words.question(firstLast(name), asked),
    may: decision.allowed,
    why: !only
      ? REASONS[decision.reason]
      : action === 'note.open'
        ? words.onlyOwnOrNamed(REASONS[decision.reason])
        : words.onlyOwn(REASONS[decision.reason]),
  };
  return {
    ...whyPage(context, { wish, explained: { ...explained, name: firstLast(name), isSelf: false, answer } }),
    audited: { subject: `person:${person}`, ...(student === undefined ? {} : { student }) },
  } as Answer;
}

/** `Reyes, Ana` → `Ana Reyes` */
function firstLast(name: string): string {
  const [last, first] = name.split(',').map((part) => part.trim());
  return first ? `${first} ${last}` : name;
}

async function findPeople(context: Context, typed: string): Promise<Person[]> {
  const wanted = wantedOf(typed);
  if (!wanted) return [];
  if ('number' in wanted) {
    if (wanted.number > 2147483647) return [];
    return context.database.run<Person>('access/person', { person: wanted.number });
  }
  return context.database.run<Person>('access/people-by-name', wanted);
}

/** The student of a number within the schools of whoever asks; null: none. Whoever may not name students names none. */
async function findStudentNumber(context: Context, typed: string): Promise<number | null | undefined> {
  const number = typed.replace(/\s/g, '');
  if (number === '' || !mayNameStudents(context)) return undefined;
  if (!/^\d{1,15}$/.test(number)) return null;
  const asked = { reader: readerOf(context), now: instantNow(context.clock), number: Number(number) };
  const [found] = await context.database.run<{ dcid: number }>('students/by-number', asked);
  return found?.dcid ?? null;
}

export const routes: Route[] = [
  route({
    get: '/access/why',
    action: 'access.why',
    audit: 'ACCESS_EXPLAINED',
    input: {},
    run: aboutSelf,
  }),
  route<unknown, unknown, Wish>({
    post: '/access/why',
    action: 'access.why-others',
    audit: 'ACCESS_EXPLAINED',
    input: { body: fields({ token: shortText, person: textField, action: shortText, student: textField }, ['token']) },
    run: (context, { body }) => aboutOther(context, body),
  }),
];
