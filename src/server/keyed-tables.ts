import { placeOfNeed, type SealedWords } from '../access/break-glass.ts';
import type { KeyedTable, SealedRow } from '../access/keyed.ts';
import { type NotePlace, placeOfNote } from '../visits/sealing.ts';

/** Every table whose rows name a key: whatever asks which keys are needed asks here. A test holds it to the migrations. */
export const KEYED_TABLES: readonly KeyedTable[] = [
  {
    table: 'u_ssp_visit_note',
    ring: 'NOTE_KEYS',
    what: 'note',
    many: 'notes',
    without: 'cannot be opened',
    texts: {
      query: 'visits/notes-of-key',
      place: (row: SealedRow) => placeOfNote(row as SealedRow & NotePlace),
    },
  },
  {
    table: 'u_ssp_break_glass',
    ring: 'NOTE_KEYS',
    what: 'reason for an opening',
    many: 'reasons for an opening',
    without: 'cannot be opened',
    texts: {
      query: 'access/needs-of-key',
      place: (row: SealedRow) => {
        const { person, student, opened_at } = row as SealedRow & SealedWords;
        return placeOfNeed(person, student, opened_at);
      },
    },
  },
  { table: 'u_ssp_audit', ring: 'AUDIT_KEYS', what: 'audit row', many: 'audit rows', without: 'cannot be proved' },
  {
    table: 'u_ssp_audit_seal',
    ring: 'AUDIT_KEYS',
    what: 'audit seal',
    many: 'audit seals',
    without: 'cannot be proved',
  },
];
