import { consentStates } from '../../consents/service.ts';
import { today } from '../../server/clock.ts';
import { type Context, readerOf } from '../../server/context.ts';
import { textFieldOf } from '../../server/form-fields.ts';
import { Refusal } from '../../server/guard.ts';
import { type Answer, type Route, route } from '../../server/route.ts';
import { fields, idParam, shortText, textField } from '../../server/schema.ts';
import { gradeName, weekdayAndDay } from '../../server/words.ts';
import { asking, findStudent } from '../../students/facts.ts';
import { searchStudents } from '../../students/search.ts';
import * as say from '../../words/index.ts';
import { stateToCopy } from './copy.ts';

const id = fields({ id: idParam }, ['id']);

async function copyPage(context: Context, visit: number, typed: string | null): Promise<Answer> {
  const student = context.subject?.student as number;
  const state = await stateToCopy(context, visit, student);
  const reader = readerOf(context);
  const header = state && (await findStudent(context.database, reader, context.clock, student));
  if (!header) throw new Refusal('NOT_FOUND', 'NOT_AUTHOR', student);
  const asked = asking(reader, context.clock);
  const { found, more } =
    typed === null ? { found: [], more: false } : await searchStudents(context.database, asked, typed);
  const consents = await consentStates(
    context,
    found.map(({ dcid }) => dcid),
  );
  return {
    page: 'visits/copy',
    title: say.visits.copy.title,
    model: {
      student: { name: header.name },
      when: weekdayAndDay(state.row.visit_date, today(context.clock)),
      action: `/visits/${visit}/copy`,
      search: textFieldOf('q', say.visits.copy.search, typed ?? '', [], {
        hint: say.visits.copy.searchHint,
      }),
      searched: typed !== null,
      results: found.map((one) => ({
        href: addressOf(one.dcid, visit),
        name: one.name,
        line: [gradeName(one.grade_level), one.school_name, ...(one.has_left ? [say.students.search.left] : [])].join(
          ' · ',
        ),
        consent: consents.get(one.dcid) ?? null,
      })),
      none: typed !== null && found.length === 0 ? say.visits.copy.nobody : null,
      more: more ? say.visits.copy.more : null,
      sameUrl: addressOf(student, visit),
      backUrl: `/students/${student}`,
    },
  };
}

const addressOf = (student: number, visit: number) => `/students/${student}?copy=${visit}`;

export const routes: Route[] = [
  route<{ id: number }, unknown, unknown>({
    get: '/visits/:id/copy',
    action: 'visit.copy',
    audit: 'VISIT_COPY_OPENED',
    subject: 'visit',
    input: { params: id },
    run: (context, { params }) => copyPage(context, params.id, null),
  }),
  route<{ id: number }, unknown, { q?: string }>({
    post: '/visits/:id/copy',
    action: 'visit.copy',
    audit: 'STUDENTS_SEARCHED',
    subject: 'visit',
    input: { params: id, body: fields({ token: shortText, q: textField }, ['token']) },
    run: (context, { params, body }) => copyPage(context, params.id, (body.q ?? '').slice(0, 100)),
  }),
];
