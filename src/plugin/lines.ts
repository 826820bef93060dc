/** The line, from 1, of an offset. */
export const lineAt = (source: string, at: number): number => lineCounter(source)(at);

/** Tells lines of offsets. Asked for rising ones it looks at every character once. */
export function lineCounter(source: string): (at: number) => number {
  const following = (from: number) => {
    const found = source.indexOf('\n', from);
    return found < 0 ? source.length : found;
  };
  let [line, start, end] = [1, 0, following(0)];
  return (at) => {
    if (at < start) [line, start, end] = [1, 0, following(0)];
    while (end < at && end < source.length) {
      [line, start] = [line + 1, end + 1];
      end = following(start);
    }
    return line;
  };
}
