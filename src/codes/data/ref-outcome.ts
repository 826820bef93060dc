import type { ReferralOutcome } from '../types.ts';

const other = [{ code: 'Other' }] as const;
const enrolled = [{ code: 'Enrolled' }] as const;
const cancelled = [{ code: 'cancelled' }] as const;
const failed = [{ code: 'failed' }] as const;

// biome-ignore format: two lines a code, what it is and what it means, read better as a table
export const REF_OUTCOME: readonly ReferralOutcome[] = [
  { code: 'COMPLETED', label: 'Service received', access: 'YES', map: { fhir: [{ code: 'completed' }], ceds: enrolled },
    definition: 'The student was served, and it ended as planned or because the goals were met.' },
  { code: 'ONGOING', label: 'Still receiving at close of year', access: 'YES',
    map: { fhir: [{ code: 'in-progress' }], ceds: enrolled },
    definition: 'The school year is over, and the service goes on.' },
  { code: 'PARTIAL', label: 'Started, ended early', access: 'YES',
    map: { fhir: [{ code: 'completed' }], ceds: enrolled },
    definition: 'The student was served at least once, and it stopped before its time.' },
  { code: 'DECL_FAMILY', label: 'Family declined', access: 'NO',
    map: { fhir: cancelled, ceds: [{ code: 'ParentDeclined' }] },
    definition: 'A parent or guardian said no.' },
  { code: 'DECL_STUDENT', label: 'Student declined', access: 'NO', map: { fhir: cancelled, ceds: other },
    definition: 'The student said no.' },
  { code: 'INELIGIBLE', label: 'Not eligible', access: 'NO',
    map: { fhir: [{ code: 'rejected' }], ceds: [{ code: 'NotEligible' }] },
    definition: 'The rules of the provider on age, insurance, area, or need left the student out.' },
  { code: 'NO_CAPACITY', label: 'Provider had no capacity', access: 'NO',
    map: { fhir: [{ code: 'rejected' }], ceds: other },
    definition: 'The provider was full and could not take the student.' },
  { code: 'WAIT_EXPIRED', label: 'Waitlist ended without service', access: 'NO',
    map: { fhir: failed, ceds: [{ code: 'WaitingList' }] },
    definition: 'The student waited, and no place came free in time.' },
  { code: 'UNREACHABLE', label: 'Could not reach family', access: 'NO',
    map: { fhir: failed, ceds: [{ code: 'Unreachable' }] },
    definition: 'Several attempts in different ways brought no answer from home.' },
  { code: 'NO_SHOW', label: 'Never attended first appointment', access: 'NO', map: { fhir: failed, ceds: other },
    definition: 'A first session was set, and the student did not come.' },
  { code: 'MOVED', label: 'Left the district or area first', access: 'NO', map: { fhir: cancelled, ceds: other },
    definition: 'The student moved away before anything could begin.' },
  { code: 'PROVIDER_LOST', label: 'Provider or program ended', access: 'NO', map: { fhir: failed, ceds: other },
    definition: 'The provider closed, left, or stopped the program.' },
  { code: 'MET_ELSEWHERE', label: 'Need met another way', access: 'YES', altPath: true,
    map: { fhir: [{ code: 'completed' }], ceds: other },
    definition: 'The student got help for this need, but from someone other than this provider.' },
  { code: 'WITHDRAWN', label: 'School withdrew the referral', access: 'NO', map: { fhir: cancelled, ceds: other },
    definition: 'The school took the referral back because it was no longer wanted or fitting.' },
  { code: 'NO_FEEDBACK', label: 'No word from the provider', access: 'UNKNOWN',
    map: { fhir: [{ code: 'on-hold' }], ceds: other },
    definition: 'The deadline for an answer passed, and nobody knows whether the student was served.' },
  { code: 'ERROR', label: 'Entered in error or duplicate', access: 'EXCLUDED',
    map: { fhir: [{ code: 'entered-in-error' }] },
    definition: 'The referral should not be there and is not counted.' },
];
