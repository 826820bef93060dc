import { isRevealing } from '../codes/service.ts';
import { urlOf } from '../crisis/places.ts';
import { type Clock, dayOf } from '../server/clock.ts';
import { type Fault, faultText, type TextField, textFieldOf } from '../server/form-fields.ts';
import { clockSpan, dayAndTime, duration, listed, shortDay, weekdayAndDay } from '../server/words.ts';
import * as say from '../words/index.ts';
import type { ChangeMark } from './changes/history.ts';
import type { LocalCodes } from './local-codes.ts';
import { shortName } from './names.ts';

// One visit as it stands in a history: in words, and only those that whoever reads it may read.

const WORDS = say.visits.row;

/** A piece of a note; `hit`: it is what was searched for. */
export interface Piece {
  text: string;
  hit: boolean;
}

export interface VisitRow {
  id: number;
  isoDate: string;
  day: string;
  purpose: string;
  services: string;
  who: string;
  extra: string | null;
  /** From when to when, where that was said, and the reader may know more than the minutes. */
  times: string | null;
  minutes: string;
  note: string | null;
  /** The note in pieces, where it was found by a search. */
  found: Piece[] | null;
  isImported: boolean;
  /** The crisis that it writes down, for those who may open that. */
  crisis: { href: string; text: string } | null;
  restricted: { action: string | null; text: string; by: string; readersUrl: string | null } | null;
  /** Changes, newest first; administrators read only that there were some. */
  changes: ChangeMark[];
  isChanged: boolean;
  /** Where whoever wrote it changes it, or copies it when it is void. */
  changeUrl: string | null;
  copyUrl: string | null;
  voided: { text: string } | null;
  /** `history`: the place in the history to come back to, with a fault; `referral`: to whom the referral went that goes along; `sent`: the form that came back, else it is drawn as it always is. */
  voiding: {
    action: string;
    history: string | null;
    isGroup: boolean;
    referral: string | null;
    sent: { faults: Fault[]; reason: TextField } | null;
  } | null;
}

export interface RawVisit {
  visit_id: number;
  visit_date: string;
  start_min: number | null;
  end_min: number | null;
  minutes: number;
  purpose: string;
  purpose_text: string | null;
  sensitive: boolean;
  visit_type: string;
  follow_up: string | null;
  /** Who has the follow-up now: whoever it was handed over to, else the author. */
  follow_owner: number;
  author: number;
  author_name: string | null;
  author_title: string;
  note_id: number | null;
  is_restricted: boolean | null;
  voided_at: string | null;
  voided_by: number | null;
  void_reason: string | null;
  revision: number;
  restricted_at: string | null;
  restricted_why: string | null;
  restricter_name: string | null;
  is_named: boolean;
  is_imported: boolean;
  /** Set on a group visit; with whom, or with how many, is not said here. */
  group_kind: string | null;
  co_staff: number | null;
  /** The crisis that the visit writes down, and when it began. */
  crisis_id: number | null;
  crisis_at: string | null;
}

export interface Voiding {
  visit: number;
  reason: string;
  faults: Fault[];
}

export interface ServiceLine {
  visit_id: number;
  line_no: number;
  service: string;
  tier: number | null;
}

/** What all rows of a page share. */
interface Around {
  student: number;
  /** Who else was there, by visit. */
  staff: Map<number, string[]>;
  reader: number;
  full: boolean;
  day: string;
  clock: Clock;
  services: Map<number, ServiceLine[]>;
  notes: Map<number, string>;
  providersOf: Map<number, string[]>;
  locals: LocalCodes;
  voiding: Voiding | undefined;
  changes: Map<number, ChangeMark[]>;
}

/** The row of a visit. */
export function visitRow(visit: RawVisit, around: Around): VisitRow {
  const { reader, full, day, locals } = around;
  const own = visit.author === reader;
  const providers = around.providersOf.get(visit.visit_id) ?? [];
  return {
    id: visit.visit_id,
    isoDate: visit.visit_date,
    day: weekdayAndDay(visit.visit_date, day),
    purpose: purposeWords(visit, full, locals),
    services: (around.services.get(visit.visit_id) ?? []).map((line) => serviceWords(line, full, locals)).join('; '),
    who: own ? say.forms.you : `${shortName(visit.author_name)}, ${visit.author_title}`,
    extra: extraWords(visit, around.staff.get(visit.visit_id) ?? [], providers),
    times: full ? timesWords(visit) : null,
    minutes: visit.minutes === 0 ? '' : duration(visit.minutes),
    note: around.notes.get(visit.visit_id) ?? null,
    found: null,
    isImported: visit.is_imported,
    crisis: full ? crisisLink(visit, around) : null,
    restricted: full && visit.is_restricted ? restrictedWords(visit, own, around) : null,
    changes: around.changes.get(visit.visit_id) ?? [],
    isChanged: visit.revision > 1,
    changeUrl: full && own && visit.voided_at === null ? changeUrlOf(visit) : null,
    copyUrl: full && own && visit.voided_at !== null && !isGroup(visit) ? `/visits/${visit.visit_id}/copy` : null,
    voided: visit.voided_at === null ? null : { text: voidedWords(visit, around) },
    voiding: full && own && visit.voided_at === null ? voidingForm(visit, around) : null,
  };
}

function crisisLink({ crisis_id, crisis_at }: RawVisit, { clock }: Around): VisitRow['crisis'] {
  return crisis_id === null || crisis_at === null
    ? null
    : { href: urlOf(crisis_id), text: say.crisis.links.of(dayAndTime(crisis_at, clock.timeZone)) };
}

const timesWords = ({ start_min, end_min }: RawVisit): string | null =>
  start_min === null || end_min === null ? null : clockSpan(start_min, end_min);

const isGroup = ({ group_kind }: RawVisit): boolean => group_kind !== null;

// What all of a group share is changed on the group's own page.
const changeUrlOf = (visit: RawVisit): string =>
  isGroup(visit) ? `/visits/groups/${visit.visit_id}` : `/visits/${visit.visit_id}/change`;

// Of a group visit, what is one student's is asked for as hers.
const ownAddress = (visit: RawVisit, student: number): string =>
  isGroup(visit) ? `/visits/${visit.visit_id}/students/${student}` : `/visits/${visit.visit_id}`;

function extraWords(visit: RawVisit, staff: string[], providers: string[]): string | null {
  const words = [
    ...(isGroup(visit) ? [WORDS.isGroup] : []),
    ...(staff.length > 0 ? [WORDS.with(listed(staff))] : []),
    ...(providers.length > 0 ? [WORDS.referralTo(listed(providers))] : []),
  ];
  return words.length > 0 ? words.join(' · ') : null;
}

// That there is one, who restricted it, when and why: for all support staff. Opening it is for the author and whom she named.
function restrictedWords(visit: RawVisit, own: boolean, { student, day, clock }: Around): VisitRow['restricted'] {
  const named = !own && visit.is_named;
  const by = own ? say.visits.you : shortName(visit.restricter_name ?? visit.author_name);
  const on = visit.restricted_at === null ? '' : `, ${shortDay(dayOf(visit.restricted_at, clock), day)}`;
  const why = visit.restricted_why === null ? '' : `: ${visit.restricted_why}`;
  return {
    action: own || named ? `${ownAddress(visit, student)}/note` : null,
    text: named ? WORDS.openNoteOf(shortName(visit.author_name)) : say.visits.note.title,
    by: WORDS.restrictedBy(by) + on + why,
    readersUrl: own ? `${ownAddress(visit, student)}/readers` : null,
  };
}

/** What the visit was about; those who may not know it read that there was one. */
function purposeWords(visit: RawVisit, full: boolean, locals: LocalCodes): string {
  if (!full && visit.sensitive) return WORDS.sensitive;
  const words = locals.words('PURPOSE', visit.visit_id, 0, visit.purpose, full);
  return full && visit.purpose_text ? `${words}: ${visit.purpose_text}` : words;
}

/** What was done; where that would tell what it was about, those who may not know it read that something was. */
function serviceWords({ visit_id, line_no, service, tier }: ServiceLine, full: boolean, locals: LocalCodes): string {
  const isHidden = !full && isRevealing(service);
  const words = isHidden ? WORDS.revealing : locals.words('SERVICE', visit_id, line_no, service, full);
  return tier === null ? words : WORDS.withTier(words, tier);
}

function voidedWords(visit: RawVisit, { reader, full, day, clock }: Around): string {
  // Nobody in person voided what was taken back with a whole import.
  const byAuthor = visit.voided_by === reader ? say.visits.you : WORDS.itsAuthor;
  const by = visit.voided_by === null ? WORDS.itStaff : byAuthor;
  const why = full && visit.void_reason ? `: ${visit.void_reason}` : '';
  return WORDS.voided(shortDay(dayOf(visit.voided_at as string, clock), day), by) + why;
}

function voidingForm(row: RawVisit, { student, voiding, providersOf }: Around): VisitRow['voiding'] {
  const visit = row.visit_id;
  const providers = providersOf.get(visit) ?? [];
  return {
    action: isGroup(row) ? `${ownAddress(row, student)}/out` : `/visits/${visit}/void`,
    history: null,
    isGroup: isGroup(row),
    referral: providers.length === 0 ? null : listed(providers),
    sent: voiding?.visit === visit ? { faults: voiding.faults, reason: sentReason(voiding) } : null,
  };
}

function sentReason({ visit, reason, faults }: Voiding): TextField {
  const id = `void_reason_${visit}`;
  const error = faultText(faults, id);
  return {
    ...textFieldOf(id, say.forms.reason, reason, [], { required: true, error }),
    name: 'reason',
  };
}
