import type { Database, Tx } from '../database/connect.ts';
import type { Audit, AuditEntry } from './audit.ts';
import type { KeyedTable, SealedRow, SealedTexts } from './keyed.ts';
import type { KeyRing } from './keys.ts';
import { type CountKeys, KEY_KEEPER, keyKeeper, type Use } from './keys-check.ts';
import { seal, unseal } from './sealing.ts';

// Encrypts texts anew under the first key. Some rows at a time in one transaction, each with its audit row: whoever
// saves meanwhile does not wait long, and whatever ends it half-way leaves rows under either key, which both open.

const ROWS_AT_A_TIME = 25;

export interface Rotation {
  database: Database;
  audit: Audit;
  keys: KeyRing;
  tables: readonly KeyedTable[];
  count: CountKeys;
  progress(done: number, all: number): void;
  /** Ends it after the rows at hand. */
  signal?: AbortSignal;
}

export interface Rotated {
  done: number;
  /** Somebody else was faster. */
  changed: number;
  closed: { what: string; id: number; key_id: string }[];
  /** Rows whose key is not there. */
  lost: { key_id: string; uses: Use[] }[];
  interrupted: boolean;
}

type Batch = Pick<Rotated, 'done' | 'changed' | 'closed'>;
type TextTable = KeyedTable & { texts: SealedTexts };

/** Every text under another key than the first. Safe to run again, and twice at once. */
export async function rotateTexts(rotation: Rotation): Promise<Rotated> {
  const tables = rotation.tables.filter((one): one is TextTable => one.texts !== undefined);
  const rotated: Rotated = { done: 0, changed: 0, closed: [], lost: [], interrupted: false };
  const work: { table: TextTable; key_id: string }[] = [];
  let all = 0;
  for (const table of tables) {
    for (const { key_id, count } of await rotation.count(table.table)) {
      if (key_id === rotation.keys.current.id) continue;
      if (rotation.keys.find(key_id)) {
        work.push({ table, key_id });
        all += count;
      } else {
        noteLost(rotated.lost, key_id, { of: table, count });
      }
    }
  }
  for (const { table, key_id } of work) {
    for await (const batch of batches(rotation, table, key_id)) {
      rotated.done += batch.done;
      rotated.changed += batch.changed;
      rotated.closed.push(...batch.closed);
      rotation.progress(rotated.done + rotated.changed + rotated.closed.length, all);
      if (rotation.signal?.aborted) return { ...rotated, interrupted: true };
    }
  }
  return rotated;
}

function noteLost(lost: Rotated['lost'], key_id: string, use: Use): void {
  const known = lost.find((one) => one.key_id === key_id);
  if (known) known.uses.push(use);
  else lost.push({ key_id, uses: [use] });
}

async function* batches(rotation: Rotation, table: TextTable, key_id: string): AsyncGenerator<Batch> {
  const reader = keyKeeper(rotation.database, [table]);
  let after_id = 0;
  for (;;) {
    const found = await reader.run<SealedRow>(table.texts.query, { key_id, after_id, take: ROWS_AT_A_TIME });
    const last = found.at(-1);
    if (!last) return;
    after_id = last.id;
    const ids = found.map(({ id }) => id);
    yield await rotation.database.transaction((tx) => renew(tx, rotation, table, key_id, ids));
  }
}

async function renew(
  tx: Tx,
  { audit, keys }: Rotation,
  table: TextTable,
  key_id: string,
  ids: number[],
): Promise<Batch> {
  const reader = keyKeeper(tx, [table]);
  const batch: Batch = { done: 0, changed: 0, closed: [] };
  const entries: AuditEntry[] = [];
  for (const id of ids) {
    await tx.lock(table.table, id);
    // Read again under the lock: what counts is what stands there now.
    const [row] = await reader.run<SealedRow>(table.texts.query, { key_id, after_id: id - 1, take: 1 });
    if (row?.id !== id) {
      batch.changed++;
      continue;
    }
    const place = table.texts.place(row);
    const text = unseal(row, place, keys);
    if (text === undefined) {
      batch.closed.push({ what: table.what, id, key_id });
      entries.push(entryFor(table, row, 'refused'));
      continue;
    }
    await tx
      .knex(table.table)
      .where({ id })
      .update(seal(text, place, keys));
    batch.done++;
    entries.push(entryFor(table, row, 'allowed'));
  }
  if (entries.length > 0) await audit.within(tx, ...entries);
  return batch;
}

function entryFor({ table }: TextTable, { id, student }: SealedRow, outcome: AuditEntry['outcome']): AuditEntry {
  const subject = `${KEY_KEEPER} ${table.replace('u_ssp_', '')}:${id}`;
  const reason = outcome === 'allowed' ? 'SYSTEM' : 'FAILED';
  return {
    event: 'TEXT_ENCRYPTED_ANEW',
    outcome,
    reason,
    actor: null,
    student: student || null,
    subject,
    request: null,
  };
}
