import type { Role } from '../access/actions.ts';
import type { Audit, AuditEntry } from '../access/audit.ts';
import type { Reason } from '../access/reasons.ts';
import type { ScopeRow } from '../access/scope.ts';
import type { Session, Sessions } from '../access/session.ts';
import type { SignIn } from '../access/sign-in.ts';
import { bookAt, type CodeBook, STANDARD } from '../codes/service.ts';
import type { Database, Reader, Tx } from '../database/connect.ts';
import { readerUntil } from '../database/until.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Render } from './render.ts';

/** What the running service is made of; built once in `serve.ts`. */
export interface Parts {
  config: Config;
  database: Database;
  clock: Clock;
  log: Log;
  audit: Audit;
  sessions: Sessions;
  signIn: SignIn;
  metrics: Metrics;
  /** Answers nothing but the agencies, on an address of its own. */
  only: 'respond' | undefined;
  /** Told to end: balancers are to send nobody any more. */
  stopping: boolean;
  render: Render;
  assetsFolder: string;
  assetsVersion: string;
}

/** The student, visit or referral target that the guard found within the person's schools. */
export interface FoundSubject {
  student: number;
  /** The thing's own id: the student's DCID, the visit's or the target's id. */
  id: number;
  roles: Role[];
  /** The student is not of the person's schools: she was opened for a real need. */
  byBreakGlass: boolean;
}

/** What the audit row of a request is about, where its address does not say it. */
export interface Audited {
  actor?: number;
  student?: number;
  subject?: string;
}

/** The same, for a row that is written with the change: allowed, unless it says otherwise. */
export interface AuditedWithin {
  student?: number;
  reason: Reason;
  outcome?: 'refused';
}

/** A row of the audit about one of several students whom a change concerns. */
export interface SubjectOf {
  subject: string;
  student: number;
  /** By what right; left out: by that of the request. */
  reason?: Reason;
}

/** One request of one person: the only way in which a handler reaches anything. */
export interface Context {
  parts: Parts;
  database: Database;
  clock: Clock;
  config: Config;
  requestId: string;
  session: Session | undefined;
  scope: ScopeRow[];
  /** The roles by which this request was allowed. */
  roles: Role[];
  subject: FoundSubject | undefined;
  /**
   * Writes the request's audit row inside the change's own transaction, once, last before its commit. Several subjects are
   * several rows, each about the student that it names, and so is what was done along with it (`also`).
   */
  auditWithin(
    tx: Tx,
    subject: string | null | readonly (string | SubjectOf)[],
    about?: AuditedWithin,
    also?: readonly { event: string; subject: string }[],
  ): Promise<void>;
  /** Cookies to set or take away with the answer. */
  cookies: { name: string; value: string | null; maxAgeMs?: number }[];
  request: {
    ip: string;
    url: URL;
    cookie(name: string): string | undefined;
    /** Aborted, with an `AskerLeft`, when whoever asked goes away before the answer is sent. */
    left(): AbortSignal;
    /** A program on this computer asks, or one that shows METRICS_TOKEN. */
    mayReadMetrics(): boolean;
  };
}

/** Users.DCID of whoever is signed in; only to be asked where the guard let nobody else through. */
export function readerOf(context: Context): number {
  if (!context.session) throw new Error('The entry is public, but its handler asks who is signed in');
  return context.session.reader;
}

/** For what may take minutes: reading ends when whoever asked goes away. */
export const longReader = ({ database, request }: Context): Reader => readerUntil(database, request.left());

/** The codes as they are at this request: the standard ones and the district's own. */
export async function codesOf({ database, session }: Context): Promise<CodeBook> {
  return session ? bookAt(database, session.codes_revision) : STANDARD;
}

/** One row for the audit about this request. */
export function auditEntry(
  event: string,
  outcome: AuditEntry['outcome'],
  reason: Reason,
  about: { actor: number | null; student: number | null; subject: string | null; request: string },
): AuditEntry {
  return { event, outcome, reason, ...about };
}
