import fc from 'fast-check';
import { type Clock, dayOf, minuteAt } from '../../src/server/clock.ts';
import { isDouble, workedOf } from '../../src/visits/drafts/overlap.ts';
import { placed } from '../../src/visits/spans.ts';
import { checkTimes, type Times, type TypedTimes } from '../../src/visits/times.ts';

const text = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const timeZone = 'America/New_York';
const later: Clock = { now: () => new Date('2027-06-01T00:00:00Z'), timeZone };

function check(
  typed: Partial<TypedTimes>,
  clock = later,
): { times: Times | undefined; faults: Record<string, string> } {
  const faults: Record<string, string> = {};
  const whole = { date: '2026-11-20', start: '', end: '', minutes: '', confirmed: true, ...typed };
  const times = checkTimes(whole, clock, (name, fault) => {
    faults[name] = fault;
  });
  return { times, faults };
}

describe('start, end and minutes', () => {
  it('agree in every visit that is accepted, and stay within the day', () => {
    const time = fc.option(fc.integer({ min: 0, max: 1439 }).map(text), { nil: '' });
    const minutes = fc.option(fc.integer({ min: 0, max: 1500 }).map(String), { nil: '' });
    fc.assert(
      fc.property(time, time, minutes, fc.boolean(), (start, end, typed, confirmed) => {
        const { times, faults } = check({ start, end, minutes: typed, confirmed });
        expect(times === undefined).toBe(Object.keys(faults).length > 0);
        if (!times) return;
        expect(times.minutes).toBeGreaterThan(0);
        if (times.startMin !== null && times.endMin !== null) expect(times.endMin - times.startMin).toBe(times.minutes);
        expect(times.endMin ?? 0).toBeLessThan(1440);
        expect(times.startMin ?? 0).toBeGreaterThanOrEqual(0);
        if (!confirmed) expect(times.minutes).toBeLessThanOrEqual(180);
      }),
      { numRuns: 2000 },
    );
  });

  it('today never lie in the future, give or take a clock', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 0, max: 1439 }),
        (start, minutes, minuteNow) => {
          const now = new Date(Date.parse('2026-11-20T05:00:00Z') + minuteNow * 60_000);
          const { times } = check({ start: text(start), minutes: String(minutes) }, { now: () => now, timeZone });
          if (times) expect(times.endMin).toBeLessThanOrEqual(minuteNow + 5);
        },
      ),
    );
  });
});

describe('on a day on which the clocks change', () => {
  const SPRING = '2026-03-08';
  const AUTUMN = '2026-11-01';

  it.each<[string, Partial<TypedTimes>, Partial<Times>]>([
    ['over the hour that is missing', { date: SPRING, start: '01:30', end: '03:30' }, { minutes: 60 }],
    ['from before it, by its length', { date: SPRING, start: '01:50', minutes: '20' }, { endMin: 190, minutes: 20 }],
    ['until after it, by its length', { date: SPRING, end: '03:10', minutes: '20' }, { startMin: 110, minutes: 20 }],
    [
      'an end before its start, in the hour that is twice',
      { date: AUTUMN, start: '01:50', end: '01:20' },
      { minutes: 30 },
    ],
    ['within one of the two', { date: AUTUMN, start: '01:10', end: '01:25' }, { minutes: 15 }],
    ['from the first to the second', { date: AUTUMN, start: '01:10', end: '01:25', minutes: '75' }, { minutes: 75 }],
    ['beyond both, the shorter way', { date: AUTUMN, start: '01:30', end: '03:30' }, { minutes: 120 }],
    [
      'beyond both, the longer way, where it is said',
      { date: AUTUMN, start: '01:30', end: '03:30', minutes: '180' },
      { minutes: 180 },
    ],
    [
      'an hour written alike, where it is said',
      { date: AUTUMN, start: '01:30', end: '01:30', minutes: '60' },
      { minutes: 60 },
    ],
    [
      'into the second one, by its length',
      { date: AUTUMN, start: '01:50', minutes: '30' },
      { endMin: 80, minutes: 30 },
    ],
  ])('%s', (_what, typed, expected) => {
    const { times, faults } = check(typed);
    expect(faults).toEqual({});
    expect(times).toMatchObject(expected);
  });

  it.each<[string, Partial<TypedTimes>, Record<string, RegExp>]>([
    ['a start that there was not', { date: SPRING, start: '02:30', end: '03:30' }, { start: /no 2:30 AM on that day/ }],
    ['an end that there was not', { date: SPRING, start: '01:30', end: '02:00' }, { end: /no 2:00 AM on that day/ }],
    [
      'minutes by the clock',
      { date: SPRING, start: '01:30', end: '03:30', minutes: '120' },
      { minutes: /it is 60 minutes/ },
    ],
    ['an hour written alike', { date: AUTUMN, start: '01:30', end: '01:30' }, { end: /same as the start/ }],
    ['an end long before its start', { date: AUTUMN, start: '03:30', end: '01:30' }, { end: /before the start/ }],
  ])('%s is refused', (_what, typed, expected) => {
    const { times, faults } = check(typed);
    expect(times).toBeUndefined();
    expect(Object.keys(faults)).toEqual(Object.keys(expected));
    for (const [name, words] of Object.entries(expected)) expect(faults[name]).toMatch(words);
  });

  it('whoever writes down what the clocks showed is never refused, and no minute is added or lost', () => {
    const anyTime = fc.integer({
      min: Date.parse(`2026-01-01T05:00:00Z`) / 60_000,
      max: Date.parse('2027-01-01T05:00:00Z') / 60_000,
    });
    const nearChange = fc
      .constantFrom('2026-03-08T05:00:00Z', '2026-11-01T04:00:00Z')
      .chain((midnight) =>
        fc.integer({ min: Date.parse(midnight) / 60_000, max: Date.parse(midnight) / 60_000 + 360 }),
      );
    fc.assert(
      fc.property(fc.oneof(anyTime, nearChange), fc.integer({ min: 1, max: 300 }), (from, minutes) => {
        const [start, end] = [from, from + minutes].map((at) => new Date(at * 60_000).toISOString()) as [
          string,
          string,
        ];
        const date = dayOf(start, later);
        fc.pre(dayOf(end, later) === date);
        const [startMin, endMin] = [minuteAt(start, later), minuteAt(end, later)];
        const typed = { date, start: text(startMin), end: text(endMin), minutes: String(minutes) };
        expect(check(typed)).toMatchObject({ faults: {}, times: { startMin, endMin, minutes } });
        // Without its minutes a time is never longer than it was.
        if (startMin !== endMin) expect(check({ ...typed, minutes: '' }).times?.minutes).toBeLessThanOrEqual(minutes);
        expect(placed({ date, startMin, endMin, minutes }, timeZone).minutes).toBe(minutes);
      }),
      { numRuns: 2000 },
    );
  });

  it('two times overlap between instants, not by what the clocks showed', () => {
    const at = (date: string, startMin: number, endMin: number, minutes: number) =>
      workedOf({ date, startMin, endMin, minutes, pauses: [] }, timeZone);
    const overMissing = at(SPRING, 90, 210, 60);
    expect(isDouble(overMissing, at(SPRING, 180, 200, 20))).toBe(true);
    expect(isDouble(overMissing, at(SPRING, 210, 220, 10))).toBe(false);
    // From 1:50 to 1:20 it is the half hour in which the clocks were set back.
    expect(isDouble(at(AUTUMN, 110, 80, 30), at(AUTUMN, 100, 115, 15))).toBe(true);
    expect(isDouble(at(AUTUMN, 110, 80, 30), at(AUTUMN, 120, 130, 10))).toBe(false);
  });
});
