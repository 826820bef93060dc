import type { Context } from '../../server/context.ts';
import type { Fault } from '../../server/form-fields.ts';
import { Refusal } from '../../server/guard.ts';
import { type Answer, type Route, route } from '../../server/route.ts';
import { fields, idParam, shortText, textField } from '../../server/schema.ts';
import * as say from '../../words/index.ts';
import { withOneMoreColleague } from '../co-staff.ts';
import { GROUP, openUrlOf } from '../drafts/about.ts';
import { notVoided } from '../past/page.ts';
import { before } from '../past/routes.ts';
import { withOneMoreService } from '../service-lines.ts';
import { DRAFT_FLASHES, draftRoutes } from './draft-routes.ts';
import { groupPage } from './form.ts';
import { takeOut } from './out.ts';
import { byHomeroom, bySearch, lastGroup, type Picked } from './pick.ts';
import { askedAbout, type GroupBody, groupFields, MOST_STUDENTS, readGroup, type SentGroup } from './schema.ts';
import { saveGroup, TOO_MANY } from './service.ts';
import { groupVisitPage } from './view.ts';

const FLASHES: Record<string, string> = say.groups.done;

const one = fields({ id: idParam, dcid: idParam }, ['id', 'dcid']);

/** The same form with whom was looked for, or without whom was taken off it; nothing checked, nothing saved. */
async function pick(context: Context, body: GroupBody): Promise<Answer> {
  const sent = readGroup(body);
  const { go, q = '', homeroom = '', whole = '' } = body;
  const noted = askedAbout(body);
  if (noted !== undefined) return groupPage(context, { sent, homeroom, faults: [noteGoes(noted)], status: 422, noted });
  if (go === 'last') {
    const members = (await lastGroup(context)).map(({ dcid }) => dcid);
    sent.students = [...new Set([...sent.students, ...members])];
  }
  if (whole !== '') return addWhole(context, sent, whole);
  const picked: Picked | undefined =
    go === 'search' ? await bySearch(context, q) : go === 'homeroom' ? await byHomeroom(context, homeroom) : undefined;
  return groupPage(context, { sent, homeroom, isLookUp: true, ...(picked ? { picked } : {}) });
}

const noteGoes = (student: number): Fault => ({
  fieldId: `student-${student}`,
  text: say.groups.faults.noteGoes,
});

// Everybody of a homeroom, or nobody: which ones were left out of a group that is full would be hard to see.
async function addWhole(context: Context, sent: SentGroup, homeroom: string): Promise<Answer> {
  const picked = await byHomeroom(context, homeroom);
  const students = [...new Set([...sent.students, ...picked.found.map(({ dcid }) => dcid)])];
  if (students.length > MOST_STUDENTS)
    return groupPage(context, { sent, homeroom, picked, faults: [TOO_MANY], status: 422 });
  return groupPage(context, { sent: { ...sent, students }, homeroom, isLookUp: true });
}

async function save(context: Context, body: GroupBody): Promise<Answer> {
  const sent = readGroup(body);
  const { add } = sent.visit;
  if (add === 'service' || add === 'colleague') {
    const visit = add === 'service' ? withOneMoreService(sent.visit) : withOneMoreColleague(sent.visit);
    return groupPage(context, { sent: { ...sent, visit }, isLookUp: true });
  }
  const result = await saveGroup(context, sent);
  if (!('faults' in result))
    return {
      redirect: `/visits/groups/${result.visit}?done=saved`,
      ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}),
    };
  const { newer } = result;
  const answer = await groupPage(context, {
    sent: newer ? { ...sent, visit: { ...sent.visit, draft_revision: String(newer.revision) } } : sent,
    faults: result.faults,
    status: result.saved || newer ? 409 : 422,
    newKey: result.newKey,
    ...(newer ? { conflict: { openUrl: openUrlOf(GROUP, sent.visit.form_key as string) } } : {}),
  });
  return result.outOfReach === undefined
    ? answer
    : ({ ...answer, reason: 'NOT_IN_SCOPE', audited: { student: result.outOfReach } } as Answer);
}

interface OutBody {
  reason?: string;
  /** Sent by the whole history: from where on it comes back. */
  history?: string;
}

async function out(
  context: Context,
  visit: number,
  student: number,
  { reason = '', history }: OutBody,
): Promise<Answer> {
  const result = await takeOut(context, visit, student, reason);
  if (!result) throw new Refusal('NOT_FOUND', 'NOT_AUTHOR', student);
  if ('faults' in result) return notVoided(context, student, { visit, reason, faults: result.faults }, history);
  return {
    redirect: `/students/${student}${history ? '/history' : ''}?done=voided`,
    ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}),
  };
}

export const routes: Route[] = [
  route<unknown, { draft?: string; done?: string }, unknown>({
    get: '/visits/group',
    action: 'visit.add',
    audit: 'GROUP_BEGUN',
    input: { query: fields({ draft: shortText, done: { enum: Object.keys(DRAFT_FLASHES) } }) },
    run: (context, { query }) =>
      groupPage(context, {
        ...(query.draft === undefined ? {} : { draft: query.draft }),
        ...(query.done === undefined ? {} : { flash: DRAFT_FLASHES[query.done] as string }),
      }),
  }),
  ...draftRoutes,
  route<unknown, unknown, GroupBody>({
    post: '/visits/group/students',
    action: 'visit.add',
    audit: 'STUDENTS_SEARCHED',
    input: { body: groupFields },
    run: (context, { body }) => pick(context, body),
  }),
  route<unknown, unknown, GroupBody>({
    post: '/visits/group',
    action: 'visit.add',
    audit: 'VISIT_ADDED',
    input: { body: groupFields },
    run: (context, { body }) => save(context, body),
  }),
  route<{ id: number }, { done?: string }, unknown>({
    get: '/visits/groups/:id',
    action: 'visit.change',
    audit: 'GROUP_OPENED',
    subject: 'visit',
    input: { params: fields({ id: idParam }, ['id']), query: fields({ done: { enum: Object.keys(FLASHES) } }) },
    run: (context, { params, query }) =>
      groupVisitPage(context, params.id, { isOpening: true, flash: FLASHES[query.done ?? ''] ?? null }),
  }),
  route<{ id: number; dcid: number }, unknown, OutBody>({
    post: '/visits/:id/students/:dcid/out',
    action: 'visit.void',
    audit: 'VISIT_VOIDED',
    subject: 'student',
    input: { params: one, body: fields({ token: shortText, reason: textField, history: before }, ['token']) },
    run: (context, { params, body }) => out(context, params.id, params.dcid, body),
  }),
];
