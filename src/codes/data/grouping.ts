import type { Code } from '../types.ts';

const inGroup = [{ code: 'Group' }];

export const GROUPING: readonly Code[] = [
  {
    code: 'INDIVIDUAL',
    label: 'Individual',
    definition: 'One student alone with staff.',
    map: { ceds: [{ code: 'Individual' }], edfi: [{ code: 'Individual' }] },
  },
  {
    code: 'SMALL_GROUP',
    label: 'Small group',
    definition: 'Several students together, fewer than a class.',
    map: { ceds: inGroup, edfi: [{ code: 'Small Group' }] },
  },
  {
    code: 'CLASS',
    label: 'Whole class',
    definition: 'A class in its usual make-up.',
    map: { ceds: inGroup, edfi: [{ code: 'Whole Class' }] },
  },
  {
    code: 'SCHOOLWIDE',
    label: 'Whole school',
    definition: 'An entire grade or school at once.',
    map: { ceds: inGroup, edfi: [{ code: 'Whole School' }] },
  },
  { code: 'FAMILY', label: 'Family', definition: 'People from home, with or without the student.' },
  { code: 'STAFF_ONLY', label: 'Staff only', definition: 'Adults from school or partners, without student or family.' },
];
