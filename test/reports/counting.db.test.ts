import { readVisits } from '../../src/reports/store.ts';
import { visitsModel } from '../../src/reports/view.ts';
import { makeSmall, NORTH, READER, type Small, SOUTH, selection, YEAR } from './small.ts';

// How each number is counted, one rule at a time.

let small: Small;
beforeEach(async () => {
  small = await makeSmall();
});
afterEach(() => small.close());

const read = (changes = {}) => readVisits(small.database, selection(changes));

describe('a visit', () => {
  it('with several services counts in the row of each, its minutes with the first', async () => {
    await small.visit({
      minutes: 30,
      lines: [
        ['IND_COUNS', 2],
        ['CALMING', 1],
        ['COLLATERAL', null],
      ],
    });
    const { totals, services } = await read();
    expect(totals).toEqual({ visits: 1, students: 1, minutes: 30 });
    expect(services.map(({ service, tier, visits, minutes }) => [service, tier, visits, minutes])).toEqual([
      ['CALMING', 1, 1, 0],
      ['COLLATERAL', null, 1, 0],
      ['IND_COUNS', 2, 1, 30],
    ]);
  });

  it('with the same service twice counts once in its row', async () => {
    await small.visit({
      minutes: 30,
      lines: [
        ['IND_COUNS', 2],
        ['IND_COUNS', 2],
      ],
    });
    expect((await read()).services).toMatchObject([{ visits: 1, students: 1, minutes: 30 }]);
  });

  it('of a group is one visit of several students, and its minutes count once', async () => {
    await small.visit({
      students: [3, 1, 2],
      minutes: 45,
      lines: [
        ['GRP_COUNS', 2],
        ['SKILLS', 2],
      ],
    });
    await small.visit({ students: [2], minutes: 10, lines: [['GRP_COUNS', 2]] });
    const { totals, services } = await read();
    expect(totals).toEqual({ visits: 2, students: 3, minutes: 55 });
    expect(services).toMatchObject([
      { service: 'GRP_COUNS', visits: 2, students: 3, minutes: 55 },
      { service: 'SKILLS', visits: 1, students: 3, minutes: 0 },
    ]);
  });

  it('without a service (imported) keeps its minutes', async () => {
    await small.visit({ minutes: 12, lines: [] });
    expect((await read()).services).toMatchObject([{ service: null, tier: null, visits: 1, minutes: 12 }]);
  });

  it('on the first and the last day of the period counts, a day outside does not', async () => {
    for (const day of ['2026-08-26', YEAR.from, YEAR.to, '2027-06-19']) await small.visit({ day });
    expect((await read()).totals.visits).toBe(2);
  });

  it('that was voided counts nowhere', async () => {
    await small.visit({ voided: true });
    expect(await read()).toEqual({
      totals: { visits: 0, students: 0, minutes: 0 },
      purposes: [],
      services: [],
      access: [],
    });
  });

  it('counts at the school where it took place; a student who moved counts at both, and once in all', async () => {
    await small.visit({ school: NORTH, students: [1], minutes: 10 });
    await small.visit({ school: SOUTH, students: [1], minutes: 5 });
    expect((await read({ school: NORTH })).totals).toEqual({ visits: 1, students: 1, minutes: 10 });
    expect((await read({ school: SOUTH })).totals).toEqual({ visits: 1, students: 1, minutes: 5 });
    expect((await read()).totals).toEqual({ visits: 2, students: 1, minutes: 15 });
  });
});

describe('the reader', () => {
  const everything = async () => {
    await small.visit({ school: NORTH });
    await small.visit({ school: SOUTH });
    await small.referral({ school: SOUTH });
  };

  it.each([
    ['is an administrator of one school', 'school_admin', undefined, 1],
    ['is support staff there', 'support_staff', undefined, 0],
    ['was one until the scope ran out', 'school_admin', '2026-11-20T19:59:59.999Z', 0],
  ])('who %s', async (_who, role, until, visits) => {
    await everything();
    await small.knex('u_ssp_scope').del();
    await small.scope(NORTH, role, until);
    await small.scope(SOUTH, 'school_admin', undefined, READER + 1);
    const { totals, purposes, services, access } = await read();
    expect([totals.visits, purposes.length, services.length, access.length]).toEqual([visits, visits, visits, 0]);
    expect((await read({ school: SOUTH })).totals.visits).toBe(0);
  });

  it('who holds two roles at a school counts nothing twice', async () => {
    await everything();
    await small.scope(NORTH, 'school_admin');
    await small.scope(NORTH, 'support_staff');
    const { totals, services, access } = await read();
    expect(totals).toMatchObject({ visits: 2, minutes: 40 });
    expect(services).toMatchObject([{ visits: 2, minutes: 40 }]);
    expect(access).toMatchObject([{ referrals: 1 }]);
  });
});

describe('referrals', () => {
  const many = (count: number, target: object) => small.referral({ targets: Array(count).fill(target) });
  const lineOf = async (name: string) => {
    const { access } = visitsModel(selection(), await read(), 'America/New_York');
    return access.rows.map(({ cells }) => cells.map(({ text }) => text)).find(([first]) => first === name);
  };

  // The worked example: 55 to school-based providers, of which 44 led to service and 6 are unknown; 45, 18 and 12.
  it('lead to service as in the worked example', async () => {
    await many(44, { kind: 'SCHOOL', access: 'YES' });
    await many(5, { kind: 'SCHOOL', access: 'NO' });
    await many(6, { kind: 'SCHOOL', access: 'UNKNOWN' });
    await many(18, { kind: 'COMMUNITY', access: 'YES' });
    await many(15, { kind: 'COMMUNITY', access: 'NO' });
    await many(12, { kind: 'COMMUNITY' });
    await many(2, { kind: 'SCHOOL', access: 'EXCLUDED' });
    await small.referral({ voided: true, targets: [{ kind: 'COMMUNITY', access: 'YES' }] });
    expect(await lineOf('School-based provider')).toEqual([
      'School-based provider',
      '55',
      '44',
      '5',
      '89.8 %',
      '6',
      '10.9 %',
    ]);
    expect(await lineOf('Community agency')).toEqual(['Community agency', '45', '18', '15', '54.5 %', '12', '26.7 %']);
    expect(await lineOf('All referrals')).toEqual(['All referrals', '100', '62', '20', '75.6 %', '18', '18.0 %']);
  });

  it('led to service with the first service, whatever ended it later; entered in error is left out all the same', async () => {
    await small.referral({
      targets: [
        { access: null, firstServiceOn: '2026-10-01' },
        { access: 'NO', firstServiceOn: '2026-10-01' },
      ],
    });
    await small.referral({ targets: [{ access: 'EXCLUDED', firstServiceOn: '2026-10-01' }] });
    expect((await read()).access).toMatchObject([{ referrals: 2, reached: 2, not_reached: 0, not_known: 0 }]);
  });

  it('count by the day on which they were opened and the school of that day', async () => {
    for (const day of ['2026-08-26', YEAR.from, YEAR.to, '2027-06-19']) await small.referral({ day, school: SOUTH });
    expect((await read()).access).toMatchObject([{ referrals: 2 }]);
    expect((await read({ school: NORTH })).access).toEqual([]);
  });
});
