import fc from 'fast-check';
import { checkTimes } from '../../src/visits/times.ts';

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const anyDay = { isToday: false, minuteNow: 0 };

describe('start, end and minutes', () => {
  it('agree in every visit that is accepted, and stay within the day', () => {
    const time = fc.option(fc.integer({ min: 0, max: 1439 }).map(clock), { nil: '' });
    const minutes = fc.option(fc.integer({ min: 0, max: 1500 }).map(String), { nil: '' });
    fc.assert(
      fc.property(time, time, minutes, fc.boolean(), (start, end, typed, confirmed) => {
        const faults: string[] = [];
        const times = checkTimes({ start, end, minutes: typed, confirmed }, anyDay, (name) => faults.push(name));
        expect(times === undefined).toBe(faults.length > 0);
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
          const times = checkTimes(
            { start: clock(start), end: '', minutes: String(minutes), confirmed: true },
            { isToday: true, minuteNow },
            () => {},
          );
          if (times) expect(times.endMin).toBeLessThanOrEqual(minuteNow + 5);
        },
      ),
    );
  });
});
