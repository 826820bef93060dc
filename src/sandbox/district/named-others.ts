import { BROOKS, CHEN, FITZGERALD, HAAS, KOWALSKI, OSEI, REYES } from './named-staff.ts';
import type { Teller } from './named-teller.ts';

/** The cast's students at the middle school. */
export function middleSchool({ visit, ago, referral }: Teller): void {
  const crisis = ago(31);
  visit(5002, crisis, CHEN, '10:05', 75, 'SAF_SUICIDE', 'RISK_ASSESS CRISIS COLLATERAL', {
    visitType: 'CRISIS',
    initiator: 'PEER',
    disposition: 'HOME',
    referrals: [
      referral(
        'CRISIS_STAB',
        'COMMUNITY',
        'Mobile Crisis Harborview',
        {
          M_IDENT: crisis,
          M_OFFER: crisis,
          M_CONSENT: crisis,
          M_RELEASE: crisis,
          M_SENT: crisis,
          M_ACCEPT: crisis,
          M_INIT: crisis,
          M_CLOSE: ago(20),
        },
        'COMPLETED',
        'EMERGENCY',
      ),
    ],
  });
  visit(5002, ago(26), CHEN, '08:30', 40, 'TRN_RETURN', 'IND_COUNS CONSULT_TEAM');
  visit(5002, ago(12), REYES, '13:30', 15, 'PRO_CHECK', 'CHECKIN INTERP', { followUpInDays: 4 });
  visit(5002, ago(4), CHEN, '09:00', 30, 'EMO_DEP', 'IND_COUNS');
  const hungry = ago(28);
  visit(5003, hungry, REYES, '08:15', 20, 'BAS_FOOD', 'BASIC_NEED INTERP', {
    referrals: [
      referral(
        'BASIC_FOOD',
        'COMMUNITY',
        'Harborview Food Pantry',
        {
          M_IDENT: hungry,
          M_OFFER: hungry,
          M_CONSENT: hungry,
          M_RELEASE: hungry,
          M_SENT: ago(27),
          M_ACCEPT: ago(26),
          M_INIT: ago(24),
          M_CLOSE: ago(10),
        },
        'COMPLETED',
      ),
    ],
  });
  visit(5003, ago(9), KOWALSKI, '10:50', 10, 'HLT_PHYS', 'NURSE_CARE');
  visit(5003, ago(1), KOWALSKI, '12:10', 10, 'HLT_PHYS', 'NURSE_CARE', { disposition: 'HOME' });
  visit(5004, ago(41), REYES, '09:50', 20, 'EMO_STRESS', 'IND_COUNS');
  const silent = ago(57);
  visit(5006, silent, REYES, '14:10', 35, 'FAM_CONFLICT', 'IND_COUNS', {
    referrals: [
      referral(
        'FAMILY_SUPPORT',
        'COMMUNITY',
        'Family Resource Network',
        { M_IDENT: silent, M_OFFER: ago(56), M_CONSENT: ago(54), M_RELEASE: ago(54), M_SENT: ago(53), M_CLOSE: ago(8) },
        'NO_FEEDBACK',
      ),
      referral(
        'MH_THERAPY',
        'SCHOOL',
        'School social work',
        { M_IDENT: silent, M_OFFER: silent, M_CLOSE: ago(50) },
        'DECL_STUDENT',
      ),
    ],
  });
  visit(5006, ago(7), REYES, '10:00', 25, 'EMO_STRESS', 'IND_COUNS', { followUpInDays: 8 });
  visit(5009, ago(35), REYES, '08:20', 30, 'BEH_DISC', 'IND_COUNS CONSULT_TEAM', {
    visitType: 'CALLED',
    initiator: 'ADMIN',
  });
  visit(5009, ago(14), KOWALSKI, '11:05', 10, 'HLT_PHYS', 'NURSE_CARE');
  visit(5010, ago(22), REYES, '13:15', 20, 'ACA_ATTEND', 'ADVISE COLLATERAL', {
    referrals: [
      referral(
        'MENTOR',
        'COMMUNITY',
        'Seaside Mentors',
        {
          M_IDENT: ago(22),
          M_OFFER: ago(21),
          M_CONSENT: ago(19),
          M_RELEASE: ago(19),
          M_SENT: ago(19),
          M_ACCEPT: ago(11),
          M_CLOSE: ago(1),
        },
        'MOVED',
      ),
    ],
  });
}

/** The cast's students at the other schools, and those who are new. */
export function othersAndNewcomers({ visit, ago, referral }: Teller): void {
  visit(5007, ago(33), OSEI, '10:20', 30, 'CAR_PLAN', 'ADVISE');
  const waits = ago(27);
  visit(5007, waits, CHEN, '13:00', 50, 'EMO_DEP', 'IND_COUNS', {
    referrals: [
      referral('PSYCHIATRY', 'COMMUNITY', 'Northgate Psychiatry Associates', {
        M_IDENT: waits,
        M_OFFER: waits,
        M_CONSENT: ago(25),
        M_RELEASE: ago(25),
        M_SENT: ago(24),
        M_ACCEPT: ago(18),
        M_WAIT: ago(18),
      }),
    ],
  });
  visit(5007, ago(5), HAAS, '09:40', 10, 'HLT_HABIT', 'NURSE_CARE');
  visit(5008, ago(39), FITZGERALD, '09:00', 15, 'EMO_REG', 'CALMING', { visitType: 'PASS', initiator: 'TEACHER' });
  visit(5008, ago(30), BROOKS, '10:10', 30, 'TRN_NEW', 'COLLATERAL INTERP', { modality: 'PHONE', setting: 'VIRTUAL' });
  visit(5008, ago(3), FITZGERALD, '13:40', 10, 'EMO_REG', 'CALMING', { followUpInDays: 2 });
  visit(5011, ago(40), FITZGERALD, '11:00', 25, 'FAM_CHANGE', 'IND_COUNS');
  visit(5011, ago(13), REYES, '08:50', 20, 'TRN_NEW', 'CHECKIN');
  visit(5012, ago(18), REYES, '12:45', 30, 'TRN_NEW', 'CHECKIN INTERP', { initiator: 'FAMILY' });
}
