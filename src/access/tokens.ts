import { createHmac, timingSafeEqual } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Clock } from '../server/clock.ts';
import type { KeyRing } from './keys.ts';

const ALGORITHM = 'HS256';
const FORM_HOURS = 24;

export type Purpose = 'session' | 'sign-in' | 'arrival';

/** A token of ours: signed with the first key, good for one purpose alone. */
export function signToken(purpose: Purpose, content: object, seconds: number, keys: KeyRing): string {
  const { id, key } = keys.current;
  return jwt.sign(content, key, {
    algorithm: ALGORITHM,
    keyid: id,
    audience: `ssp:${purpose}`,
    issuer: 'ssp',
    expiresIn: seconds,
    header: { alg: ALGORITHM, typ: `ssp-${purpose}+jwt` },
  });
}

// What was found good stays good until its time is over, as long as the keys are the same: a page after page does not
// have to be reckoned anew. Only what a token says is kept; whether the session lives is asked of the database.
const MOST_REMEMBERED = 5000;
const remembered = new WeakMap<KeyRing, Map<string, { exp?: number }>>();

/** The content when signature, purpose and time hold; otherwise undefined. */
export function readToken<T>(purpose: Purpose, token: string, keys: KeyRing): T | undefined {
  const known = remembered.get(keys) ?? new Map<string, { exp?: number }>();
  remembered.set(keys, known);
  const name = `${purpose} ${token}`;
  const earlier = known.get(name);
  if (earlier?.exp !== undefined && earlier.exp > Date.now() / 1000) return earlier as T;
  const content = verifiedToken<T & { exp?: number }>(purpose, token, keys);
  if (known.size >= MOST_REMEMBERED) known.clear();
  if (content) known.set(name, content);
  else known.delete(name);
  return content;
}

function verifiedToken<T>(purpose: Purpose, token: string, keys: KeyRing): T | undefined {
  try {
    const header = jwt.decode(token, { complete: true })?.header;
    const key = header?.kid ? keys.find(header.kid) : undefined;
    if (!key || header?.typ !== `ssp-${purpose}+jwt`) return undefined;
    return jwt.verify(token, key, { algorithms: [ALGORITHM], audience: `ssp:${purpose}`, issuer: 'ssp' }) as T;
  } catch {
    return undefined;
  }
}

/**
 * The anti-forgery token of a form. It is bound to the person and not to the session: after signing in again the
 * same person's form still saves, and a form that somebody else left open on this computer does not.
 */
export function formToken(reader: number, keys: KeyRing, clock: Clock): string {
  const until = Math.floor(clock.now().getTime() / 1000) + FORM_HOURS * 3600;
  return `${keys.current.id}.${until}.${formMac(reader, until, keys.current.id, keys)}`;
}

/** Whose form is it? One's own, one's own of yesterday, or somebody else's (or made up). */
export function whoseForm(
  token: string | undefined,
  reader: number,
  keys: KeyRing,
  clock: Clock,
): 'own' | 'old' | 'foreign' {
  const [id, until, mac] = (token ?? '').split('.');
  const expected = id && until && mac ? formMac(reader, Number(until), id, keys) : undefined;
  if (!expected || !mac) return 'foreign';
  const [a, b] = [Buffer.from(mac), Buffer.from(expected)];
  if (a.length !== b.length || !timingSafeEqual(a, b)) return 'foreign';
  return Number(until) * 1000 < clock.now().getTime() ? 'old' : 'own';
}

function formMac(reader: number, until: number, keyId: string, keys: KeyRing): string | undefined {
  const key = keys.find(keyId);
  return key && createHmac('sha256', key).update(`form:${reader}:${until}`).digest('base64url');
}
