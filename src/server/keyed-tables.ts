import { placeOfNeed, type SealedWords } from '../access/break-glass.ts';
import type { KeyedTable, SealedRow } from '../access/keyed.ts';
import { placeOfFollowUp, placeOfReport } from '../crisis/places.ts';
import { placeOfChange } from '../visits/changes/earlier.ts';
import { placeOfDraft } from '../visits/drafts/sealing.ts';
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
    table: 'u_ssp_visit_change',
    ring: 'NOTE_KEYS',
    what: 'earlier state of a visit',
    many: 'earlier states of visits',
    without: 'cannot be opened',
    texts: {
      query: 'visits/changes-of-key',
      place: (row: SealedRow) => {
        const { visit, revision } = row as SealedRow & { visit: number; revision: number };
        return placeOfChange(visit, revision);
      },
    },
  },
  {
    table: 'u_ssp_draft',
    ring: 'NOTE_KEYS',
    what: 'draft',
    many: 'drafts',
    without: 'cannot be opened',
    texts: {
      query: 'visits/drafts-of-key',
      place: (row: SealedRow) => {
        const { author, form_key } = row as SealedRow & { author: number; form_key: string };
        return placeOfDraft(author, form_key);
      },
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
  {
    table: 'u_ssp_crisis_report',
    ring: 'NOTE_KEYS',
    what: 'reference number of a report',
    many: 'reference numbers of reports',
    without: 'cannot be opened',
    texts: {
      query: 'crisis/reports-of-key',
      place: (row: SealedRow) => {
        const { crisis, report_no } = row as SealedRow & { crisis: number; report_no: number };
        return placeOfReport(crisis, report_no, row.student);
      },
    },
  },
  {
    table: 'u_ssp_follow_up',
    ring: 'NOTE_KEYS',
    what: 'follow-up',
    many: 'follow-ups',
    without: 'cannot be opened',
    texts: {
      query: 'crisis/follow-ups-of-key',
      place: (row: SealedRow) => {
        const { crisis, line_no } = row as SealedRow & { crisis: number; line_no: number };
        return placeOfFollowUp(crisis, line_no, row.student);
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
