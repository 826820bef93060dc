import { today } from '../server/clock.ts';
import { readerOf } from '../server/context.ts';
import { Refusal } from '../server/guard.ts';
import { type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField } from '../server/schema.ts';
import { dayAndTime, weekdayAndDay } from '../server/words.ts';
import { studentPage } from '../students/page.ts';
import { routes as copyRoutes } from './changes/copy-routes.ts';
import { routes as changeRoutes } from './changes/routes.ts';
import { routes as draftRoutes } from './drafts/routes.ts';
import { shortName } from './names.ts';
import { routes as pastRoutes } from './past/routes.ts';
import { routes as readerRoutes } from './readers/routes.ts';
import { openRestrictedNote, voidVisit } from './service.ts';

const id = fields({ id: idParam }, ['id']);

export const routes: Route[] = [
  ...draftRoutes,
  route<{ id: number }, unknown, { reason?: string; next?: string }>({
    post: '/visits/:id/void',
    action: 'visit.void',
    audit: 'VISIT_VOIDED',
    subject: 'visit',
    input: { params: id, body: fields({ token: shortText, reason: textField, next: { enum: ['copy'] } }, ['token']) },
    run: async (context, { params, body }) => {
      const student = context.subject?.student as number;
      const reason = body.reason ?? '';
      const result = await voidVisit(context, params.id, reason);
      if ('voided' in result)
        return {
          redirect: body.next === 'copy' ? `/visits/${params.id}/copy` : `/students/${student}?done=voided`,
          ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}),
        };
      return studentPage(context, student, {
        voiding: { visit: params.id, reason, faults: result.faults },
        status: 422,
      });
    },
  }),
  route<{ id: number }, unknown, unknown>({
    post: '/visits/:id/note',
    action: 'note.open',
    audit: 'RESTRICTED_NOTE_OPENED',
    subject: 'visit',
    input: { params: id, body: fields({ token: shortText }, ['token']) },
    run: async (context, { params }) => {
      const note = await openRestrictedNote(context, params.id);
      if (!note) throw new Refusal('NOT_FOUND', 'NOT_AUTHOR', context.subject?.student ?? null);
      return {
        page: 'visits/note',
        title: 'Restricted note',
        model: {
          student: { name: note.studentName },
          when: weekdayAndDay(note.visitDate, today(context.clock)),
          by: `${note.author === readerOf(context) ? 'you' : shortName(note.authorName)}, ${dayAndTime(note.createdAt, context.clock.timeZone)}`,
          text: note.text ?? 'This note cannot be opened. Tell your IT staff.',
          backUrl: `/students/${note.student}`,
        },
      };
    },
  }),
  ...changeRoutes,
  ...copyRoutes,
  ...readerRoutes,
  ...pastRoutes,
];
