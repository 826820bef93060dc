import fc from 'fast-check';
import { indexByCode, isOpen, labelIn, openOn } from '../../src/codes/lookup.ts';
import type { Code } from '../../src/codes/types.ts';

const GONE: Code = { code: 'GONE', label: 'Long gone', definition: 'Was there once.', retired: '2026-07-01' };
const HERE: Code = { code: 'HERE', label: 'Still here', definition: 'Is there now.' };
const LIST = [GONE, HERE];

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const anyCode: fc.Arbitrary<Code> = fc.record(
  {
    code: fc.stringMatching(/^[A-Z]{1,20}$/),
    label: fc.string({ minLength: 1 }),
    definition: fc.string(),
    retired: day,
    selectable: fc.constant(false as const),
  },
  { requiredKeys: ['code', 'label', 'definition'] },
);
const anyList = fc.uniqueArray(anyCode, { selector: (entry) => entry.code });

describe('a retired code', () => {
  test('can be chosen for the last day before, not from the day on', () => {
    expect(openOn(LIST, '2026-06-30')).toEqual([GONE, HERE]);
    expect(openOn(LIST, '2026-07-01')).toEqual([HERE]);
    expect(isOpen(GONE, '2026-07-02')).toBe(false);
  });

  test('stays readable', () => {
    const index = indexByCode(LIST);
    expect(index.get('GONE')).toBe(GONE);
    expect(labelIn(index, 'GONE')).toBe('Long gone');
  });
});

test('a code never chosen by people is closed on every day', () => {
  fc.assert(fc.property(anyCode, day, (entry, on) => !isOpen({ ...entry, selectable: false }, on)));
});

test('once closed, a code never opens again', () => {
  fc.assert(
    fc.property(anyCode, day, day, (entry, a, b) => {
      const [earlier, later] = a < b ? [a, b] : [b, a];
      return isOpen(entry, earlier) || !isOpen(entry, later);
    }),
  );
});

test('the open codes are those that are open, in their order, and all stay readable', () => {
  fc.assert(
    fc.property(anyList, day, (list, on) => {
      const open = new Set(openOn(list, on));
      expect([...open]).toEqual(list.filter((entry) => isOpen(entry, on)));
      const index = indexByCode(list);
      for (const entry of list) expect(labelIn(index, entry.code)).toBe(entry.label);
    }),
  );
});
