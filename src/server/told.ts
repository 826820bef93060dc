import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../access/keys.ts';

// What was done ("Visit saved", "14 visits saved") is said on the page that the answer leads to, and stands in that page's address. An
// address can be made up and sent to somebody: its words count only for whoever was led there, by a proof in a cookie.

const SAYS = ['done', 'closed', 'made', 'same', 'handed'];

/** Long enough for a slow page; a reload later says nothing any more. */
export const TOLD_MS = 5 * 60_000;

/** The proof for an address that says what was done; undefined for any other. */
export function proofOf(address: string, reader: number, keys: KeyRing): string | undefined {
  const [asked = ''] = address.split('#');
  const query = new URLSearchParams(asked.split('?')[1] ?? '');
  if (!SAYS.some((name) => query.has(name))) return undefined;
  return `${keys.current.id}.${macOf(asked, reader, keys.current.key)}`;
}

/** The query without its words about what was done, unless the proof is theirs. */
export function toldQuery<Query extends object>(
  query: Query,
  { address, reader, proof }: { address: string; reader: number | undefined; proof: string | undefined },
  keys: KeyRing,
): Query {
  if (!SAYS.some((name) => name in query) || (reader !== undefined && isProof(proof, address, reader, keys)))
    return query;
  return Object.fromEntries(Object.entries(query).filter(([name]) => !SAYS.includes(name))) as Query;
}

function isProof(proof: string | undefined, address: string, reader: number, keys: KeyRing): boolean {
  const [id, mac] = (proof ?? '').split('.');
  const key = id ? keys.find(id) : undefined;
  if (!key || !mac) return false;
  const [a, b] = [Buffer.from(mac), Buffer.from(macOf(address, reader, key))];
  return a.length === b.length && timingSafeEqual(a, b);
}

const macOf = (address: string, reader: number, key: Parameters<typeof createHmac>[1]): string =>
  createHmac('sha256', key).update(`told:${reader}:${address}`).digest('base64url');
