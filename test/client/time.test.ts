import fc from 'fast-check';
import { elapsedText, endOf, minutesOf, pressChip, type Times, toMinutes, toText } from '../../src/client/time.ts';

// One second before midnight is still the day on which the visit began: no time of a form ever leaves 00:00 to 23:59.
const minute = fc.integer({ min: 0, max: 1439 });
const length = fc.constantFrom(5, 10, 15, 30, 45);
const timeText = fc.oneof(fc.constant(''), minute.map(toText));
const times: fc.Arbitrary<Times> = fc.record({
  start: timeText,
  end: timeText,
  minutes: fc.oneof(fc.constant(''), fc.integer({ min: 1, max: 1440 }).map(String)),
});

/** Start, end and minutes say the same, within one day. */
function agree({ start, end, minutes }: Times): boolean {
  const [from, to] = [toMinutes(start), toMinutes(end)];
  return from !== null && to !== null && from < to && to <= 1439 && to - from === Number(minutes);
}

describe('a time of the form', () => {
  it('is the same after reading and writing it', () => {
    fc.assert(fc.property(minute, (at) => toMinutes(toText(at)) === at));
  });

  it('may carry seconds, which do not count', () => {
    expect(toMinutes('10:05:59')).toBe(605);
  });

  it.each(['', '9:05', 'soon', '--:--'])('is none: %j', (text) => {
    expect(toMinutes(text)).toBeNull();
  });
});

describe('a press on a number of minutes', () => {
  it('always gives that number, and times that agree with it or none', () => {
    fc.assert(
      fc.property(times, length, minute, fc.boolean(), (before, n, now, isToday) => {
        const after = pressChip(before, n, now, isToday);
        expect(after.minutes).toBe(String(n));
        expect(agree(after) || (after.start === '' && after.end === '')).toBe(true);
      }),
    );
  });

  it('puts the end after a start that was typed', () => {
    expect(pressChip({ start: '10:05', end: '', minutes: '' }, 15, 700, true)).toEqual({
      start: '10:05',
      end: '10:20',
      minutes: '15',
    });
  });

  it('ends now when nothing was typed and the visit is of today', () => {
    expect(pressChip({ start: '', end: '', minutes: '' }, 15, 620, true)).toEqual({
      start: '10:05',
      end: '10:20',
      minutes: '15',
    });
  });

  it('leaves the times empty for another day: nobody knows when it was', () => {
    expect(pressChip({ start: '', end: '', minutes: '' }, 15, 620, false)).toEqual({
      start: '',
      end: '',
      minutes: '15',
    });
  });

  it('never ends later today than the service takes', () => {
    fc.assert(
      fc.property(times, length, minute, (before, n, now) => {
        const end = toMinutes(pressChip(before, n, now, true).end);
        return end === null || end <= now + 5;
      }),
    );
  });

  it('says no times just after midnight rather than yesterday’s', () => {
    expect(pressChip({ start: '', end: '', minutes: '' }, 30, 10, true)).toEqual({ start: '', end: '', minutes: '30' });
  });
});

const DAY = { date: '2026-11-20', timeZone: 'America/New_York' };

describe('start and end', () => {
  it('give the minutes between them', () => {
    expect(minutesOf({ start: '10:05', end: '10:45', minutes: '' }, DAY)).toBe('40');
  });

  it('leave what was typed alone while one of them is missing', () => {
    expect(minutesOf({ start: '10:05', end: '', minutes: '25' }, DAY)).toBe('25');
    expect(minutesOf({ start: '', end: '10:05', minutes: '25' }, DAY)).toBe('25');
  });

  it('give no minutes when the end is not after the start, not even those of before', () => {
    expect(minutesOf({ start: '10:05', end: '10:05', minutes: '40' }, DAY)).toBe('');
    expect(minutesOf({ start: '10:05', end: '09:00', minutes: '40' }, DAY)).toBe('');
  });
});

describe('on a day on which the clocks change', () => {
  const [spring, autumn] = ['2026-03-08', '2026-11-01'].map((date) => ({ ...DAY, date })) as [typeof DAY, typeof DAY];

  it('minutes are those that the service counts', () => {
    expect(minutesOf({ start: '01:30', end: '03:30', minutes: '' }, spring)).toBe('60');
    expect(minutesOf({ start: '01:50', end: '01:20', minutes: '' }, autumn)).toBe('30');
    expect(minutesOf({ start: '02:30', end: '03:30', minutes: '5' }, spring)).toBe('');
  });

  it('an end comes after its minutes', () => {
    expect(endOf({ start: '01:50', end: '', minutes: '20' }, spring)).toBe('03:10');
    expect(endOf({ start: '01:50', end: '', minutes: '30' }, autumn)).toBe('01:20');
    expect(endOf({ start: '23:50', end: '', minutes: '20' }, autumn)).toBe('');
  });
});

describe('the running time', () => {
  it.each([
    [0, '0:00'],
    [9, '0:09'],
    [760, '12:40'],
    [3600, '1:00:00'],
    [3760, '1:02:40'],
  ])('%i seconds are %s', (seconds, text) => {
    expect(elapsedText(seconds)).toBe(text);
  });
});
