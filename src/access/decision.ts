import type { Reader } from '../database/connect.ts';
import type { Subject } from '../server/route.ts';
import { type Action, type Decision, decide, type Role } from './actions.ts';
import type { ScopeRow } from './scope.ts';

// The two questions that the guard asks, in this order. `/access/why` asks them too, of the same functions.

/** Does any role of the person, at whatever school, allow it at all? */
export function decideByRole(action: Action, scope: readonly ScopeRow[]): Decision {
  return decide(action, [...new Set(scope.map((row) => row.role))]);
}

const QUERY_OF = {
  student: 'students/in-scope',
  visit: 'visits/in-scope',
  target: 'referrals/in-scope',
  referral: 'referrals/referral-in-scope',
  crisis: 'crisis/in-scope',
} as const satisfies Record<Subject, string>;

interface About {
  /** undefined: there is none, or none whom the person may know of. */
  student: number | undefined;
  decision: Decision;
  byBreakGlass: boolean;
}

/**
 * Does a role at the student's school allow it, or else a real need that is on record? The student is found by her own
 * number, or by that of a visit, a referral, its target or a crisis.
 */
export async function decideAbout(
  source: Reader,
  action: Action,
  subject: Subject,
  id: number,
  asked: { reader: number; now: string },
): Promise<About> {
  const rows = await source.run<RoleRow>(QUERY_OF[subject], { ...asked, id });
  return { student: rows[0]?.student, ...decideByRows(action, rows) };
}

/** The roles that a person has at a student's school, and that of a real need that is on record. */
export interface RoleRow {
  student: number;
  role: Role;
  is_break_glass: boolean;
}

/** The same, where the rows about the student have been read; none: out of scope. */
export function decideByRows(action: Action, rows: readonly RoleRow[]): Pick<About, 'decision' | 'byBreakGlass'> {
  if (rows.length === 0) return { decision: { allowed: false, reason: 'NOT_IN_SCOPE' }, byBreakGlass: false };
  const atSchool = rows.filter((row) => !row.is_break_glass).map((row) => row.role);
  const byRole = decide(action, atSchool);
  if (byRole.allowed) return { decision: { ...byRole, reason: 'ROLE_AT_SCHOOL' }, byBreakGlass: false };
  if (atSchool.length === rows.length) return { decision: byRole, byBreakGlass: false };
  const byNeed = decide(
    action,
    rows.map((row) => row.role),
  );
  return { decision: byNeed.allowed ? { ...byNeed, reason: 'BREAK_GLASS' } : byNeed, byBreakGlass: true };
}
