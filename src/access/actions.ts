import * as say from '../words/index.ts';
import type { Reason } from './reasons.ts';

export const ROLES = ['support_staff', 'school_admin', 'district_admin', 'state_consultant', 'system_admin'] as const;
export type Role = (typeof ROLES)[number];

interface ActionRule {
  what: string;
  /** `public`: said aloud, nobody has to be signed in. Otherwise the roles that may. */
  roles: 'public' | 'signed-in' | readonly Role[];
}

const WHAT = say.access.actions;

/** Who may do what. This one table drives the guard, the tests and the docs. */
export const ACTIONS = {
  'service.health': { what: WHAT['service.health'], roles: 'public' },
  'service.metrics': { what: WHAT['service.metrics'], roles: 'public' },
  'access.enter': { what: WHAT['access.enter'], roles: 'public' },
  'access.sign-out': { what: WHAT['access.sign-out'], roles: 'signed-in' },
  'session.left': { what: WHAT['session.left'], roles: 'signed-in' },
  'session.stay': { what: WHAT['session.stay'], roles: 'signed-in' },
  'access.why': { what: WHAT['access.why'], roles: 'signed-in' },
  'access.why-others': {
    what: WHAT['access.why-others'],
    roles: ['district_admin', 'system_admin'],
  },
  'access.break-glass': {
    what: WHAT['access.break-glass'],
    roles: ['support_staff'],
  },
  'access.review': {
    what: WHAT['access.review'],
    roles: ['school_admin', 'district_admin', 'system_admin'],
  },
  'access.sign-off': { what: WHAT['access.sign-off'], roles: ['school_admin', 'district_admin'] },
  'home.open': {
    what: WHAT['home.open'],
    roles: ['support_staff', 'school_admin', 'district_admin', 'state_consultant', 'system_admin'],
  },
  'today.arrange': {
    what: WHAT['today.arrange'],
    roles: ['support_staff'],
  },
  'student.search': {
    what: WHAT['student.search'],
    roles: ['support_staff', 'school_admin', 'district_admin'],
  },
  'student.open': {
    what: WHAT['student.open'],
    roles: ['support_staff', 'school_admin', 'district_admin'],
  },
  'student.print': {
    what: WHAT['student.print'],
    roles: ['support_staff', 'school_admin', 'district_admin'],
  },
  'visit.add': { what: WHAT['visit.add'], roles: ['support_staff'] },
  'visit.draft': { what: WHAT['visit.draft'], roles: ['support_staff'] },
  'visit.change': { what: WHAT['visit.change'], roles: ['support_staff'] },
  'visit.void': { what: WHAT['visit.void'], roles: ['support_staff'] },
  'visit.copy': { what: WHAT['visit.copy'], roles: ['support_staff'] },
  'note.open': { what: WHAT['note.open'], roles: ['support_staff'] },
  'note.search': { what: WHAT['note.search'], roles: ['support_staff'] },
  'note.name': { what: WHAT['note.name'], roles: ['support_staff'] },
  'time.write': { what: WHAT['time.write'], roles: ['support_staff'] },
  'consent.read': { what: WHAT['consent.read'], roles: ['support_staff'] },
  'consent.record': { what: WHAT['consent.record'], roles: ['support_staff'] },
  'crisis.start': { what: WHAT['crisis.start'], roles: ['support_staff'] },
  'crisis.work': { what: WHAT['crisis.work'], roles: ['support_staff'] },
  'crisis.calls': {
    what: WHAT['crisis.calls'],
    roles: ['support_staff', 'school_admin', 'district_admin'],
  },
  'crisis.follow-up': { what: WHAT['crisis.follow-up'], roles: ['support_staff'] },
  'referral.outcome': { what: WHAT['referral.outcome'], roles: ['support_staff'] },
  'referral.open': { what: WHAT['referral.open'], roles: ['support_staff'] },
  'referral.add': { what: WHAT['referral.add'], roles: ['support_staff'] },
  'referral.step': {
    what: WHAT['referral.step'],
    roles: ['support_staff'],
  },
  'referral.void': { what: WHAT['referral.void'], roles: ['support_staff'] },
  'referral.list': { what: WHAT['referral.list'], roles: ['support_staff'] },
  'referral.hand-over': {
    what: WHAT['referral.hand-over'],
    roles: ['support_staff', 'school_admin', 'district_admin'],
  },
  'task.list': { what: WHAT['task.list'], roles: ['support_staff'] },
  'family.read': { what: WHAT['family.read'], roles: ['support_staff'] },
  'family.record': { what: WHAT['family.record'], roles: ['support_staff'] },
  'report.read': {
    what: WHAT['report.read'],
    roles: ['school_admin', 'district_admin'],
  },
  'settings.read': {
    what: WHAT['settings.read'],
    roles: ['district_admin', 'system_admin'],
  },
  'settings.staff': {
    what: WHAT['settings.staff'],
    roles: ['district_admin', 'system_admin'],
  },
  'settings.codes': { what: WHAT['settings.codes'], roles: ['system_admin'] },
  'export.read': { what: WHAT['export.read'], roles: ['district_admin', 'state_consultant'] },
  'export.make': { what: WHAT['export.make'], roles: ['district_admin'] },
} as const satisfies Record<string, ActionRule>;

export type Action = keyof typeof ACTIONS;

export type Decision = { allowed: true; reason: Reason; roles: Role[] } | { allowed: false; reason: Reason };

/**
 * May a person who holds these roles do this? `roles` are those that count for the thing at hand: all of the
 * person's, or those at the student's school. The answer always has a reason.
 */
export function decide(action: Action, roles: readonly Role[]): Decision {
  const rule = ACTIONS[action] as ActionRule;
  if (rule.roles === 'public') return { allowed: true, reason: 'PUBLIC', roles: [] };
  if (rule.roles === 'signed-in') return { allowed: true, reason: 'SIGNED_IN', roles: [...roles] };
  if (roles.length === 0) return { allowed: false, reason: 'NO_ROLE' };
  const fitting = roles.filter((role) => (rule.roles as readonly Role[]).includes(role));
  if (fitting.length === 0) return { allowed: false, reason: 'ROLE_NOT_ALLOWED' };
  return { allowed: true, reason: 'ROLE', roles: fitting };
}
