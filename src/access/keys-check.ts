import type { Reader } from '../database/connect.ts';
import type { KeyedTable, RingName, Rings, SealedRow } from './keyed.ts';
import { unseal } from './sealing.ts';
import { systemReader } from './system.ts';

/** How many rows of one kind name a key. */
export interface Use {
  of: KeyedTable;
  count: number;
}

export interface KeyState {
  id: string;
  /** Not in its setting, though rows name it. */
  missing: boolean;
  uses: Use[];
  /** A row that names the key does not open with it: another key has this name, or the row was changed. */
  unopened: { what: string; id: number }[];
}

export interface RingState {
  ring: RingName;
  current: string;
  /** In the order of the setting, then the missing ones. */
  keys: KeyState[];
}

/** Counts the rows of a table by the key that they name. */
export type CountKeys = (table: string) => Promise<{ key_id: string; count: number }[]>;

export const KEY_KEEPER = 'key-keeper';

/** The one actor that reads encrypted texts without being anybody's reader; it shows none of them. */
export function keyKeeper(source: Reader, tables: readonly KeyedTable[]): Reader {
  const queries = tables.flatMap(({ texts }) => (texts ? [texts.query] : []));
  return systemReader(source, KEY_KEEPER, queries);
}

/** For each ring: which key is used for what is new, which ones rows still name, which of those are not there. */
export async function seeKeys(
  source: Reader,
  tables: readonly KeyedTable[],
  rings: Rings,
  count: CountKeys,
): Promise<RingState[]> {
  const reader = keyKeeper(source, tables);
  const states: RingState[] = [];
  for (const ring of Object.keys(rings) as RingName[]) {
    const keys = new Map<string, KeyState>();
    const stateOf = (id: string): KeyState => {
      const state = keys.get(id) ?? { id, missing: rings[ring].find(id) === undefined, uses: [], unopened: [] };
      keys.set(id, state);
      return state;
    };
    for (const id of rings[ring].ids) stateOf(id);
    for (const keyed of tables.filter((one) => one.ring === ring)) {
      for (const { key_id, count: rows } of await count(keyed.table)) {
        const state = stateOf(key_id);
        state.uses.push({ of: keyed, count: rows });
        const closed = state.missing ? undefined : await firstClosed(reader, keyed, key_id, rings);
        if (closed !== undefined) state.unopened.push({ what: keyed.what, id: closed });
      }
    }
    states.push({ ring, current: rings[ring].current.id, keys: [...keys.values()] });
  }
  return states;
}

// One row shows whether the key of this name is the key: all others were made with the same.
async function firstClosed(
  reader: Reader,
  { texts, ring }: KeyedTable,
  key_id: string,
  rings: Rings,
): Promise<number | undefined> {
  if (!texts) return undefined;
  const [row] = await reader.run<SealedRow>(texts.query, { key_id, after_id: 0, take: 1 });
  return row && unseal(row, texts.place(row), rings[ring]) === undefined ? row.id : undefined;
}
