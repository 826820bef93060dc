import { type Route, route } from '../../server/route.ts';
import { fields, idParam, shortText, textField } from '../../server/schema.ts';
import * as say from '../../words/index.ts';
import { FILTER_NAMES, type PastInput } from './filter.ts';
import { type PastAsked, pastPage } from './page.ts';
import { printPage } from './print.ts';

// Everything but the record's number is sent in forms: a purpose in an address would say something about the student.

const params = fields({ dcid: idParam }, ['dcid']);
const filters = { token: shortText, ...Object.fromEntries(FILTER_NAMES.map((name) => [name, shortText])) };
/** A place in the history, from which on it is shown. */
export const before = { type: 'string', maxLength: 20 };

// What was done on this page.
const { voided, 'voided-alone': alone } = say.students.done;
const FLASHES = { voided, 'voided-alone': alone };

type Body = PastInput & PastAsked;

export const routes: Route[] = [
  route<{ dcid: number }, { done?: keyof typeof FLASHES }, unknown>({
    get: '/students/:dcid/history',
    action: 'student.open',
    audit: 'HISTORY_OPENED',
    subject: 'student',
    input: { params, query: fields({ done: { enum: Object.keys(FLASHES) } }) },
    run: (context, { params: { dcid }, query: { done } }) =>
      pastPage(context, dcid, {}, done ? { flash: FLASHES[done] } : {}),
  }),
  route<{ dcid: number }, unknown, Body>({
    post: '/students/:dcid/history',
    action: 'student.open',
    audit: 'HISTORY_OPENED',
    subject: 'student',
    input: { params, body: fields({ ...filters, before }, ['token']) },
    run: (context, { params: { dcid }, body: { before: from, ...input } }) =>
      pastPage(context, dcid, input, from ? { before: from } : {}),
  }),
  route<{ dcid: number }, unknown, Body>({
    post: '/students/:dcid/history/search',
    action: 'note.search',
    audit: 'NOTES_SEARCHED',
    subject: 'student',
    input: { params, body: fields({ ...filters, before, q: textField }, ['token']) },
    run: (context, { params: { dcid }, body: { q, before: from, ...input } }) =>
      pastPage(context, dcid, input, { ...(q ? { q } : {}), ...(from ? { before: from } : {}) }),
  }),
  route<{ dcid: number }, unknown, PastInput & { notes?: string }>({
    post: '/students/:dcid/history/print',
    action: 'student.print',
    audit: 'HISTORY_PRINTED',
    subject: 'student',
    input: { params, body: fields({ ...filters, notes: { enum: ['1'] } }, ['token']) },
    run: (context, { params: { dcid }, body: { notes, ...input } }) => printPage(context, dcid, input, notes === '1'),
  }),
];
