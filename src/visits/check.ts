import { type CodeBook, STANDARD } from '../codes/service.ts';
import type { CodeSetName } from '../codes/types.ts';
import { type Clock, today as todayBy } from '../server/clock.ts';
import { type Fault, fieldId } from '../server/form-fields.ts';
import { isRealDate, number, plusDays } from '../server/words.ts';
import * as say from '../words/index.ts';
import { checkTimes, type Times, type TypedTimes } from './times.ts';

const FAULTS = say.visits.faults;

/** What the form sent: texts by field name, exactly as typed. */
export type VisitInput = Record<string, string | undefined>;

export const MOST_SERVICES = 6;
export const MOST_OTHERS = 4;
export const LONGEST_NOTE = 20_000;
const LONGEST_PROVIDER = 100;
const LONGEST_PURPOSE_TEXT = 80;
export const LONGEST_WHY = 200;
const EARLIEST = '2000-01-01';
const FOLLOW_UP_WITHIN_DAYS = 730;

export interface CheckedReferral {
  kind: 'SCHOOL' | 'COMMUNITY';
  provider: string;
}

/** A visit in which every field holds by itself; whether the student was enrolled that day is asked later. */
export interface CheckedVisit {
  date: string;
  startMin: number | null;
  endMin: number | null;
  minutes: number;
  purpose: string;
  purposeText: string | null;
  others: string[];
  services: { service: string; tier: number | null }[];
  visitType: string;
  initiator: string;
  setting: string;
  modality: string;
  disposition: string;
  followUp: string | null;
  note: string | null;
  restricted: boolean;
  /** Why the note is restricted, in a few words that colleagues read; null when it is not, or nobody said. */
  restrictedWhy: string | null;
  referral: { need: string; urgency: string; location: string | null; targets: CheckedReferral[] } | null;
}

/** Says which value every detail has when nobody touches it. */
export const DETAIL_DEFAULTS = {
  visit_type: 'WALKIN',
  initiator: 'STUDENT',
  setting: 'OFFICE',
  modality: 'IN_PERSON',
  disposition: 'CLASS',
} as const;

type Detail = keyof typeof DETAIL_DEFAULTS;

// Who began a crisis and how it ended is never proposed: whoever writes it down is asked.
const ASKED_OF_CRISIS: readonly Detail[] = ['initiator', 'disposition'];

/** Does the form ask for this detail, because the visit writes a crisis down? */
export const isAsked = (input: VisitInput, name: Detail) => Boolean(input.crisis) && ASKED_OF_CRISIS.includes(name);

/** A detail as it was typed, or else its usual value; empty where it is asked for and nobody has answered. */
export const detailOf = (input: VisitInput, name: Detail): string =>
  cleaned(input[name]) || (isAsked(input, name) ? '' : DETAIL_DEFAULTS[name]);

const DETAIL_SETS: Record<Detail, CodeSetName> = {
  visit_type: 'VISIT_TYPE',
  initiator: 'INITIATOR',
  setting: 'SETTING',
  modality: 'MODALITY',
  disposition: 'DISPOSITION',
};

/**
 * Checks what was typed, at the moment that the clock shows. Either the visit, or everything that has to be mended,
 * each at its field and in words. `stands`: times of a day that hold as they are, because a timer measured them.
 */
export function checkVisit(
  input: VisitInput,
  clock: Clock,
  codes: CodeBook = STANDARD,
  stands?: Times & { date: string },
): { visit: CheckedVisit } | { faults: Fault[] } {
  const today = todayBy(clock);
  const faults: Fault[] = [];
  const fault = (name: string, text: string) => faults.push({ fieldId: fieldId(name), text });
  const typed = (name: string) => cleaned(input[name]);

  const purpose = typed('purpose');
  const date = typed('date');
  const dateFault = faultOfDate(date, today);
  const codeDay = dateFault ? today : date;
  const known = (name: string, set: CodeSetName, code: string) => {
    if (!codes.isSelectable(set, code, codeDay)) fault(name, FAULTS.notOnList);
  };

  if (purpose === '') fault('purpose', FAULTS.noPurpose);
  else known('purpose', 'PURPOSE', purpose);
  if (dateFault) fault('date', dateFault);
  const purposeText = typed('purpose_text');
  if (purposeText.length > LONGEST_PURPOSE_TEXT) fault('purpose_text', FAULTS.tooLong(LONGEST_PURPOSE_TEXT));
  // Never dropped in silence: whoever typed it believes that it is kept.
  else if (purposeText !== '' && purpose !== '' && !takesOwnWords(purpose, codes))
    fault('purpose_text', FAULTS.notOther);

  const services = checkServices(input, codeDay, fault, codes);
  const times = checkTimes(
    timesTyped(typed, dateFault ? plusDays(today, -1) : date),
    clock,
    fault,
    stands?.date === date ? stands : undefined,
  );
  const others = checkOthers(input, purpose, codeDay, fault, codes);
  const details = {} as Record<Detail, string>;
  for (const name of Object.keys(DETAIL_DEFAULTS) as Detail[]) {
    details[name] = detailOf(input, name);
    if (details[name] !== '') known(name, DETAIL_SETS[name], details[name]);
    else fault(name, name === 'initiator' ? FAULTS.noInitiator : FAULTS.noDisposition);
  }
  const followUp = typed('follow_up');
  if (followUp !== '' && !isRealDate(followUp)) fault('follow_up', FAULTS.noSuchDay);
  else if (followUp !== '' && followUp <= date) fault('follow_up', FAULTS.followUpBefore);
  else if (followUp > plusDays(today, FOLLOW_UP_WITHIN_DAYS)) fault('follow_up', FAULTS.tooFarAway);

  const note = cleaned(input.note);
  if (note.length > LONGEST_NOTE) {
    fault('note', FAULTS.noteTooLong(number(note.length), number(LONGEST_NOTE)));
  }
  const restricted = typed('restricted') === '1';
  if (restricted && note === '') fault('restricted', FAULTS.noNote);
  const restrictedWhy = typed('restricted_why');
  if (restrictedWhy.length > LONGEST_WHY) fault('restricted_why', FAULTS.tooLong(LONGEST_WHY));
  // Some purposes are nobody's business but the author's, whether she ticked the box or not.
  const isRestricted =
    restricted || (note !== '' && [purpose, ...others].some((code) => codes.find('PURPOSE', code)?.restricted));
  if (restrictedWhy !== '' && !isRestricted) fault('restricted_why', FAULTS.notRestricted);
  const referral = checkReferral(input, codeDay, fault, codes);

  if (faults.length > 0 || !times) return { faults };
  return {
    visit: {
      date,
      ...times,
      purpose,
      purposeText: purposeText || null,
      others,
      services,
      visitType: details.visit_type,
      initiator: details.initiator,
      setting: details.setting,
      modality: details.modality,
      disposition: details.disposition,
      followUp: followUp || null,
      note: note || null,
      restricted: isRestricted,
      restrictedWhy: isRestricted && restrictedWhy !== '' ? restrictedWhy : null,
      referral,
    },
  };
}

/** May it be said in one's own words, too? Other, and what a district has beneath it. */
export function takesOwnWords(purpose: string, codes: CodeBook): boolean {
  return codes.standard('PURPOSE', purpose) === 'OTH';
}

/** The times among the fields of a form, of a day that there is. */
export function timesTyped(typed: (name: string) => string, date: string): TypedTimes {
  const [start, end, minutes] = [typed('start'), typed('end'), typed('minutes')];
  return { date, start, end, minutes, confirmed: typed('confirm_long') === '1' };
}

// What no database and no reader can use goes: NUL, and halves of characters. Everything else stays as typed.
export function cleaned(text: string | undefined): string {
  return (text ?? '').replaceAll('\u0000', '').toWellFormed().normalize('NFC').trim();
}

function faultOfDate(date: string, today: string): string | undefined {
  if (date === '') return FAULTS.noDay;
  if (!isRealDate(date) || date < EARLIEST) return FAULTS.noSuchDay;
  if (date > today) return FAULTS.notYet;
  return undefined;
}

type Faulter = (name: string, text: string) => void;

function checkServices(input: VisitInput, day: string, fault: Faulter, codes: CodeBook): CheckedVisit['services'] {
  const services: CheckedVisit['services'] = [];
  for (let n = 1; n <= MOST_SERVICES; n++) {
    const service = cleaned(input[`service_${n}`]);
    const tier = cleaned(input[`tier_${n}`]);
    if (service === '') continue;
    if (!codes.isSelectable('SERVICE', service, day)) fault(`service_${n}`, FAULTS.notOnList);
    else if (services.some((line) => line.service === service)) fault(`service_${n}`, FAULTS.sameService);
    if (!['', '0', '1', '2', '3'].includes(tier)) fault(`tier_${n}`, FAULTS.notATier);
    services.push({ service, tier: tier === '' ? codes.defaultTier(service) : Number(tier) || null });
  }
  if (services.length === 0) fault('service_1', FAULTS.noService);
  return services;
}

function checkOthers(input: VisitInput, purpose: string, day: string, fault: Faulter, codes: CodeBook): string[] {
  const others: string[] = [];
  for (let n = 1; n <= MOST_OTHERS; n++) {
    const other = cleaned(input[`other_${n}`]);
    if (other === '') continue;
    if (!codes.isSelectable('PURPOSE', other, day)) fault(`other_${n}`, FAULTS.notOnList);
    else if (other === purpose || others.includes(other)) fault(`other_${n}`, FAULTS.samePurpose);
    others.push(other);
  }
  return others;
}

function checkReferral(input: VisitInput, day: string, fault: Faulter, codes: CodeBook): CheckedVisit['referral'] {
  const kind = cleaned(input.referral_kind);
  const school = cleaned(input.referral_school);
  const agency = cleaned(input.referral_agency);
  const need = cleaned(input.need);
  const isSaid = [kind, school, agency, need, cleaned(input.location)].some((text) => text !== '');
  if (!isSaid && ['', 'ROUTINE'].includes(cleaned(input.urgency))) return null;
  const targets: CheckedReferral[] = [];
  if (school !== '') targets.push({ kind: 'SCHOOL', provider: school });
  if (agency !== '') targets.push({ kind: 'COMMUNITY', provider: agency });
  // Nothing that was typed is dropped in silence: whoever chose one kind says what the other name is for.
  if (kind === 'COMMUNITY' && school !== '') fault('referral_school', FAULTS.otherKind.school);
  if (kind === 'SCHOOL' && agency !== '') fault('referral_agency', FAULTS.otherKind.agency);
  if (!['', 'SCHOOL', 'COMMUNITY'].includes(kind)) fault('referral_kind', FAULTS.noKind);
  if (!targets.some((target) => kind === '' || target.kind === kind)) {
    fault(kind === 'SCHOOL' ? 'referral_school' : 'referral_agency', FAULTS.noProvider);
  }
  if (school.length > LONGEST_PROVIDER) fault('referral_school', FAULTS.tooLong(LONGEST_PROVIDER));
  if (agency.length > LONGEST_PROVIDER) fault('referral_agency', FAULTS.tooLong(LONGEST_PROVIDER));
  if (need === '') fault('need', FAULTS.noNeed);
  else if (!codes.isSelectable('REF_NEED', need, day)) fault('need', FAULTS.notOnList);
  const urgency = cleaned(input.urgency) || 'ROUTINE';
  const location = cleaned(input.location);
  if (!codes.isSelectable('URGENCY', urgency, day)) fault('urgency', FAULTS.noUrgency);
  if (location !== '' && !codes.isSelectable('REF_LOCATION', location, day)) fault('location', FAULTS.noPlace);
  return { need, urgency, location: location || null, targets };
}
