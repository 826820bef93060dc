import type { Reason } from './reasons.ts';

export const ROLES = ['support_staff', 'school_admin', 'district_admin', 'state_consultant', 'system_admin'] as const;
export type Role = (typeof ROLES)[number];

interface ActionRule {
  what: string;
  /** `public`: said aloud, nobody has to be signed in. Otherwise the roles that may. */
  roles: 'public' | 'signed-in' | readonly Role[];
}

/** Who may do what. This one table drives the guard, the tests and the docs. */
export const ACTIONS = {
  'service.health': { what: 'ask whether the service is alive', roles: 'public' },
  'service.metrics': { what: 'read the numbers that the service counts about itself', roles: 'public' },
  'access.enter': { what: 'come in from the SIS, or sign in', roles: 'public' },
  'access.sign-out': { what: 'sign out', roles: 'signed-in' },
  'session.left': { what: 'ask how long one stays signed in', roles: 'signed-in' },
  'session.stay': { what: 'stay signed in', roles: 'signed-in' },
  'access.why': { what: 'read why one sees what one sees', roles: 'signed-in' },
  'access.why-others': {
    what: 'read why somebody else may do something or not',
    roles: ['district_admin', 'system_admin'],
  },
  'access.break-glass': {
    what: 'open one student of another school for an hour, with a reason',
    roles: ['support_staff'],
  },
  'access.review': {
    what: 'read who has access, who used it, and what was opened for a real need',
    roles: ['school_admin', 'district_admin', 'system_admin'],
  },
  'access.sign-off': { what: 'sign off the list of who has access', roles: ['school_admin', 'district_admin'] },
  'home.open': {
    what: 'open the start page',
    roles: ['support_staff', 'school_admin', 'district_admin', 'state_consultant', 'system_admin'],
  },
  'today.arrange': {
    what: 'say who is on one’s own caseload, and keep favourites',
    roles: ['support_staff'],
  },
  'student.search': {
    what: 'search students of the assigned schools',
    roles: ['support_staff', 'school_admin', 'district_admin'],
  },
  'student.open': {
    what: "open a student's Student Support Page",
    roles: ['support_staff', 'school_admin', 'district_admin'],
  },
  'student.print': {
    what: "print a student's history",
    roles: ['support_staff', 'school_admin', 'district_admin'],
  },
  'visit.add': { what: 'write down a visit and its referrals', roles: ['support_staff'] },
  'visit.draft': { what: 'keep a visit that is still being written, and time it', roles: ['support_staff'] },
  'visit.change': { what: 'change a visit of one’s own; what it was is kept', roles: ['support_staff'] },
  'visit.void': { what: 'void a visit of one’s own, with a reason', roles: ['support_staff'] },
  'visit.copy': { what: 'copy a voided visit of one’s own into a new one', roles: ['support_staff'] },
  'note.open': { what: 'open the text of a restricted note', roles: ['support_staff'] },
  'note.search': { what: 'search the notes of one student, as far as one may read them', roles: ['support_staff'] },
  'note.name': { what: 'say who may open a restricted note of one’s own', roles: ['support_staff'] },
  'time.write': { what: 'write down working time without a student, and void it', roles: ['support_staff'] },
  'consent.read': { what: 'read what a family has said about services', roles: ['support_staff'] },
  'consent.record': { what: 'write down what a family says about services, and void it', roles: ['support_staff'] },
  'crisis.start': { what: 'begin a crisis, which calls the people whom the district names', roles: ['support_staff'] },
  'crisis.work': { what: 'see a crisis, tick its steps and end it', roles: ['support_staff'] },
  'crisis.calls': {
    what: 'see that one is needed, where and by whom, and say that one is coming',
    roles: ['support_staff', 'school_admin', 'district_admin'],
  },
  'crisis.follow-up': { what: 'mark as done what one was asked to follow up', roles: ['support_staff'] },
  'referral.outcome': { what: 'set whether a referral led to service', roles: ['support_staff'] },
  'referral.open': { what: 'read how far a referral got, and what is next', roles: ['support_staff'] },
  'referral.add': { what: 'open a referral on its own', roles: ['support_staff'] },
  'referral.step': {
    what: 'write down how a referral goes on, and take back what was wrong',
    roles: ['support_staff'],
  },
  'referral.void': { what: 'void a referral, with a reason', roles: ['support_staff'] },
  'referral.list': { what: 'see the referrals that came in to the school-based providers', roles: ['support_staff'] },
  'referral.hand-over': {
    what: 'hand the open referrals of a colleague over to another one',
    roles: ['support_staff', 'school_admin', 'district_admin'],
  },
  'task.list': { what: 'see the next steps of open referrals', roles: ['support_staff'] },
  'family.read': { what: 'read how a family is reached, and who tried', roles: ['support_staff'] },
  'family.record': { what: 'write down how a family is reached, and each try', roles: ['support_staff'] },
  'report.read': {
    what: 'read and download reports of the assigned schools',
    roles: ['school_admin', 'district_admin'],
  },
  'settings.read': {
    what: 'read the settings: staff, codes of the district, state profile',
    roles: ['district_admin', 'system_admin'],
  },
  'settings.staff': {
    what: 'write down what staff members work as, for whom and how much',
    roles: ['district_admin', 'system_admin'],
  },
  'settings.codes': { what: 'add and change codes of the district’s own', roles: ['system_admin'] },
  'export.read': { what: 'list and download released export packages', roles: ['district_admin', 'state_consultant'] },
  'export.make': { what: 'make an export package', roles: ['district_admin'] },
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
