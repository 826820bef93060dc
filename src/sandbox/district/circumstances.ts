import { isSensitive } from '../../codes/service.ts';
import type { Person } from '../cast.ts';
import { oneOf, type Random, weights } from './random.ts';

// How a visit came about, where it took place and how it ended.

const TYPE = oneOf(weights('SCHED 36 WALKIN 31 CALLED 15 FOLLOWUP 11 PASS 4 OUTREACH 2 NOSHOW 1'));
const NURSE_TYPE = oneOf(weights('WALKIN 74 SCHED 16 CALLED 7 FOLLOWUP 3'));
const INITIATOR: Record<string, (chance: Random) => string> = {
  SCHED: oneOf(weights('SUPPORT_STAFF 80 FAMILY 8 TEACHER 12')),
  WALKIN: oneOf(weights('STUDENT 90 PEER 5 TEACHER 5')),
  CALLED: oneOf(weights('TEACHER 62 ADMIN 16 FAMILY 14 SUPPORT_STAFF 6 PARTNER 2')),
  CRISIS: oneOf(weights('TEACHER 40 PEER 20 STUDENT 20 ADMIN 10 FAMILY 10')),
  PASS: oneOf(weights('STUDENT 75 TEACHER 25')),
};
const OWN_START = oneOf(weights('SUPPORT_STAFF 92 SCREENER 3 NURSE 5'));
const SETTING = oneOf(weights('OFFICE 78 CLASSROOM 9 HALL 5 GROUP_ROOM 4 OTHER_SCHOOL_SPACE 4'));
const FROM_AFAR = oneOf(weights('PHONE 72 VIDEO 8 MESSAGE 18 LETTER 2'));
const ENDING = oneOf(weights('CLASS 84 NEXT_APPT 11 STAYED 2 NURSE 1.5 ADMIN 1.5'));
const NURSE_ENDING = oneOf(weights('CLASS 84 HOME 12 STAYED 3 EMERGENCY 0.3'));
const CRISIS_ENDING = oneOf(weights('HOME 45 CLASS 25 STAYED 15 EMERGENCY 15'));
const AT_THE_OTHER_END: ReadonlySet<string> = new Set(['COLLATERAL', 'CONSULT_PROV']);
const CONSULTS: ReadonlySet<string> = new Set([
  'CONSULT_TCH',
  'CONSULT_TEAM',
  'COLLATERAL',
  'CONSULT_PROV',
  'CASE_MGMT',
]);

export interface Circumstances {
  visitType: string;
  initiator: string;
  setting: string;
  modality: string;
  disposition: string;
}

export function circumstancesOf(role: Person['role'], purpose: string, service: string, chance: Random): Circumstances {
  const isNurse = role === 'School nurse';
  const isCrisis = purpose.startsWith('SAF');
  const visitType = isCrisis ? 'CRISIS' : isNurse ? NURSE_TYPE(chance) : TYPE(chance);
  const isRemote = AT_THE_OTHER_END.has(service) && chance.chance(0.75);
  const setting = isNurse ? 'HEALTH_OFFICE' : SETTING(chance);
  return {
    visitType,
    initiator: (INITIATOR[visitType] ?? OWN_START)(chance),
    setting: service === 'HOME_VISIT' ? 'HOME' : isRemote ? 'VIRTUAL' : setting,
    modality: isRemote ? FROM_AFAR(chance) : 'IN_PERSON',
    disposition: endingOf(visitType, service, isNurse, chance),
  };
}

function endingOf(visitType: string, service: string, isNurse: boolean, chance: Random): string {
  if (visitType === 'CRISIS') return CRISIS_ENDING(chance);
  if (visitType === 'NOSHOW') return 'NA';
  const ending = isNurse ? NURSE_ENDING(chance) : ENDING(chance);
  return CONSULTS.has(service) && ending !== 'NEXT_APPT' ? 'NA' : ending;
}

/** Up to two further purposes. Beside one that may be shown there is never one that may not. */
export function furtherPurposes(primary: string, choice: (chance: Random) => string, chance: Random): string[] {
  const wanted = chance.next();
  if (wanted >= 0.2) return [];
  const drawn = wanted < 0.04 ? [choice(chance), choice(chance)] : [choice(chance)];
  const mayStand = (code: string) => code !== primary && code !== 'OTH' && (isSensitive(primary) || !isSensitive(code));
  return [...new Set(drawn.filter(mayStand))];
}
