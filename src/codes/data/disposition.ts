import type { Code } from '../types.ts';

export const DISPOSITION: readonly Code[] = [
  { code: 'CLASS', label: 'Returned to class', definition: 'The student went back to class.' },
  {
    code: 'STAYED',
    label: 'Remained in support',
    definition: 'The student stayed with support staff for the time being.',
  },
  { code: 'NURSE', label: 'Sent to the nurse', definition: 'The student went on to the health office.' },
  {
    code: 'ADMIN',
    label: 'Sent to an administrator',
    definition: 'The student went on to a principal or the main office.',
  },
  { code: 'HOME', label: 'Picked up', definition: 'A family member came and took the student home.' },
  {
    code: 'EMERGENCY',
    label: 'Emergency services',
    definition: 'An ambulance, a mobile crisis team, or the police took over.',
  },
  { code: 'NEXT_APPT', label: 'Follow-up set', definition: 'A day for the next visit was agreed.' },
  { code: 'REFERRED', label: 'Referred', definition: 'The student was referred to another provider.' },
  {
    code: 'REFUSED_SEEN',
    label: 'Declined to be seen',
    definition: 'The student did not want the visit, and that was respected.',
  },
  { code: 'NA', label: 'Not applicable', definition: 'No student had to go anywhere afterward.' },
];
