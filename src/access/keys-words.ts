import type { KeyState, RingState, Use } from './keys-check.ts';
import type { Rotated } from './keys-rotate.ts';

// What `keys check` and `keys rotate` say.

const DOES: Record<RingState['ring'], string> = { NOTE_KEYS: 'encrypts', AUDIT_KEYS: 'proves' };

/** A line for each key; and whether every key is there that rows need. Shows no key. */
export function keyLines(
  sessionKeyIds: readonly string[],
  states: readonly RingState[],
): { text: string; ok: boolean } {
  const lines = ['SESSION_KEYS', ...sessionKeyIds.map(sessionLine)];
  for (const { ring, current, keys } of states) {
    lines.push(ring, ...keys.flatMap((key) => keyLine(ring, current, key)));
  }
  const ok = states.every(({ keys }) => keys.every((key) => !key.missing && key.unopened.length === 0));
  lines.push(ok ? 'Every key is there that rows need.' : 'Keys are missing. Put them back before anything else.');
  return { text: lines.join('\n'), ok };
}

function sessionLine(id: string, at: number): string {
  if (at === 0) return line(id, 'signs what is new');
  return line(
    id,
    'no row names it: take it out a day after another key was put before it; sooner, people sign in again',
  );
}

function keyLine(ring: RingState['ring'], current: string, { id, missing, uses, unopened }: KeyState): string[] {
  const rows = rowsOf(uses);
  if (missing) return [line(id, `MISSING: ${rows}, which ${uses[0]?.of.without} without it`)];
  const closed = unopened.map((one) =>
    line(id, `WRONG: ${one.what} ${one.id} does not open with it; another key has this name, or the row was changed`),
  );
  if (id === current) return [line(id, `${DOES[ring]} what is new${rows ? `: ${rows}` : ''}`), ...closed];
  if (rows) return [line(id, `needed: ${rows}`), ...closed];
  return [line(id, 'no row names it: take it out once no instance begins with it any more')];
}

/** What `keys rotate` did; and whether nothing is left to do. */
export function rotatedLines({ done, changed, closed, lost, interrupted }: Rotated): { text: string; ok: boolean } {
  const lines = [`${some(done, 'text', 'texts')} encrypted anew.`];
  if (changed > 0) lines.push(`${some(changed, 'text', 'texts')} changed by somebody else meanwhile: left to them.`);
  for (const { what, id, key_id } of closed)
    lines.push(`The ${what} ${id} does not open with the key ${key_id}; it was left as it is.`);
  for (const { key_id, uses } of lost)
    lines.push(`${rowsOf(uses)} under the key ${key_id}, which is not in NOTE_KEYS; they were left as they are.`);
  if (interrupted) lines.push('It was interrupted: run it again, and it goes on where it stopped.');
  return { text: lines.join('\n'), ok: closed.length === 0 && lost.length === 0 && !interrupted };
}

const rowsOf = (uses: readonly Use[]) => uses.map(({ of, count }) => some(count, of.what, of.many)).join(', ');

const line = (id: string, text: string) => `  ${id}: ${text}`;

const some = (count: number, one: string, many: string) =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
