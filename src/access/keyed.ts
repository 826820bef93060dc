import type { KeyRing } from './keys.ts';
import type { Sealed } from './sealing.ts';

/** The settings that hold keys which rows in the database name. */
export type RingName = 'NOTE_KEYS' | 'AUDIT_KEYS';
export type Rings = Readonly<Record<RingName, KeyRing>>;

/** A row with an encrypted text, as its query gives it: with what its place is made of. */
export interface SealedRow extends Sealed {
  id: number;
  /** 0: it is about no one student. */
  student: number;
}

/** A table whose rows name the key that they were made with. */
export interface KeyedTable {
  table: string;
  ring: RingName;
  /** `note` */
  what: string;
  /** `notes` */
  many: string;
  /** What its rows are without their key. */
  without: string;
  /** Where the key encrypts a text: how the rows of one key are read, and where a text belongs. */
  texts?: SealedTexts;
}

export interface SealedTexts {
  /** Takes `key_id`, `after_id`, `take`. */
  query: string;
  place(row: SealedRow): string;
}
