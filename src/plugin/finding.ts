import { MOST_FINDINGS } from './limits.ts';
import { type RuleId, rules } from './rules.ts';

export type Level = 'error' | 'warning';

/** One fault of a package. */
export interface Finding {
  rule: RuleId;
  level: Level;
  /** Name in the zip; the zip's own name for what concerns all of it. */
  file: string;
  /** From 1; 1 as well for what concerns the whole file. */
  line: number;
  text: string;
}

/** Collects what the checks find. A rule's own level counts unless a check says otherwise. */
export class Findings {
  readonly list: Finding[] = [];

  add(rule: RuleId, file: string, line: number, text: string, level: Level = rules[rule].level): void {
    if (this.list.length < MOST_FINDINGS) this.list.push({ rule, level, file, line, text });
  }

  has(rule: RuleId): boolean {
    return this.list.some((finding) => finding.rule === rule);
  }
}

/** By file, line and rule: the same package always gives the same list. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const key = (text: string, other: string) => (text < other ? -1 : text > other ? 1 : 0);
  return findings.toSorted((a, b) => key(a.file, b.file) || a.line - b.line || key(a.rule, b.rule));
}

/** One line: `P42 error plugin.xml:18 access has to be …`. Names and texts of a hostile zip cannot break out of it. */
export function findingLine({ rule, level, file, line, text }: Finding): string {
  return plain(`${rule} ${level} ${file}:${line} ${text}`);
}

const LONGEST = 300;

// Control characters, line and paragraph separators, and marks that turn the direction of a terminal's text.
function plain(text: string): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => {
    return `\\u${char.codePointAt(0)?.toString(16).padStart(4, '0')}`;
  });
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}
