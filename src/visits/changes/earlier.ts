import type { KeyRing } from '../../access/keys.ts';
import { type Sealed, seal, unseal } from '../../access/sealing.ts';
import type { Tx } from '../../database/connect.ts';
import { openNote } from '../sealing.ts';
import type { Content } from './content.ts';
import type { State, StateRow, StateStudent } from './state.ts';

// What a visit was before a change, whole and sealed as notes are: it may hold a note's text, and says what the visit was
// about.

interface EarlierNote {
  student: number;
  restricted: boolean;
  restrictedBy: number | null;
  restrictedAt: string | null;
  restrictedWhy: string | null;
  /** The text, or the sealed text as it lay there when its key was not at hand. */
  text: string | null;
  closed?: Sealed;
}

export interface Earlier {
  format: 1;
  row: Omit<StateRow, 'students' | 'in_reach'>;
  students: StateStudent[];
  content: Omit<Content, 'note' | 'restricted' | 'restrictedWhy'>;
  notes: EarlierNote[];
}

/** Where a sealed state belongs: it does not open as another visit's, or as another revision of the same. */
export const placeOfChange = (visit: number, revision: number): string => `u_ssp_visit_change:${visit}:${revision}`;

interface NoteRow extends Sealed {
  student_dcid: number;
  restricted: boolean | number;
  restricted_by: number | null;
  restricted_at: string | null;
  restricted_why: string | null;
}

/** All of the visit as it is at this moment, the notes about every student of it too, sealed. */
export async function sealPresent(tx: Tx, { row, students, content }: State, keys: KeyRing): Promise<Sealed> {
  const visit = row.visit_id;
  const rows = (await tx
    .knex('u_ssp_visit_note')
    .where({ visit_id: visit })
    .orderBy('student_dcid')
    .select(
      ...['student_dcid', 'restricted', 'restricted_by', 'restricted_at', 'restricted_why', 'key_id', 'sealed'],
    )) as NoteRow[];
  const { students: _count, in_reach: _reach, ...plainRow } = row;
  const { note: _note, restricted: _restricted, restrictedWhy: _why, ...plainContent } = content;
  const earlier: Earlier = {
    format: 1,
    row: plainRow,
    students,
    content: plainContent,
    notes: rows.map((note) => earlierNote(note, visit, keys)),
  };
  return seal(JSON.stringify(earlier), placeOfChange(visit, row.revision), keys);
}

function earlierNote(row: NoteRow, visit: number, keys: KeyRing): EarlierNote {
  const text = openNote(row, { visit, student: row.student_dcid }, keys);
  return {
    student: row.student_dcid,
    restricted: Boolean(row.restricted),
    restrictedBy: row.restricted_by,
    restrictedAt: row.restricted_at,
    restrictedWhy: row.restricted_why,
    text: text ?? null,
    ...(text === undefined ? { closed: { key_id: row.key_id, sealed: row.sealed } } : {}),
  };
}

/** What the visit was, as the page of one of its students may tell it; undefined when it cannot be opened. */
export function openEarlier(
  sealed: Sealed,
  visit: number,
  revision: number,
  student: number,
  keys: KeyRing,
): Content | undefined {
  const text = unseal(sealed, placeOfChange(visit, revision), keys);
  if (text === undefined) return undefined;
  const { content, notes } = JSON.parse(text) as Earlier;
  const note = notes.find((one) => one.student === student);
  const isThere = note !== undefined && note.text !== '';
  return {
    ...content,
    note: note?.text || null,
    restricted: isThere && note.restricted,
    restrictedWhy: isThere && note.restricted ? note.restrictedWhy : null,
  };
}
