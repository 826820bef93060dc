import { fields, shortText, textField } from '../server/schema.ts';
import { MOST_OTHERS, MOST_SERVICES } from './check.ts';
import { MOST_COLLEAGUES } from './co-staff.ts';

const NAMES = [
  'form_key',
  'add',
  'purpose',
  'purpose_text',
  'date',
  'start',
  'end',
  'minutes',
  'confirm_long',
  'confirm_overlap',
  'confirm_open',
  'confirm_need',
  'time_reason',
  'draft_revision',
  'draft_page',
  'draft_step',
  'timer_seen',
  'note',
  'restricted',
  'restricted_why',
  'name_readers',
  'visit_type',
  'initiator',
  'setting',
  'modality',
  'disposition',
  'follow_up',
  'referral_kind',
  'referral_school',
  'referral_agency',
  'need',
  'urgency',
  'location',
  'consent_exception',
  'crisis',
];

const numberedNames = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}_${at + 1}`);

/** Which fields the visit form may send, each as one text; what they mean is checked by `check.ts`, in words. */
export const visitFields = fields(
  Object.fromEntries([
    ['token', shortText],
    ...[
      ...NAMES,
      ...numberedNames('service', MOST_SERVICES),
      ...numberedNames('tier', MOST_SERVICES),
      ...numberedNames('other', MOST_OTHERS),
      ...numberedNames('co', MOST_COLLEAGUES),
      ...numberedNames('co_minutes', MOST_COLLEAGUES),
    ].map((name) => [name, textField]),
  ]),
  ['token'],
);
