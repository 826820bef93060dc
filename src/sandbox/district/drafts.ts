import type { Person } from '../cast.ts';
import type { DayNumber } from './dates.ts';

// A visit and a referral as they are thought up, before they become rows. Students and schools are places in the
// population and in the list of schools; times are minutes since midnight; codes are those of `src/codes`.

export interface VisitDraft {
  day: DayNumber;
  school: number;
  students: number[];
  author: Person;
  start: number;
  minutes: number;
  purpose: string;
  purposeText: string | null;
  others: string[];
  services: string[];
  visitType: string;
  initiator: string;
  setting: string;
  modality: string;
  disposition: string;
  followUp: DayNumber | null;
  /** Opened at this visit, for its first student. */
  referrals: ReferralDraft[];
}

export interface ReferralDraft {
  day: DayNumber;
  /** When on that day it was written down. */
  minute: number;
  school: number;
  student: number;
  author: Person;
  need: string;
  reason: string;
  urgency: string;
  targets: TargetDraft[];
}

export interface TargetDraft {
  kind: 'SCHOOL' | 'COMMUNITY';
  provider: string;
  milestones: MilestoneDraft[];
}

export interface MilestoneDraft {
  kind: string;
  day: DayNumber;
  /** Only where the referral is closed. */
  outcome: string | null;
}
