import { consentStates } from '../consents/service.ts';
import { type Context, readerOf } from '../server/context.ts';
import { Refusal } from '../server/guard.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField } from '../server/schema.ts';
import { gradeName } from '../server/words.ts';
import { copiedInput } from '../visits/changes/copy.ts';
import type { VisitInput } from '../visits/check.ts';
import { withOneMoreColleague } from '../visits/co-staff.ts';
import { readersUrl } from '../visits/readers/service.ts';
import { visitFields } from '../visits/schema.ts';
import { saveVisit } from '../visits/service.ts';
import { withOneMoreService } from '../visits/service-lines.ts';
import * as say from '../words/index.ts';
import { asking } from './facts.ts';
import { studentPage } from './page.ts';
import { searchStudents } from './search.ts';
import { searchModel } from './search-view.ts';

const FLASHES: Record<string, string> = say.students.done;

async function search(context: Context, typed: string): Promise<Answer> {
  const { found, more } = await searchStudents(context.database, asking(readerOf(context), context.clock), typed);
  const mayWrite = context.scope.some((row) => row.role === 'support_staff');
  const consents = await consentStates(
    context,
    found.map(({ dcid }) => dcid),
  );
  return {
    page: 'students/search',
    title: say.students.search.title,
    model: {
      find: searchModel(context, typed),
      results: found.map((student) => ({
        id: `found-${student.dcid}`,
        href: `/students/${student.dcid}`,
        name: student.name,
        consent: consents.get(student.dcid) ?? null,
        line: [
          gradeName(student.grade_level),
          student.school_name,
          ...(student.has_left ? [say.students.search.left] : []),
        ].join(' · '),
        quickUrl: mayWrite && !student.has_left ? `/students/${student.dcid}/quick` : null,
      })),
      none: found.length === 0 ? say.students.search.none : null,
      more: more ? say.students.search.more : null,
    },
  };
}

async function addVisit(context: Context, student: number, input: VisitInput): Promise<Answer> {
  // "Add a service" without script: the same form with one line more, nothing checked, nothing saved.
  if (input.add === 'service') {
    return studentPage(context, student, {
      sentVisit: { input: withOneMoreService(input), faults: [] },
      reason: 'NOT_YET',
    });
  }
  if (input.add === 'colleague') {
    return studentPage(context, student, {
      sentVisit: { input: withOneMoreColleague(input), faults: [] },
      reason: 'NOT_YET',
    });
  }
  const result = await saveVisit(context, student, input);
  if (!('faults' in result))
    return {
      redirect: (await readersUrl(context, input)) ?? `/students/${student}?done=saved`,
      ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}),
    };
  // A key that was used up stands for what was saved with it; what is in the form now gets a new one.
  const sent = {
    ...input,
    ...(result.newKey ? { form_key: undefined, draft_revision: undefined } : {}),
    ...(result.newer ? { draft_revision: String(result.newer.revision) } : {}),
  };
  return studentPage(context, student, {
    sentVisit: { input: sent, faults: result.faults },
    ...(result.newer ? { conflict: { openUrl: `/students/${student}?draft=${input.form_key}` } } : {}),
    status: result.saved || result.newer ? 409 : 422,
  });
}

// A voided visit written anew, mostly for another student. The audit's row names both: the student, and the visit.
async function copiedTo(context: Context, student: number, visit: number): Promise<Answer> {
  const input = context.roles.includes('support_staff') ? await copiedInput(context, visit) : undefined;
  if (!input) throw new Refusal('NOT_FOUND', 'NOT_AUTHOR', student);
  const answer = await studentPage(context, student, { sentVisit: { input, faults: [] } });
  return { ...answer, audited: { subject: `copy of visit:${visit}` } } as Answer;
}

export const routes: Route[] = [
  route<unknown, unknown, { q?: string }>({
    post: '/search',
    action: 'student.search',
    audit: 'STUDENTS_SEARCHED',
    input: { body: fields({ token: shortText, q: textField }, ['token']) },
    run: (context, { body }) => search(context, (body.q ?? '').slice(0, 100)),
  }),
  route<{ dcid: number }, { done?: string; copy?: number; draft?: string }, unknown>({
    get: '/students/:dcid',
    action: 'student.open',
    audit: 'STUDENT_OPENED',
    subject: 'student',
    input: {
      params: fields({ dcid: idParam }, ['dcid']),
      query: fields({
        done: { enum: Object.keys(FLASHES) },
        copy: idParam,
        draft: shortText,
      }),
    },
    run: (context, { params, query }) => {
      if (query.copy !== undefined) return copiedTo(context, params.dcid, query.copy);
      return studentPage(context, params.dcid, {
        ...(query.draft ? { draft: query.draft } : {}),
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
