import type { Code } from '../types.ts';

// What stood in the way, any number per target. CEDS 000449 looks similar and is about homeless education only.

export const BARRIER: readonly Code[] = [
  { code: 'TRANSPORT', label: 'Transportation', definition: 'There was no way to get there.' },
  { code: 'INSURANCE', label: 'Insurance', definition: 'The student has no coverage, or it is not accepted.' },
  { code: 'COST', label: 'Cost', definition: 'The family could not pay.' },
  { code: 'LANGUAGE', label: 'Language', definition: 'Nobody there speaks the language of the family.' },
  { code: 'CULTURE_FIT', label: 'Cultural fit', definition: 'The family did not feel understood or at ease there.' },
  { code: 'HOURS_CONFLICT', label: 'Hours', definition: 'It would have meant missing class or work.' },
  { code: 'SPACE', label: 'No space at school', definition: 'There was no room at school where it could take place.' },
  {
    code: 'MIN_GROUP_SIZE',
    label: 'Too few students',
    definition: 'The provider comes only for more students than there were.',
  },
  { code: 'WAITLIST', label: 'Waitlist', definition: 'The wait was too long.' },
  { code: 'STAFF_TURNOVER', label: 'Staff turnover', definition: 'The person in charge left or changed.' },
  { code: 'PAPERWORK', label: 'Paperwork', definition: 'Forms were too many, too hard, or due again each year.' },
  { code: 'CONSENT_NOT_RETURNED', label: 'Consent not returned', definition: 'The consent form did not come back.' },
  {
    code: 'RELEASE_NOT_SIGNED',
    label: 'Release not signed',
    definition: 'Sharing information with the provider was not allowed.',
  },
  { code: 'FAMILY_UNREACHABLE', label: 'Family not reached', definition: 'Calls and letters home went unanswered.' },
  {
    code: 'STIGMA_OR_REFUSAL',
    label: 'Stigma or refusal',
    definition: 'The student or family did not want this kind of help.',
  },
  { code: 'ELIGIBILITY', label: 'Eligibility', definition: 'The student did not meet the rules for the service.' },
  {
    code: 'PROVIDER_MISMATCH',
    label: 'Provider not a match',
    definition: 'The provider does not offer what the student needs.',
  },
  {
    code: 'PROVIDER_NO_RESPONSE',
    label: 'No answer from provider',
    definition: 'The provider did not answer the school.',
  },
  { code: 'MOVED', label: 'Moved', definition: 'The student went to live somewhere else.' },
  { code: 'OTHER', label: 'Other', definition: 'Something that nothing else in the list describes.' },
];
