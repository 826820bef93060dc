import { decideAbout } from '../../access/decision.ts';
import { aboutEach } from '../../access/each-student.ts';
import { type CodeBook, readBook } from '../../codes/service.ts';
import { consentFaults } from '../../consents/service.ts';
import type { Tx } from '../../database/connect.ts';
import { isTaken } from '../../database/faults.ts';
import { mayTakeTurns } from '../../database/turn.ts';
import { instantNow } from '../../server/clock.ts';
import { type Context, codesOf, readerOf } from '../../server/context.ts';
import type { Fault } from '../../server/form-fields.ts';
import { asking, enrollmentOn, groupsOf } from '../../students/facts.ts';
import * as say from '../../words/index.ts';
import { type CheckedVisit, checkVisit, cleaned, LONGEST_NOTE } from '../check.ts';
import { checkCoStaff, holdCoStaff } from '../co-staff.ts';
import { formDigestOf } from '../digest.ts';
import { GROUP } from '../drafts/about.ts';
import { overlapOf } from '../drafts/overlap.ts';
import { DraftMoved, DraftNewer, type Timed, takeDraft, timedInput } from '../drafts/take.ts';
import type { Measured } from '../drafts/timer.ts';
import { CodesChanged, holdLocalCodes, Mend } from '../mend.ts';
import { FORM, FORM_KEY, MOST_TRIES, newerDraft, spanOf, titleAt } from '../service.ts';
import { type CoStaff, insertVisit, type Participant } from '../store.ts';
import { flatGroup } from './draft.ts';
import { kindFaults, kindFor } from './kind.ts';
import { mostOf, readStudents } from './pick.ts';
import { MOST_STUDENTS, type SentGroup } from './schema.ts';

// A group visit is one visit with several students. It is saved whole or not at all; each student has an audit row of her own.

/** `again`: this form had been saved before. `outOfReach`: somebody chosen is nobody whom the person may write about. */
export type SavedGroup =
  | { visit: number; again: boolean }
  | {
      faults: Fault[];
      saved: boolean;
      newKey: boolean;
      outOfReach?: number;
      /** Its draft was written on elsewhere. */
      newer?: { revision: number; at: string };
    };

interface SavedForm {
  visit_id: number;
  form_digest: string | null;
}

const NOT_WHOLE: SavedGroup = {
  faults: [{ fieldId: 'purpose', text: say.groups.faults.notWhole }],
  saved: false,
  newKey: true,
};

/** Saves the visit with its students, notes and audit rows. The faults otherwise, each at its field or its student. */
export async function saveGroup(context: Context, sent: SentGroup): Promise<SavedGroup> {
  if (!FORM_KEY.test(sent.visit.form_key ?? '')) return NOT_WHOLE;
  let codes = await codesOf(context);
  for (let tries = 1; ; tries++) {
    try {
      return await saveWith(codes, context, sent);
    } catch (thrown) {
      if (thrown instanceof DraftNewer) return newerDraft(context, thrown.draft);
      if (tries >= MOST_TRIES || !(thrown instanceof CodesChanged || thrown instanceof DraftMoved)) throw thrown;
      if (thrown instanceof CodesChanged) codes = await readBook(context.database);
    }
  }
}

const GROUP_STUDENTS = 'group-students';

/** More students than a group has. */
export const TOO_MANY: Fault = { fieldId: GROUP_STUDENTS, text: say.groups.faults.tooMany(MOST_STUDENTS) };

/** Stops the transaction: a student who was chosen cannot be written about by this person. */
class OutOfReach extends Error {
  readonly student: number;

  constructor(student: number) {
    super('out of reach');
    this.student = student;
  }
}

/** What has to be mended in the form itself, each at its field; what only the SIS knows is asked while it is saved. */
export function groupFaults(context: Context, sent: SentGroup, codes: CodeBook, measured?: Measured): Fault[] {
  return checkGroup(context, sent, codes, measured).faults;
}

function checkGroup(context: Context, sent: SentGroup, codes: CodeBook, measured: Measured | undefined) {
  const common = cleaned(sent.visit.note);
  const hasNote = common !== '' || sent.notes.size > 0;
  // Whether there is a note that can be restricted is a question about all of them.
  const typed = { ...sent.visit, note: common || (hasNote ? '…' : '') };
  const checked = checkVisit(typed, context.clock, codes, measured);
  const visit = 'visit' in checked ? checked.visit : undefined;
  const { coStaff, faults: coFaults } = checkCoStaff(sent.visit, visit?.minutes ?? 1440, readerOf(context));
  const faults = [
    ...studentFaults(sent),
    ...('faults' in checked ? checked.faults : []),
    ...coFaults,
    ...kindFaults(sent, codes),
    ...noteFaults(common, sent),
  ];
  return { visit, coStaff, notes: notesOf(common, sent), faults };
}

async function saveWith(codes: CodeBook, context: Context, sent: SentGroup): Promise<SavedGroup> {
  const form_key = sent.visit.form_key as string;
  const timed = await timedInput(context, GROUP, form_key, sent.visit);
  const { visit, coStaff, notes, faults } = checkGroup(context, { ...sent, visit: timed.input }, codes, timed.measured);
  const digest = digestOf(context, sent);
  if (!visit || faults.length > 0 || timed.faults.length > 0) {
    // Without its draft, which went with the visit, a form that comes once more may lack what the timer gave it.
    const asked = { ...asking(readerOf(context), context.clock), form_key };
    const [before] = await context.database.run<SavedForm>('visits/of-form', asked);
    if (before?.form_digest === digest) return { visit: before.visit_id, again: true };
    return { faults: [...timed.faults, ...faults], saved: false, newKey: false };
  }
  const write = () => writeGroup(context, visit, { sent, coStaff, notes, digest, timed }, codes);
  try {
    return await write();
  } catch (thrown) {
    if (thrown instanceof Mend) return { faults: thrown.faults, saved: thrown.saved, newKey: thrown.saved };
    if (thrown instanceof OutOfReach) return notFound(thrown.student);
    // Two sent the same form at the same moment and the other one was first: now it can be seen what was saved.
    if (!isTaken(thrown, FORM)) throw thrown;
    return write();
  }
}

// Who it is, and whether there is such a student at all, is not said.
function notFound(student: number): SavedGroup {
  const { outOfReach: text } = say.groups.faults;
  return { faults: [{ fieldId: GROUP_STUDENTS, text }], saved: false, newKey: false, outOfReach: student };
}

function studentFaults({ students }: SentGroup): Fault[] {
  if (students.length === 0) return [{ fieldId: GROUP_STUDENTS, text: say.groups.faults.noStudents }];
  return students.length > MOST_STUDENTS ? [TOO_MANY] : [];
}

function noteFaults(common: string, { notes }: SentGroup): Fault[] {
  return [...notes].flatMap(([student, own]) => {
    const length = joined(common, own).length;
    if (length <= LONGEST_NOTE || common.length > LONGEST_NOTE) return [];
    return [{ fieldId: `note-${student}`, text: say.groups.faults.notesTooLong(length, LONGEST_NOTE) }];
  });
}

// What stands in the record of one student: the note for all, then what is about her alone. Nothing of the others.
const joined = (common: string, own: string): string =>
  [common, cleaned(own)].filter((text) => text !== '').join('\n\n');

const notesOf = (common: string, { students, notes }: SentGroup): Map<number, string | null> =>
  new Map(students.map((student) => [student, joined(common, notes.get(student) ?? '') || null]));

function digestOf(context: Context, { visit, students, notes, kind }: SentGroup): string {
  const own = Object.fromEntries([...notes].map(([student, note]) => [`note_${student}`, note]));
  return formDigestOf(
    context,
    students.toSorted((one, other) => one - other),
    { ...visit, ...own, group_kind: kind },
  );
}

interface Form {
  sent: SentGroup;
  coStaff: CoStaff[];
  notes: Map<number, string | null>;
  digest: string;
  timed: Timed;
}

function writeGroup(context: Context, visit: CheckedVisit, form: Form, codes: CodeBook): Promise<SavedGroup> {
  return mayTakeTurns(context.database, async (tx) => {
    const reader = readerOf(context);
    const form_key = form.sent.visit.form_key as string;
    const asked = { ...asking(reader, context.clock), form_key };
    const [before] = await tx.run<SavedForm>('visits/of-form', asked);
    if (before?.form_digest === form.digest) return { visit: before.visit_id, again: true };
    if (before) throw new Mend('purpose', say.visits.faults.savedBefore, true);
    const { draft, measured, timing } = form.timed;
    await takeDraft(tx, context, form_key, draft, flatGroup(form.sent));
    await holdLocalCodes(tx, visit, codes);
    const participants = await participantsOf(tx, context, visit, form, codes);
    const school = mostOf(participants.map(({ enrollment }) => enrollment.school_id));
    await holdCoStaff(tx, context, school, form.coStaff);
    if (measured && form.sent.visit.confirm_overlap !== '1') {
      const overlap = await overlapOf(tx, context, form_key, spanOf(visit, measured));
      if (overlap) throw new Mend('confirm-overlap', overlap);
    }
    const writing = {
      timing,
      formKey: form_key,
      formDigest: form.digest,
      consentException: form.sent.visit.consent_exception || null,
      author: reader,
      authorTitle: titleAt(context, school),
      school,
      groupKind: form.sent.kind || kindFor(participants.length),
      coStaff: form.coStaff,
      now: instantNow(context.clock),
    };
    const id = await insertVisit(tx, visit, participants, writing, context.config.noteKeys, codes);
    const students = participants.map(({ student }) => student);
    await context.auditWithin(tx, await aboutEach(tx, context, 'visit.add', `visit:${id}`, students));
    return { visit: id, again: false };
  });
}

/** Each student as the SIS has her on the day. Throws with all that has to be mended, each at the student it is about. */
async function participantsOf(
  tx: Tx,
  context: Context,
  visit: CheckedVisit,
  { sent, notes }: Form,
  codes: CodeBook,
): Promise<Participant[]> {
  const reader = readerOf(context);
  const asked = asking(reader, context.clock);
  for (const student of sent.students) {
    const { decision } = await decideAbout(tx, 'visit.add', 'student', student, asked);
    if (!decision.allowed) throw new OutOfReach(student);
  }
  const names = new Map((await readStudents(tx, context, sent.students)).map(({ dcid, name }) => [dcid, name]));
  const faults: Fault[] = [];
  const participants: Participant[] = [];
  for (const student of sent.students) {
    const fault = (text: string) =>
      faults.push({
        fieldId: `student-${student}`,
        text: `${names.get(student) ?? say.groups.faults.oneStudent}: ${text}`,
      });
    const enrollment = await enrollmentOn(tx, reader, context.clock, student, visit.date);
    if (!enrollment) fault(say.groups.faults.notEnrolled);
    else if (!enrollment.is_own_school) fault(say.groups.faults.otherSchool);
    const exception = sent.visit.consent_exception || null;
    const about = { students: [student], date: visit.date, services: visit.services, exception };
    for (const { text } of await consentFaults(tx, context, about, codes)) fault(text);
    if (!enrollment) continue;
    const groups = await groupsOf(tx, reader, context.clock, student, enrollment.grade_level);
    participants.push({ student, enrollment, groups, note: notes.get(student) ?? null });
  }
  const [first, ...others] = faults;
  if (first) throw new Mend(first.fieldId, first.text, false, others);
  return participants;
}
