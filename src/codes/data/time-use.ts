import type { TimeUse } from '../types.ts';

// biome-ignore format: a line or two a code read better as a table
export const TIME_USE: readonly TimeUse[] = [
  { code: 'PLANNING', label: 'Planning and preparation', time: 'program',
    definition: 'Preparing groups, lessons and meetings; planning the program of the school.' },
  { code: 'RECORDS', label: 'Records and data', time: 'program',
    definition: 'Writing reports, looking at data, keeping records that belong to no one visit.' },
  { code: 'PARTNER_CALL', label: 'Call with a partner', time: 'indirect',
    definition: 'Talking with a community agency or another provider, about no one student.' },
  { code: 'TEAM', label: 'Team meeting', time: 'indirect',
    definition: 'Working together with other staff, about no one student.' },
  { code: 'FAMILY_EVENT', label: 'Event for families', time: 'indirect', heads: true,
    definition: 'An evening or workshop to which families come.' },
  { code: 'ASSEMBLY', label: 'Assembly or presentation', time: 'direct', heads: true,
    definition: 'Something for a whole grade or school, where heads are counted and nobody is named.' },
  { code: 'LESSON', label: 'Lesson for a class', time: 'direct', heads: true,
    definition: 'A lesson for which nobody is written down by name.' },
  { code: 'TRAINING', label: 'Training', time: 'program',
    definition: 'Learning or teaching colleagues.' },
  { code: 'DUTY', label: 'Supervision or duty', time: 'other',
    definition: 'Watching a cafeteria, a hallway, a bus or a class.' },
  { code: 'TESTING', label: 'Coordinating tests', time: 'other',
    definition: 'Arranging or giving state and district tests.' },
  { code: 'OTHER', label: 'Other work', time: 'other', definition: 'Work for the school that none of these names.' },
];
