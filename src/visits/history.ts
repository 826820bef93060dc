import { today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { readChanges } from './changes/history.ts';
import { readCoStaff } from './co-staff-names.ts';
import type { LocalCodes } from './local-codes.ts';
import { type RawVisit, type ServiceLine, type VisitRow, type Voiding, visitRow } from './row.ts';
import { openNote } from './sealing.ts';

const PAGE = 20;

export interface Place {
  before_date: string;
  before_id: number;
}

/** Which visits are asked for; what is left out lets all through. By purpose none of the sensitive ones without `with_sensitive`. */
export interface VisitFilter {
  from_day?: string;
  to_day?: string;
  purpose?: string;
  service?: string;
  author?: number;
  with_sensitive?: 0 | 1;
}

/** Which part of the history is wanted; left out: the newest visits, with what each was before its changes. */
export interface Wanted {
  filter?: VisitFilter;
  size?: number;
  withChanges?: boolean;
}

export interface History {
  visits: RawVisit[];
  rows: VisitRow[];
  /** Where older ones begin; undefined when there are none. */
  older: Place | undefined;
}

/** One page of a student's visits. Support staff see all but restricted texts; administrators neither notes nor what a sensitive visit was about. */
export async function readHistory(
  context: Context,
  student: number,
  place: Place | undefined,
  providersOf: Map<number, string[]>,
  locals: LocalCodes,
  voiding?: Voiding,
  { filter = {}, size = PAGE, withChanges = true }: Wanted = {},
): Promise<History> {
  const reader = readerOf(context);
  const who = asking(reader, context.clock);
  const asked = { ...who, student, ...filter, ...place, take: size + 1 };
  const found = await context.database.run<RawVisit>('visits/history', asked);
  const visits = found.slice(0, size);
  const last = visits.at(-1);
  if (!last) return { visits, rows: [], older: undefined };
  const range = { ...who, student, from_date: last.visit_date, to_date: (visits[0] as RawVisit).visit_date };
  const full = context.roles.includes('support_staff');
  const services = grouped(await context.database.run<ServiceLine>('visits/service-lines', range));
  const notes = full ? await openTexts(context, student, range) : new Map<number, string>();
  // A voided visit may stand on the wrong student's page: what it was before, and the reasons given, go with its note.
  const isTold = ({ revision, voided_at }: RawVisit) => revision > 1 && voided_at === null;
  const changed = full && withChanges ? visits.filter(isTold).map((visit) => visit.visit_id) : [];
  const changes = await readChanges(context, student, changed, range);
  const staff = visits.some(({ co_staff }) => co_staff !== null) ? await readCoStaff(context, range) : new Map();
  const day = today(context.clock);
  const { clock } = context;
  const around = { student, staff, reader, full, day, clock, services, notes, providersOf, locals, voiding, changes };
  const rows = visits.map((visit) => visitRow(visit, around));
  const older = found.length > size ? { before_date: last.visit_date, before_id: last.visit_id } : undefined;
  return { visits, rows, older };
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
      openNote(note, { visit: note.visit_id, student }, context.config.noteKeys) ?? say.visits.note.broken,
    ]),
  );
}
