import { bandOf, bandTable, bandWidth, hiddenCounts } from '../../src/exports/bands.ts';

const WIDTHS = [5, 10, 20, 50];

// Written anew on purpose, in whole numbers only: what would somebody who knows the rules hold possible in the band?
function keepsThree(denominator: number, n: number, width: number): boolean {
  const hidden = range(1, denominator).filter((count) => count < n || denominator - count < n);
  const lowers = range(0, 100 / width - 1).map((step) => step * width);
  return lowers.every((low) => {
    const isBelow = (count: number) => 100 * count < (low + width) * denominator || low + width === 100;
    const inBand = hidden.filter((count) => low * denominator <= 100 * count && isBelow(count));
    return inBand.length === 0 || inBand.length >= 3;
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
}

describe('the width of a band', () => {
  test.each(range(5, 30))(
    'leaves every hidden count three values and is the narrowest that does: n = %i, denominators to 400',
    (n) => {
      for (const denominator of range(n, 400)) {
        const width = bandWidth(denominator, n);
        const narrowest = WIDTHS.find((one) => keepsThree(denominator, n, one));
        if (width !== narrowest)
          throw new Error(`n ${n}, denominator ${denominator}: ${width} instead of ${narrowest}`);
      }
    },
  );

  test('counts zero among the values only where zero is hidden', () => {
    expect(hiddenCounts(12, 5)).toEqual([1, 2, 3, 4, 8, 9, 10, 11, 12]);
    expect(hiddenCounts(12, 5, true)).toEqual([0, 1, 2, 3, 4, 8, 9, 10, 11, 12]);
    expect(bandWidth(6, 5)).toBeUndefined();
    expect(bandWidth(6, 5, true)).toBe(50);
  });

  test('is too much to ask of the smallest groups', () => {
    expect(bandWidth(5, 5)).toBeUndefined();
    expect(bandWidth(7, 5)).toBe(50);
  });

  test('is five points for large groups', () => {
    expect(bandWidth(1_200, 10)).toBe(5);
    expect(bandWidth(912_064, 30)).toBe(5);
  });
});

describe('the band of a count', () => {
  test('begins with its lower edge and ends before its upper one', () => {
    expect(bandOf(4, 100, 5)).toEqual({ low: 0, high: 5 });
    expect(bandOf(5, 100, 5)).toEqual({ low: 5, high: 10 });
    expect(bandOf(95, 100, 5)).toEqual({ low: 95, high: 100 });
  });

  test('reaches 100 at the upper end, and includes it', () => {
    expect(bandOf(100, 100, 5)).toEqual({ low: 95, high: 100 });
    expect(bandOf(12, 12, 50)).toEqual({ low: 50, high: 100 });
  });
});

test.each([5, 10, 30])('the printed table says the same for every denominator: n = %i', (n) => {
  const table = bandTable(n);
  expect(table[0]?.from).toBe(n);
  expect(table.at(-1)?.to).toBeNull();
  for (const denominator of range(n, 50 * n)) {
    const row = table.find(({ from, to }) => from <= denominator && (to === null || denominator <= to));
    expect(row?.width).toBe(bandWidth(denominator, n) ?? null);
  }
});
