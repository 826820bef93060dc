// Made-up places that referrals go to. None of them exists; a real name here would be chance.

export interface Provider {
  name: string;
  kind: 'SCHOOL' | 'COMMUNITY';
  /** Codes of the set REF_NEED. */
  needs: string[];
}

const needs = (text: string) => text.split(' ');
const agency = (name: string, text: string): Provider => ({ name, kind: 'COMMUNITY', needs: needs(text) });
const inSchool = (name: string, text: string): Provider => ({ name, kind: 'SCHOOL', needs: needs(text) });

export const providers: readonly Provider[] = [
  agency('Lakeside Family Center', 'MH_THERAPY FAMILY_SUPPORT PARENTING TRAUMA'),
  agency('City Clinic', 'VISION DENTAL MED_PRIMARY'),
  agency('Bridge Youth Counseling', 'MH_THERAPY MH_EVAL GRIEF_GROUP'),
  agency('Harbor Child Guidance', 'MH_THERAPY MH_EVAL PSYCHIATRY CRISIS_STAB'),
  agency('Shoreline Behavioral Health', 'MH_THERAPY PSYCHIATRY SUBSTANCE MH_EVAL'),
  agency('Elm Street Therapy Group', 'MH_THERAPY TRAUMA'),
  agency('Northgate Psychiatry Associates', 'PSYCHIATRY MH_EVAL'),
  agency('Mobile Crisis Harborview', 'CRISIS_STAB'),
  agency('Clear Path Youth Recovery', 'SUBSTANCE'),
  agency('Open Door Grief Circle', 'GRIEF_GROUP'),
  agency('Safe Steps Trauma Program', 'TRAUMA'),
  agency('Seaside Mentors', 'MENTOR'),
  agency('Northside Boys and Girls Club', 'AFTER_SCHOOL MENTOR'),
  agency('Harborview Youth Arts', 'AFTER_SCHOOL'),
  agency('Reading Partners of Harborview', 'TUTORING'),
  agency('Homework Harbor', 'TUTORING AFTER_SCHOOL'),
  agency('Family Resource Network', 'FAMILY_SUPPORT PARENTING BASIC_UTIL_FIN INSURANCE'),
  agency('Parents Together', 'PARENTING'),
  agency('Harborview Food Pantry', 'BASIC_FOOD'),
  agency('Community Housing Partners', 'BASIC_HOUSING BASIC_UTIL_FIN'),
  agency('Warm Coats Closet', 'BASIC_CLOTHING'),
  agency('Coverage for Kids', 'INSURANCE'),
  agency('Eastgate Pediatrics', 'MED_PRIMARY'),
  agency('Bright Smiles Dental Van', 'DENTAL'),
  agency('Clearview Eye Care', 'VISION'),
  agency('Tri-Town Legal Aid', 'LEGAL_AID'),
  agency('Wheels to Care', 'TRANSPORT'),
  agency('Summer Youth Works', 'EMPLOYMENT'),
  agency('Welcome House for New Families', 'FAMILY_SUPPORT LEGAL_AID OTHER'),
  inSchool('Friendship group', 'SOCIAL_SKILLS'),
  inSchool(
    'School social work',
    'MH_THERAPY FAMILY_SUPPORT BASIC_FOOD BASIC_CLOTHING BASIC_HOUSING PARENTING TRANSPORT',
  ),
  inSchool('School psychology', 'MH_EVAL SPED_EVAL BEHAV_SUPPORT MH_THERAPY'),
  inSchool('School counseling', 'MH_THERAPY MENTOR SOCIAL_SKILLS OTHER'),
  inSchool('School-based health center', 'MED_PRIMARY DENTAL VISION MH_THERAPY SUBSTANCE'),
  inSchool('Coping skills group', 'SOCIAL_SKILLS TRAUMA'),
  inSchool('Grief group', 'GRIEF_GROUP'),
  inSchool('Behavior support team', 'BEHAV_SUPPORT CRISIS_STAB'),
  inSchool('Reading intervention', 'ACADEMIC_INT TUTORING'),
  inSchool('Math intervention', 'ACADEMIC_INT TUTORING'),
  inSchool('After-school program', 'AFTER_SCHOOL TUTORING'),
  inSchool('Peer mentors', 'MENTOR'),
  inSchool('Special education team', 'SPED_EVAL'),
  inSchool('504 team', '504_EVAL'),
  inSchool('Career center', 'EMPLOYMENT'),
];

const byNeed = new Map<string, Provider[]>();
for (const provider of providers) {
  for (const need of provider.needs) byNeed.set(need, [...(byNeed.get(need) ?? []), provider]);
}

/** Everyone who takes referrals for a need; throws when the list has nobody for it. */
export function providersFor(need: string): readonly Provider[] {
  const found = byNeed.get(need);
  if (!found) throw new Error(`providers.ts lists nobody for ${need}`);
  return found;
}
