import type { Context } from '../../server/context.ts';
import { Refusal } from '../../server/guard.ts';
import { type Answer, type Route, route } from '../../server/route.ts';
import { fields, idParam } from '../../server/schema.ts';
import { studentPage } from '../../students/page.ts';
import * as say from '../../words/index.ts';
import { withOneMoreColleague } from '../co-staff.ts';
import { groupPage } from '../groups/form.ts';
import { withOneMoreService } from '../service-lines.ts';
import { changePage, isGroup, mayOpenNote } from './page.ts';
import { changeFields } from './schema.ts';
import { type ChangeInput, changeVisit, stateToChange } from './service.ts';
import type { State } from './state.ts';

const id = fields({ id: idParam }, ['id']);

async function openChange(context: Context, visit: number): Promise<Answer> {
  const state = await ownState(context, visit);
  if (state.row.voided_at === null) return changePage(context, state);
  if (isGroup(state)) return { redirect: `/visits/groups/${visit}`, reason: 'ALREADY_DONE' };
  return studentPage(context, context.subject?.student as number, { flash: say.visits.change.voided, status: 409 });
}

async function ownState(context: Context, visit: number): Promise<State> {
  const state = await stateToChange(context, visit);
  if (!state) throw notOwn(context);
  return state;
}

const notOwn = (context: Context) => new Refusal('NOT_FOUND', 'NOT_AUTHOR', context.subject?.student ?? null);

async function saveChange(context: Context, visit: number, input: ChangeInput): Promise<Answer> {
  const student = context.subject?.student as number;
  // The same form with one line more, nothing checked, nothing saved.
  if (input.add === 'service' || input.add === 'colleague') {
    const more = input.add === 'service' ? withOneMoreService(input) : withOneMoreColleague(input);
    const answer = await changePage(context, await ownState(context, visit), { input: more });
    return { ...answer, reason: 'NOT_YET' } as Answer;
  }
  const result = await changeVisit(context, visit, input);
  if (!result) throw notOwn(context);
  if ('changed' in result)
    return {
      redirect: `${backOf(result.isGroup, visit, student)}?done=changed`,
      ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}),
    };
  if ('same' in result)
    return { redirect: `${backOf(result.isGroup, visit, student)}?done=same`, reason: 'ALREADY_DONE' };
  if ('voided' in result) return afterVoid(context, await ownState(context, visit), input);
  if ('conflict' in result) return changePage(context, result.conflict, { input, mine: result.mine });
  return changePage(context, await ownState(context, visit), { input, faults: result.faults });
}

const backOf = (isGroup: boolean, visit: number, student: number) =>
  isGroup ? `/visits/groups/${visit}` : `/students/${student}`;

// What was typed is not lost: it becomes the form of a new visit, of a group with the same students.
function afterVoid(context: Context, state: State, input: ChangeInput): Promise<Answer> {
  const {
    revision: _old,
    reason: _reason,
    note_state: _state,
    drawn_times: _times,
    staff_state: _staff,
    ...typed
  } = input;
  const faultsOf = (text: string) => [{ fieldId: 'purpose', text }];
  if (isGroup(state))
    return groupPage(context, {
      sent: {
        visit: typed,
        students: state.students.map((one) => one.student),
        notes: new Map(),
        kind: state.row.group_kind ?? '',
      },
      faults: faultsOf(say.visits.change.groupVoidedMeanwhile),
      status: 409,
      newKey: true,
      names: `visit:${state.row.visit_id}`,
    });
  const sentVisit = { input: typed, faults: faultsOf(say.visits.change.voidedMeanwhile) };
  return studentPage(context, context.subject?.student as number, { sentVisit, status: 409 });
}

// Opening the text is an entry of its own, because it is logged as that. What was typed so far stays.
async function openNoteToChange(context: Context, visit: number, input: ChangeInput): Promise<Answer> {
  const state = await ownState(context, visit);
  if (state.row.voided_at !== null) return afterVoid(context, state, input);
  if (!mayOpenNote(state)) throw notOwn(context);
  const note = (input.note ?? '').trim() === '' ? (state.content.note ?? '') : input.note;
  return changePage(context, state, { input: { ...input, note, note_state: 'shown' }, isOpened: true });
}

export const routes: Route[] = [
  route<{ id: number }, unknown, unknown>({
    get: '/visits/:id/change',
    action: 'visit.change',
    audit: 'VISIT_CHANGE_OPENED',
    subject: 'visit',
    input: { params: id },
    run: (context, { params }) => openChange(context, params.id),
  }),
  route<{ id: number }, unknown, ChangeInput>({
    post: '/visits/:id/change',
    action: 'visit.change',
    audit: 'VISIT_CHANGED',
    subject: 'visit',
    input: { params: id, body: changeFields },
    run: (context, { params, body }) => saveChange(context, params.id, body),
  }),
  route<{ id: number }, unknown, ChangeInput>({
    post: '/visits/:id/change/note',
    action: 'note.open',
    audit: 'RESTRICTED_NOTE_OPENED',
    subject: 'visit',
    input: { params: id, body: changeFields },
    run: (context, { params, body }) => openNoteToChange(context, params.id, body),
  }),
];
