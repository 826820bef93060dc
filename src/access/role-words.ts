import * as say from '../words/index.ts';
import type { Role } from './actions.ts';
import type { Weight } from './scope.ts';

// Roles and what becomes of them, in words for people.

export const ROLE_WORDS: Record<Role, string> = say.access.roles;

/** Why a role of the SIS counts or does not. */
export const WEIGHT_WORDS: Record<Weight | 'SWITCHED_OFF', string> = say.access.weights;

export const WHOLE_DISTRICT = say.access.wholeDistrict;
