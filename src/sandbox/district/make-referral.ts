import type { Person } from '../cast.ts';
import type { DayNumber } from './dates.ts';
import type { ReferralDraft, TargetDraft } from './drafts.ts';
import { pathway, type SchoolDays } from './pathway.ts';
import { providersFor } from './providers.ts';
import { oneOf, type Random, weights } from './random.ts';

type Choice = (chance: Random) => string;

const BY_CODE: Record<string, Choice> = {
  EMO_TRAUMA: oneOf(weights('TRAUMA 60 MH_THERAPY 40')),
  EMO_GRIEF: oneOf(weights('GRIEF_GROUP 75 MH_THERAPY 25')),
  EMO_SELF: oneOf(weights('MH_THERAPY 60 MENTOR 40')),
  BEH_SUBST: oneOf(weights('SUBSTANCE 90 MH_THERAPY 10')),
  BAS_FOOD: () => 'BASIC_FOOD',
  BAS_HOUSING: oneOf(weights('BASIC_HOUSING 85 LEGAL_AID 15')),
  BAS_CLOTH: () => 'BASIC_CLOTHING',
  BAS_FIN: oneOf(weights('BASIC_UTIL_FIN 50 INSURANCE 50')),
  BAS_TRANS: () => 'TRANSPORT',
  HLT_SENSE: oneOf(weights('VISION 60 DENTAL 40')),
  CAR_PLAN: oneOf(weights('EMPLOYMENT 60 MENTOR 40')),
  PRO_EVAL: oneOf(weights('SPED_EVAL 55 504_EVAL 20 MH_EVAL 25')),
  ACA_ACCOM: oneOf(weights('504_EVAL 60 SPED_EVAL 40')),
};
const BY_GROUP: Record<string, Choice> = {
  ACA: oneOf(weights('TUTORING 30 ACADEMIC_INT 30 AFTER_SCHOOL 15 MENTOR 15 SPED_EVAL 10')),
  EMO: oneOf(weights('MH_THERAPY 62 MH_EVAL 12 PSYCHIATRY 8 SOCIAL_SKILLS 10 BEHAV_SUPPORT 8')),
  SAF: oneOf(weights('CRISIS_STAB 45 MH_THERAPY 30 MH_EVAL 15 PSYCHIATRY 10')),
  BEH: oneOf(weights('BEHAV_SUPPORT 45 MENTOR 25 MH_THERAPY 20 SOCIAL_SKILLS 10')),
  REL: oneOf(weights('SOCIAL_SKILLS 60 MH_THERAPY 25 MENTOR 15')),
  FAM: oneOf(weights('FAMILY_SUPPORT 50 PARENTING 20 MH_THERAPY 30')),
  HLT: oneOf(weights('MED_PRIMARY 70 DENTAL 10 VISION 10 INSURANCE 10')),
  TRN: oneOf(weights('MENTOR 40 FAMILY_SUPPORT 30 MH_THERAPY 30')),
};
const ANY_NEED = oneOf(weights('MH_THERAPY 55 MENTOR 15 SOCIAL_SKILLS 15 TUTORING 10 OTHER 5'));
const URGENCY = oneOf(weights('ROUTINE 76 SOON 20 URGENT 4'));
const CRISIS_URGENCY = oneOf(weights('EMERGENCY 45 URGENT 45 SOON 10'));
const TARGETS = oneOf<number>([
  [1, 78],
  [2, 19],
  [3, 3],
]);

/** A referral that is opened on a day because of a purpose, with all that has become of it until yesterday. */
export function makeReferral(
  about: { day: DayNumber; minute: number; school: number; student: number; author: Person; purpose: string },
  days: SchoolDays,
  chance: Random,
): ReferralDraft {
  const { purpose, ...rest } = about;
  const need = (BY_CODE[purpose] ?? BY_GROUP[purpose.slice(0, 3)] ?? ANY_NEED)(chance);
  const urgency = (purpose.startsWith('SAF') ? CRISIS_URGENCY : URGENCY)(chance);
  return { ...rest, reason: purpose, need, urgency, targets: targetsFor(need, about.day, days, chance) };
}

function targetsFor(need: string, day: DayNumber, days: SchoolDays, chance: Random): TargetDraft[] {
  const left = [...providersFor(need)];
  const targets: TargetDraft[] = [];
  for (let n = TARGETS(chance); n > 0 && left.length > 0; n--) {
    const [{ kind, name }] = left.splice(chance.int(0, left.length - 1), 1) as [(typeof left)[number]];
    targets.push({ kind, provider: name, milestones: pathway(day, kind, days, chance) });
  }
  return targets;
}
