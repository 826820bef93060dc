import { type Context, readerOf } from '../server/context.ts';
import { textFieldOf } from '../server/form-fields.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField } from '../server/schema.ts';
import { gradeName, isRealDate } from '../server/words.ts';
import type { VisitInput } from '../visits/check.ts';
import type { Place } from '../visits/history.ts';
import { visitFields } from '../visits/schema.ts';
import { saveVisit } from '../visits/service.ts';
import { asking } from './facts.ts';
import { studentPage } from './page.ts';
import { searchStudents } from './search.ts';

const FLASHES: Record<string, string> = { saved: 'Visit saved', voided: 'Visit voided', outcome: 'Outcome saved' };

async function home(context: Context, typed: string | null): Promise<Answer> {
  const mayOpen = context.scope.some((row) => ['support_staff', 'school_admin', 'district_admin'].includes(row.role));
  const { found, more } =
    typed !== null && mayOpen
      ? await searchStudents(context.database, asking(readerOf(context), context.clock), typed)
      : { found: [], more: false };
  const results = found.map((student) => ({
    href: `/students/${student.dcid}`,
    name: student.name,
    line: [gradeName(student.grade_level), student.school_name, ...(student.has_left ? ['left'] : [])].join(' · '),
  }));
  const none = typed !== null && results.length === 0 ? 'No student of your schools has that name or number.' : null;
  return {
    page: 'home/page',
    title: 'Today',
    model: {
      search: mayOpen
        ? textFieldOf('q', 'Search students', typed ?? '', [], { maxlength: 100, hint: 'Name or number' })
        : null,
      searched: typed !== null,
      results,
      none,
      more: more ? 'There are more. Type more of the name, or the number.' : null,
      recent: [],
      needUrl: context.scope.some((row) => row.role === 'support_staff') ? '/access/break-glass' : null,
    },
  };
}

function placeOf(text: string | undefined): Place | undefined {
  const [before_date, id] = (text ?? '').split('.');
  if (!before_date || !isRealDate(before_date) || !/^\d{1,9}$/.test(id ?? '')) return undefined;
  return { before_date, before_id: Number(id) };
}

async function addVisit(context: Context, student: number, input: VisitInput): Promise<Answer> {
  // "Add a service" without script: the same form with one line more, nothing checked, nothing saved.
  if (input.add === 'service') {
    return studentPage(context, student, {
      sentVisit: { input: withOneMoreService(input), faults: [] },
      reason: 'NOT_YET',
    });
  }
  const result = await saveVisit(context, student, input);
  if (!('faults' in result))
    return {
      redirect: `/students/${student}?done=saved`,
      ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}),
    };
  // A key that was used up stands for what was saved with it; what is in the form now gets a new one.
  const sent = result.newKey ? { ...input, form_key: undefined } : input;
  return studentPage(context, student, {
    sentVisit: { input: sent, faults: result.faults },
    status: result.saved ? 409 : 422,
  });
}

function withOneMoreService(input: VisitInput): VisitInput {
  let n = 1;
  while (input[`service_${n}`] !== undefined) n++;
  return { ...input, [`service_${n}`]: '', [`tier_${n}`]: '' };
}

export const routes: Route[] = [
  route({
    get: '/',
    action: 'home.open',
    audit: 'HOME_OPENED',
    input: {},
    run: (context) => home(context, null),
  }),
  route<unknown, unknown, { q?: string }>({
    post: '/search',
    action: 'student.search',
    audit: 'STUDENTS_SEARCHED',
    input: { body: fields({ token: shortText, q: textField }, ['token']) },
    run: (context, { body }) => home(context, (body.q ?? '').slice(0, 100)),
  }),
  route<{ dcid: number }, { before?: string; done?: string }, unknown>({
    get: '/students/:dcid',
    action: 'student.open',
    audit: 'STUDENT_OPENED',
    subject: 'student',
    input: {
      params: fields({ dcid: idParam }, ['dcid']),
      query: fields({ before: { type: 'string', maxLength: 20 }, done: { enum: Object.keys(FLASHES) } }),
    },
    run: (context, { params, query }) => {
      const place = placeOf(query.before);
      return studentPage(context, params.dcid, {
        ...(place ? { place } : {}),
        ...(query.done ? { flash: FLASHES[query.done] as string } : {}),
      });
    },
  }),
  route<{ dcid: number }, unknown, VisitInput>({
    post: '/students/:dcid/visits',
    action: 'visit.add',
    audit: 'VISIT_ADDED',
    subject: 'student',
    input: { params: fields({ dcid: idParam }, ['dcid']), body: visitFields },
    run: (context, { params, body }) => addVisit(context, params.dcid, body),
  }),
];
