import { createSecretKey, type KeyObject } from 'node:crypto';

const ID = /^[A-Za-z0-9_-]{1,20}$/;
const LEAST_BYTES = 32;

/** Keys with names: the first one signs and encrypts, the others still verify and decrypt. */
export class KeyRing {
  readonly current: { id: string; key: KeyObject };
  readonly #keys: Map<string, KeyObject>;

  private constructor(keys: Map<string, KeyObject>, firstId: string) {
    this.#keys = keys;
    this.current = { id: firstId, key: keys.get(firstId) as KeyObject };
  }

  /** Reads `id:base64,id:base64`. Throws an Error that shows no key. */
  static parse(this: void, text: string): KeyRing {
    const keys = new Map<string, KeyObject>();
    for (const part of text.split(',')) {
      const [id, base64] = part.trim().split(':');
      if (!id || !ID.test(id) || !base64) throw new Error('each key is id:base64');
      const bytes = Buffer.from(base64, 'base64');
      if (bytes.length < LEAST_BYTES) throw new Error(`key ${id} has fewer than ${LEAST_BYTES} bytes`);
      if (keys.has(id)) throw new Error(`key ${id} is there twice`);
      keys.set(id, createSecretKey(bytes));
    }
    return new KeyRing(keys, [...keys.keys()][0] as string);
  }

  /** The names of the keys, the first one first. */
  get ids(): string[] {
    return [...this.#keys.keys()];
  }

  /** The key of this name; undefined when it has been taken out. */
  find(id: string): KeyObject | undefined {
    return this.#keys.get(id);
  }
}
