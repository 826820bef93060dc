import { type Clock, dayOf, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { type Fault, faultText, type TextField, textFieldOf } from '../server/form-fields.ts';
import { duration, listed, shortDay, weekdayAndDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import type { LocalCodes } from './local-codes.ts';
import { openNote } from './sealing.ts';

const PAGE = 20;

export interface Place {
  before_date: string;
  before_id: number;
}

export interface VisitRow {
  id: number;
  isoDate: string;
  day: string;
  purpose: string;
  services: string;
  who: string;
  extra: string | null;
  minutes: string;
  note: string | null;
  restricted: { action: string | null; text: string } | null;
  voided: { text: string } | null;
  voiding: { action: string; open: boolean; faults: Fault[]; reason: TextField } | null;
}

export interface RawVisit {
  visit_id: number;
  visit_date: string;
  minutes: number;
  purpose: string;
  purpose_text: string | null;
  sensitive: boolean;
  visit_type: string;
  follow_up: string | null;
  author: number;
  author_name: string | null;
  author_title: string;
  note_id: number | null;
  is_restricted: boolean | null;
  voided_at: string | null;
  voided_by: number | null;
  void_reason: string | null;
}

export interface History {
  visits: RawVisit[];
  rows: VisitRow[];
  /** Where older ones begin; undefined when there are none. */
  older: Place | undefined;
}

export interface Voiding {
  visit: number;
  reason: string;
  faults: Fault[];
}

/** One page of a student's visits. Support staff see all but restricted texts; administrators neither notes nor sensitive purposes. */
export async function readHistory(
  context: Context,
  student: number,
  place: Place | undefined,
  providersOf: Map<number, string[]>,
  locals: LocalCodes,
  voiding?: Voiding,
): Promise<History> {
  const reader = readerOf(context);
  const who = asking(reader, context.clock);
  const found = await context.database.run<RawVisit>('visits/history', { ...who, student, ...place, take: PAGE + 1 });
  const visits = found.slice(0, PAGE);
  const last = visits.at(-1);
  if (!last) return { visits, rows: [], older: undefined };
  const range = { ...who, student, from_date: last.visit_date, to_date: (visits[0] as RawVisit).visit_date };
  const full = context.roles.includes('support_staff');
  const services = grouped(await context.database.run<ServiceLine>('visits/service-lines', range));
  const notes = full ? await openTexts(context, student, range) : new Map<number, string>();
  const day = today(context.clock);
  const rows = visits.map((visit) =>
    visitRow(visit, { reader, full, day, clock: context.clock, services, notes, providersOf, locals, voiding }),
  );
  const older = found.length > PAGE ? { before_date: last.visit_date, before_id: last.visit_id } : undefined;
  return { visits, rows, older };
}

interface ServiceLine {
  visit_id: number;
  line_no: number;
  service: string;
  tier: number | null;
}

interface Around {
  reader: number;
  full: boolean;
  day: string;
  clock: Clock;
  services: Map<number, ServiceLine[]>;
  notes: Map<number, string>;
  providersOf: Map<number, string[]>;
  locals: LocalCodes;
  voiding: Voiding | undefined;
}

function visitRow(visit: RawVisit, around: Around): VisitRow {
  const { reader, full, day, locals } = around;
  const own = visit.author === reader;
  const providers = around.providersOf.get(visit.visit_id) ?? [];
  return {
    id: visit.visit_id,
    isoDate: visit.visit_date,
    day: weekdayAndDay(visit.visit_date, day),
    purpose: purposeWords(visit, full, locals),
    services: (around.services.get(visit.visit_id) ?? []).map((line) => serviceWords(line, full, locals)).join('; '),
    who: own ? 'You' : `${shortName(visit.author_name)}, ${visit.author_title}`,
    extra: providers.length > 0 ? `referral to ${listed(providers)}` : null,
    minutes: duration(visit.minutes),
    note: around.notes.get(visit.visit_id) ?? null,
    restricted:
      full && visit.is_restricted
        ? { action: own ? `/visits/${visit.visit_id}/note` : null, text: 'Restricted note' }
        : null,
    voided: visit.voided_at === null ? null : { text: voidedWords(visit, around) },
    voiding: full && own && visit.voided_at === null ? voidingForm(visit.visit_id, around.voiding) : null,
  };
}

/** What the visit was about; those who may not know it read that there was one. */
function purposeWords(visit: RawVisit, full: boolean, locals: LocalCodes): string {
  if (!full && visit.sensitive) return 'Support visit';
  const words = locals.words('PURPOSE', visit.visit_id, 0, visit.purpose, full);
  return full && visit.purpose_text ? `${words}: ${visit.purpose_text}` : words;
}

function serviceWords({ visit_id, line_no, service, tier }: ServiceLine, full: boolean, locals: LocalCodes): string {
  const words = locals.words('SERVICE', visit_id, line_no, service, full);
  return tier === null ? words : `${words}, tier ${tier}`;
}

function voidedWords(visit: RawVisit, { reader, full, day, clock }: Around): string {
  const by = visit.voided_by === reader ? 'you' : 'whoever wrote it';
  const why = full && visit.void_reason ? `: ${visit.void_reason}` : '';
  return `Voided ${shortDay(dayOf(visit.voided_at as string, clock), day)} by ${by}${why}`;
}

function voidingForm(visit: number, voiding: Voiding | undefined): VisitRow['voiding'] {
  const current = voiding?.visit === visit ? voiding : undefined;
  const faults = current?.faults ?? [];
  const reason = textFieldOf(`void_reason_${visit}`, 'Reason', current?.reason ?? '', [], {
    maxlength: 200,
    required: true,
    error: faultText(faults, `void_reason_${visit}`),
  });
  return {
    action: `/visits/${visit}/void`,
    open: current !== undefined,
    faults,
    reason: { ...reason, name: 'reason' },
  };
}

/** `Chen, Maya` → `M. Chen` */
export function shortName(lastFirst: string | null): string {
  const [last, first] = (lastFirst ?? '').split(',').map((part) => part.trim());
  if (!last) return 'Former staff';
  return first ? `${first.charAt(0)}. ${last}` : last;
}

function grouped(lines: ServiceLine[]): Map<number, ServiceLine[]> {
  const byVisit = new Map<number, ServiceLine[]>();
  for (const line of lines) byVisit.set(line.visit_id, [...(byVisit.get(line.visit_id) ?? []), line]);
  return byVisit;
}

async function openTexts(
  context: Context,
  student: number,
  range: { reader: number; now: string; student: number; from_date: string; to_date: string },
): Promise<Map<number, string>> {
  const sealed = await context.database.run<{ visit_id: number; key_id: string; sealed: string }>(
    'visits/open-notes',
    range,
  );
  return new Map(
    sealed.map((note) => [
      note.visit_id,
      openNote(note, { visit: note.visit_id, student }, context.config.noteKeys) ??
        'This note cannot be opened. Tell your IT staff.',
    ]),
  );
}
