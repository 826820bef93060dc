import { CodeBook, type LocalCode } from '../../src/codes/book.ts';
import { kindFaults } from '../../src/visits/groups/kind.ts';

// A district's own service counts as the standard one above it, here too.

const LUNCH: LocalCode = {
  ...{ set: 'SERVICE', code: 'L_LUNCH', parent: 'GRP_COUNS', label: 'Lunch group', from: '2026-08-01', to: null },
  ...{ sensitive: false, restricted: false, revision: 1 },
};
const students = (count: number) => Array.from({ length: count }, (_, at) => 6000 + at);
const group = (count: number) => ({
  visit: { service_1: 'L_LUNCH' },
  students: students(count),
  notes: new Map(),
  kind: '',
});

it('a service of the district’s own beneath small-group counseling is for a few, by its own name', () => {
  const codes = new CodeBook([LUNCH]);
  expect(kindFaults(group(20), codes)).toEqual([]);
  expect(kindFaults(group(21), codes)).toEqual([
    {
      fieldId: 'service-1',
      text: expect.stringContaining('Lunch group is for a few students, at most 20 here; there are 21.'),
    },
  ]);
});
