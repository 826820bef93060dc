/** One place in somebody else's list. `when` says in which case it is the right one, if there are several. */
export interface Mapped {
  code: string;
  when?: string;
}

/** Where a code lands in the standards that know its like; `aboutSet` names the list that ceds, edfi and fhir mean. */
export interface StandardMap {
  asca?: 'academic' | 'career' | 'social-emotional';
  cityConnects?: 'academic' | 'social-emotional-behavioral' | 'health' | 'family';
  /** Domain 1 to 10 of the NASP practice model of 2020. */
  nasp?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;
  ceds?: readonly Mapped[];
  edfi?: readonly Mapped[];
  fhir?: readonly Mapped[];
}

export interface Code {
  /** Never changes, at most 20 characters: what is stored and exported. */
  code: string;
  /** What people read and type to choose it; unique within its set. */
  label: string;
  definition: string;
  map?: StandardMap;
  /** Set by an import or by the service itself, never chosen by a person. */
  selectable?: false;
  /** First day (YYYY-MM-DD) on which it can be chosen; absent: always could. */
  opens?: string;
  /** First day (YYYY-MM-DD) on which it can no longer be chosen. It stays readable. */
  retired?: string;
  /** The standard code of the same set that a district's own code rolls up to. */
  parent?: string;
}

export type PurposeGroup =
  | 'Academic'
  | 'Career'
  | 'Emotional'
  | 'Safety'
  | 'Behavior'
  | 'Relationships'
  | 'Family'
  | 'Basic needs'
  | 'Health'
  | 'Transitions'
  | 'Program'
  | 'Other';

export interface Purpose extends Code {
  group: PurposeGroup;
  /** Administrators see "Support visit" in its place. */
  sensitive: boolean;
  crisis?: true;
  /** The note about it is a restricted one. */
  restricted?: true;
  /** Ask whether it came from a treatment program: then 42 CFR Part 2 governs what may be passed on. */
  part2Check?: true;
}

export type Tier = 1 | 2 | 3;

export interface Service extends Code {
  /** Proposed on the form, can be changed there. */
  tier: Tier | null;
  /** ASCA use of time. */
  time: 'direct' | 'indirect' | null;
  /** Tells by itself what a visit was about: administrators see "Support service" in its place. */
  revealing?: true;
}

/** Working time in which no student was seen. */
export interface TimeUse extends Code {
  /** ASCA use of time: `program` is program management and school support, `other` is not a counselor's task. */
  time: 'direct' | 'indirect' | 'program' | 'other';
  /** There is an audience: heads are counted. */
  heads?: true;
}

export interface Provider extends Code {
  employer: 'school' | 'partner';
}

export interface ReferralNeed extends Code {
  isMentalHealth: boolean;
}

export interface Urgency extends Code {
  /** School days until something must have happened: 0 is the same day, null is no limit. */
  withinSchoolDays: number | null;
}

export type ReferralStatus =
  | 'OPEN'
  | 'OFFERED'
  | 'CONSENTED'
  | 'SENT'
  | 'ACCEPTED'
  | 'WAITLISTED'
  | 'SCHEDULED'
  | 'INITIATED'
  | 'ACTIVE_1M';

export interface Milestone extends Code {
  /** What the referral is called from here on; null when nothing changes, or when the outcome says it. */
  status: ReferralStatus | null;
}

/** Did the student reach a service? EXCLUDED counts neither way. */
export type Access = 'YES' | 'NO' | 'UNKNOWN' | 'EXCLUDED';

export interface ReferralOutcome extends Code {
  access: Access;
  /** Reached a service on another path than this referral: some measures leave it out. */
  altPath?: true;
}

/** Every code set and the shape of its codes. */
export interface CodeSets {
  PURPOSE: Purpose;
  VISIT_TYPE: Code;
  INITIATOR: Code;
  SETTING: Code;
  MODALITY: Code;
  GROUPING: Code;
  DISPOSITION: Code;
  SERVICE: Service;
  PROVIDER: Provider;
  REF_TYPE: Code;
  REF_LOCATION: Code;
  REF_NEED: ReferralNeed;
  URGENCY: Urgency;
  MILESTONE: Milestone;
  REF_OUTCOME: ReferralOutcome;
  BARRIER: Code;
  TIME_USE: TimeUse;
}

export type CodeSetName = keyof CodeSets;

/** What a set is called, and the CEDS element, Ed-Fi descriptor or FHIR value set its mappings point into. */
export interface AboutSet {
  title: string;
  ceds?: string;
  edfi?: string;
  fhir?: string;
}
