import type { ServiceGroup } from '../settings/profile/profile.ts';

// What a consent says, in words.

export const GROUPS = {
  counseling: 'Counseling',
  health_related: 'Other health-related services',
  health_care: 'Health care',
} as const satisfies Record<ServiceGroup, string>;

export const GROUP_NAMES = Object.keys(GROUPS) as ServiceGroup[];

/** What can be recorded. That a consent has run out is seen by its days, and never written down. */
export const STATES = {
  REQUESTED: 'Asked for',
  GIVEN: 'Given',
  REFUSED: 'Refused',
  REVOKED: 'Taken back',
} as const;

export type ConsentState = keyof typeof STATES;

export const SIGNERS = {
  PARENT: 'Parent',
  GUARDIAN: 'Guardian',
  ADULT_STUDENT: 'Student of age',
  COURT: 'Somebody a court has named',
} as const;

export const METHODS = {
  PAPER: 'On paper',
  ESIGN: 'Signed electronically',
  VERBAL: 'By word of mouth',
} as const;

const EXCEPTIONS: Record<string, string> = {
  EMERGENCY: 'Emergency',
  WELLBEING_INQUIRY: 'Asking about daily well-being',
  THREAT_ASSESSMENT: 'Threat assessment',
  MANDATED_REPORT: 'Mandated report',
  CARETAKING: 'General caretaking',
};

/** An exception of the profile in words; one of a district's own profile reads as its code does. */
export function exceptionLabel(code: string): string {
  const plain = code.toLowerCase().replaceAll('_', ' ');
  return EXCEPTIONS[code] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
