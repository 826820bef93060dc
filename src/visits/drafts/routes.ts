import type { Context } from '../../server/context.ts';
import { type Route, route } from '../../server/route.ts';
import { fields, idParam, shortText } from '../../server/schema.ts';
import { studentPage } from '../../students/page.ts';
import type { VisitInput } from '../check.ts';
import { visitFields } from '../schema.ts';
import { ofStudent } from './about.ts';
import { change, discard, type Place } from './answers.ts';

const params = fields({ dcid: idParam }, ['dcid']);
const body = fields({ ...visitFields.properties, script: shortText }, ['token']);

const placeOf = (context: Context, student: number): Place => ({
  about: ofStudent(student),
  page: (shown) => studentPage(context, student, shown),
});

type Params = { dcid: number };

export const routes: Route[] = [
  route<Params, unknown, VisitInput>({
    post: '/students/:dcid/drafts',
    action: 'visit.draft',
    audit: 'DRAFT_SAVED',
    subject: 'student',
    input: { params, body },
    run: (context, input) => change(context, placeOf(context, input.params.dcid), input.body, 'save'),
  }),
  route<Params, unknown, VisitInput>({
    post: '/students/:dcid/drafts/start',
    action: 'visit.draft',
    audit: 'TIMER_STARTED',
    subject: 'student',
    input: { params, body },
    run: (context, input) => change(context, placeOf(context, input.params.dcid), input.body, 'start'),
  }),
  route<Params, unknown, VisitInput>({
    post: '/students/:dcid/drafts/stop',
    action: 'visit.draft',
    audit: 'TIMER_STOPPED',
    subject: 'student',
    input: { params, body },
    run: (context, input) => change(context, placeOf(context, input.params.dcid), input.body, 'stop'),
  }),
  route<Params, unknown, VisitInput>({
    post: '/students/:dcid/drafts/discard',
    action: 'visit.draft',
    audit: 'DRAFT_DISCARDED',
    subject: 'student',
    input: { params, body },
    run: (context, input) => discard(context, placeOf(context, input.params.dcid), input.body),
  }),
];
