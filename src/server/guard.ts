import type { Request } from 'express';
import { ACTIONS, type Role } from '../access/actions.ts';
import { hasArrived } from '../access/arrival.ts';
import { readCookie, SESSION_COOKIE } from '../access/cookies.ts';
import { decideAbout, decideByRole } from '../access/decision.ts';
import type { Reason } from '../access/reasons.ts';
import { SCOPE_FRESH_MS, type ScopeRow, scopeFromSis, writeScope } from '../access/scope.ts';
import type { Session } from '../access/session.ts';
import { whoseForm } from '../access/tokens.ts';
import { instantNow } from './clock.ts';
import type { FoundSubject, Parts } from './context.ts';
import { AppError, type ErrorCode } from './errors.ts';
import type { Route, Subject } from './route.ts';

/** A refusal with the reason that the audit keeps and the error that the person sees. */
export class Refusal extends AppError {
  readonly reason: Reason;
  readonly student: number | null;
  /** Who it was, where no session says it: the SIS did, and the person may not come in. */
  readonly actor: number | undefined;

  constructor(code: ErrorCode, reason: Reason, student: number | null = null, actor?: number) {
    super(code);
    this.reason = reason;
    this.student = student;
    this.actor = actor;
  }
}

export interface Admitted {
  session: Session | undefined;
  scope: ScopeRow[];
  roles: Role[];
  reason: Reason;
  subject: FoundSubject | undefined;
}

/**
 * Who is asking? Nobody, or the person of a session that is still good, with the scope as the SIS has it now. `isVisit`:
 * the person is here, which keeps the session alive.
 */
export async function whoAsks(
  request: Request,
  parts: Parts,
  isVisit = true,
): Promise<{ session: Session | undefined; scope: ScopeRow[] }> {
  const session = await parts.sessions.find(readCookie(request, SESSION_COOKIE));
  if (!session) return { session: undefined, scope: [] };
  const now = parts.clock.now().getTime();
  if (now - Date.parse(session.scope_at) > SCOPE_FRESH_MS) {
    const scope = await scopeFromSis(parts.database, session.reader, parts.config.roleMap);
    await writeScope(parts.database, session.reader, scope, parts.clock);
    await parts.sessions.noteScope(session);
  }
  if (isVisit) await parts.sessions.touch(session);
  const scope = await parts.database.run<ScopeRow>('access/scope-of', {
    reader: session.reader,
    now: instantNow(parts.clock),
  });
  return { session, scope };
}

/** Lets the request through with a reason, or throws a Refusal with one. */
export async function admit(
  entry: Route,
  request: Request,
  parts: Parts,
  asking: { session: Session | undefined; scope: ScopeRow[] },
): Promise<Admitted> {
  const { session, scope } = asking;
  const isPublic = ACTIONS[entry.action].roles === 'public';
  if (isPublic) return { session, scope, roles: [], reason: 'PUBLIC', subject: undefined };
  if (!session)
    throw new Refusal('SIGN_IN_NEEDED', readCookie(request, SESSION_COOKIE) ? 'SESSION_ENDED' : 'NOT_SIGNED_IN');
  if (entry.get && !hasArrived(request, session.reader, parts.config.sessionKeys))
    throw new Refusal('SIGN_IN_NEEDED', 'NO_ARRIVAL');
  const byRole = decideByRole(entry.action, scope);
  if (!byRole.allowed) throw new Refusal(byRole.reason === 'NO_ROLE' ? 'NO_ROLE' : 'NOT_ALLOWED', byRole.reason);
  if (entry.post) {
    const whose = whoseForm(tokenOf(request), session.reader, parts.config.sessionKeys, parts.clock);
    if (whose === 'foreign') throw new Refusal('FORGED', 'FORGED');
    if (whose === 'old') throw new Refusal('FORM_TOO_OLD', 'FORGED');
  }
  if (!entry.subject) return { session, scope, roles: byRole.roles, reason: byRole.reason, subject: undefined };
  return { session, scope, ...(await bySubject(entry, entry.subject, request, parts, session)) };
}

async function bySubject(entry: Route, subject: Subject, request: Request, parts: Parts, session: Session) {
  const id = idOf(subject, request);
  const asked = { reader: session.reader, now: instantNow(parts.clock) };
  const { student, decision, byBreakGlass } = await decideAbout(parts.database, entry.action, subject, id, asked);
  // Out of scope and not there at all look the same, so that nobody learns which numbers exist.
  if (student === undefined) throw new Refusal('NOT_FOUND', decision.reason, subject === 'student' ? id : null);
  if (!decision.allowed) throw new Refusal('NOT_ALLOWED', decision.reason, student);
  const found: FoundSubject = { student, id, roles: decision.roles, byBreakGlass };
  return { roles: decision.roles, reason: decision.reason, subject: found };
}

// A form may name the student where no address may.
function idOf(subject: Subject, { params, body }: Request): number {
  if (subject !== 'student') return Number(params.id);
  if (params.dcid !== undefined) return Number(params.dcid);
  const { student } = (body ?? {}) as { student?: unknown };
  if (typeof student !== 'string' || !/^[1-9]\d{0,8}$/.test(student)) throw new Refusal('BAD_INPUT', 'BAD_INPUT');
  return Number(student);
}

function tokenOf(request: Request): string | undefined {
  const body = request.body as { token?: unknown } | undefined;
  return typeof body?.token === 'string' ? body.token : undefined;
}
