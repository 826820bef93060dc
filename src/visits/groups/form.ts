import { aboutEach } from '../../access/each-student.ts';
import type { Reason } from '../../access/reasons.ts';
import { consentStates } from '../../consents/service.ts';
import { today } from '../../server/clock.ts';
import { type Context, codesOf } from '../../server/context.ts';
import { choiceFieldOf, type Fault, faultText, textFieldOf } from '../../server/form-fields.ts';
import type { Answer } from '../../server/route.ts';
import { gradeName } from '../../server/words.ts';
import { exceptionChoices } from '../../students/page.ts';
import type { Found } from '../../students/search.ts';
import * as say from '../../words/index.ts';
import type { VisitInput } from '../check.ts';
import { colleaguesFor } from '../co-staff.ts';
import { GROUP, openUrlOf } from '../drafts/about.ts';
import { draftView } from '../drafts/view.ts';
import { visitForm } from '../form.ts';
import { freshInput } from '../fresh.ts';
import { readLastUsed } from '../last-used.ts';
import { flatGroup, groupOf } from './draft.ts';
import { KINDS, MOST_CLASS, MOST_SMALL } from './kind.ts';
import { type Chosen, mostOf, type Picked, readHomerooms, readStudents } from './pick.ts';
import type { SentGroup } from './schema.ts';

/** What a group visit is like when nobody says otherwise. */
const USUAL: VisitInput = {
  service_1: 'GRP_COUNS',
  tier_1: '2',
  visit_type: 'SCHED',
  initiator: 'SUPPORT_STAFF',
  setting: 'GROUP_ROOM',
  modality: 'IN_PERSON',
};

export interface GroupState {
  sent?: SentGroup;
  q?: string;
  homeroom?: string;
  picked?: Picked;
  faults?: Fault[];
  /** 422: to be mended; 409: it was saved already, with other words. */
  status?: number;
  newKey?: boolean;
  /** Key of the draft to show, or `new` for none. */
  draft?: string;
  conflict?: { openUrl: string | null };
  flash?: string;
  reason?: Reason;
  /** The page names students whom the request did not: under which subject each has a row of the audit. */
  names?: string;
  /** Who is to be taken off the list although there is a note about her. */
  noted?: number;
  /** Nothing is wrong and nothing is saved: whom to choose was looked up. */
  isLookUp?: boolean;
}

/** The form of a group visit: fresh, or as it was sent, with whom it was sent about. */
export async function groupPage(context: Context, state: GroupState = {}): Promise<Answer> {
  const { faults = [], status = 200 } = state;
  const { input, ...kept } = await draftView(context, GROUP, keyed(state), state.draft);
  const sent = input === null ? undefined : groupOf(input);
  const codes = await codesOf(context);
  const day = today(context.clock);
  const chosen = await readStudents(context.database, context, sent?.students ?? []);
  const gone = (sent?.students.length ?? 0) - chosen.length;
  const isResumed = input !== null && state.sent === undefined;
  const names = isResumed ? `draft:${input.form_key}` : state.names;
  if (names) await auditOpening(context, names, chosen, status);
  const visit = sent?.visit ?? (await freshGroup(context));
  // The visit will count for the school where most of them are: colleagues come from there.
  const own = context.scope.find((row) => row.role === 'support_staff')?.school ?? 0;
  const school = chosen.length === 0 ? own : mostOf(chosen.map(({ school_id }) => school_id));
  const form = visitForm({
    ...{ action: '/visits/group', today: day, codes, usualService: null, providers: [] },
    exceptions: exceptionChoices(context),
    colleagues: await colleaguesFor(context, school, visit),
    input: visit,
    kept,
    conflict: state.conflict,
    faults,
  });
  const { picked } = state;
  // The school says something only where there are several.
  const isOneSchool = new Set([...chosen, ...(picked?.found ?? [])].map((one) => one.school_name)).size < 2;
  const found = (picked?.found ?? []).filter(({ dcid }) => !chosen.some((one) => one.dcid === dcid));
  const consents = await consentStates(
    context,
    [...chosen, ...found].map(({ dcid }) => dcid),
  );
  return {
    page: 'visits/groups/form',
    title: say.groups.title,
    status,
    flash: state.flash ?? (state.draft !== undefined && state.draft !== 'new' && !isResumed ? say.drafts.gone : null),
    ...(isResumed ? { audited: { subject: `draft:${input.form_key}` } } : {}),
    ...(state.reason ? { reason: state.reason } : {}),
    ...(state.isLookUp ? { reason: 'NOT_YET' as const } : {}),
    ...(status >= 400 ? { reason: status === 409 ? ('CHANGED_MEANWHILE' as const) : ('FAULTS' as const) } : {}),
    model: {
      form: { ...form, body: { ...form.body, referral: null, nameReaders: null, note: commonNote(form.body.note) } },
      pickUrl: '/visits/group/students',
      draftUrl: openUrlOf(GROUP, form.formKey),
      // What was looked up stands on no draft yet; the script keeps it as if somebody had typed it.
      isUnkept:
        (state.isLookUp === true && (chosen.length > 0 || form.draft?.revision !== '0')) || state.status === 422,
      hidden: isResumed && gone > 0 ? say.groups.haveLeft(gone) : null,
      kind: choiceFieldOf(
        'group_kind',
        say.groups.kind,
        sent?.kind ?? '',
        [
          {
            label: null,
            options: [
              { value: '', label: say.groups.kindByNumber },
              ...KINDS.map((value) => ({ value, label: codes.label('GROUPING', value) })),
            ],
          },
        ],
        faults,
        { hint: say.groups.kindHint(MOST_SMALL, MOST_CLASS) },
      ),
      search: textFieldOf('q', say.groups.search, '', [], { hint: say.groups.searchHint }),
      homeroom: await homeroomField(context, state.homeroom ?? ''),
      count: countWords(chosen.length),
      // Nobody to tick: then it is read out how many there are by now.
      startsAtChosen: state.isLookUp === true && found.length === 0,
      members: memberRows(byName(chosen), isOneSchool, consents, { sent, faults, noted: state.noted }),
      studentsError: faultText(faults, 'group_students'),
      picked: picked
        ? {
            about: picked.about,
            rows: found.map((one) => ({
              id: `pick-${one.dcid}`,
              dcid: one.dcid,
              name: one.name,
              line: lineOf(one, isOneSchool),
              consent: consents.get(one.dcid) ?? null,
            })),
            // Ticking each of a whole homeroom is no work for a person.
            whole:
              picked.room && found.length > 1
                ? { value: picked.room, text: say.groups.picked.addAll(found.length) }
                : null,
            none: found.length === 0 ? noneWords(picked) : null,
            more: picked.more,
          }
        : null,
    },
  };
}

// What was saved with a key is saved; what is in the form now is another visit.
function keyed({ sent, newKey }: GroupState): VisitInput | undefined {
  if (!sent) return undefined;
  const without = { form_key: undefined, draft_page: undefined, draft_revision: undefined };
  return flatGroup(newKey ? { ...sent, visit: { ...sent.visit, ...without } } : sent);
}

// A draft that is opened names its students, and so does the form of a group that was voided meanwhile: each of them has a
// row of the audit, as on the page of a saved group.
async function auditOpening(context: Context, subject: string, chosen: Chosen[], status: number): Promise<void> {
  if (chosen.length === 0) return;
  const students = chosen.map(({ dcid }) => dcid);
  const refused = { reason: 'CHANGED_MEANWHILE', outcome: 'refused' } as const;
  await context.database.transaction(async (tx) => {
    const rows = await aboutEach(tx, context, 'visit.add', subject, students);
    await context.auditWithin(tx, rows, status >= 400 ? refused : undefined);
  });
}

async function freshGroup(context: Context): Promise<VisitInput> {
  const codes = await codesOf(context);
  const lastUsed = await readLastUsed(context, codes);
  return { ...freshInput({ today: today(context.clock), usualService: null, lastUsed, codes }), ...USUAL };
}

const commonNote = <T extends { label: string; hint: string | null }>(note: T): T => ({
  ...note,
  hint: say.groups.noteHint,
});

async function homeroomField(context: Context, value: string) {
  const rooms = await readHomerooms(context);
  if (rooms.length === 0) return null;
  return choiceFieldOf(
    'homeroom',
    say.groups.homeroom,
    value,
    [{ label: null, options: [{ value: '', label: '' }, ...rooms] }],
    [],
  );
}

// As on the page of a saved group.
const byName = (chosen: Chosen[]): Chosen[] =>
  chosen.toSorted((one, other) => one.name.localeCompare(other.name, 'en-US') || one.dcid - other.dcid);

function memberRows(
  chosen: Found[],
  isOneSchool: boolean,
  consents: Map<number, string>,
  { sent, faults, noted }: { sent: SentGroup | undefined; faults: Fault[]; noted: number | undefined },
) {
  return chosen.map((one) => ({
    dcid: one.dcid,
    remove: one.dcid === noted ? `${one.dcid} note` : String(one.dcid),
    id: `student-${one.dcid}`,
    name: one.name,
    line: lineOf(one, isOneSchool),
    consent: consents.get(one.dcid) ?? null,
    error: faultText(faults, `student_${one.dcid}`),
    note: {
      ...textFieldOf(`note_${one.dcid}`, say.groups.ownNote, sent?.notes.get(one.dcid) ?? '', faults),
      type: 'textarea' as const,
    },
  }));
}

const lineOf = (one: Found, isOneSchool: boolean): string =>
  [
    gradeName(one.grade_level),
    ...(isOneSchool ? [] : [one.school_name]),
    ...(one.has_left ? [say.groups.left] : []),
  ].join(' · ');

const countWords = (count: number): string => (count === 0 ? say.groups.nobodyYet : say.script.studentsChosen(count));

function noneWords({ by, found }: Picked): string {
  if (found.length > 0) return say.groups.picked.allChosen;
  return by === 'name' ? say.groups.picked.noSuchStudent : say.groups.picked.nobody;
}
