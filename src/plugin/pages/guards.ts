import { lineCounter } from '../lines.ts';

/** A stretch of a page between two tags of an if. */
export interface Stretch {
  text: string;
  at: number;
  /** Shown only when a positive guard around it held: one on a path, or one on a list of security groups. */
  isGuarded: boolean;
}

export interface GuardedText {
  stretches: Stretch[];
  /** Paths of pages on which guards stand, with their line. */
  guards: { path: string; line: number }[];
  /** How many positive guards there are, those on groups included. */
  positive: number;
  faults: { line: number; text: string }[];
}

const tag = /~\[if(#[\w-]{1,50})?\.([^[\]]{0,300})\]|\[(else|\/if)(#[\w-]{1,50})?\]/g;
const pageGuard = /^security\.(?:pageviewormod|pageview|pagemod)=(.*)$/;
const groupGuard = /^security\.inrole=\d+(?:,\d+)*$/;
const DEEPEST = 50;

interface OpenIf {
  label: string;
  isPositive: boolean;
  inElse: boolean;
  line: number;
}

/** Takes a page apart at its ifs. Content counts as guarded only where a positive test lets it through. */
export function readGuards(source: string): GuardedText {
  const result: GuardedText = { stretches: [], guards: [], positive: 0, faults: [] };
  const open: OpenIf[] = [];
  const lineOf = lineCounter(source);
  let end = 0;
  const stretch = (to: number) => {
    const isGuarded = open.some(({ isPositive, inElse }) => isPositive && !inElse);
    if (to > end) result.stretches.push({ text: source.slice(end, to), at: end, isGuarded });
  };
  for (const match of source.matchAll(tag)) {
    const [whole, label = '', condition, word, closingLabel = ''] = match;
    const line = lineOf(match.index);
    stretch(match.index);
    end = match.index + whole.length;
    if (condition !== undefined) {
      const path = pageGuard.exec(condition)?.[1];
      if (path !== undefined) result.guards.push({ path, line });
      const isPositive = path !== undefined || groupGuard.test(condition);
      if (isPositive) result.positive += 1;
      open.push({ label, isPositive, inElse: false, line });
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
