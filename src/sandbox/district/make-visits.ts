import type { Person } from '../cast.ts';
import { authorFor } from './authors.ts';
import { type Circumstances, circumstancesOf, furtherPurposes } from './circumstances.ts';
import { type Contact, KIND } from './contacts.ts';
import type { DayNumber } from './dates.ts';
import type { Desk } from './desk.ts';
import type { ReferralDraft, VisitDraft } from './drafts.ts';
import type { Group } from './groups.ts';
import { makeReferral } from './make-referral.ts';
import type { SchoolDays } from './pathway.ts';
import type { DistrictPlan } from './plan.ts';
import { OTHER_WORDS, purposesOf } from './purposes.ts';
import { Random, STREAM } from './random.ts';
import { minutesFor, servicesFor } from './services.ts';

const USUAL_PURPOSE = 0.5;
const PAIR_SHARE = 0.03;

export interface SchoolDay {
  plan: DistrictPlan;
  day: DayNumber;
  /** Place in the list of schools. */
  school: number;
  days: SchoolDays;
  desk: Desk;
}

/** The visits and the referrals without a visit of one school on one day. */
export function makeVisits(
  contacts: Contact[],
  where: SchoolDay,
): { visits: VisitDraft[]; referrals: ReferralDraft[] } {
  const visits = groupVisits(contacts, where);
  const referrals: ReferralDraft[] = [];
  const alone = contacts.filter((contact) => !contact.group);
  for (let i = 0; i < alone.length; i++) {
    const contact = alone[i] as Contact;
    const chance = new Random(where.plan.seed, STREAM.visit, where.day, contact.student);
    if (contact.kind === KIND.referralOnly) {
      referrals.push(looseReferral(contact.student, where, chance));
      continue;
    }
    const next = alone[i + 1];
    const isPair = contact.kind === KIND.visit && next?.kind === KIND.visit && chance.chance(PAIR_SHARE);
    if (isPair) i++;
    visits.push(isPair ? pairVisit([contact.student, next.student], where, chance) : visitOf(contact, where, chance));
  }
  return { visits, referrals };
}

function groupVisits(contacts: Contact[], where: SchoolDay): VisitDraft[] {
  const byGroup = new Map<Group, number[]>();
  for (const { group, student } of contacts) {
    if (group) byGroup.set(group, [...(byGroup.get(group) ?? []), student]);
  }
  return [...byGroup].map(([group, students]) => {
    const time = { start: where.desk.at(group.leader, group.start, group.minutes), minutes: group.minutes };
    return newVisit(where, students, group.leader, time, group.purpose, [group.service], IN_GROUP);
  });
}

const BESIDES = { modality: 'IN_PERSON', disposition: 'CLASS' };
const IN_GROUP: Circumstances = {
  visitType: 'SCHED',
  initiator: 'SUPPORT_STAFF',
  setting: 'GROUP_ROOM',
  ...BESIDES,
};
const CALLED_TOGETHER: Circumstances = { visitType: 'CALLED', initiator: 'TEACHER', setting: 'OFFICE', ...BESIDES };

// Written out, since it runs millions of times and spreading objects into each other took most of the time.
function newVisit(
  { day, school }: SchoolDay,
  students: number[],
  author: Person,
  { start, minutes }: { start: number; minutes: number },
  purpose: string,
  services: string[],
  around: Circumstances,
): VisitDraft {
  return {
    day,
    school,
    students,
    author,
    start,
    minutes,
    purpose,
    purposeText: null,
    others: [],
    services,
    visitType: around.visitType,
    initiator: around.initiator,
    setting: around.setting,
    modality: around.modality,
    disposition: around.disposition,
    followUp: null,
    referrals: [],
  };
}

function pairVisit(students: [number, number], where: SchoolDay, chance: Random): VisitDraft {
  const author = authorFor(students[0], where, chance, false);
  const minutes = minutesFor('MEDIATION', chance);
  const time = { start: where.desk.next(author, minutes, chance), minutes };
  return newVisit(where, students, author, time, 'REL_PEER', ['MEDIATION'], CALLED_TOGETHER);
}

function visitOf({ student, kind }: Contact, where: SchoolDay, chance: Random): VisitDraft {
  const { plan, day, days } = where;
  const author = authorFor(student, where, chance, true);
  const choice = purposesOf(author.role, plan.population.grade[student] as number);
  const usual = choice(new Random(plan.seed, STREAM.habit, student, author.role.length));
  const purpose = chance.chance(USUAL_PURPOSE) && !usual.startsWith('SAF') ? usual : choice(chance);
  const services = servicesFor(purpose, author.role, chance);
  const around = circumstancesOf(author.role, purpose, services[0] as string, chance);
  const isMissed = around.visitType === 'NOSHOW';
  const minutes = isMissed ? 5 : minutesFor(services[0] as string, chance);
  const time = { start: where.desk.next(author, minutes, chance), minutes };
  const visit = newVisit(where, [student], author, time, purpose, isMissed ? ['CASE_MGMT'] : services, around);
  if (purpose === 'OTH') visit.purposeText = chance.pick(OTHER_WORDS);
  visit.others = furtherPurposes(purpose, choice, chance);
  if (kind === KIND.visitWithReferral) refer(visit, where, chance);
  else if (visit.disposition === 'NEXT_APPT') setFollowUp(visit, days.onOrAfter(day + chance.int(3, 14)));
  return visit;
}

function refer(visit: VisitDraft, { days }: SchoolDay, chance: Random): void {
  const { day, school, author, purpose, start, minutes } = visit;
  const about = { day, minute: start + minutes, school, student: visit.students[0] as number, author, purpose };
  visit.referrals = [makeReferral(about, days, chance)];
  visit.services.push('REFERRAL_MADE');
  visit.disposition = 'REFERRED';
}

// In June the next day may lie behind the end of the calendar: then none is set.
function setFollowUp(visit: VisitDraft, next: DayNumber): void {
  if (Number.isFinite(next)) visit.followUp = next;
  else visit.disposition = 'CLASS';
}

function looseReferral(student: number, where: SchoolDay, chance: Random): ReferralDraft {
  const author = authorFor(student, where, chance, false);
  const purpose = purposesOf('School counselor', where.plan.population.grade[student] as number)(chance);
  const about = { day: where.day, minute: chance.int(480, 900), school: where.school, student, author, purpose };
  return makeReferral(about, where.days, chance);
}
