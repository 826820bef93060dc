import type { Findings } from './finding.ts';
import { MOST_ENTRIES } from './limits.ts';
import { type Texts, textsIn } from './texts.ts';

// Rules N1 to N4: entries of the newer navigation.

type Entry = Record<string, unknown>;

const CONTEXTS = ['main', 'student', 'staff'];
/** Longest texts; those with `true` have to be there. */
const lengths: Record<string, [most: number, needed: boolean]> = {
  title: [256, true],
  version: [50, true],
  contextType: [30, false],
  pageURL: [4000, false],
  iconName: [30, false],
  pageDescription: [256, false],
};
const numbers: Record<string, [least: number, most: number]> = { sortOrder: [0, 9999], districtLevelContext: [0, 2] };
const DEEPEST = 3;

/** @param pages paths of the package's pages. */
export function checkCatalogue(texts: Texts, pages: ReadonlySet<string>, findings: Findings): void {
  const ids = new Set<string>();
  for (const [file, text] of textsIn(texts, /^pagecataloging\/.*\.json$/)) {
    const list = parse(file, text, findings);
    if (!list) continue;
    checkList(list, 0, { file, text, pages, ids, findings });
  }
}

interface Where {
  file: string;
  text: string;
  pages: ReadonlySet<string>;
  ids: Set<string>;
  findings: Findings;
}

function parse(file: string, text: string, findings: Findings): unknown[] | undefined {
  try {
    const { pages } = (JSON.parse(text) ?? {}) as { pages?: unknown };
    if (Array.isArray(pages)) return pages;
    findings.add('Z8', file, 1, 'there is no list of pages in it');
  } catch (error) {
    findings.add('Z8', file, 1, `not JSON: ${(error as Error).message}`);
  }
  return undefined;
}

function checkList(list: readonly unknown[], depth: number, where: Where): void {
  if (list.length > MOST_ENTRIES)
    where.findings.add('N4', where.file, 1, `more than ${MOST_ENTRIES} entries in a list`);
  for (const each of list.slice(0, MOST_ENTRIES)) {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) {
      where.findings.add('N4', where.file, 1, 'an entry is not an object');
      continue;
    }
    const entry = each as Entry;
    checkEntry(entry, where);
    if (entry.children === undefined) continue;
    if (Array.isArray(entry.children) && depth < DEEPEST) checkList(entry.children, depth + 1, where);
    else where.findings.add('N4', where.file, lineOf(entry, where), 'children is not a list, or too deep');
  }
}

function checkEntry(entry: Entry, where: Where): void {
  const { file, ids, findings } = where;
  const line = lineOf(entry, where);
  const id = entry.htmlID;
  if (typeof id !== 'string' || id === '' || id.length > 50)
    findings.add('N1', file, line, 'htmlID is missing or too long');
  else if (ids.has(id)) findings.add('N1', file, line, `${id} is there already`);
  else ids.add(id);
  if (!CONTEXTS.includes(entry.contextType as string)) {
    findings.add('N2', file, line, `contextType has to be ${CONTEXTS.join(', ')}`);
  }
  checkPage(entry, line, where);
  for (const [key, [most, needed]] of Object.entries(lengths)) {
    const value = entry[key];
    const fits =
      value === undefined ? !needed : typeof value === 'string' && value.length <= most && (value !== '' || !needed);
    if (!fits && key !== 'contextType')
      findings.add('N4', file, line, `${key} is missing, no text, or over ${most} characters`);
  }
  for (const [key, [least, most]] of Object.entries(numbers)) {
    const value = entry[key];
    const fits =
      value === undefined || (Number.isInteger(value) && (value as number) >= least && (value as number) <= most);
    if (!fits) findings.add('N4', file, line, `${key} is not a whole number from ${least} to ${most}`);
  }
}

// A header with entries below it has no page of its own.
function checkPage(entry: Entry, line: number, { file, pages, findings }: Where): void {
  const { pageURL, children } = entry;
  if (pageURL === undefined && children !== undefined) return;
  const path = typeof pageURL === 'string' ? pageURL.replace(/[?#].*$/s, '') : '';
  if (!path.startsWith('/admin/')) findings.add('N3', file, line, 'pageURL does not begin with /admin/');
  else if (!pages.has(path)) findings.add('N3', file, line, `there is no page ${path} in the package`);
}

function lineOf(entry: Entry, { text }: Where): number {
  const at = typeof entry.htmlID === 'string' ? text.indexOf(JSON.stringify(entry.htmlID)) : -1;
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}
