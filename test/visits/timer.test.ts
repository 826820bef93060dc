import fc from 'fast-check';
import type { Clock } from '../../src/server/clock.ts';
import { isDouble } from '../../src/visits/drafts/overlap.ts';
import { type Pause, pausesText, piecesOf, readPauses } from '../../src/visits/drafts/pauses.ts';
import {
  asInput,
  isChangedByHand,
  measuredOf,
  resumed,
  shownTimes,
  type Timer,
  withMeasured,
} from '../../src/visits/drafts/timer.ts';
import { checkTimes } from '../../src/visits/times.ts';

const clock: Clock = { now: () => new Date(), timeZone: 'America/New_York' };
const timer = (startedAt: string, stoppedAt: string | null): Timer => ({
  ...{ startedAt, stoppedAt, resumedAt: null, earlierMin: 0, pauses: [] },
});
const NOW = '2026-11-20T20:00:00.000Z';

describe('what a timer measured', () => {
  it.each([
    ['a quarter of an hour', '2026-11-20T15:05:50Z', '2026-11-20T15:20:10Z', '10:05', '10:20', 15],
    ['not even a minute', '2026-11-20T15:05:05Z', '2026-11-20T15:05:40Z', '10:05', '10:06', 1],
    ['the last minute of the day', '2026-11-21T04:59:05Z', '2026-11-21T04:59:40Z', '23:59', '23:59', 1],
    ['over midnight', '2026-11-21T04:50:00Z', '2026-11-21T05:30:00Z', '23:50', '23:59', 9],
    ['over the hour that is missing', '2026-03-08T06:50:00Z', '2026-03-08T07:10:00Z', '01:50', '03:10', 20],
    ['over the hour that is twice', '2026-11-01T05:50:00Z', '2026-11-01T06:20:00Z', '01:50', '01:20', 30],
    ['within the second time of that hour', '2026-11-01T06:10:00Z', '2026-11-01T06:25:00Z', '01:10', '01:25', 15],
    ['a whole day of 25 hours', '2026-11-01T04:00:00Z', '2026-11-03T04:00:00Z', '00:00', '23:59', 1499],
    ['a whole day of 23 hours', '2026-03-08T05:00:00Z', '2026-03-10T04:00:00Z', '00:00', '23:59', 1379],
    ['by a clock that was set back meanwhile', '2026-11-20T15:05:00Z', '2026-11-20T15:00:00Z', '10:05', '10:06', 1],
  ])('%s', (_what, from, to, start, end, minutes) => {
    const measured = measuredOf(timer(new Date(from).toISOString(), new Date(to).toISOString()), NOW, clock);
    expect(asInput(measured)).toMatchObject({ start, end, minutes: String(minutes) });
  });

  it('is taken by the form as it is, whatever the clocks did', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 3000 }),
        (from, ran) => {
          const to = new Date(from.getTime() + ran * 60_000).toISOString();
          const of = timer(from.toISOString(), to);
          const measured = measuredOf(of, NOW, clock);
          const input = withMeasured({ date: '', start: '', end: '', minutes: '' }, of, measured);
          expect(isChangedByHand(input, measured)).toBe(false);
          const faults: string[] = [];
          const { date = '', start = '', end = '', minutes = '' } = input;
          const times = checkTimes(
            { date, start, end, minutes, confirmed: true },
            { ...clock, now: () => new Date(0) },
            (name) => faults.push(name),
            measured,
          );
          // Nobody works longer than 24 hours on a day, not even on one that has 25.
          const isTaken = measured.minutes <= 1440;
          expect(faults).toEqual(isTaken ? [] : ['minutes']);
          expect(times?.minutes).toBe(isTaken ? measured.minutes : undefined);
          expect(measured.minutes).toBeGreaterThanOrEqual(1);
          expect(measured.minutes).toBeLessThanOrEqual(1499);
        },
      ),
    );
  });

  it('adds up: timers that follow each other count every minute once', () => {
    const seconds = fc.array(fc.integer({ min: 60, max: 3000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), seconds, (offset, lengths) => {
        let at = Date.parse('2026-11-20T13:00:00Z') + offset * 1000;
        const begin = at;
        const sum = lengths.reduce((all, length) => {
          const from = new Date(at).toISOString();
          at += length * 1000;
          return all + measuredOf(timer(from, new Date(at).toISOString()), NOW, clock).minutes;
        }, 0);
        expect(sum).toBe(Math.floor(at / 60_000) - Math.floor(begin / 60_000));
      }),
    );
  });

  it('leaves out a pause', () => {
    const first = timer('2026-11-20T15:00:00.000Z', '2026-11-20T15:10:00.000Z');
    const again = resumed(first, '2026-11-20T16:00:00.000Z', clock);
    const measured = measuredOf({ ...again, stoppedAt: '2026-11-20T16:05:00.000Z' }, NOW, clock);
    expect(measured).toMatchObject({ startMin: 600, endMin: 665, minutes: 15, pauses: [{ from: 10, to: 60 }] });
  });
});

describe('two times that overlap', () => {
  const worked = (from: number, to: number, minutes = to - from, pauses: Pause[] = []) => ({
    pieces: piecesOf({ from, to }, minutes, pauses),
    minutes,
  });
  const paused = worked(600, 660, 30, [{ from: 20, to: 50 }]);

  it('do so where somebody worked, and not where the timer stood still', () => {
    expect(isDouble(paused, worked(620, 650))).toBe(false);
    expect(isDouble(paused, worked(600, 610))).toBe(true);
    expect(isDouble(paused, worked(650, 660))).toBe(true);
    expect(isDouble(paused, worked(619, 621))).toBe(true);
    expect(isDouble(paused, paused)).toBe(true);
    expect(isDouble(paused, worked(590, 670, 70, [{ from: 10, to: 20 }]))).toBe(true);
  });

  it('where nobody knows when the minutes were, do so when they cannot have been beside the others', () => {
    const somewhere = worked(600, 660, 30);
    expect(isDouble(somewhere, worked(620, 640))).toBe(false);
    expect(isDouble(somewhere, worked(610, 650))).toBe(true);
    // These pauses are not those of these minutes.
    expect(worked(600, 660, 30, [{ from: 20, to: 30 }]).pieces).toEqual([{ from: 600, to: 660 }]);
  });

  it('pauses are read as they were written, the longest of more than a row takes', () => {
    const pauses = Array.from({ length: 200 }, (_, at) => ({ from: at * 7 + 3, to: at * 7 + (at % 3) + 4 }));
    expect(readPauses(pausesText(pauses.slice(0, 20)))).toEqual(pauses.slice(0, 20));
    expect([pausesText([]), readPauses(null)]).toEqual([null, []]);
    const text = pausesText(pauses) as string;
    expect(text.length).toBeLessThanOrEqual(400);
    expect(readPauses(text).every(({ from, to }) => to - from === 3)).toBe(true);
  });
});

describe('the form beside its timer', () => {
  const running = timer('2026-11-20T15:05:00.000Z', null);
  const stopped = { ...running, stoppedAt: '2026-11-20T15:20:00.000Z' };

  it.each([
    ['nothing typed, running', {}, running, { date: '2026-11-20', start: '10:05' }],
    ['nothing typed, stopped', {}, stopped, { date: '2026-11-20', start: '10:05', end: '10:20', minutes: '15' }],
    ['the start alone, stopped elsewhere', { start: '10:05' }, stopped, { end: '10:20', minutes: '15' }],
    ['another start', { start: '10:00' }, stopped, { start: '10:00' }],
    ['other minutes', { minutes: '30' }, stopped, { minutes: '30' }],
  ])('%s', (_what, input, of, expected) => {
    expect(shownTimes(input, of, NOW, clock)).toMatchObject(expected);
  });
});
