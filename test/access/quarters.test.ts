import { midnight, quarterAt, quartersSince } from '../../src/access/quarters.ts';
import { testClock } from '../app.ts';

const clock = testClock();

describe('a quarter', () => {
  it('begins and ends at midnight of the schools, also when the clocks were changed within it', () => {
    expect(quarterAt('2026-11-20T20:00:00.000Z', clock)).toEqual({
      ...{ code: '2026-Q4', label: 'October to December 2026' },
      ...{ from: '2026-10-01T04:00:00.000Z', to: '2027-01-01T05:00:00.000Z' },
    });
    expect(quarterAt('2026-03-08T12:00:00.000Z', clock)).toMatchObject({
      ...{ code: '2026-Q1', from: '2026-01-01T05:00:00.000Z', to: '2026-04-01T04:00:00.000Z' },
    });
  });

  it('is that of the day at the schools, not of the day in Greenwich', () => {
    expect(quarterAt('2027-01-01T04:59:59.999Z', clock).code).toBe('2026-Q4');
    expect(quarterAt('2027-01-01T05:00:00.000Z', clock).code).toBe('2027-Q1');
  });

  it.each([
    ['2026-10-01', 'Pacific/Honolulu', '2026-10-01T10:00:00.000Z'],
    ['2026-10-01', 'Asia/Kolkata', '2026-09-30T18:30:00.000Z'],
    ['2026-04-01', 'Pacific/Auckland', '2026-03-31T11:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
  ])('%s begins in %s at %s', (day, timeZone, instant) => {
    expect(midnight(day, timeZone)).toBe(instant);
  });
});

describe('the quarters that can be looked at', () => {
  const codes = (first: string | null, most = 5) => quartersSince(first, most, clock).map(({ code }) => code);

  it('go back to the first use, over the year, and no further', () => {
    expect(codes(null)).toEqual(['2026-Q4']);
    expect(codes('2026-11-02T12:00:00.000Z')).toEqual(['2026-Q4']);
    expect(codes('2026-10-01T04:00:00.000Z')).toEqual(['2026-Q4']);
    expect(codes('2026-10-01T03:59:59.000Z')).toEqual(['2026-Q4', '2026-Q3']);
    expect(codes('2025-12-01T12:00:00.000Z', 9)).toEqual(['2026-Q4', '2026-Q3', '2026-Q2', '2026-Q1', '2025-Q4']);
    expect(codes('2020-01-01T12:00:00.000Z')).toHaveLength(5);
  });
});
