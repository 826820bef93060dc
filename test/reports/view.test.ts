import type { ServiceRow, VisitsReport } from '../../src/reports/store.ts';
import { visitsModel } from '../../src/reports/view.ts';
import { NORTH, SOUTH, selection } from './small.ts';

const EMPTY: VisitsReport = { totals: { visits: 0, students: 0, minutes: 0 }, purposes: [], services: [], access: [] };
const model = (report: Partial<VisitsReport> = {}, changes = {}) =>
  visitsModel(selection(changes), { ...EMPTY, ...report }, 'America/New_York');
const service = (changes: Partial<ServiceRow>): ServiceRow => ({
  ...{ purpose: 'ACA_PERF', service: 'IND_COUNS', tier: 2, visits: 1, students: 1, minutes: 10 },
  ...changes,
});

describe('a report without visits', () => {
  it('shows a dash where there is nothing to divide by, never 0 %', () => {
    const { figures, access } = model();
    expect(figures.map(({ value }) => value)).toEqual(['0', '0', '0 min', '–']);
    expect(figures.map(({ detail }) => detail)).toEqual([
      '– for each student',
      'each counted once',
      '– minutes a visit',
      'no referrals in this period',
    ]);
    expect(access.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ['School-based provider', '0', '0', '0', '–', '0', '–'],
      ['Community agency', '0', '0', '0', '–', '0', '–'],
      ['All referrals', '0', '0', '0', '–', '0', '–'],
    ]);
  });

  it('says so, and draws no chart', () => {
    expect(model()).toMatchObject({
      chart: null,
      empty: 'No visits were written down for Aug 27 – Nov 20, 2026.',
      table: { rows: [], more: null },
    });
  });

  it('shows no rate when nothing is known of any referral', () => {
    const { figures, access } = model({
      access: [{ kind: 'SCHOOL', referrals: 3, reached: 0, not_reached: 0, not_known: 3 }],
    });
    expect(figures[3]).toMatchObject({ value: '–', detail: '0 of 0 with a known result; 3 not known yet' });
    expect(access.rows[0]?.cells.map(({ text }) => text)).toEqual([
      'School-based provider',
      '3',
      '0',
      '0',
      '–',
      '3',
      '100.0 %',
    ]);
  });
});

describe('a report', () => {
  it('begins with the numbers in words', () => {
    const { figures, empty } = model({
      totals: { visits: 1204, students: 389, minutes: 24_730 },
      access: [{ kind: 'COMMUNITY', referrals: 45, reached: 18, not_reached: 15, not_known: 12 }],
    });
    expect(empty).toBeNull();
    expect(figures).toEqual([
      { value: '1,204', label: 'visits', detail: '3.1 for each student' },
      { value: '389', label: 'students', detail: 'each counted once' },
      { value: '412 h 10 min', label: 'of support', detail: '20.5 minutes a visit' },
      {
        value: '54.5 %',
        label: 'of referrals led to service',
        detail: '18 of 33 with a known result; 12 not known yet',
      },
    ]);
    expect(model({ totals: { visits: 1, students: 1, minutes: 5 } }).figures.slice(0, 2)).toMatchObject([
      { label: 'visit' },
      { label: 'student' },
    ]);
  });

  it('draws the eight most frequent purposes, and says of how many', () => {
    const codes = 'ACA_PERF ACA_ATTEND ACA_PLAN EMO_ANX EMO_DEP EMO_STRESS EMO_REG BEH_DISC REL_PEER'.split(' ');
    const purposes = codes.map((purpose, at) => ({ purpose, visits: 1000 * at + 1 }));
    const chart = model({ purposes }).chart;
    expect(chart?.caption).toBe('Visits by purpose: the 8 most frequent of 9');
    expect(chart?.rows).toHaveLength(8);
    expect(chart?.rows[0]).toEqual({ label: 'Peer conflict or friendship', value: '8,001', share: 100 });
    expect(chart?.rows[7]).toEqual({ label: 'Attendance', value: '1,001', share: 13 });
    const few = model({ purposes: purposes.slice(1) }).chart;
    expect(few).toMatchObject({ caption: 'Visits by purpose', rows: { length: 8 } });
    expect(model({ purposes: purposes.slice(0, 2) }).chart?.rows[1]).toMatchObject({ value: '1', share: 1 });
  });

  it('lists services by size, at most 200 rows, and says where the others are', () => {
    const services = Array.from({ length: 201 }, (_, at) =>
      service({ service: `S${at}`, visits: at + 1, minutes: 1000 + at }),
    );
    const { table } = model({ services });
    expect(table.rows).toHaveLength(200);
    expect(table.rows[0]?.cells.map(({ text }) => text)).toEqual([
      'Academic performance',
      'S200',
      '2',
      '201',
      '1',
      '1,200',
    ]);
    expect(table.more).toBe('These are the 200 largest of 201 rows. The CSV file has all of them.');
    expect(model({ services: services.slice(0, 200) }).table.more).toBeNull();
  });

  it('names what has no service and no tier', () => {
    const { table } = model({ services: [service({ service: null, tier: null })] });
    expect(table.rows[0]?.cells.slice(0, 3).map(({ text }) => text)).toEqual([
      'Academic performance',
      'No service',
      '–',
    ]);
    expect(table.rows[0]?.cells.map(({ numeric }) => numeric)).toEqual([false, false, true, true, true, true]);
  });

  it('says what it is about and lets choose something else', () => {
    const { scopeLine, csvUrl, filters, notes } = model();
    expect(scopeLine).toBe('All 2 schools · Aug 27 – Nov 20, 2026');
    expect(csvUrl).toBe('/reports/visits.csv?period=2026-2027-Y');
    expect(filters.school.groups[0]?.options).toMatchObject([
      { label: 'All schools', selected: true },
      { value: '101' },
      { value: '102' },
    ]);
    expect(filters.period.groups[0]?.options).toMatchObject([{ label: 'School year 2026-27', selected: true }]);
    expect(notes.at(-1)).toBe('As of Nov 20, 2026, 3:00 PM.');
  });

  it('of one school says which; somebody with one school has no other choice', () => {
    expect(model({}, { school: SOUTH })).toMatchObject({
      scopeLine: 'South School · Aug 27 – Nov 20, 2026',
      csvUrl: '/reports/visits.csv?period=2026-2027-Y&school=102',
    });
    const { filters } = model({}, { school: NORTH, schools: [{ school_id: NORTH, name: 'North School' }] });
    expect(filters.school.groups[0]?.options).toMatchObject([{ value: '101', selected: true }]);
  });

  it('of a year that is over runs to its last day', () => {
    const period = { code: '2025-2026-Y', label: 'x', from: '2025-08-27', to: '2026-06-18' };
    expect(model({}, { period }).scopeLine).toBe('All 2 schools · Aug 27, 2025 – Jun 18, 2026');
  });
});
