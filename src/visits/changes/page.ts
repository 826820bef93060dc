import { randomUUID } from 'node:crypto';
import { referralOfVisit } from '../../referrals/of-visit.ts';
import { today } from '../../server/clock.ts';
import { type Context, codesOf, readerOf } from '../../server/context.ts';
import { type Fault, faultText, textFieldOf } from '../../server/form-fields.ts';
import { Refusal } from '../../server/guard.ts';
import type { Answer } from '../../server/route.ts';
import { shortDay, weekdayAndDay } from '../../server/words.ts';
import { findStudent } from '../../students/facts.ts';
import { exceptionChoices } from '../../students/page.ts';
import * as say from '../../words/index.ts';
import { namesColleagues } from '../co-staff.ts';
import { visitForm } from '../form.ts';
import { type Content, inputOf, timesOf } from './content.ts';
import { differencesOf } from './differences.ts';
import { readLock } from './lock.ts';
import type { ChangeInput } from './service.ts';
import { staffChoices } from './staff.ts';
import type { State } from './state.ts';

const WORDS = say.visits.change;

export interface Shown {
  /** What was typed; left out: the visit as it stands. */
  input?: ChangeInput;
  faults?: Fault[];
  /** The restricted text was opened for this, and that is logged. */
  isOpened?: boolean;
  /** What was typed, against a visit that somebody else has changed meanwhile. */
  mine?: Content;
}

/** "Change this visit": the form of a new one with what stands there, or with what was typed. */
export async function changePage(context: Context, state: State, shown: Shown = {}): Promise<Answer> {
  const { row, content } = state;
  const student = await findStudent(context.database, readerOf(context), context.clock, studentOf(context));
  if (!student) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE', studentOf(context));
  const day = today(context.clock);
  const isNoteShown = noteIsShown(state, shown);
  const input: ChangeInput = shown.input ?? inputOf(content, isNoteShown);
  const faults = shown.faults ?? [];
  const lock = await readLock(context.database, { school: row.school_id, day: row.visit_date }, day);
  return {
    page: 'visits/change',
    title: WORDS.title,
    ...(shown.mine ? { status: 409, reason: 'CHANGED_MEANWHILE' as const } : {}),
    ...(faults.length > 0 ? { status: 422, reason: 'FAULTS' as const } : {}),
    model: {
      student: { name: isGroup(state) ? say.groups.title : student.name },
      when: weekdayAndDay(row.visit_date, day),
      conflict: shown.mine ? await conflictOf(context, state, shown.mine, day) : null,
      lock: lock === null ? null : WORDS.lockedSince(shortDay(lock, day)),
      form: await formOf(context, state, input, faults, isNoteShown),
      // It came back with what was typed.
      isBack: shown.input !== undefined,
      revision: row.revision,
      drawnTimes: input.drawn_times ?? timesOf(content),
      noteState: isNoteShown ? 'shown' : 'kept',
      referral: await referralLine(context, state),
      reason: textFieldOf('reason', WORDS.reason, input.reason ?? '', faults, {
        required: lock !== null,
        hint: lock === null ? WORDS.reasonHint : null,
        error: faultText(faults, 'reason'),
      }),
      backUrl: backUrl(context, state),
      submit: shown.mine ? WORDS.saveMine : WORDS.save,
    },
  };
}

/** The form shows the text of the note, so what is in its field is meant: an empty one, too. */
function noteIsShown({ row, content, isNoteClosed }: State, { input, isOpened }: Shown): boolean {
  if (row.students > 1 || isNoteClosed) return false;
  if (isOpened || !content.restricted) return true;
  return input?.note_state === 'shown';
}

/** Is there a restricted text that the form could show? That of a group has no field for one. */
export const mayOpenNote = ({ row, content, isNoteClosed }: State): boolean =>
  row.students === 1 && content.restricted && !isNoteClosed;

async function formOf(context: Context, state: State, input: ChangeInput, faults: Fault[], isNoteShown: boolean) {
  const { row, content } = state;
  const { action, body } = visitForm({
    action: `/visits/${row.visit_id}/change`,
    today: today(context.clock),
    codes: await codesOf(context),
    usualService: null,
    providers: [],
    exceptions: exceptionChoices(context),
    colleagues: namesColleagues(input) ? await staffChoices(context, state) : [],
    input: { ...input, form_key: randomUUID() },
    faults,
  });
  const kept = content.restricted ? WORDS.note.restrictedKept : WORDS.note.kept;
  const note = isNoteShown ? body.note : { ...body.note, hint: kept };
  return {
    action,
    faults,
    // Timer, referral and readers have a life of their own.
    body: {
      ...body,
      isNew: false,
      noteKept: noteKept(state, isNoteShown),
      referral: null,
      nameReaders: null,
      note: row.students > 1 ? null : note,
    },
  };
}

// Above the field in which whatever is typed takes the place of the text.
function noteKept(state: State, isNoteShown: boolean) {
  const text = noteWords(state, isNoteShown);
  const openUrl = mayOpenNote(state) && !isNoteShown ? `/visits/${state.row.visit_id}/change/note` : null;
  return text === null ? null : { text, openUrl };
}

function noteWords({ row, isNoteBroken }: State, isNoteShown: boolean): string | null {
  if (row.students > 1) return WORDS.note.ofGroup;
  if (isNoteBroken) return WORDS.note.broken;
  return isNoteShown ? null : WORDS.note.notShown;
}

// Whoever changes the day or the purpose is told beforehand what becomes of the referral.
async function referralLine(context: Context, state: State) {
  const found = isGroup(state) ? undefined : await referralOfVisit(context, state.row.visit_id);
  if (!found) return null;
  return {
    text: found.hasGoneOn ? WORDS.referral.stays : WORDS.referral.goesAlong,
    url: `/referrals/${found.referral}`,
  };
}

async function conflictOf(context: Context, state: State, mine: Content, day: string) {
  const differences = differencesOf(state.content, mine, await codesOf(context), day);
  return {
    rows: differences.map(({ label, before, after }) => ({
      label,
      theirs: before ?? WORDS.note.theirs,
      mine: after ?? WORDS.note.mine,
    })),
  };
}

const studentOf = (context: Context) => context.subject?.student as number;

/** Is it changed for all of them at once? One student who is left of a group is one student. */
export const isGroup = ({ row }: State): boolean => row.students > 1;

/** Where one came from: the page of the visit's student, or that of the group. */
export const backUrl = (context: Context, state: State): string =>
  isGroup(state) ? `/visits/groups/${state.row.visit_id}` : `/students/${studentOf(context)}`;
