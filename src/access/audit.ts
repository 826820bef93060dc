import { createHmac, randomBytes } from 'node:crypto';
import type { Database, Tx } from '../database/connect.ts';
import { insertMany } from '../database/parts.ts';
import { type Clock, instantNow } from '../server/clock.ts';
import type { KeyRing } from './keys.ts';
import type { Reason } from './reasons.ts';

/** One fact for the audit: ids and codes only, never a text that somebody typed. */
export interface AuditEntry {
  event: string;
  outcome: 'allowed' | 'refused';
  reason: Reason;
  actor: number | null;
  student: number | null;
  subject: string | null;
  request: string | null;
}

interface Head {
  chain: string;
  seq: number;
  mac: string;
}

const GENESIS = '0'.repeat(44);
const ROWS_IN_GROUP = 40;

/** What was written since the start, for the metrics. */
export interface AuditCounts {
  rows: number;
  groups: number;
  failedGroups: number;
}

function newChain(): Head {
  return { chain: randomBytes(12).toString('base64url'), seq: 0, mac: GENESIS };
}

/**
 * The audit chain of this running instance. A row's MAC covers the row and the MAC before it, so that a changed or
 * missing row shows; seals (see seal.ts) show a tail that was cut off. Rows that have no write of their own are
 * written in groups: whoever waits for the same group shares one commit.
 */
export class Audit {
  readonly #database: Database;
  readonly #keys: KeyRing;
  readonly #clock: Clock;
  #head: Head = newChain();
  #abandoned: Head[] = [];
  #turn: Promise<void> = Promise.resolve();
  #group: { entry: AuditEntry; done: () => void; failed: (error: unknown) => void }[] = [];
  #writing = false;
  readonly counts: AuditCounts = { rows: 0, groups: 0, failedGroups: 0 };

  constructor(database: Database, keys: KeyRing, clock: Clock) {
    this.#database = database;
    this.#keys = keys;
    this.#clock = clock;
  }

  get head(): Readonly<Head> {
    return this.#head;
  }

  /** Chains that were given up since the last time somebody asked, with the last row that is surely there. */
  takeAbandoned(): Readonly<Head>[] {
    return this.#abandoned.splice(0);
  }

  /** Writes the row before it resolves; rejects when it cannot, and then nothing may leave. */
  record(entry: AuditEntry): Promise<void> {
    return new Promise((done, failed) => {
      this.#group.push({ entry, done, failed });
      if (!this.#writing) void this.#writeGroups();
    });
  }

  /** Writes the row as part of the transaction: both are there, or neither. To be called last before the commit. */
  async within(tx: Tx, ...entries: AuditEntry[]): Promise<void> {
    const release = await this.#takeTurn();
    const start = this.#head;
    let head = start;
    tx.onEnd((end) => {
      if (end === 'committed') {
        this.#head = head;
        this.counts.rows += entries.length;
      } else if (end === 'unknown' && head !== start) {
        // A commit whose answer was lost may be there: its numbers are never used again, and the chain is ended.
        this.#abandon(start);
      }
      release();
    });
    const rows = entries.map((entry) => {
      const row = this.#chained(head, entry);
      head = { chain: row.chain, seq: row.seq, mac: row.mac };
      return row;
    });
    await insertMany(tx.knex, 'u_ssp_audit', rows);
  }

  #abandon(last: Head): void {
    this.#abandoned.push(last);
    this.#head = newChain();
  }

  async #writeGroups(): Promise<void> {
    this.#writing = true;
    // One turn of the event loop, so that requests which arrived together are written together.
    await new Promise((next) => setImmediate(next));
    while (this.#group.length > 0) {
      const group = this.#group.splice(0, ROWS_IN_GROUP);
      try {
        await this.#database.transaction((tx) => this.within(tx, ...group.map((one) => one.entry)));
        this.counts.groups++;
        for (const one of group) one.done();
      } catch (error) {
        this.counts.failedGroups++;
        for (const one of group) one.failed(error);
      }
    }
    this.#writing = false;
  }

  // One transaction at a time holds the head, from its audit rows until its end.
  async #takeTurn(): Promise<() => void> {
    const before = this.#turn;
    let release: () => void = () => {};
    this.#turn = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }

  #chained(head: Head, entry: AuditEntry) {
    const row = {
      chain: head.chain,
      seq: head.seq + 1,
      at: instantNow(this.#clock),
      actor: entry.actor,
      event: entry.event,
      outcome: entry.outcome,
      reason: entry.reason,
      student: entry.student,
      subject: entry.subject,
      request: entry.request,
      key_id: this.#keys.current.id,
      prev: head.mac,
    };
    return { ...row, mac: macOf(row, this.#keys) as string };
  }
}

export interface AuditRow {
  chain: string;
  seq: number;
  at: string;
  actor: number | null;
  event: string;
  outcome: string;
  reason: string;
  student: number | null;
  subject: string | null;
  request: string | null;
  key_id: string;
  prev: string;
}

/** The MAC of a row under the key that it names; undefined when that key is not at hand. */
export function macOf(row: AuditRow, keys: KeyRing): string | undefined {
  const key = keys.find(row.key_id);
  if (!key) return undefined;
  const { chain, seq, at, actor, event, outcome, reason, student, subject, request, prev } = row;
  const text = JSON.stringify([chain, seq, at, actor, event, outcome, reason, student, subject, request, prev]);
  return createHmac('sha256', key).update(text).digest('base64');
}
