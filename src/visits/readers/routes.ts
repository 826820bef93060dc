import { dayOf, today } from '../../server/clock.ts';
import type { Context } from '../../server/context.ts';
import type { Fault } from '../../server/form-fields.ts';
import { Refusal } from '../../server/guard.ts';
import { type Answer, type Route, route } from '../../server/route.ts';
import { fields, idParam, shortText } from '../../server/schema.ts';
import { shortDay, weekdayAndDay } from '../../server/words.ts';
import * as say from '../../words/index.ts';
import { shortName } from '../names.ts';
import { type Choice, colleaguesAt, readReaders, setReaders } from './service.ts';

const id = fields({ id: idParam }, ['id']);
const FLASHES: Record<string, string> = say.visits.readers.done;

interface Sent {
  seen?: string;
  /** Each person who is ticked, by number, and an empty text after them. */
  reader?: string | string[];
}

async function readersPage(
  context: Context,
  visit: number,
  { chosen, faults = [], done }: { chosen?: number[]; faults?: Fault[]; done?: string | undefined } = {},
): Promise<Answer> {
  const found = await readReaders(context.database, context, visit);
  if (!found) throw notOwn(context);
  const { note, named } = found;
  const day = today(context.clock);
  const colleagues = await colleaguesAt(context, note.school_id);
  const isTicked = (person: number) => (chosen ?? named.map((one) => one.person)).includes(person);
  const since = (person: number) => named.find((one) => one.person === person)?.named_at;
  const gone = named.filter(({ person }) => !colleagues.some((one) => one.person === person));
  return {
    page: 'visits/readers',
    title: say.visits.readers.title,
    audited: { subject: `visit:${visit}` },
    flash: done ? (FLASHES[done] ?? null) : null,
    ...(faults.length > 0 ? { status: 422, reason: 'FAULTS' as const } : {}),
    model: {
      student: { name: note.student_name },
      when: weekdayAndDay(note.visit_date, day),
      school: note.school_name,
      action: `${addressOf(context, visit)}/readers`,
      faults,
      seen: named.map(({ person }) => person).join(' '),
      people: [
        ...colleagues.map(({ person, name, title }) => {
          const at = since(person);
          const whenNamed = at === undefined ? [] : [say.visits.readers.named(shortDay(dayOf(at, context.clock), day))];
          return { person, name, about: [title, ...whenNamed].join(' · '), ticked: isTicked(person) };
        }),
        // Whoever left cannot open it any more; the name stays until it is taken back.
        ...gone.map(({ person, person_name }) => ({
          person,
          name: person_name ?? shortName(null),
          about: say.visits.readers.notHere,
          ticked: isTicked(person),
        })),
      ],
      backUrl: `/students/${note.student}`,
    },
  };
}

// Of a group visit each student has a note: the address says about whom.
const addressOf = ({ request }: Context, visit: number) =>
  /^\/visits\/\d+\/students\/\d+/.exec(request.url.pathname)?.[0] ?? `/visits/${visit}`;

const notOwn = (context: Context) => new Refusal('NOT_FOUND', 'NOT_AUTHOR', context.subject?.student ?? null);

async function saveReaders(context: Context, visit: number, sent: Sent): Promise<Answer> {
  const ticks = [sent.reader ?? []].flat();
  // Not ticked means taken back: where the ticks may have been lost on the way, nobody is.
  if (!ticks.includes(''))
    return readersPage(context, visit, { faults: [{ fieldId: 'readers', text: say.visits.readers.notWhole }] });
  const choice: Choice = { seen: numbersIn((sent.seen ?? '').split(' ')), chosen: numbersIn(ticks) };
  const result = await setReaders(context, visit, choice);
  if (!result) throw notOwn(context);
  if ('faults' in result) return readersPage(context, visit, { chosen: choice.chosen, faults: result.faults });
  return {
    redirect: `/students/${context.subject?.student}?done=readers`,
    ...(result.changes === 0 ? { reason: 'ALREADY_DONE' as const } : {}),
  };
}

const numbersIn = (texts: string[]) => texts.filter((text) => /^\d{1,9}$/.test(text)).map(Number);

const one = fields({ id: idParam, dcid: idParam }, ['id', 'dcid']);
const done = fields({ done: { enum: Object.keys(FLASHES) } });
const choice = fields(
  {
    token: shortText,
    seen: { type: 'string', maxLength: 2000 },
    reader: { type: ['string', 'array'], items: shortText },
  },
  ['token'],
);

export const routes: Route[] = [
  route<{ id: number }, { done?: string }, unknown>({
    get: '/visits/:id/readers',
    action: 'note.name',
    audit: 'NOTE_READERS_OPENED',
    subject: 'visit',
    input: { params: id, query: done },
    run: (context, { params, query }) => readersPage(context, params.id, { done: query.done }),
  }),
  route<{ id: number }, unknown, Sent>({
    post: '/visits/:id/readers',
    action: 'note.name',
    audit: 'NOTE_READERS_SET',
    subject: 'visit',
    input: {
      params: id,
      body: choice,
    },
    run: (context, { params, body }) => saveReaders(context, params.id, body),
  }),
  route<{ id: number; dcid: number }, { done?: string }, unknown>({
    get: '/visits/:id/students/:dcid/readers',
    action: 'note.name',
    audit: 'NOTE_READERS_OPENED',
    subject: 'student',
    input: { params: one, query: done },
    run: (context, { params, query }) => readersPage(context, params.id, { done: query.done }),
  }),
  route<{ id: number; dcid: number }, unknown, Sent>({
    post: '/visits/:id/students/:dcid/readers',
    action: 'note.name',
    audit: 'NOTE_READERS_SET',
    subject: 'student',
    input: { params: one, body: choice },
    run: (context, { params, body }) => saveReaders(context, params.id, body),
  }),
];
