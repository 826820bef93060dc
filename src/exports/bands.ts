// How a small count is hidden: in its place stands a band of percentages. The width of the bands follows from the
// denominator alone, so that it says nothing about the count.

/** Percentages from `low` up to, but not with, `high`; the last band ends with 100 and includes it. */
export interface Band {
  low: number;
  high: number;
}

const WIDTHS = [5, 10, 20, 50] as const;
/** A hidden count keeps at least so many whole numbers that it could be. */
export const LEAST_VALUES = 3;

/** The band of this width in which a count lies. */
export function bandOf(count: number, denominator: number, width: number): Band {
  const at = Math.min(Math.floor((count * 100) / (denominator * width)), 100 / width - 1);
  return { low: at * width, high: (at + 1) * width };
}

/**
 * Every count that is hidden behind a band: it or the rest is in 1…n−1, or everybody is counted (100 % is never shown
 * exactly); nobody (0) only for measures whose zero is hidden, too.
 */
export function hiddenCounts(denominator: number, n: number, zeroIsHidden = false): number[] {
  const counts: number[] = [];
  for (let count = zeroIsHidden ? 0 : 1; count <= Math.min(n - 1, denominator); count++) counts.push(count);
  for (let count = Math.max(n, denominator - n + 1); count <= denominator; count++) counts.push(count);
  return counts;
}

/** The narrowest width at which every hidden count keeps enough others beside it in its band; undefined when none does. */
export function bandWidth(denominator: number, n: number, zeroIsHidden = false): number | undefined {
  return WIDTHS.find((width) => {
    const inBand = new Map<number, number>();
    for (const count of hiddenCounts(denominator, n, zeroIsHidden)) {
      const { low } = bandOf(count, denominator, width);
      inBand.set(low, (inBand.get(low) ?? 0) + 1);
    }
    return [...inBand.values()].every((values) => values >= LEAST_VALUES);
  });
}

export interface BandTableRow {
  from: number;
  /** null: and all above. */
  to: number | null;
  /** null: no band is wide enough, the cell is left out. */
  width: number | null;
}

/** The widths as a table over denominators, for printing. Above 20 n everything hidden lies in the outermost bands. */
export function bandTable(n: number): BandTableRow[] {
  const rows: BandTableRow[] = [];
  for (let denominator = n; denominator <= 20 * n; denominator++) {
    const width = bandWidth(denominator, n) ?? null;
    const last = rows.at(-1);
    if (last && last.width === width) last.to = denominator;
    else rows.push({ from: denominator, to: denominator, width });
  }
  (rows.at(-1) as BandTableRow).to = null;
  return rows;
}
