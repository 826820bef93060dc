import type { Contents } from '../../src/exports/package.ts';
import { primary } from '../../src/exports/primary.ts';
import { MEASURES } from '../../src/reports/measures.ts';

/** A package with made-up numbers: something shown, something in a band, something left out. */
export function contents(changes: Partial<Contents> = {}): Contents {
  const numbers: Record<string, [number, number | null, number]> = {
    M01: [7, 1_200, 7],
    M05_SCHOOL: [40, 55, 38],
    M05_COMMUNITY: [4, 8, 4],
    M10: [216, 1_200, 216],
    M30_VISITS: [1_204, null, 216],
    M30_MINUTES: [30_100, null, 216],
  };
  const span = { from: '2026-08-27', to: '2026-11-20' };
  const rows = MEASURES.map((measure) => {
    const [numerator, denominator, behind] = numbers[measure.id] as [number, number | null, number];
    const rest = denominator === null ? 0 : denominator - numerator;
    const counted = {
      numerator,
      denominator,
      students: { numerator: behind, rest, denominator: denominator ?? behind },
    };
    const shown = primary(counted, { n: 10, zeroIsHidden: false });
    return {
      measure,
      release: {
        period: '2026-2027-S1',
        ...span,
        asOf: '2026-11-20',
        n: 10,
        measureVersion: measure.version,
        shown,
        counted,
      },
    };
  });
  return {
    district: { state: 'CT', leaId: '9990011', ncesId: '0999011', name: 'Harborview Public Schools' },
    period: { code: '2026-2027-S1', label: 'Semester 1, 2026-27', from: '2026-08-27', to: '2027-01-22' },
    revision: 1,
    n: 10,
    rows,
    createdAt: '2026-11-20T20:00:00.000Z',
    submitterRole: 'district_admin',
    replaces: null,
    ...changes,
  };
}
