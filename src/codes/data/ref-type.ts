import type { Code } from '../types.ts';

// There is no "both": two providers are two targets of one referral.

export const REF_TYPE: readonly Code[] = [
  {
    code: 'SCHOOL',
    label: 'School-based provider',
    definition: 'Someone who works for the school or the district will serve the student.',
  },
  {
    code: 'COMMUNITY',
    label: 'Community agency',
    definition: 'An organization outside the district will serve the student, at school or elsewhere.',
  },
];
