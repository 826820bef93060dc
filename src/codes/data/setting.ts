import type { Code } from '../types.ts';

export const SETTING: readonly Code[] = [
  { code: 'OFFICE', label: 'Office', definition: 'In the office of the staff member.' },
  { code: 'CLASSROOM', label: 'Classroom', definition: 'In a room where classes are taught.' },
  { code: 'HALL', label: 'Hallway', definition: 'In a hallway, on the stairs, or at the door.' },
  { code: 'GROUP_ROOM', label: 'Group room', definition: 'In a room kept for groups and meetings.' },
  { code: 'HEALTH_OFFICE', label: 'Health office', definition: 'With the school nurse.' },
  {
    code: 'SBHC',
    label: 'School-based health center',
    definition: 'In a clinic that a health provider runs at school.',
  },
  {
    code: 'OTHER_SCHOOL_SPACE',
    label: 'Other school space',
    definition: 'Somewhere else at school, such as the gym, the cafeteria, or outdoors.',
  },
  { code: 'HOME', label: 'Home', definition: 'Where the student lives.' },
  { code: 'COMMUNITY', label: 'Community', definition: 'Away from school, in a place such as a library or a park.' },
  { code: 'AGENCY', label: 'Agency', definition: 'At the office of a community agency.' },
  { code: 'VIRTUAL', label: 'Virtual', definition: 'Nobody shared a room: it was by phone, video, or writing.' },
];
