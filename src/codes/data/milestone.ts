import type { Milestone } from '../types.ts';

// Each is a fact with a date. They come in any order: an offer counts whether or not consent follows or came before.

const enrolled = [{ code: 'Enrolled' }] as const;

// biome-ignore format: two lines a code, what it is and what it means, read better as a table
export const MILESTONE: readonly Milestone[] = [
  { code: 'M_IDENT', label: 'Opened', status: 'OPEN', map: { fhir: [{ code: 'draft' }] },
    definition: 'Someone saw the need and opened the referral.' },
  { code: 'M_OFFER', label: 'Offered', status: 'OFFERED',
    map: { fhir: [{ code: 'draft', when: 'not sent yet' }, { code: 'requested', when: 'already sent' }] },
    definition: 'The student or family was told they could start, whether or not they said yes.' },
  { code: 'M_CONSENT', label: 'Consent given', status: 'CONSENTED', map: { fhir: [{ code: 'draft' }] },
    definition: 'Whoever may decide agreed to the service.' },
  { code: 'M_RELEASE', label: 'Release signed', status: null,
    definition: 'The family signed that information may be shared with this one organization.' },
  { code: 'M_SENT', label: 'Sent', status: 'SENT', map: { fhir: [{ code: 'requested' }] },
    definition: 'The provider got the referral from the school.' },
  { code: 'M_ACCEPT', label: 'Accepted', status: 'ACCEPTED', map: { fhir: [{ code: 'accepted' }] },
    definition: 'The provider said yes to serving the student.' },
  { code: 'M_WAIT', label: 'Waitlisted', status: 'WAITLISTED',
    map: { fhir: [{ code: 'on-hold' }], ceds: [{ code: 'WaitingList' }] },
    definition: 'The provider said yes, but there is no place yet.' },
  { code: 'M_APPT', label: 'Appointment set', status: 'SCHEDULED', map: { fhir: [{ code: 'accepted' }] },
    definition: 'A day for the first session was agreed.' },
  { code: 'M_INIT', label: 'First service', status: 'INITIATED',
    map: { fhir: [{ code: 'in-progress' }], ceds: enrolled },
    definition: 'The student came to the first session, and it took place.' },
  { code: 'M_1MO', label: 'One-month check', status: 'ACTIVE_1M',
    map: { fhir: [{ code: 'in-progress' }], ceds: enrolled },
    definition: 'A month after the first session someone wrote down whether it goes on.' },
  { code: 'M_CLOSE', label: 'Closed', status: null,
    definition: 'Nothing more is expected, and an outcome says how it ended.' },
];
