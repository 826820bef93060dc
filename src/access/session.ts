import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../database/connect.ts';
import { type Clock, instantNow } from '../server/clock.ts';
import type { KeyRing } from './keys.ts';
import { readToken, signToken } from './tokens.ts';

const IDLE_MS = 30 * 60_000;
const LONGEST_MS = 10 * 3600_000;
const NOTE_SEEN_AFTER_MS = 60_000;

export interface Session {
  id: number;
  sub: string;
  /** Users.DCID */
  reader: number;
  name: string;
  created_at: string;
  seen_at: string;
  scope_at: string;
  ended_at: string | null;
  /** How often the district's own codes have changed: which lists this request shows. */
  codes_revision: number;
  /** How many calls in a crisis wait for the person, of whatever day. */
  calls: number;
}

export interface SessionLeft {
  /** Seconds until the person is signed out when nothing happens; 0: now. */
  left: number;
  /** It ends then whatever happens: ten hours are the most. */
  isLast: boolean;
}

/** How long a session has left. */
export function leftOf({ seen_at, created_at }: Session, clock: Clock): SessionLeft {
  const now = clock.now().getTime();
  const idle = Date.parse(seen_at) + IDLE_MS - now;
  const longest = Date.parse(created_at) + LONGEST_MS - now;
  return { left: Math.max(0, Math.floor(Math.min(idle, longest) / 1000)), isLast: longest <= idle };
}

export interface SignedInPerson {
  sub: string;
  reader: number;
  name: string;
}

/** Sessions are rows in the database: whatever instance is asked, an ended one is over. */
export class Sessions {
  readonly #database: Database;
  readonly #keys: KeyRing;
  readonly #clock: Clock;

  constructor(database: Database, keys: KeyRing, clock: Clock) {
    this.#database = database;
    this.#keys = keys;
    this.#clock = clock;
  }

  /**
   * Starts a session; the cookie's value holds only the name of its row. A sign-in starts one at most: with its `state`
   * the row is named after it, and a second time is refused by the database (isTaken).
   */
  async start(person: SignedInPerson, state?: string): Promise<string> {
    const token = state
      ? createHash('sha256').update(`sign-in:${state}`).digest('base64url')
      : randomBytes(32).toString('base64url');
    const now = instantNow(this.#clock);
    await this.#database.transaction(async (tx) => {
      await tx.knex('u_ssp_session').insert({ token, ...person, created_at: now, seen_at: now, scope_at: now });
    });
    return signToken('session', { sid: token }, LONGEST_MS / 1000, this.#keys);
  }

  /** The session of this cookie while it is good; otherwise undefined. */
  async find(cookie: string | undefined): Promise<Session | undefined> {
    const content = cookie ? readToken<{ sid: string }>('session', cookie, this.#keys) : undefined;
    if (!content) return undefined;
    const [session] = await this.#database.run<Session>('access/session', { token: content.sid });
    if (!session || session.ended_at !== null) return undefined;
    const now = this.#clock.now().getTime();
    if (now - Date.parse(session.seen_at) > IDLE_MS || now - Date.parse(session.created_at) > LONGEST_MS)
      return undefined;
    return session;
  }

  /** Notes that the person was here; once a minute is exact enough for the half hour. */
  async touch(session: Session): Promise<void> {
    if (this.#clock.now().getTime() - Date.parse(session.seen_at) < NOTE_SEEN_AFTER_MS) return;
    session.seen_at = instantNow(this.#clock);
    await this.#update(session.id, { seen_at: session.seen_at });
  }

  async noteScope(session: Session): Promise<void> {
    await this.#update(session.id, { scope_at: instantNow(this.#clock) });
  }

  /** Ends it everywhere at once. */
  async end(session: Session, reason: string): Promise<void> {
    await this.#update(session.id, { ended_at: instantNow(this.#clock), end_reason: reason });
  }

  async #update(id: number, change: object): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await tx.knex('u_ssp_session').where({ id }).update(change);
    });
  }
}
