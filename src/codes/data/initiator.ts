import type { Code } from '../types.ts';

// CEDS 001484 takes free text of 60 characters: the label goes there as it is.

export const INITIATOR: readonly Code[] = [
  { code: 'STUDENT', label: 'The student', definition: 'The student asked for the visit.' },
  { code: 'FAMILY', label: 'Family', definition: 'A parent, guardian, or other relative asked for it.' },
  { code: 'TEACHER', label: 'Teacher', definition: 'A teacher noticed something and asked for it.' },
  { code: 'ADMIN', label: 'Administrator', definition: 'A principal or another administrator asked for it.' },
  { code: 'PEER', label: 'Another student', definition: 'A friend or classmate was worried and spoke up.' },
  {
    code: 'SUPPORT_STAFF',
    label: 'Support staff',
    definition: 'The person who wrote it down or a colleague began it.',
  },
  { code: 'NURSE', label: 'Nurse', definition: 'The nurse or the health office asked for it.' },
  { code: 'PARTNER', label: 'Community partner', definition: 'An agency that works with the school asked for it.' },
  { code: 'SCREENER', label: 'Screening result', definition: 'A screening pointed to the student.' },
  { code: 'OTHER', label: 'Other', definition: 'Someone not in this list asked for it.' },
];
