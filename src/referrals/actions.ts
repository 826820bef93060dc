import { type Fact, type FactKind, present, type Status } from './pathway.ts';

// One table: who may do what in which state, and what state follows. Pages, the agencies' answers and the tests read it.

/** `staff`: support staff at the student's school; `admin`: administrators there; `agency`: by its own link. */
export type Side = 'staff' | 'admin' | 'agency';

/** What the form of an action asks for, beside the day. */
export type Asked =
  | 'outcome'
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
  /** On the button, and said about it when it was done. */
  label: string;
  done: string;
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
const HEADS = ['staff', 'admin'] as const;

// biome-ignore format: a table reads as one
export const ACTIONS = {
  offer: { label: 'Offered', done: 'offered', fact: 'M_OFFER', by: STAFF, once: true, asks: [],
    next: { ...stays(...ALL_OPEN), OPEN: 'OFFERED' } },
  consent: { label: 'Consent given', done: 'consent given', fact: 'M_CONSENT', by: STAFF, once: true, asks: [],
    next: { ...stays(...ALL_OPEN), OPEN: 'CONSENTED', OFFERED: 'CONSENTED' } },
  release: { label: 'Release signed', done: 'release signed', fact: 'M_RELEASE', by: STAFF, once: true, only: 'COMMUNITY', asks: [],
    next: stays(...ALL_OPEN) },
  notice: { label: 'Parents told', done: 'parents told of the recommendation', fact: 'R_NOTICE', by: STAFF, once: true, asks: ['way'],
    next: stays(...ALL_OPEN) },
  send: { label: 'Sent', done: 'sent', fact: 'M_SENT', by: STAFF, once: true, asks: [],
    next: { ...stays(...ALL_OPEN), ...to('SENT', ...BEFORE_ANSWER) } },
  ask: { label: 'Asked again', done: 'provider asked again', fact: 'R_ASKED', by: STAFF, asks: [],
    next: stays('SENT') },
  accept: { label: 'Accepted', done: 'accepted', fact: 'M_ACCEPT', by: BOTH, asks: [],
    next: to('ACCEPTED', ...BEFORE_ANSWER, 'WAITLISTED') },
  wait: { label: 'On the waitlist', done: 'put on the waitlist', fact: 'M_WAIT', by: BOTH, asks: ['interim', 'barriers'],
    next: to('WAITLISTED', ...BEFORE_ANSWER, 'ACCEPTED', 'SCHEDULED') },
  waited: { label: 'Waitlist reviewed', done: 'waitlist reviewed', fact: 'R_WAITED', by: STAFF, asks: ['interim'],
    next: stays('WAITLISTED') },
  schedule: { label: 'First date set', done: 'first date set', fact: 'M_APPT', by: BOTH, asks: ['appointment'],
    next: to('SCHEDULED', ...BEFORE_SERVICE) },
  start: { label: 'Service started', done: 'service started', fact: 'M_INIT', by: BOTH, once: true, asks: [],
    next: to('INITIATED', ...BEFORE_SERVICE) },
  check: { label: 'One-month check', done: 'one-month check', fact: 'M_1MO', by: BOTH, once: true, asks: ['active', 'fits'],
    // When it has ended, `ENDED`.
    next: to('ACTIVE_1M', 'INITIATED') },
  review: { label: 'Re-evaluated', done: 're-evaluated', fact: 'R_FITS', by: STAFF, asks: ['fits'],
    next: stays(...IN_SERVICE, 'ENDED') },
  paperwork: { label: 'Paperwork renewed', done: 'paperwork renewed', fact: 'R_PAPER', by: STAFF, only: 'COMMUNITY', asks: [],
    next: stays(...IN_SERVICE) },
  assign: { label: 'Give to a provider', done: 'given to a provider', fact: 'R_PERSON', by: HEADS, only: 'SCHOOL', asks: ['person'],
    next: stays(...ALL_OPEN) },
  give: { label: 'Hand over', done: 'handed over', fact: 'R_OWNER', by: HEADS, asks: ['owner'],
    next: stays(...ALL_OPEN) },
  later: { label: 'Put off', done: 'next step put off', fact: 'R_LATER', by: STAFF, asks: ['later', 'note'],
    next: stays(...ALL_OPEN) },
  decline: { label: 'Decline', done: 'declined', fact: 'M_CLOSE', by: BOTH, asks: ['refusal', 'note'],
    next: to('CLOSED', ...BEFORE_SERVICE) },
  close: { label: 'Close', done: 'closed', fact: 'M_CLOSE', by: BOTH, asks: ['outcome', 'fits', 'barriers'],
    next: to('CLOSED', ...ALL_OPEN) },
  reopen: { label: 'Reopen', done: 'reopened', fact: 'R_REOPEN', by: STAFF, asks: ['note'],
    next: { CLOSED: 'OPEN' } },
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof ACTIONS;
export const ACTION_NAMES = Object.keys(ACTIONS) as ActionName[];

/** Why a provider says no. */
export const REFUSALS = ['NO_CAPACITY', 'INELIGIBLE', 'MET_ELSEWHERE', 'PROVIDER_LOST'] as const;
/** What an agency may say at the end; the rest is for the school to know. */
export const AGENCY_OUTCOMES = [
  ...['COMPLETED', 'PARTIAL', 'NO_SHOW', 'UNREACHABLE', 'WAIT_EXPIRED'],
  ...REFUSALS,
] as readonly string[];

export function actionOf(name: ActionName): Action {
  return ACTIONS[name];
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
export const STATUS_WORDS: Record<Status, string> = {
  OPEN: 'Opened, not offered yet',
  OFFERED: 'Offered, no consent yet',
  CONSENTED: 'Consent given, not sent yet',
  SENT: 'Sent, no answer yet',
  ACCEPTED: 'Accepted, no date yet',
  WAITLISTED: 'On the waitlist',
  SCHEDULED: 'First date set',
  INITIATED: 'Being served',
  ACTIVE_1M: 'Being served, active after a month',
  ENDED: 'Ended, not closed yet',
  CLOSED: 'Closed',
};
