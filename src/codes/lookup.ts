import type { Code } from './types.ts';

// The rules that hold for any list of codes, ours or a district's own.

/** The codes by their code, for finding one at once. */
export function indexByCode<C extends Code>(codes: readonly C[]): ReadonlyMap<string, C> {
  return new Map(codes.map((entry) => [entry.code, entry]));
}

/** May a person choose it on this day (YYYY-MM-DD)? From `opens` on, and until the day before `retired`. */
export function isOpen(entry: Code, onDate: string): boolean {
  if (entry.selectable === false) return false;
  if (entry.opens !== undefined && onDate < entry.opens) return false;
  return entry.retired === undefined || onDate < entry.retired;
}

/** The codes a person may choose on this day, in the order of the list. */
export function openOn<C extends Code>(codes: readonly C[], onDate: string): readonly C[] {
  return codes.filter((entry) => isOpen(entry, onDate));
}

/** The label; for a code nobody knows any more, the code itself, so that an old record still shows something. */
export function labelIn(index: ReadonlyMap<string, Code>, code: string): string {
  return index.get(code)?.label ?? code;
}
