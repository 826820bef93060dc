import type { ServiceGroup } from '../settings/profile/profile.ts';
import * as say from '../words/index.ts';

// What a consent says, in words.

export const GROUPS: Record<ServiceGroup, string> = say.consents.groups;

export const GROUP_NAMES: readonly ServiceGroup[] = ['counseling', 'health_related', 'health_care'];

/** What can be recorded. That a consent has run out is seen by its days, and never written down. */
export type ConsentState = 'REQUESTED' | 'GIVEN' | 'REFUSED' | 'REVOKED';
export type Signer = 'PARENT' | 'GUARDIAN' | 'ADULT_STUDENT' | 'COURT';
export type Method = 'PAPER' | 'ESIGN' | 'VERBAL';

export const STATES: Record<ConsentState, string> = say.consents.states;
export const SIGNERS: Record<Signer, string> = say.consents.signers;
export const METHODS: Record<Method, string> = say.consents.methods;

const EXCEPTIONS: Record<string, string> = say.consents.exceptions;

/** An exception of the profile in words; one of a district's own profile reads as its code does. */
export function exceptionLabel(code: string): string {
  const plain = code.toLowerCase().replaceAll('_', ' ');
  return EXCEPTIONS[code] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
