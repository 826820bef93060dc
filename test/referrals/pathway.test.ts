import fc from 'fast-check';
import { codeSet } from '../../src/codes/service.ts';
import {
  ACTION_NAMES,
  ACTIONS,
  type ActionName,
  actionOf,
  actionsFor,
  may,
  type Side,
  STATUS_WORDS,
} from '../../src/referrals/actions.ts';
import { checkStep } from '../../src/referrals/check.ts';
import { nextStep } from '../../src/referrals/next.ts';
import { type Fact, pathwayOf, present, STATUSES, type Status } from '../../src/referrals/pathway.ts';
import type { StepInput } from '../../src/referrals/step-input.ts';
import { plusDays } from '../../src/server/words.ts';

// What follows from the facts: whatever is done, in whatever order it is written down and read.

const OPENED = '2026-09-01';
const DAY = '2027-06-01';
const ABOUT = { kind: 'COMMUNITY', urgency: 'ROUTINE', wantsNotice: false };
const IDENT: Fact = { id: 1, kind: 'M_IDENT', on: OPENED, round: 1 };

/** What the form of an action needs to be whole. */
const WHOLE: StepInput = {
  ...{ why: 'it came by letter', note: 'the family asked for it', confirm_order: '1', outcome: 'NO_CAPACITY' },
  ...{ due: '2027-06-15', interim: 'CHECKIN', active: 'yes', fits: 'YES', progress: 'BETTER', told_by: 'FAMILY' },
  ...{ way: 'PHONE', person: '9001', barrier_COST: '1' },
};

function around(facts: Fact[], kind = 'COMMUNITY', side: Side = 'staff', day = DAY) {
  const path = pathwayOf(facts, OPENED);
  const next = nextStep(facts, path, { ...ABOUT, kind });
  return { kind, facts, path, nextStep: next?.step ?? null, day, side, person: 9002, people: [9001] };
}

/** The facts with one more, when the action is possible. */
function noted(
  facts: Fact[],
  name: ActionName,
  on: string,
  more: StepInput = {},
  kind = 'COMMUNITY',
  side: Side = 'staff',
): Fact[] {
  const checked = checkStep(name, { ...WHOLE, on, ...more }, around(facts, kind, side));
  return 'fact' in checked ? [...facts, { ...checked.fact, id: facts.length + 1 }] : facts;
}

/** The shortest way into a state. */
const WAYS_TO: Record<Exclude<Status, 'ENDED'>, ActionName[]> = {
  OPEN: [],
  OFFERED: ['offer'],
  CONSENTED: ['consent'],
  SENT: ['send'],
  ACCEPTED: ['accept'],
  WAITLISTED: ['wait'],
  SCHEDULED: ['schedule'],
  INITIATED: ['start'],
  ACTIVE_1M: ['start', 'check'],
  CLOSED: ['close'],
};
function into(status: Status, kind = 'COMMUNITY'): Fact[] {
  if (status === 'ENDED') return noted(into('INITIATED', kind), 'check', plusDays(OPENED, 40), { active: 'no' }, kind);
  return WAYS_TO[status].reduce((facts, name, at) => noted(facts, name, plusDays(OPENED, at * 40), {}, kind), [IDENT]);
}

type Told = {
  name: ActionName | 'take back';
  days: number;
  active: string;
  outcome: string;
  side: Side;
  which: number;
};

const story: fc.Arbitrary<Told[]> = fc.array(
  fc.record({
    // What begins anew and what is taken back come often, so that several of them meet on one day.
    name: fc.oneof(
      fc.constantFrom<ActionName>(...ACTION_NAMES),
      fc.constantFrom<Told['name']>('take back', 'start', 'close', 'reopen', 'check'),
    ),
    days: fc.oneof(fc.constant(0), fc.integer({ min: -3, max: 40 })),
    active: fc.constantFrom('yes', 'no'),
    outcome: fc.oneof(fc.constant('ONGOING'), fc.constantFrom(...codeSet('REF_OUTCOME').map(({ code }) => code))),
    side: fc.constantFrom<Side>('staff', 'staff', 'agency', 'admin'),
    which: fc.nat(),
  }),
  { maxLength: 30 },
);
const kinds = fc.constantFrom('COMMUNITY', 'SCHOOL');

/** What holds in the end. Ids count up with all that was ever written down, as in the database. */
function tell(events: Told[], kind = 'COMMUNITY'): Fact[] {
  let day = OPENED;
  let written = 1;
  let facts: Fact[] = [IDENT];
  for (const { name, days, active, outcome, side, which } of events) {
    if (name === 'take back') {
      facts = takenBack(facts, which);
      continue;
    }
    const on = plusDays(day, days);
    const more = { active, outcome: name === 'decline' ? 'NO_CAPACITY' : outcome };
    const told = noted(facts, name, on, more, kind, side);
    if (told.length === facts.length) continue;
    if (on > day) day = on;
    facts = [...facts, { ...(told.at(-1) as Fact), id: ++written }];
  }
  return facts;
}

/** Without one of what may be taken back now. */
function takenBack(facts: Fact[], which: number): Fact[] {
  const isChecked = present(facts).some(({ kind }) => kind === 'M_1MO');
  const able = present(facts).filter(
    ({ kind }) => kind !== 'M_IDENT' && kind !== 'R_REOPEN' && !(kind === 'M_INIT' && isChecked),
  );
  const one = able[which % able.length];
  return facts.filter((fact) => fact !== one);
}

describe('the table of actions', () => {
  const cells = ACTION_NAMES.flatMap((name) =>
    Object.entries(actionOf(name).next).map(([from, to]) => [name, from as Status, to as Status] as const),
  );

  it.each(cells)('%s: from %s to %s', (name, from, to) => {
    const kind = actionOf(name).only ?? 'COMMUNITY';
    const before = into(from, kind);
    expect(pathwayOf(before, OPENED).status).toBe(from);
    // What holds once and brought us here is not done again.
    if (actionOf(name).once && before.some((fact) => fact.kind === actionOf(name).fact)) return;
    const facts = noted(before, name, '2027-01-15', {}, kind);
    expect(facts).toHaveLength(before.length + 1);
    expect(pathwayOf(facts, OPENED).status).toBe(to);
  });

  it.each(ACTION_NAMES)('%s is refused in words in every state that the table does not name', (name) => {
    for (const status of STATUSES) {
      if (actionOf(name).next[status]) continue;
      const checked = checkStep(
        name,
        WHOLE,
        around(into(status, actionOf(name).only ?? 'COMMUNITY'), actionOf(name).only),
      );
      expect(checked).toEqual({ conflict: expect.stringMatching(/[.]$/) });
    }
  });

  it('every state has words, something to do for support staff, and nothing hidden from the check', () => {
    for (const status of STATUSES) {
      expect(STATUS_WORDS[status]).not.toBe('');
      expect(actionsFor('staff', status, 'SCHOOL', into(status, 'SCHOOL')).length).toBeGreaterThan(0);
    }
  });

  it('agencies say what they did, and nothing about the family or the school', () => {
    const agency = ACTION_NAMES.filter((name) => (ACTIONS[name].by as readonly Side[]).includes('agency'));
    expect(agency).toEqual(['accept', 'wait', 'schedule', 'start', 'check', 'decline', 'close']);
    expect(may('offer', 'agency', 'OPEN', 'COMMUNITY')).toBe(false);
    expect(
      checkStep('close', { ...WHOLE, outcome: 'DECL_FAMILY' }, around(into('INITIATED'), 'COMMUNITY', 'agency')),
    ).toHaveProperty('faults');
  });
});

const placed = (kind: string, on: string, round: number) => `${kind === 'M_APPT' ? 'M_WAIT' : kind} ${on} ${round}`;

/** What has to be there, and what not, for each status; of the answers of a provider the last one. */
const ANSWERS = ['M_ACCEPT', 'M_WAIT', 'M_APPT'];
const SHOWS: Record<Status, (has: (...kinds: string[]) => boolean, last: string, goesOn: boolean) => boolean> = {
  OPEN: (has) => !has('M_OFFER', 'M_CONSENT', 'M_SENT', ...ANSWERS, 'M_INIT', 'M_CLOSE'),
  OFFERED: (has) => has('M_OFFER') && !has('M_CONSENT', 'M_SENT', ...ANSWERS, 'M_INIT', 'M_CLOSE'),
  CONSENTED: (has) => has('M_CONSENT') && !has('M_SENT', ...ANSWERS, 'M_INIT', 'M_CLOSE'),
  SENT: (has) => has('M_SENT') && !has(...ANSWERS, 'M_INIT', 'M_CLOSE'),
  ACCEPTED: (has, last) => last === 'M_ACCEPT' && !has('M_INIT', 'M_CLOSE'),
  WAITLISTED: (has, last) => last === 'M_WAIT' && !has('M_INIT', 'M_CLOSE'),
  SCHEDULED: (has, last) => last === 'M_APPT' && !has('M_INIT', 'M_CLOSE'),
  INITIATED: (has) => has('M_INIT') && !has('M_1MO', 'M_CLOSE'),
  ACTIVE_1M: (has, _last, goesOn) => has('M_INIT') && has('M_1MO') && goesOn && !has('M_CLOSE'),
  ENDED: (has, _last, goesOn) => has('M_INIT') && has('M_1MO') && !goesOn && !has('M_CLOSE'),
  CLOSED: (has) => has('M_CLOSE'),
};

/** The statuses that the milestones allow. */
function shownBy(facts: Fact[]): Status[] {
  const now = present(facts).toSorted((a, b) => (a.on === b.on ? a.id - b.id : a.on < b.on ? -1 : 1));
  const has = (...kinds: string[]) => now.some(({ kind }) => kinds.includes(kind));
  const last = now.findLast(({ kind }) => ANSWERS.includes(kind))?.kind ?? '';
  const goesOn = Boolean(now.findLast(({ kind }) => kind === 'M_1MO')?.isActive);
  return STATUSES.filter((status) => SHOWS[status](has, last, goesOn));
}

describe('whatever happens', () => {
  const states = new Set<string>();

  it('the same facts in any order of arrival are the same state', () => {
    const keys = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(story, kinds, keys, (events, kind, keys) => {
        const facts = tell(events, kind);
        const order = new Map(facts.map((fact) => [fact, keys.next().value as number]));
        const shuffled = facts.toSorted((a, b) => (order.get(a) as number) - (order.get(b) as number));
        const path = pathwayOf(facts, OPENED);
        expect(pathwayOf(shuffled, OPENED)).toEqual(path);
        expect(new Set(present(shuffled))).toEqual(new Set(present(facts)));
        expect(nextStep(shuffled, path, { ...ABOUT, kind })).toEqual(nextStep(facts, path, { ...ABOUT, kind }));
      }),
      { numRuns: 300 },
    );
  });

  it('what is written down and taken back leaves everything as if it never was', () => {
    fc.assert(
      fc.property(story, kinds, story, (events, kind, more) => {
        const facts = tell(events, kind);
        const stateOf = (of: Fact[]) => {
          const path = pathwayOf(of, OPENED);
          return { path, next: nextStep(of, path, { ...ABOUT, kind }), shown: shownBy(of) };
        };
        const before = stateOf(facts);
        for (const { name, days, active, outcome, side } of more) {
          if (name === 'take back' || name === 'reopen') continue;
          const told = noted(facts, name, plusDays(DAY, -Math.abs(days)), { active, outcome }, kind, side);
          const slip = { ...(told.at(-1) as Fact), id: 1000 };
          if (told.length > facts.length)
            expect(stateOf([slip, ...facts].filter(({ id }) => id !== 1000))).toEqual(before);
        }
      }),
    );
  });

  it('milestones that were written down late or early make the same status', () => {
    fc.assert(
      fc.property(story, kinds, (events, of) => {
        const facts = tell(events, of).filter(({ kind }) => kind.startsWith('M_') && kind !== 'M_ACCEPT');
        const last = Math.max(...facts.map(({ id }) => id));
        const backward = facts.map((fact) => ({ ...fact, id: last + 1 - fact.id }));
        // Two of one kind, or two answers of the provider, on one day: the one written down later holds, so here one a day.
        const seen = new Set<string>();
        const one = backward.filter(
          ({ kind, on, round }) => !seen.has(placed(kind, on, round)) && seen.add(placed(kind, on, round)),
        );
        const same = facts.filter((fact) => one.some(({ id }) => id === last + 1 - fact.id));
        expect(pathwayOf(one, OPENED).status).toBe(pathwayOf(same, OPENED).status);
      }),
    );
  });

  it('status and milestones never disagree, and an open referral has exactly one next step', () => {
    fc.assert(
      fc.property(story, kinds, fc.boolean(), (events, kind, wantsNotice) => {
        const facts = tell(events, kind);
        const path = pathwayOf(facts, OPENED);
        states.add(path.status);
        // Each state has its own milestones, and these allow no other one.
        expect(shownBy(facts)).toEqual([path.status]);
        expect(path.closedOn === null).toBe(path.outcome === null);
        expect(path.status === 'CLOSED').toBe(path.outcome !== null);
        if (path.firstServiceOn !== null && path.outcome !== 'ERROR') expect(path.access).toBe('YES');
        if (path.outcome === 'ERROR') expect(path.access).toBe('EXCLUDED');
        if (path.outcome === null && path.firstServiceOn === null) expect(path.access).toBeNull();
        expect(path.monthFrom === null).toBe(path.firstServiceOn === null);
        const next = nextStep(facts, path, { kind, urgency: 'SOON', wantsNotice });
        expect(next === null).toBe(path.status === 'CLOSED' && path.outcome !== 'ONGOING');
        if (next) expect(next.due).toMatch(/^\d{4}-\d\d-\d\d$/);
        // Who takes it stays until it begins anew.
        const named = present(facts).filter(
          (one) => ['R_PERSON', 'M_ACCEPT', 'M_APPT', 'M_INIT'].includes(one.kind) && one.person,
        );
        expect(path.assignee).toBe(named.toSorted((a, b) => a.id - b.id).at(-1)?.person ?? null);
        // One valid closing for each time that it was open.
        const closings = facts.filter((one) => one.kind === 'M_CLOSE').map(({ round }) => round);
        expect(new Set(closings).size).toBe(closings.length);
      }),
      { numRuns: 1000 },
    );
    expect([...states].toSorted()).toEqual([...STATUSES].toSorted());
  });

  it('would tell a status that is kept beside the facts and forgotten', () => {
    const facts = into('INITIATED');
    expect(pathwayOf(facts.slice(0, 1), OPENED).status).not.toBe(pathwayOf(facts, OPENED).status);
  });
});

describe('what cannot be', () => {
  const said = (name: ActionName, more: StepInput, facts: Fact[] = [IDENT], kind = 'COMMUNITY') => {
    const checked = checkStep(name, { ...WHOLE, ...more }, around(facts, kind));
    return JSON.stringify(checked);
  };

  it.each<[string, ActionName, StepInput, Status, RegExp]>([
    ['before the referral', 'offer', { on: '2026-08-31' }, 'OPEN', /before the referral was opened on Sep 1/],
    ['in the future', 'offer', { on: '2027-06-02' }, 'OPEN', /not come yet/],
    ['on no day', 'offer', { on: '2027-02-30' }, 'OPEN', /no such day/],
    ['long ago without a reason', 'offer', { on: '2026-10-01', why: '', note: '' }, 'OPEN', /more than 14 days ago/],
    ['twice', 'offer', { on: '2026-10-01' }, 'OFFERED', /written down already: offered Sep 1/],
    ['a check without a start', 'check', { on: '2026-12-01' }, 'SCHEDULED', /No first service/],
    ['a check before the month is over', 'check', { on: '2026-09-20' }, 'INITIATED', /A month is not over/],
    ['closed without an outcome', 'close', { on: DAY, outcome: '' }, 'SENT', /Choose what came of it/],
    ['closed twice', 'close', { on: DAY }, 'CLOSED', /closed Sep 1: Provider had no capacity. Reopen it first/],
    ['closed before its last milestone', 'close', { on: '2026-09-02' }, 'ACTIVE_1M', /cannot be closed before/],
    ['no-show of one who came', 'close', { on: DAY, outcome: 'NO_SHOW' }, 'INITIATED', /student did attend/],
    ['reopened without a note', 'reopen', { on: DAY, note: '' }, 'CLOSED', /Say why it is reopened/],
    ['reopened before it was closed', 'reopen', { on: '2026-08-31' }, 'CLOSED', /before the referral was opened/],
    ['reopened while open', 'reopen', { on: DAY }, 'SENT', /nothing to reopen/],
    ['given to somebody who left', 'give', { on: DAY, person: '4711' }, 'SENT', /does not work at/],
    ['progress that nobody told', 'review', { on: DAY, told_by: '' }, 'INITIATED', /Say who says so/],
    [
      'declined for a reason of the family',
      'decline',
      { on: DAY, outcome: 'DECL_FAMILY' },
      'SENT',
      /why it is declined/,
    ],
    ['waiting without a word on what happens meanwhile', 'wait', { on: DAY, interim: '' }, 'SENT', /while waiting/],
  ])('%s', (_what, name, more, status, words) => {
    expect(said(name, more, into(status))).toMatch(words);
  });

  it('an order that is odd is asked about, and taken when it is confirmed', () => {
    const facts = noted(into('OPEN'), 'send', '2026-10-05');
    expect(said('start', { on: '2026-10-01', confirm_order: '' }, facts)).toMatch(
      /“Sent” is written down for Oct 5, later than this/,
    );
    expect(noted(facts, 'start', '2026-10-01')).toHaveLength(3);
  });

  it('offered is not consented, and consent does not need an offer', () => {
    expect(pathwayOf(noted([IDENT], 'offer', '2026-09-03'), OPENED).status).toBe('OFFERED');
    const agreed = noted([IDENT], 'consent', '2026-09-03');
    expect(pathwayOf(agreed, OPENED)).toMatchObject({ status: 'CONSENTED', daysToOffer: null });
    expect(pathwayOf(noted(agreed, 'offer', '2026-09-05'), OPENED)).toMatchObject({
      status: 'CONSENTED',
      daysToOffer: 4,
    });
  });
});

describe('the first month', () => {
  const begun = into('INITIATED');

  it.each<[string, StepInput, string | null]>([
    ['ended on day 29', { on: '2026-09-30', outcome: 'PARTIAL' }, 'ENDED'],
    ['completed before day 30', { on: '2026-09-20', outcome: 'COMPLETED' }, 'EARLY'],
    ['ended on day 30 without a check', { on: '2026-10-01', outcome: 'PARTIAL' }, null],
  ])('%s', (_what, more, month) => {
    const facts = noted(begun, 'close', more.on as string, more);
    expect(pathwayOf(facts, OPENED)).toMatchObject({ month, access: 'YES', monthOn: '2026-10-08' });
  });

  it.each([
    ['yes', 'ACTIVE', 'ACTIVE_1M', 'PAPERWORK_OR_REVIEW'],
    ['no', 'ENDED', 'ENDED', 'DECIDE'],
  ])('the check says %s', (active, month, status, step) => {
    const facts = noted(begun, 'check', '2026-10-02', { active });
    const path = pathwayOf(facts, OPENED);
    expect(path).toMatchObject({ month, status });
    expect(nextStep(facts, path, ABOUT)?.step).toMatch(step === 'DECIDE' ? /^DECIDE$/ : /^REVIEW$/);
  });
});

describe('a service that began again', () => {
  const told = (...steps: [ActionName, string, StepInput?][]): Fact[] =>
    steps.reduce((facts, [name, on, more]) => noted(facts, name, on, more), [IDENT]);
  const monthOf = (facts: Fact[]) => {
    const { status, month, monthFrom } = pathwayOf(facts, OPENED);
    expect(pathwayOf(facts.toReversed(), OPENED)).toMatchObject({ status, month, monthFrom });
    return [status, month, monthFrom];
  };
  const CLOSED_EARLY: [ActionName, string, StepInput?][] = [
    ['start', '2026-09-05'],
    ['close', '2026-09-10', { outcome: 'PARTIAL' }],
  ];

  it('in the first week, and was active a month later, is active', () => {
    const again = told(...CLOSED_EARLY, ['reopen', '2026-09-14'], ['start', '2026-09-16']);
    expect(monthOf(again)).toEqual(['INITIATED', null, '2026-09-16']);
    expect(monthOf(noted(again, 'check', '2026-10-18'))).toEqual(['ACTIVE_1M', 'ACTIVE', '2026-09-16']);
    expect(monthOf(noted(again, 'close', '2026-10-01', { outcome: 'PARTIAL' }))).toEqual([
      ...['CLOSED', 'ENDED', '2026-09-16'],
    ]);
  });

  it('on the day on which it began first and ended is judged by the second time', () => {
    const again = told(
      ['start', '2026-09-05'],
      ['close', '2026-09-05', { outcome: 'PARTIAL' }],
      ['reopen', '2026-09-05'],
      ['start', '2026-09-05'],
      ['check', '2026-10-06'],
    );
    expect(monthOf(again)).toEqual(['ACTIVE_1M', 'ACTIVE', '2026-09-05']);
  });

  it('and was active the first time stays active, whatever came of the second', () => {
    const again = told(
      ['start', '2026-09-01'],
      ['check', '2026-10-02'],
      ['close', '2026-10-05', { outcome: 'PARTIAL' }],
      ['reopen', '2026-10-06'],
      ['start', '2026-10-07'],
      ['close', '2026-10-09', { outcome: 'PARTIAL' }],
    );
    expect(monthOf(again)).toEqual(['CLOSED', 'ACTIVE', '2026-09-01']);
  });

  it('too late to be a start in time changes nothing about the first month', () => {
    const again = told(...CLOSED_EARLY, ['reopen', '2026-11-02'], ['start', '2026-11-03'], ['check', '2026-12-05']);
    expect(monthOf(again)).toEqual(['ACTIVE_1M', 'ENDED', '2026-09-05']);
  });
});

describe('still receiving when the school year is closed', () => {
  const ongoing = noted(into('ACTIVE_1M'), 'close', '2027-05-30', { outcome: 'ONGOING' });

  it('has a next step for the new school year', () => {
    const path = pathwayOf(ongoing, OPENED);
    expect(path).toMatchObject({ status: 'CLOSED', outcome: 'ONGOING', access: 'YES', month: 'ACTIVE' });
    expect(nextStep(ongoing, path, ABOUT)).toMatchObject({ step: 'RENEW', due: '2027-09-01', whose: 'owner' });
  });

  it('goes on with the same service when it is reopened: who serves, since when, and what was checked', () => {
    const again = noted(ongoing, 'reopen', DAY);
    const path = pathwayOf(again, OPENED);
    expect(path).toMatchObject({ status: 'ACTIVE_1M', round: 2, month: 'ACTIVE', firstServiceOn: OPENED });
    expect(nextStep(again, path, ABOUT)).toMatchObject({ step: 'REVIEW', due: plusDays(DAY, 90) });
    const ended = noted(again, 'close', DAY, { outcome: 'COMPLETED' });
    expect(nextStep(ended, pathwayOf(ended, OPENED), ABOUT)).toBeNull();
    // After that it begins anew, as after any other end.
    expect(pathwayOf(noted(ended, 'reopen', DAY), OPENED)).toMatchObject({ status: 'OPEN', round: 3 });
  });

  it('closed so in the first month is no end of it', () => {
    const begun = noted(noted([IDENT], 'start', '2027-05-20'), 'close', '2027-05-30', { outcome: 'ONGOING' });
    expect(pathwayOf(begun, OPENED).month).toBeNull();
  });
});

describe('the next step', () => {
  const nextOf = (facts: Fact[], about = ABOUT) => nextStep(facts, pathwayOf(facts, OPENED), about);

  it.each<[Status, string, string]>([
    ['OPEN', 'OFFER', '2026-09-22'],
    ['OFFERED', 'CONSENT', '2026-09-15'],
    ['CONSENTED', 'SEND', '2026-09-04'],
    ['SENT', 'ANSWER', '2026-09-15'],
    ['ACCEPTED', 'FIRST_DATE', '2026-09-08'],
    ['WAITLISTED', 'WAITLIST', '2026-09-15'],
    ['SCHEDULED', 'START', '2027-06-15'],
    ['INITIATED', 'CHECK', '2026-10-01'],
    ['ACTIVE_1M', 'REVIEW', '2027-01-09'],
  ])('%s: %s on %s', (status, step, due) => {
    expect(nextOf(into(status))).toMatchObject({ step, due });
  });

  it('asks for the new school year’s papers when that comes first', () => {
    let facts = into('ACTIVE_1M');
    for (const on of ['2027-01-08', '2027-04-08']) facts = noted(facts, 'review', on);
    expect(nextOf(facts)).toMatchObject({ step: 'REVIEW' });
    facts = noted(facts, 'review', '2027-06-01');
    expect(nextOf([...facts, { ...(facts.at(-1) as Fact), id: 99, on: '2027-06-15' }])).toMatchObject({
      step: 'PAPERWORK',
      due: '2027-09-01',
    });
    expect(nextOf(facts, { ...ABOUT, kind: 'SCHOOL' })).toMatchObject({ step: 'REVIEW' });
  });

  it('tells the parents where the state asks for it', () => {
    const about = { ...ABOUT, wantsNotice: true };
    expect(nextOf([IDENT], about)).toMatchObject({ step: 'NOTICE', due: '2026-09-06' });
    expect(nextOf(noted([IDENT], 'notice', '2026-09-02'), about)).toMatchObject({ step: 'OFFER' });
  });

  it('waits for the day to which it was put off', () => {
    const slip = noted(into('SENT'), 'later', DAY, { due: '2027-06-20' });
    expect(nextOf(slip)).toMatchObject({ step: 'ANSWER', due: '2027-06-20' });
    // The one written down last holds, also when it is sooner.
    expect(nextOf(noted(slip, 'later', DAY, { due: '2027-06-05' }))).toMatchObject({
      step: 'ANSWER',
      due: '2027-06-05',
    });
  });

  it('that was put off is another step once something sets its day anew', () => {
    const put = noted(into('SENT'), 'later', DAY, { due: '2027-08-20' });
    expect(nextOf(put)).toMatchObject({ step: 'ANSWER', due: '2027-08-20', isPutOff: true });
    expect(nextOf(noted(put, 'ask', DAY))).toMatchObject({ step: 'ANSWER', due: '2027-06-15', isPutOff: false });
    // What has nothing to do with its day leaves it put off.
    expect(nextOf(noted(put, 'release', DAY))).toMatchObject({ due: '2027-08-20', isPutOff: true });
  });

  it('a first session that was put off is not put off for the next appointment', () => {
    const put = noted(into('SCHEDULED'), 'later', DAY, { due: '2027-08-20' });
    expect(nextOf(put)).toMatchObject({ step: 'START', due: '2027-08-20', isPutOff: true });
    const anew = noted(put, 'schedule', DAY, { due: '2027-06-09' });
    expect(nextOf(anew)).toMatchObject({ step: 'START', due: '2027-06-09', isPutOff: false });
    const waits = noted(put, 'wait', DAY);
    expect(nextOf(noted(waits, 'schedule', DAY, { due: '2027-06-09' }))).toMatchObject({
      ...{ step: 'START', due: '2027-06-09', isPutOff: false },
    });
  });
});
