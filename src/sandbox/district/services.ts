import type { Person } from '../cast.ts';
import { oneOf, type Random, weights } from './random.ts';

// What is done about a purpose, and how long it takes.

type Choice = (chance: Random) => string;
const just =
  (code: string): Choice =>
  () =>
    code;

const BY_CODE: Record<string, Choice> = {
  EMO_REG: oneOf(weights('CALMING 70 CHECKIN 30')),
  EMO_ANGER: oneOf(weights('CALMING 45 IND_COUNS 45 SKILLS 10')),
  SAF_ABUSE: just('MAND_REPORT'),
  SAF_RUNAWAY: just('CRISIS'),
  BEH_CLASS: oneOf(weights('IND_COUNS 35 BEH_PLAN 25 CONSULT_TCH 30 SKILLS 10')),
  REL_PEER: oneOf(weights('IND_COUNS 45 MEDIATION 35 SKILLS 20')),
  PRO_CHECK: just('CHECKIN'),
  PRO_SCREEN: oneOf(weights('SCREEN 70 IND_COUNS 30')),
  PRO_GROUP: oneOf(weights('GRP_COUNS 70 SKILLS 30')),
  PRO_EVAL: just('ASSESS'),
  PRO_REFER: oneOf(weights('CASE_MGMT 55 CONSULT_PROV 30 COLLATERAL 15')),
  ACA_ACCOM: oneOf(weights('CONSULT_TEAM 60 CONSULT_TCH 40')),
  OTH: oneOf(weights('ADVISE 50 CHECKIN 30 OTH 20')),
};
const BY_GROUP: Record<string, Choice> = {
  ACA: oneOf(weights('ADVISE 48 CHECKIN 20 CONSULT_TCH 16 COLLATERAL 16')),
  CAR: just('ADVISE'),
  EMO: oneOf(weights('IND_COUNS 66 CHECKIN 20 CALMING 14')),
  SAF: just('RISK_ASSESS'),
  BEH: oneOf(weights('IND_COUNS 55 SKILLS 15 BEH_PLAN 15 CONSULT_TEAM 15')),
  REL: oneOf(weights('IND_COUNS 80 SKILLS 20')),
  FAM: oneOf(weights('IND_COUNS 55 COLLATERAL 30 FAM_COUNS 8 HOME_VISIT 7')),
  BAS: oneOf(weights('BASIC_NEED 65 CASE_MGMT 35')),
  HLT: oneOf(weights('CASE_MGMT 50 COLLATERAL 50')),
  TRN: oneOf(weights('CHECKIN 55 IND_COUNS 45')),
};
const NURSE = oneOf(weights('NURSE_CARE 90 COLLATERAL 6 SCREEN 4'));
const SECOND = oneOf(weights('COLLATERAL 35 CONSULT_TCH 30 CONSULT_TEAM 15 CASE_MGMT 20'));
const SECOND_SHARE = 0.15;

/** The services of a visit, the main one first; never the same twice. */
export function servicesFor(purpose: string, role: Person['role'], chance: Random): string[] {
  const isHealth = role === 'School nurse' && !purpose.startsWith('SAF');
  const main = isHealth
    ? NURSE(chance)
    : (BY_CODE[purpose] ?? BY_GROUP[purpose.slice(0, 3)] ?? just('IND_COUNS'))(chance);
  const services = [main];
  if (main === 'RISK_ASSESS') services.push('CRISIS', 'COLLATERAL');
  else if (main === 'MAND_REPORT') services.push('IND_COUNS');
  else if (chance.chance(SECOND_SHARE)) {
    const second = SECOND(chance);
    if (second !== main) services.push(second);
  }
  return services;
}

const MINUTES: Record<string, readonly [number, number]> = {
  NURSE_CARE: [5, 15],
  CHECKIN: [5, 15],
  CALMING: [5, 25],
  BASIC_NEED: [5, 20],
  CRISIS: [30, 90],
  RISK_ASSESS: [45, 110],
  MAND_REPORT: [45, 90],
  ASSESS: [30, 75],
  HOME_VISIT: [40, 80],
  FAM_COUNS: [40, 60],
  IND_COUNS: [20, 45],
  MEDIATION: [20, 40],
  CONSULT_TEAM: [20, 45],
};
const USUAL = [10, 30] as const;

/** How long a visit with this main service takes; mostly in fives, as people write it down. */
export function minutesFor(service: string, chance: Random): number {
  const [least, most] = MINUTES[service] ?? USUAL;
  const minutes = chance.int(least, most);
  return chance.chance(0.8) ? Math.max(5, Math.round(minutes / 5) * 5) : minutes;
}
