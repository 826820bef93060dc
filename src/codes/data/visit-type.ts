import type { Code } from '../types.ts';

export const VISIT_TYPE: readonly Code[] = [
  { code: 'SCHED', label: 'Scheduled', definition: 'The visit was planned ahead.' },
  { code: 'WALKIN', label: 'Walk-in', definition: 'The student came without an appointment.' },
  { code: 'CALLED', label: 'Called in by staff', definition: 'Someone at school sent for the student that day.' },
  { code: 'CRISIS', label: 'Crisis', definition: 'Someone might have come to harm, so everything else had to wait.' },
  { code: 'OUTREACH', label: 'Staff outreach', definition: 'Support staff went to the student or the family unasked.' },
  { code: 'PASS', label: 'Hall pass or reset', definition: 'The student left class for a short break and went back.' },
  { code: 'FOLLOWUP', label: 'Follow-up', definition: 'The visit continues an earlier one.' },
  {
    code: 'NOSHOW',
    label: 'Attempted, not seen',
    definition: 'Staff tried to meet the student, and it did not happen.',
  },
];
