import type { Code } from '../types.ts';

export const REF_LOCATION: readonly Code[] = [
  { code: 'ON_CAMPUS', label: 'At school', definition: 'The student is served on school grounds, by whomever.' },
  { code: 'OFF_CAMPUS', label: 'Away from school', definition: 'The student goes to the provider.' },
  { code: 'TELEHEALTH', label: 'Telehealth', definition: 'The provider meets the student by video or phone.' },
  { code: 'HOME', label: 'At home', definition: 'The provider comes to where the student lives.' },
];
