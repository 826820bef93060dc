import { TEXAS_COMPONENTS } from '../../src/codes/data/texas.ts';
import { codeSet } from '../../src/codes/service.ts';
import { TIME_CATEGORIES } from '../../src/reports/time-categories.ts';

// The second set of categories of working time: every code has its component, and no code has one that there is not.

const codes = [...codeSet('SERVICE'), ...codeSet('TIME_USE')].map(({ code }) => code);

it('has a component for every service and every kind of working time, and for nothing else', () => {
  expect([...TEXAS_COMPONENTS.keys()].toSorted()).toEqual([...new Set(codes)].toSorted());
});

it('counts what is no part of the program for ASCA as no part of it in Texas', () => {
  const { useOf } = TIME_CATEGORIES.TEXAS_PROGRAM;
  const notTheirs = codeSet('TIME_USE').filter(({ time }) => time === 'other');
  for (const { code } of notTheirs) expect([code, useOf({ what: 'time', code })]).toEqual([code, 'other']);
  expect(useOf({ what: 'visit', code: '' })).toBe('other');
  expect(useOf({ what: 'visit', code: 'CLASS_LESSON' })).toBe('guidance');
  expect(useOf({ what: 'colleague', code: 'ADVISE' })).toBe('planning');
  expect(useOf({ what: 'time', code: 'TEAM' })).toBe('system');
});
