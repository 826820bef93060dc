import type { Urgency } from '../types.ts';

// FHIR uses the word "urgent" for what we call soon: compare the codes, never the words.

export const URGENCY: readonly Urgency[] = [
  {
    code: 'ROUTINE',
    label: 'Routine',
    definition: 'The usual wait does no harm.',
    withinSchoolDays: null,
    map: { fhir: [{ code: 'routine' }] },
  },
  {
    code: 'SOON',
    label: 'Soon',
    definition: 'Something should happen within ten school days.',
    withinSchoolDays: 10,
    map: { fhir: [{ code: 'urgent' }] },
  },
  {
    code: 'URGENT',
    label: 'Urgent',
    definition: 'Something must happen within two school days.',
    withinSchoolDays: 2,
    map: { fhir: [{ code: 'asap' }] },
  },
  {
    code: 'EMERGENCY',
    label: 'Emergency',
    definition: 'Something must happen today.',
    withinSchoolDays: 0,
    map: { fhir: [{ code: 'stat' }] },
  },
];
