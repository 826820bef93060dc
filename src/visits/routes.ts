import { today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { Refusal } from '../server/guard.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField } from '../server/schema.ts';
import { dayAndTime, weekdayAndDay } from '../server/words.ts';
import * as say from '../words/index.ts';
import { routes as copyRoutes } from './changes/copy-routes.ts';
import { routes as changeRoutes } from './changes/routes.ts';
import { routes as draftRoutes } from './drafts/routes.ts';
import { routes as groupRoutes } from './groups/routes.ts';
import { groupVisitPage, isGroupVisit } from './groups/view.ts';
import { shortName } from './names.ts';
import { openRestrictedNote } from './notes.ts';
import { notVoided } from './past/page.ts';
import { before, routes as pastRoutes } from './past/routes.ts';
import { routes as readerRoutes } from './readers/routes.ts';
import { voidVisit } from './void.ts';

const id = fields({ id: idParam }, ['id']);

const afterVoid = (
  visit: number,
  student: number,
  { isGroup, keepsReferral }: { isGroup: boolean; keepsReferral: boolean },
  { next, history }: { next?: string; history?: string },
): string => {
  if (isGroup) return `/visits/groups/${visit}?done=voided`;
  if (next === 'copy') return `/visits/${visit}/copy`;
  const page = history ? `/students/${student}/history` : `/students/${student}`;
  return `${page}?done=${keepsReferral ? 'voided-alone' : 'voided'}`;
};

async function notePage(context: Context, visit: number): Promise<Answer> {
  const note = await openRestrictedNote(context, visit);
  if (!note) throw new Refusal('NOT_FOUND', 'NOT_AUTHOR', context.subject?.student ?? null);
  return {
    page: 'visits/note',
    title: say.visits.note.title,
    audited: { subject: `visit:${visit}` },
    model: {
      student: { name: note.studentName },
      when: weekdayAndDay(note.visitDate, today(context.clock)),
      by: `${note.author === readerOf(context) ? say.visits.you : shortName(note.authorName)}, ${dayAndTime(note.createdAt, context.clock.timeZone)}`,
      text: note.text ?? say.visits.note.broken,
      backUrl: `/students/${note.student}`,
    },
  };
}

export const routes: Route[] = [
  ...draftRoutes,
  route<{ id: number }, unknown, { reason?: string; next?: string; history?: string }>({
    post: '/visits/:id/void',
    action: 'visit.void',
    audit: 'VISIT_VOIDED',
    subject: 'visit',
    input: {
      params: id,
      body: fields({ token: shortText, reason: textField, history: before, next: { enum: ['copy'] } }, ['token']),
    },
    run: async (context, { params, body }) => {
      const student = context.subject?.student as number;
      const reason = body.reason ?? '';
      const result = await voidVisit(context, params.id, reason);
      if ('voided' in result)
        return {
          redirect: afterVoid(params.id, student, result, body),
          ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}),
        };
      if (await isGroupVisit(context, params.id))
        return groupVisitPage(context, params.id, { voiding: { reason, faults: result.faults } });
      return notVoided(context, student, { visit: params.id, reason, faults: result.faults }, body.history);
    },
  }),
  route<{ id: number }, unknown, unknown>({
    post: '/visits/:id/note',
    action: 'note.open',
    audit: 'RESTRICTED_NOTE_OPENED',
    subject: 'visit',
    input: { params: id, body: fields({ token: shortText }, ['token']) },
    run: (context, { params }) => notePage(context, params.id),
  }),
  // Of a group visit each student has a note: the address says about whom.
  route<{ id: number; dcid: number }, unknown, unknown>({
    post: '/visits/:id/students/:dcid/note',
    action: 'note.open',
    audit: 'RESTRICTED_NOTE_OPENED',
    subject: 'student',
    input: {
      params: fields({ id: idParam, dcid: idParam }, ['id', 'dcid']),
      body: fields({ token: shortText }, ['token']),
    },
    run: (context, { params }) => notePage(context, params.id),
  }),
  ...groupRoutes,
  ...changeRoutes,
  ...copyRoutes,
  ...readerRoutes,
  ...pastRoutes,
];
