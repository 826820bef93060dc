import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../access/keys.ts';

// What was done ("Visit saved", "14 visits saved") is said on the page that the answer leads to. An address can be made up and sent to
// somebody: its words count only for whoever was led there, by a proof in a cookie. And an address lies in a browser's history and in
// a proxy's log, beside a student's number: it says `done=1`, and what was done stands in that cookie.

const SAYS = ['done', 'closed', 'made', 'same', 'handed'];

/** Long enough for a slow page; a reload later says nothing any more. */
export const TOLD_MS = 5 * 60_000;

interface Led {
  address: string;
  /** The cookie, where there is something to say. */
  told?: string;
}

/** Where an answer leads whose `done=…` says what was done: that word goes into the cookie. */
export function ledTo(redirect: string, reader: number | undefined, keys: KeyRing): Led {
  const [asked = ''] = redirect.split('#');
  const query = new URLSearchParams(asked.split('?')[1] ?? '');
  if (!SAYS.some((name) => query.has(name))) return { address: redirect };
  const without = (address: string) => address.replace(/(?<=[?&]done=)[\w-]+/, '1');
  const word = query.get('done') ?? '';
  const mac = macOf(without(asked), word, reader, keys.current.key);
  return { address: without(redirect), told: `${keys.current.id}.${mac}.${word}` };
}

/** The query with the word for what was done, if the cookie is theirs; else without anything that says so. */
export function toldQuery<Query extends object>(
  query: Query,
  { address, reader, told }: { address: string; reader: number | undefined; told: string | undefined },
  keys: KeyRing,
): Query {
  if (!SAYS.some((name) => name in query)) return query;
  const word = reader === undefined ? undefined : wordOf(told, address, reader, keys);
  if (word !== undefined) return 'done' in query ? { ...query, done: word } : query;
  return Object.fromEntries(Object.entries(query).filter(([name]) => !SAYS.includes(name))) as Query;
}

function wordOf(told: string | undefined, address: string, reader: number, keys: KeyRing): string | undefined {
  const [id, mac, word = ''] = (told ?? '').split('.');
  const key = id ? keys.find(id) : undefined;
  if (!key || !mac) return undefined;
  const [a, b] = [Buffer.from(mac), Buffer.from(macOf(address, word, reader, key))];
  return a.length === b.length && timingSafeEqual(a, b) ? word : undefined;
}

const macOf = (
  address: string,
  word: string,
  reader: number | undefined,
  key: Parameters<typeof createHmac>[1],
): string => createHmac('sha256', key).update(`told:${reader}:${address}:${word}`).digest('base64url');
