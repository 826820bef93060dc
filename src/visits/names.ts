import * as say from '../words/index.ts';

/** `Chen, Maya` → `M. Chen` */
export function shortName(lastFirst: string | null): string {
  const [last, first] = (lastFirst ?? '').split(',').map((part) => part.trim());
  if (!last) return say.visits.formerStaff;
  return first ? `${first.charAt(0)}. ${last}` : last;
}
