import type { KeyRing } from '../access/keys.ts';
import { type Sealed, seal, unseal } from '../access/sealing.ts';

// Notes are sealed for their visit and their student: a text that is moved to another row does not open there.

export type SealedNote = Sealed;

export interface NotePlace {
  visit: number;
  student: number;
}

export const placeOfNote = ({ visit, student }: NotePlace): string => `u_ssp_visit_note:${visit}:${student}`;

export function sealNote(text: string, place: NotePlace, keys: KeyRing): SealedNote {
  return seal(text, placeOfNote(place), keys);
}

/** The text; undefined when its key is not at hand or somebody changed it. */
export function openNote(note: SealedNote, place: NotePlace, keys: KeyRing): string | undefined {
  return unseal(note, placeOfNote(place), keys);
}
