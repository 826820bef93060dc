import { createHmac } from 'node:crypto';
import type { Database } from '../database/connect.ts';
import { type Clock, instantNow } from '../server/clock.ts';
import type { Audit } from './audit.ts';
import type { KeyRing } from './keys.ts';

const EVERY_MS = 60_000;

interface Seal {
  chain: string;
  kind: 'start' | 'head' | 'end';
  seq: number;
  head: string;
  at: string;
  key_id: string;
}

/** Writes where the chain stands: at the start, every minute when it grew, and at the end. A cut tail then shows. */
export class Sealer {
  readonly #database: Database;
  readonly #audit: Audit;
  readonly #keys: KeyRing;
  readonly #clock: Clock;
  #timer: NodeJS.Timeout | undefined;
  #sealed = { chain: '', seq: -1 };

  constructor(database: Database, audit: Audit, keys: KeyRing, clock: Clock) {
    this.#database = database;
    this.#audit = audit;
    this.#keys = keys;
    this.#clock = clock;
  }

  /** `failed` is told when a seal could not be written; the next minute tries again. */
  async start(failed: (error: unknown) => void): Promise<void> {
    await this.#seal('start');
    this.#timer = setInterval(() => this.#seal('head').catch(failed), EVERY_MS);
    this.#timer.unref();
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#seal('end');
  }

  async #seal(kind: Seal['kind']): Promise<void> {
    // A chain that was given up is sealed where it surely stood: what may have followed was never acknowledged.
    for (const given of this.#audit.takeAbandoned()) await this.#write('head', given);
    const { head } = this.#audit;
    if (kind === 'head' && head.chain === this.#sealed.chain && head.seq === this.#sealed.seq) return;
    await this.#write(kind, head);
    this.#sealed = { chain: head.chain, seq: head.seq };
  }

  async #write(kind: Seal['kind'], at: { chain: string; seq: number; mac: string }): Promise<void> {
    const key_id = this.#keys.current.id;
    const seal: Seal = { chain: at.chain, kind, seq: at.seq, head: at.mac, at: instantNow(this.#clock), key_id };
    await this.#database.transaction(async (tx) => {
      await tx.knex('u_ssp_audit_seal').insert({ ...seal, mac: sealMac(seal, this.#keys) });
    });
  }
}

/** The MAC of a seal under the key that it names; undefined when that key is not at hand. */
export function sealMac(seal: Seal, keys: KeyRing): string | undefined {
  const key = keys.find(seal.key_id);
  if (!key) return undefined;
  const { chain, kind, seq, head, at } = seal;
  return createHmac('sha256', key)
    .update(JSON.stringify(['seal', chain, kind, seq, head, at]))
    .digest('base64');
}
