import { fields, shortText, textField } from '../../server/schema.ts';
import { cleaned, type VisitInput } from '../check.ts';
import { visitFields } from '../schema.ts';

/** A group has at most so many students: more of them are an assembly, which is counted by heads. */
export const MOST_STUDENTS = 100;

const chosen = { type: ['string', 'array'], items: { type: 'string', maxLength: 9 }, maxItems: 300 } as const;

/** What the form of a group visit may send: a visit's own fields, whom it was with, one note for each, and whom to look for. */
export const groupFields = {
  ...fields(
    {
      ...visitFields.properties,
      student: chosen,
      remove: shortText,
      go: { enum: ['search', 'homeroom', 'last', 'add'] },
      q: textField,
      homeroom: shortText,
      whole: shortText,
      group_kind: shortText,
    },
    ['token'],
  ),
  patternProperties: { '^note_[0-9]{1,9}$': textField },
} as const;

export interface GroupBody {
  student?: string | string[];
  /** Who is taken off the list; ` note` after it: with what was typed about her. */
  remove?: string;
  go?: 'search' | 'homeroom' | 'last' | 'add';
  q?: string;
  homeroom?: string;
  /** The homeroom of which everybody is put on the list. */
  whole?: string;
  group_kind?: string;
  [field: string]: string | string[] | undefined;
}

/** What was sent, taken apart: the visit's own fields, and each student once, in the order in which they were chosen. */
export interface SentGroup {
  visit: VisitInput;
  students: number[];
  /** By student; what was typed about whoever is not chosen any more is left out. */
  notes: Map<number, string>;
  kind: string;
}

const REFERRAL_FIELDS = ['referral_kind', 'referral_school', 'referral_agency', 'need', 'urgency', 'location'];
const OWN = new Set(['student', 'remove', 'go', 'q', 'homeroom', 'whole', 'group_kind']);
const NOTE = /^note_(\d+)$/;

export function readGroup(body: GroupBody): SentGroup {
  const typed = [body.student ?? []].flat().filter((text) => /^\d{1,9}$/.test(text));
  const removed = askedAbout(body) === undefined ? Number.parseInt(body.remove ?? '', 10) : undefined;
  const students = [...new Set(typed.map(Number))].filter((student) => student > 0 && student !== removed);
  const visit: VisitInput = {};
  const notes = new Map<number, string>();
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== 'string' || OWN.has(name)) continue;
    const about = NOTE.exec(name)?.[1];
    if (about === undefined) visit[name] = value;
    else if (students.includes(Number(about)) && cleaned(value) !== '') notes.set(Number(about), value);
  }
  // Referrals are one student's: they are made on her page.
  for (const name of [...REFERRAL_FIELDS, 'crisis']) delete visit[name];
  return { visit, students, notes, kind: body.group_kind ?? '' };
}

/** Whose note would go with her without a word, if she were taken off the list; undefined: nobody's. */
export function askedAbout(body: GroupBody): number | undefined {
  const { remove = '' } = body;
  const note = body[`note_${remove}`];
  return typeof note === 'string' && cleaned(note) !== '' ? Number(remove) : undefined;
}
