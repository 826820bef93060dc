import { accessOf } from '../codes/service.ts';
import type { Access } from '../codes/types.ts';
import { daysBetween } from '../server/words.ts';
import { type Pace, USUAL_PACE } from './pace.ts';

// What is written down about a referral to one provider is a set of dated facts. Everything else (status, outcome,
// access, who has it) is worked out from the set, so that it cannot disagree with the facts, in whatever order they came.

/** The milestones of the code set, and what is done in between. */
export const FACT_KINDS = [
  ...(['M_IDENT', 'M_OFFER', 'M_CONSENT', 'M_RELEASE', 'M_SENT', 'M_ACCEPT', 'M_WAIT', 'M_APPT'] as const),
  ...(['M_INIT', 'M_1MO', 'M_CLOSE'] as const),
  ...(['R_REOPEN', 'R_ASKED', 'R_WAITED', 'R_PAPER', 'R_FITS', 'R_NOTICE', 'R_PERSON', 'R_OWNER', 'R_LATER'] as const),
  'R_BARRIER',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

export interface Fact {
  /** Counts up as facts are written down: of two people who were named, the one named later holds. */
  id: number;
  kind: FactKind;
  /** Day on which it happened. */
  on: string;
  /** 1, and one more each time that the referral was opened again. */
  round: number;
  outcome?: string | null;
  /** Day of an appointment, or to which a step was put off. */
  due?: string | null;
  isActive?: boolean | null;
  /** Which step was put off. */
  detail?: string | null;
  person?: number | null;
}

export const STATUSES = [
  ...(['OPEN', 'OFFERED', 'CONSENTED', 'SENT', 'ACCEPTED', 'WAITLISTED', 'SCHEDULED'] as const),
  ...(['INITIATED', 'ACTIVE_1M', 'ENDED', 'CLOSED'] as const),
] as const;
export type Status = (typeof STATUSES)[number];

/** What became of the first month: goes on, ended before it was over, ended as planned before it was over. */
export type MonthState = 'ACTIVE' | 'ENDED' | 'EARLY';

export interface Pathway {
  status: Status;
  round: number;
  outcome: string | null;
  closedOn: string | null;
  /** null as long as nobody can know. */
  access: Access | null;
  firstServiceOn: string | null;
  daysToService: number | null;
  daysToOffer: number | null;
  daysToClose: number | null;
  /** The same without the days of long breaks, as windows count. */
  netToService: number | null;
  netToOffer: number | null;
  netToClose: number | null;
  /** The start whose first month is judged; the first one, or one after it that still was in time. */
  monthFrom: string | null;
  /** After that month, and a week to answer in. */
  monthOn: string | null;
  month: MonthState | null;
  /** Users.DCID of the school-based provider who took it or to whom it was given. */
  assignee: number | null;
  /** Users.DCID of whoever follows it now; null: whoever opened it. */
  owner: number | null;
  openedOn: string;
}

// What the family and the student said stays said when a referral is opened again; what the provider did begins anew.
const STAYS: ReadonlySet<FactKind> = new Set(['M_IDENT', 'M_OFFER', 'M_CONSENT', 'M_RELEASE', 'R_NOTICE']);
// The last of these holds; of two on one day the one that was written down later, as the table of actions says.
const PLACE_STATUS: Partial<Record<FactKind, Status>> = {
  M_ACCEPT: 'ACCEPTED',
  M_WAIT: 'WAITLISTED',
  M_APPT: 'SCHEDULED',
};

// Closed because the school year was over, and still served: reopening goes on with the same service.
const GOES_ON = 'ONGOING';
// Of the earlier times of one service, what ended or put off one of them alone.
const OF_ONE_TIME: ReadonlySet<FactKind> = new Set(['M_CLOSE', 'R_LATER']);

/** Closed with "still receiving at close of year": the student is served until somebody says otherwise. */
export const goesOn = (outcome: string | null): boolean => outcome === GOES_ON;

/**
 * The facts that count now: all of what stays, and of the rest what happened since the referral was opened last. A
 * service that only went over the end of a school year is one: what its provider did before counts on.
 */
export function present<F extends Fact>(facts: readonly F[]): F[] {
  const round = roundOf(facts);
  const first = firstOf(facts, round);
  return facts.filter(
    (fact) => fact.round === round || STAYS.has(fact.kind) || (fact.round >= first && !OF_ONE_TIME.has(fact.kind)),
  );
}

/** The round in which the service of this round began. */
function firstOf(facts: readonly Fact[], round: number): number {
  let first = round;
  while (first > 1 && goesOn(lastOf(inRound(facts, first - 1), 'M_CLOSE')?.outcome ?? null)) first -= 1;
  return first;
}

const inRound = <F extends Fact>(facts: readonly F[], round: number) => facts.filter((fact) => fact.round === round);

/**
 * Everything that follows from the facts, which may stand in any order. `openedOn` for a set without the first one;
 * `pace` for what is counted in windows.
 */
export function pathwayOf(facts: readonly Fact[], openedOn: string, pace: Pace = USUAL_PACE): Pathway {
  const now = present(facts);
  const closing = lastOf(now, 'M_CLOSE');
  const firstServiceOn = earliest(facts, 'M_INIT');
  const offeredOn = earliest(facts, 'M_OFFER');
  const outcome = closing?.outcome ?? null;
  const month = firstMonth(facts, openedOn, pace);
  const { calendar, windows } = pace;
  const days = (until: string | null) => (until === null ? null : daysBetween(openedOn, until));
  const net = (until: string | null) => (until === null ? null : calendar.between(openedOn, until));
  const closedOn = closing?.on ?? null;
  return {
    status: closing ? 'CLOSED' : openStatus(now),
    round: roundOf(facts),
    outcome,
    closedOn,
    access: accessAfter(outcome, firstServiceOn),
    firstServiceOn,
    daysToService: days(firstServiceOn),
    daysToOffer: days(offeredOn),
    daysToClose: days(closedOn),
    netToService: net(firstServiceOn),
    netToOffer: net(offeredOn),
    netToClose: net(closedOn),
    monthFrom: month?.from ?? null,
    monthOn: month ? calendar.after(month.from, windows.month + windows.grace) : null,
    month: month?.state ?? null,
    assignee: newest(now, ['R_PERSON', 'M_ACCEPT', 'M_APPT', 'M_INIT'])?.person ?? null,
    owner: newest(facts, ['R_OWNER'])?.person ?? null,
    openedOn,
  };
}

/** Whoever was served once has reached the service, whatever came after (M05); an entry in error counts nowhere. */
export function accessAfter(outcome: string | null, firstServiceOn: string | null): Access | null {
  const access = outcome === null ? null : accessOf(outcome);
  return firstServiceOn !== null && access !== 'EXCLUDED' ? 'YES' : access;
}

function openStatus(now: readonly Fact[]): Status {
  const has = (kind: FactKind) => now.some((fact) => fact.kind === kind);
  const check = lastOf(now, 'M_1MO');
  if (has('M_INIT') && check) return check.isActive ? 'ACTIVE_1M' : 'ENDED';
  if (has('M_INIT')) return 'INITIATED';
  const place = inOrder(now.filter(({ kind }) => PLACE_STATUS[kind])).at(-1);
  if (place) return PLACE_STATUS[place.kind] as Status;
  if (has('M_SENT')) return 'SENT';
  if (has('M_CONSENT')) return 'CONSENTED';
  return has('M_OFFER') ? 'OFFERED' : 'OPEN';
}

interface Month {
  from: string;
  state: MonthState | null;
}

/**
 * The first month, over all the times that it was open. Whoever began again while a start still was in time has another
 * one: active after any of them is active; else the last of them counts. A later beginning is none of this measure's.
 */
function firstMonth(facts: readonly Fact[], openedOn: string, pace: Pace): Month | undefined {
  const rounds = [...new Set(facts.map(({ round }) => round))].toSorted((a, b) => a - b);
  const begun = rounds.flatMap((round) => (firstOf(facts, round) === round ? monthOf(facts, round, pace) : []));
  const months = begun.toSorted((a, b) => compare(a.from, b.from));
  const { calendar, windows } = pace;
  const inTime = months.filter(({ from }, at) => at === 0 || calendar.between(openedOn, from) <= windows.start);
  return inTime.find(({ state }) => state === 'ACTIVE') ?? inTime.at(-1);
}

/** What became of the month of the service that began in this round; none when no service began. */
function monthOf(facts: readonly Fact[], round: number, pace: Pace): Month[] {
  const service = facts.filter((fact) => firstOf(facts, fact.round) === round);
  const from = earliest(service, 'M_INIT');
  return from === null ? [] : [{ from, state: stateOf(service, from, pace) }];
}

function stateOf(service: readonly Fact[], from: string, { calendar, windows }: Pace): MonthState | null {
  const closing = inOrder(service.filter(({ kind, outcome }) => kind === 'M_CLOSE' && !goesOn(outcome ?? null))).at(-1);
  if (closing && calendar.between(from, closing.on) < windows.month)
    return closing.outcome === 'COMPLETED' ? 'EARLY' : 'ENDED';
  const check = lastOf(service, 'M_1MO');
  if (!check) return null;
  if (check.isActive) return 'ACTIVE';
  // A "no" of half a year later says nothing about the first month.
  return calendar.between(from, check.on) <= windows.month + windows.grace ? 'ENDED' : null;
}

function roundOf(facts: readonly Fact[]): number {
  return Math.max(1, ...facts.map(({ round }) => round));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The one that happened last; of two on one day the one that was written down later. */
export function lastOf<F extends Fact>(facts: readonly F[], kind: FactKind): F | undefined {
  return inOrder(facts.filter((fact) => fact.kind === kind)).at(-1);
}

const inOrder = <F extends Fact>(facts: readonly F[]) => facts.toSorted((a, b) => compare(a.on, b.on) || a.id - b.id);

function earliest(facts: readonly Fact[], kind: FactKind): string | null {
  const days = facts.filter((fact) => fact.kind === kind).map(({ on }) => on);
  return days.toSorted(compare)[0] ?? null;
}

function newest(facts: readonly Fact[], kinds: readonly FactKind[]): Fact | undefined {
  const named = facts.filter(({ kind, person }) => kinds.includes(kind) && person);
  return named.toSorted((a, b) => a.id - b.id).at(-1);
}
