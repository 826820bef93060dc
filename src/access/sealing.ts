import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from './keys.ts';

// AES-256-GCM. Where a text belongs (table, row, student) is bound in as additional data: one that is moved to another
// row, by whoever can write to the database, does not open there.

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Sealed {
  key_id: string;
  sealed: string;
}

/** The text, sealed with the first key for this place alone. */
export function seal(text: string, place: string, keys: KeyRing): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keys.current.key.export().subarray(0, 32), nonce);
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { key_id: keys.current.id, sealed: sealed.toString('base64') };
}

/** The text; undefined when its key is not at hand, when it belongs elsewhere, or when somebody changed it. */
export function unseal({ key_id, sealed }: Sealed, place: string, keys: KeyRing): string | undefined {
  const key = keys.find(key_id);
  if (!key) return undefined;
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.export().subarray(0, 32), bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    return (
      decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    );
  } catch {
    return undefined;
  }
}
