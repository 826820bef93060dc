// Where in its time a timer stood still: what else happened then is nothing that counts twice.

/** From when to when, in minutes after the first start of the timer. */
export interface Pause {
  from: number;
  to: number;
}

/** From when to when somebody was busy, in minutes since the epoch. */
export interface Piece {
  from: number;
  to: number;
}

const LONGEST_TEXT = 400;

/** `10-20 35-40`, as a row keeps them; null: there was none. Of more than fit, the short ones are left out. */
export function pausesText(pauses: readonly Pause[]): string | null {
  const text = pauses.map(({ from, to }) => `${from}-${to}`).join(' ');
  if (text.length <= LONGEST_TEXT) return text || null;
  const shortest = Math.min(...pauses.map(({ from, to }) => to - from));
  const at = pauses.findIndex(({ from, to }) => to - from === shortest);
  return pausesText(pauses.toSpliced(at, 1));
}

/** What `pausesText` wrote. */
export function readPauses(text: string | null): Pause[] {
  return [...(text ?? '').matchAll(/(\d+)-(\d+)/g)].map(([, from, to]) => ({ from: Number(from), to: Number(to) }));
}

/** A time without its pauses. Where they do not explain its minutes, it is taken whole. */
export function piecesOf({ from, to }: Piece, minutes: number, pauses: readonly Pause[]): Piece[] {
  const begins = [from, ...pauses.map((pause) => from + pause.to)];
  const ends = [...pauses.map((pause) => from + pause.from), to];
  const pieces = begins.map((begin, at) => ({ from: begin, to: ends[at] as number }));
  return lengthOf(pieces) === minutes ? pieces : [{ from, to }];
}

export const lengthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { from, to }) => sum + to - from, 0);

/** How many minutes lie in both. */
export function sharedBy(some: readonly Piece[], others: readonly Piece[]): number {
  const shared = (one: Piece, other: Piece) => Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
  return some.reduce((sum, one) => sum + others.reduce((all, other) => all + shared(one, other), 0), 0);
}
