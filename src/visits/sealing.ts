import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from '../access/keys.ts';

// AES-256-GCM. Table, visit and student are bound in as additional data: a text that is moved to another row, by
// whoever can write to the database, does not open there.

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface SealedNote {
  key_id: string;
  sealed: string;
}

export interface NotePlace {
  visit: number;
  student: number;
}

function additionalData({ visit, student }: NotePlace): Buffer {
  return Buffer.from(`u_ssp_visit_note:${visit}:${student}`);
}

export function sealNote(text: string, place: NotePlace, keys: KeyRing): SealedNote {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keys.current.key.export().subarray(0, 32), nonce);
  cipher.setAAD(additionalData(place));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { key_id: keys.current.id, sealed: sealed.toString('base64') };
}

/** The text; undefined when its key is not at hand or somebody changed it. */
export function openNote({ key_id, sealed }: SealedNote, place: NotePlace, keys: KeyRing): string | undefined {
  const key = keys.find(key_id);
  if (!key) return undefined;
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.export().subarray(0, 32), bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(additionalData(place));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    return (
      decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    );
  } catch {
    return undefined;
  }
}
