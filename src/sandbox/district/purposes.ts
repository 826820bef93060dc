import type { Person } from '../cast.ts';
import { oneOf, type Random, weights } from './random.ts';

// What people come for, by who sees them and how old they are. Weights are a guess, not data.

type Choice = (chance: Random) => string;

const COUNSELOR_YOUNG = oneOf(
  weights(`EMO_REG 12 REL_PEER 16 BEH_CLASS 11 EMO_ANX 9 EMO_ANGER 7 FAM_CHANGE 6 FAM_CONFLICT 3 ACA_ENGAGE 5 ACA_ATTEND 5
    PRO_CHECK 14 TRN_NEW 3 EMO_GRIEF 2.5 EMO_DEP 3 EMO_SELF 2 BAS_FOOD 1 BEH_BULLY_T 3 BEH_BULLY_A 1.5 SAF_ABUSE 0.7
    SAF_SUICIDE 0.3 PRO_REFER 2 OTH 1`),
);
const COUNSELOR_OLD = oneOf(
  weights(`ACA_PERF 12 ACA_PLAN 10 CAR_PLAN 6 ACA_ATTEND 9 ACA_ENGAGE 5 EMO_ANX 10 EMO_STRESS 9 EMO_DEP 5 EMO_SELF 2
    REL_PEER 9 REL_DATING 1.5 REL_STAFF 2 FAM_CONFLICT 4 FAM_CHANGE 2.5 PRO_CHECK 10 BEH_DISC 4 BEH_BULLY_T 2 BEH_SUBST 1.5
    SAF_SUICIDE 1 SAF_SELFHARM 0.7 SAF_THREAT 0.3 SAF_ABUSE 0.4 TRN_STEP 2 TRN_NEW 1.5 PRO_REFER 2 OTH 1`),
);
const SOCIAL_WORKER = oneOf(
  weights(`ACA_ATTEND 13 FAM_CHANGE 8 FAM_CONFLICT 8 FAM_CARE 3 BAS_FOOD 5 BAS_HOUSING 3 BAS_CLOTH 4 BAS_FIN 3 BAS_TRANS 3
    EMO_ANX 7 EMO_DEP 5 EMO_TRAUMA 4 EMO_GRIEF 3 PRO_CHECK 13 PRO_REFER 7 SAF_ABUSE 1.5 SAF_RUNAWAY 0.5 TRN_NEW 3
    TRN_RETURN 1 BEH_DISC 3 REL_PEER 4 OTH 1`),
);
const PSYCHOLOGIST = oneOf(
  weights(`PRO_EVAL 18 EMO_ANX 14 EMO_DEP 8 EMO_REG 9 EMO_TRAUMA 4 BEH_CLASS 12 ACA_ACCOM 7 PRO_SCREEN 5 PRO_CHECK 10
    SAF_SUICIDE 2.5 SAF_SELFHARM 1.5 SAF_THREAT 0.8 TRN_RETURN 2 EMO_STRESS 6 PRO_REFER 2`),
);
const NURSE_YOUNG = oneOf(
  weights('HLT_PHYS 58 HLT_CHRON 19 HLT_HABIT 7 HLT_SENSE 8 EMO_ANX 3 BAS_CLOTH 3 PRO_SCREEN 2'),
);
const NURSE_OLD = oneOf(
  weights('HLT_PHYS 56 HLT_CHRON 22 HLT_HABIT 9 HLT_SENSE 4 EMO_ANX 5 EMO_STRESS 3 HLT_PREG 0.5 BEH_SUBST 1'),
);

/** What a student of a grade comes for to one of the staff. */
export function purposesOf(role: Person['role'], grade: number): Choice {
  if (role === 'School nurse') return grade >= 9 ? NURSE_OLD : NURSE_YOUNG;
  if (role === 'School psychologist') return PSYCHOLOGIST;
  if (role === 'School social worker') return SOCIAL_WORKER;
  return grade >= 6 ? COUNSELOR_OLD : COUNSELOR_YOUNG;
}

/** What is typed when the purpose is OTH. */
export const OTHER_WORDS = [
  'Lost bus pass',
  'Locker and lunch questions',
  'Club sign-up',
  'Picture day worry',
  'Sports eligibility question',
  'Graduation gown',
  'Found property',
] as const;
