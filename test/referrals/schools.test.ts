import { schoolChoice, schoolLinks } from '../../src/referrals/schools.ts';

// One school of many is chosen in the way that fits how many there are.

const schools = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ school: at + 1, name: `School ${at + 1}` }));

it.each<[number, number, number | null]>([
  [0, 0, null],
  [1, 0, null],
  [2, 3, null],
  [11, 12, null],
  [12, 0, 12],
  [1_800, 0, 1_800],
])('of %d schools there are %d links, and a list of %s', (count, links, listed) => {
  expect(schoolLinks('/x', schools(count), undefined)).toHaveLength(links);
  expect(schoolChoice(schools(count), undefined)?.groups[0]?.options.length ?? null).toBe(listed);
});

it('the one that is looked at is marked, and the way back to all leads', () => {
  expect(schoolLinks('/x', schools(2), 2)).toEqual([
    { href: '/x', name: 'All schools', current: false },
    { href: '/x?school=1', name: 'School 1', current: false },
    { href: '/x?school=2', name: 'School 2', current: true },
  ]);
  expect(schoolChoice(schools(20), 7)?.groups[0]?.options.filter(({ selected }) => selected)).toMatchObject([
    { value: '7' },
  ]);
});
