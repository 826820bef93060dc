import type { KeyRing } from '../../access/keys.ts';
import type { Reader } from '../../database/connect.ts';
import { openNote } from '../sealing.ts';
import type { Content } from './content.ts';
import { readStaff } from './staff.ts';

/** A row of `visits/change-state`. */
export interface StateRow {
  visit_id: number;
  revision: number;
  visit_date: string;
  visit_month: string;
  school_year: string;
  school_id: number;
  start_min: number | null;
  end_min: number | null;
  minutes: number;
  purpose: string;
  purpose_text: string | null;
  sensitive: boolean;
  visit_type: string;
  initiator: string;
  setting: string;
  modality: string;
  disposition: string;
  follow_up: string | null;
  author: number;
  author_title: string;
  created_at: string;
  voided_at: string | null;
  /** null: no timer measured the visit. */
  measured_start: number | null;
  consent_exception: string | null;
  /** A GROUPING code; null: written about one student. */
  group_kind: string | null;
  students: number;
  in_reach: number;
}

/** A row of `visits/change-students`. */
export interface StateStudent {
  student: number;
  grade_level: number;
  sex: string | null;
  grade_band: string;
  race: string | null;
  is_el: boolean | null;
  is_swd: boolean | null;
  is_504: boolean | null;
  is_econ: boolean | null;
}

interface Line {
  kind: string;
  line_no: number;
  code: string;
  tier: number | null;
}

interface NoteRow {
  is_restricted: boolean;
  restricted_by: number | null;
  restricted_at: string | null;
  restricted_why: string | null;
  key_id: string;
  sealed: string | null;
}

/** A visit as it stands now, as one of its students' page has it. */
export interface State {
  row: StateRow;
  students: StateStudent[];
  content: Content;
  /** There is a note, but whoever asks may not read it or nobody can: `content.note` is empty, and the note is kept. */
  isNoteClosed: boolean;
  /** The key of the note is not there, or somebody changed the row. */
  isNoteBroken: boolean;
  restriction: { by: number | null; at: string | null } | null;
}

/** The visit as it stands now; undefined when it is not there or its student is not within the person's reach. */
export async function readState(
  source: Reader,
  asked: { reader: number; now: string },
  visit: number,
  student: number,
  noteKeys: KeyRing,
): Promise<State | undefined> {
  const [row] = await source.run<StateRow>('visits/change-state', { ...asked, visit });
  if (!row) return undefined;
  const students = await source.run<StateStudent>('visits/change-students', { ...asked, visit });
  const lines = await source.run<Line>('visits/change-lines', { ...asked, visit });
  const coStaff = await readStaff(source, { ...asked, visit });
  const [note] = await source.run<NoteRow>('visits/change-note', { ...asked, visit, student });
  const text =
    note?.sealed == null
      ? undefined
      : openNote({ key_id: note.key_id, sealed: note.sealed }, { visit, student }, noteKeys);
  // A note that was taken out is a row with an empty text.
  const isThere = note !== undefined && text !== '';
  return {
    row,
    students,
    content: {
      ...contentFrom(row, lines, {
        note: text || null,
        restricted: isThere && note.is_restricted,
        restrictedWhy: isThere && note.is_restricted ? note.restricted_why : null,
      }),
      coStaff,
    },
    isNoteClosed: isThere && text === undefined,
    isNoteBroken: isThere && text === undefined && note.sealed !== null,
    restriction: isThere && note.is_restricted ? { by: note.restricted_by, at: note.restricted_at } : null,
  };
}

function contentFrom(
  row: StateRow,
  lines: Line[],
  note: Pick<Content, 'note' | 'restricted' | 'restrictedWhy'>,
): Content {
  // One of the district's own codes stands beside the standard one that it counts as: it is what was chosen.
  const chosen = (set: string, line: number, standard: string) =>
    lines.find(({ kind, line_no }) => kind === set && line_no === line)?.code ?? standard;
  const of = (kind: string) => lines.filter((line) => line.kind === kind);
  return {
    date: row.visit_date,
    startMin: row.start_min,
    endMin: row.end_min,
    minutes: row.minutes,
    purpose: chosen('PURPOSE', 0, row.purpose),
    purposeText: row.purpose_text,
    others: of('purpose').map(({ line_no, code }) => chosen('PURPOSE', line_no, code)),
    services: of('service').map(({ line_no, code, tier }) => ({ service: chosen('SERVICE', line_no, code), tier })),
    visitType: chosen('VISIT_TYPE', 0, row.visit_type),
    initiator: chosen('INITIATOR', 0, row.initiator),
    setting: chosen('SETTING', 0, row.setting),
    modality: chosen('MODALITY', 0, row.modality),
    disposition: chosen('DISPOSITION', 0, row.disposition),
    followUp: row.follow_up,
    exception: row.consent_exception,
    ...note,
  };
}
