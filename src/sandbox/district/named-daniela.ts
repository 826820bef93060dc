import type { DayNumber } from './dates.ts';
import { CHEN, REYES } from './named-staff.ts';
import { groupMeetings, type Teller } from './named-teller.ts';
import { NOWHERE } from './population.ts';

/** Daniela Okafor (5001): three referrals in three states: nobody answers, service started, completed. */
export function daniela({ visit, ago, agoWithPair, referral }: Teller): void {
  const okafor = 5001;
  visit(okafor, ago(52), REYES, '09:10', 25, 'EMO_ANX', 'IND_COUNS', { others: ['ACA_PERF'] });
  const { first, second } = agoWithPair(46, 12);
  visit(okafor, first, REYES, '13:05', 15, 'HLT_SENSE', 'CASE_MGMT', {
    referrals: [
      referral(
        'VISION',
        'COMMUNITY',
        'City Clinic',
        {
          M_IDENT: first,
          M_OFFER: first,
          M_CONSENT: first + 1,
          M_RELEASE: first + 1,
          M_SENT: first + 1,
          M_ACCEPT: first + 4,
          M_APPT: first + 5,
          M_INIT: second,
          M_CLOSE: second,
        },
        'COMPLETED',
      ),
    ],
  });
  visit(okafor, ago(38), CHEN, '10:30', 40, 'EMO_ANX', 'IND_COUNS COLLATERAL', { initiator: 'FAMILY' });
  visit(okafor, ago(24), REYES, '08:40', 10, 'PRO_CHECK', 'CHECKIN');
  const asked = ago(17);
  visit(okafor, asked, CHEN, '11:15', 45, 'EMO_ANX', 'IND_COUNS', {
    others: ['FAM_CHANGE'],
    referrals: [
      referral('MH_THERAPY', 'COMMUNITY', 'Lakeside Family Center', {
        M_IDENT: asked,
        M_OFFER: asked,
        M_CONSENT: ago(16),
        M_RELEASE: ago(16),
        M_SENT: ago(15),
      }),
    ],
  });
  visit(okafor, ago(6), REYES, '14:00', 20, 'PRO_REFER', 'CASE_MGMT COLLATERAL', {
    modality: 'PHONE',
    setting: 'VIRTUAL',
  });
  visit(okafor, ago(2), REYES, '09:30', 15, 'PRO_CHECK', 'CHECKIN', { followUpInDays: 5 });
}

/** The group that she, Linh Nguyen and Séan O'Neill meet in on Tuesdays. */
export function friendshipGroup({ visit, plan, history, before, referral }: Teller): void {
  const meetings = groupMeetings(plan, history);
  const first = meetings[0] as DayNumber;
  const opened = before(first, 6);
  visit(5001, opened, CHEN, '12:20', 30, 'REL_PEER', 'IND_COUNS', {
    referrals: [
      referral('SOCIAL_SKILLS', 'SCHOOL', 'Friendship group', {
        M_IDENT: opened,
        M_OFFER: opened,
        M_CONSENT: opened + 1,
        M_SENT: opened + 1,
        M_ACCEPT: opened + 2,
        M_INIT: first,
        M_1MO: meetings.find((day) => day >= first + 30) ?? NOWHERE,
      }),
    ],
  });
  for (const day of meetings) {
    const extra = { visitType: 'SCHED', initiator: 'SUPPORT_STAFF', setting: 'GROUP_ROOM' };
    visit([5001, 5004, 5009], day, CHEN, '14:20', 30, 'PRO_GROUP', 'SKILLS', extra);
  }
}
