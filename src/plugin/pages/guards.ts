import { lineCounter } from '../lines.ts';

/** A stretch of a page between two tags of an if. */
export interface Stretch {
  text: string;
  at: number;
  /** Paths of pages on which a guard around it held. */
  paths: string[];
  /** Shown only to security groups that are listed: as good as a guard on any path. */
  byGroup: boolean;
}

export interface GuardedText {
  stretches: Stretch[];
  /** Paths of pages on which guards stand, with their line. */
  guards: { path: string; line: number }[];
  /** A guard is on a list of security groups. */
  hasGroups: boolean;
  faults: { line: number; text: string }[];
}

const tag = /~\[if(#[\w-]{1,50})?\.([^[\]]{0,300})\]|\[(else|\/if)(#[\w-]{1,50})?\]/g;
const pageGuard = /^security\.(?:pageviewormod|pageview|pagemod)=(.*)$/;
const groupGuard = /^security\.inrole=\d+(?:,\d+)*$/;
const DEEPEST = 50;

interface OpenIf {
  label: string;
  path: string | undefined;
  isGroups: boolean;
  inElse: boolean;
  line: number;
}

/** Takes a page apart at its ifs. Content counts as guarded only where a positive test lets it through. */
export function readGuards(source: string): GuardedText {
  const result: GuardedText = { stretches: [], guards: [], hasGroups: false, faults: [] };
  const open: OpenIf[] = [];
  const lineOf = lineCounter(source);
  let end = 0;
  const stretch = (to: number) => {
    if (to <= end) return;
    const holding = open.filter(({ inElse }) => !inElse);
    const paths = holding.flatMap(({ path }) => path ?? []);
    const byGroup = holding.some(({ isGroups }) => isGroups);
    result.stretches.push({ text: source.slice(end, to), at: end, paths, byGroup });
  };
  for (const match of source.matchAll(tag)) {
    const [whole, label = '', condition, word, closingLabel = ''] = match;
    const line = lineOf(match.index);
    stretch(match.index);
    end = match.index + whole.length;
    if (condition !== undefined) {
      const path = pageGuard.exec(condition)?.[1];
      if (path !== undefined) result.guards.push({ path, line });
      const isGroups = groupGuard.test(condition);
      if (isGroups) result.hasGroups = true;
      open.push({ label, path, isGroups, inElse: false, line });
      if (open.length > DEEPEST) {
        result.faults.push({ line, text: `more than ${DEEPEST} ifs in each other` });
        return result;
      }
      continue;
    }
    const branch = open.at(-1);
    if (!branch || branch.label !== closingLabel || (word === 'else' && branch.inElse)) {
      result.faults.push({ line, text: `${whole} does not belong to the if before it` });
    } else if (word === 'else') branch.inElse = true;
    else open.pop();
  }
  stretch(source.length);
  for (const { label, line } of open) result.faults.push({ line, text: `~[if${label}…] is not closed` });
  return result;
}
