import type { Role } from './actions.ts';
import type { Weight } from './scope.ts';

// Roles and what becomes of them, in words for people.

export const ROLE_WORDS: Record<Role, string> = {
  support_staff: 'Support staff',
  school_admin: 'School administrator',
  district_admin: 'District administrator',
  state_consultant: 'State consultant',
  system_admin: 'System administrator',
};

/** Why a role of the SIS counts or does not. */
export const WEIGHT_WORDS: Record<Weight | 'SWITCHED_OFF', string> = {
  COUNTS: 'counts',
  NOT_MAPPED: 'does not count: the district gives it no access here',
  NOT_ASSIGNED: 'does not count: no active assignment to this school in the SIS',
  NOT_ASSIGNED_ANYWHERE: 'does not count: no active assignment in the SIS',
  NOT_DISTRICT: 'does not count: it has to be a role of the whole district',
  NO_SCHOOL: 'does not count: assigned to no school, only to the district office',
  SWITCHED_OFF: 'does not count: switched off in the SIS',
};

export const WHOLE_DISTRICT = 'Whole district';
