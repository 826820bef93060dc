import { clockOn, minuteOfDay, systemClock, today } from '../../src/server/clock.ts';

const ZONES = ['America/New_York', 'Pacific/Auckland', 'UTC'];

it.each(ZONES)(
  'a clock on another day shows that day and the time of day that it really is, and goes on (%s)',
  (zone) => {
    for (const day of ['2026-11-20', '2027-07-15', '2024-02-29']) {
      const before = minuteOfDay(systemClock(zone));
      const clock = clockOn(day, zone);
      expect([before, (before + 1) % 1440]).toContain(minuteOfDay(clock));
      expect(today(clock)).toBe(day);
      expect(Math.abs(clockOn(day, zone).now().getTime() - clock.now().getTime())).toBeLessThan(60_000);
    }
  },
);
