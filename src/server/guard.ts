import type { Request } from 'express';
import { ACTIONS, type Decision, decide, type Role } from '../access/actions.ts';
import { hasArrived } from '../access/arrival.ts';
import { readCookie, SESSION_COOKIE } from '../access/cookies.ts';
import type { Reason } from '../access/reasons.ts';
import { SCOPE_FRESH_MS, type ScopeRow, scopeFromSis, writeScope } from '../access/scope.ts';
import type { Session } from '../access/session.ts';
import { whoseForm } from '../access/tokens.ts';
import { instantNow } from './clock.ts';
import type { FoundSubject, Parts } from './context.ts';
import { AppError, type ErrorCode } from './errors.ts';
import type { Route } from './route.ts';

/** A refusal with the reason that the audit keeps and the error that the person sees. */
export class Refusal extends AppError {
  readonly reason: Reason;
  readonly student: number | null;

  constructor(code: ErrorCode, reason: Reason, student: number | null = null) {
    super(code);
    this.reason = reason;
    this.student = student;
  }
}

export interface Admitted {
  session: Session | undefined;
  scope: ScopeRow[];
  roles: Role[];
  reason: Reason;
  subject: FoundSubject | undefined;
}

/** Who is asking? Nobody, or the person of a session that is still good, with the scope as the SIS has it now. */
export async function whoAsks(
  request: Request,
  parts: Parts,
): Promise<{ session: Session | undefined; scope: ScopeRow[] }> {
  const session = await parts.sessions.find(readCookie(request, SESSION_COOKIE));
  if (!session) return { session: undefined, scope: [] };
  const now = parts.clock.now().getTime();
  if (now - Date.parse(session.scope_at) > SCOPE_FRESH_MS) {
    const scope = await scopeFromSis(parts.database, session.reader, parts.config.roleMap);
    await writeScope(parts.database, session.reader, scope, parts.clock);
    await parts.sessions.noteScope(session);
  }
  await parts.sessions.touch(session);
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
  const held = [...new Set(scope.map((row) => row.role))];
  const byRole = decide(entry.action, held);
  if (!byRole.allowed) throw new Refusal(byRole.reason === 'NO_ROLE' ? 'NO_ROLE' : 'NOT_ALLOWED', byRole.reason);
  if (entry.post) {
    const whose = whoseForm(tokenOf(request), session.reader, parts.config.sessionKeys, parts.clock);
    if (whose === 'foreign') throw new Refusal('FORGED', 'FORGED');
    if (whose === 'old') throw new Refusal('FORM_TOO_OLD', 'FORGED');
  }
  if (!entry.subject) return { session, scope, roles: byRole.roles, reason: byRole.reason, subject: undefined };
  return { session, scope, ...(await bySubject(entry, request, parts, session)) };
}

async function bySubject(entry: Route, request: Request, parts: Parts, session: Session) {
  const id = Number(entry.subject === 'student' ? request.params.dcid : request.params.id);
  const rows = await parts.database.run<{ student: number; role: Role }>(
    QUERY_OF[entry.subject as keyof typeof QUERY_OF],
    {
      reader: session.reader,
      now: instantNow(parts.clock),
      id,
    },
  );
  const [first] = rows;
  // Out of scope and not there at all look the same, so that nobody learns which numbers exist.
  if (!first) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE', entry.subject === 'student' ? id : null);
  const decision: Decision = decide(
    entry.action,
    rows.map((row) => row.role),
  );
  if (!decision.allowed) throw new Refusal('NOT_ALLOWED', decision.reason, first.student);
  const subject: FoundSubject = { student: first.student, id, roles: decision.roles };
  return { roles: decision.roles, reason: 'ROLE_AT_SCHOOL' as const, subject };
}

const QUERY_OF = {
  student: 'students/in-scope',
  visit: 'visits/in-scope',
  target: 'referrals/in-scope',
} as const;

function tokenOf(request: Request): string | undefined {
  const body = request.body as { token?: unknown } | undefined;
  return typeof body?.token === 'string' ? body.token : undefined;
}
