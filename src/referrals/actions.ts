import * as say from '../words/index.ts';
import { type Fact, type FactKind, present, type Status } from './pathway.ts';

// One table: who may do what in which state, and what state follows. Pages, the agencies' answers and the tests read it.

/** `staff`: support staff at the student's school; `admin`: administrators there; `agency`: by its own link. */
export type Side = 'staff' | 'admin' | 'agency';

/** What the form of an action asks for, beside the day. */
export type Asked =
  | 'outcome'
  | 'began'
  | 'refusal'
  | 'appointment'
  | 'interim'
  | 'active'
  | 'fits'
  | 'way'
  | 'person'
  | 'owner'
  | 'later'
  | 'note'
  | 'barriers';

export interface Action {
  fact: FactKind;
  by: readonly Side[];
  /** State → the state that follows, when nothing else is known about the referral. */
  next: Partial<Record<Status, Status>>;
  asks: readonly Asked[];
  /** Only once; a second one is told what stands already. */
  once?: true;
  only?: 'COMMUNITY' | 'SCHOOL';
}

const stays = (...states: Status[]) =>
  Object.fromEntries(states.map((state) => [state, state])) as Partial<Record<Status, Status>>;
const to = (next: Status, ...states: Status[]) =>
  Object.fromEntries(states.map((state) => [state, next])) as Partial<Record<Status, Status>>;

const BEFORE_ANSWER = ['OPEN', 'OFFERED', 'CONSENTED', 'SENT'] as const;
const BEFORE_SERVICE = [...BEFORE_ANSWER, 'ACCEPTED', 'WAITLISTED', 'SCHEDULED'] as const;
const IN_SERVICE = ['INITIATED', 'ACTIVE_1M'] as const;
const ALL_OPEN = [...BEFORE_SERVICE, ...IN_SERVICE, 'ENDED'] as const;

const STAFF = ['staff'] as const;
const BOTH = ['staff', 'agency'] as const;
// Administrators do it by handing over what somebody has.
const HEADS = ['staff', 'admin'] as const;

// biome-ignore format: a table reads as one
export const ACTIONS = {
  offer: { fact: 'M_OFFER', by: STAFF, once: true, asks: [],
    next: { ...stays(...ALL_OPEN), OPEN: 'OFFERED' } },
  consent: { fact: 'M_CONSENT', by: STAFF, once: true, asks: [],
    next: { ...stays(...ALL_OPEN), OPEN: 'CONSENTED', OFFERED: 'CONSENTED' } },
  release: { fact: 'M_RELEASE', by: STAFF, once: true, only: 'COMMUNITY', asks: [],
    next: stays(...ALL_OPEN) },
  notice: { fact: 'R_NOTICE', by: STAFF, once: true, asks: ['way'],
    next: stays(...ALL_OPEN) },
  send: { fact: 'M_SENT', by: STAFF, once: true, asks: [],
    next: { ...stays(...ALL_OPEN), ...to('SENT', ...BEFORE_ANSWER) } },
  ask: { fact: 'R_ASKED', by: STAFF, asks: ['barriers'],
    next: stays('SENT') },
  accept: { fact: 'M_ACCEPT', by: BOTH, asks: [],
    next: to('ACCEPTED', ...BEFORE_ANSWER, 'WAITLISTED') },
  wait: { fact: 'M_WAIT', by: BOTH, asks: ['interim', 'barriers'],
    next: to('WAITLISTED', ...BEFORE_ANSWER, 'ACCEPTED', 'SCHEDULED') },
  waited: { fact: 'R_WAITED', by: STAFF, asks: ['interim', 'barriers'],
    next: stays('WAITLISTED') },
  schedule: { fact: 'M_APPT', by: BOTH, asks: ['appointment'],
    next: to('SCHEDULED', ...BEFORE_SERVICE) },
  start: { fact: 'M_INIT', by: BOTH, once: true, asks: [],
    next: to('INITIATED', ...BEFORE_SERVICE) },
  check: { fact: 'M_1MO', by: BOTH, once: true, asks: ['active', 'fits'],
    // When it has ended, `ENDED`.
    next: to('ACTIVE_1M', 'INITIATED') },
  review: { fact: 'R_FITS', by: STAFF, asks: ['fits'],
    next: stays(...IN_SERVICE, 'ENDED') },
  paperwork: { fact: 'R_PAPER', by: STAFF, only: 'COMMUNITY', asks: [],
    next: stays(...IN_SERVICE) },
  assign: { fact: 'R_PERSON', by: HEADS, only: 'SCHOOL', asks: ['person'],
    next: stays(...ALL_OPEN) },
  give: { fact: 'R_OWNER', by: HEADS, asks: ['owner'],
    next: stays(...ALL_OPEN) },
  later: { fact: 'R_LATER', by: STAFF, asks: ['later', 'note', 'barriers'],
    next: stays(...ALL_OPEN) },
  barrier: { fact: 'R_BARRIER', by: STAFF, asks: ['barriers'],
    next: stays(...ALL_OPEN) },
  decline: { fact: 'M_CLOSE', by: BOTH, asks: ['refusal', 'note', 'barriers'],
    next: to('CLOSED', ...BEFORE_SERVICE) },
  close: { fact: 'M_CLOSE', by: BOTH, asks: ['outcome', 'began', 'fits', 'barriers'],
    next: to('CLOSED', ...ALL_OPEN) },
  reopen: { fact: 'R_REOPEN', by: STAFF, asks: ['note'],
    next: { CLOSED: 'OPEN' } },
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof ACTIONS;
export const ACTION_NAMES = Object.keys(ACTIONS) as ActionName[];

/** Why a provider says no. */
export const REFUSALS = ['NO_CAPACITY', 'INELIGIBLE', 'MET_ELSEWHERE', 'PROVIDER_LOST'] as const;
/** What says that a service began, whether or not its first day is known. */
export const SERVED_OUTCOMES: readonly string[] = ['COMPLETED', 'PARTIAL', 'ONGOING'];
/** What an agency may say at the end; the rest is for the school to know. */
export const AGENCY_OUTCOMES = [
  ...['COMPLETED', 'PARTIAL', 'NO_SHOW', 'UNREACHABLE', 'WAIT_EXPIRED'],
  ...REFUSALS,
] as readonly string[];

/** `label`: on the button. `done`: said about it when it was done. */
type Named = Action & { label: string; done: string };

export function actionOf(name: ActionName): Named {
  return { ...ACTIONS[name], ...say.referrals.steps[name] };
}

/** May this side do it in this state? */
export function may(name: ActionName, side: Side, status: Status, kind: string): boolean {
  const action = actionOf(name);
  return action.by.includes(side) && action.next[status] !== undefined && (action.only ?? kind) === kind;
}

/** What one side may do now, in the order of the table. What is there already and holds once is left out. */
export function actionsFor(side: Side, status: Status, kind: string, facts: readonly Fact[]): ActionName[] {
  const now = present(facts);
  return ACTION_NAMES.filter((name) => {
    const { once, fact } = actionOf(name);
    return may(name, side, status, kind) && !(once && now.some((one) => one.kind === fact));
  });
}

/** What is shown of a state: its name, and what stands between the student and the service. */
export const STATUS_WORDS: Record<Status, string> = say.referrals.states;
