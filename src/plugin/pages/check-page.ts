import type { Findings } from '../finding.ts';
import { lineAt } from '../lines.ts';
import { contentIn } from './content.ts';
import { type GuardedText, readGuards, type Stretch } from './guards.ts';
import type { WebFile } from './web-files.ts';

// Rules W1 and W2: a page is made of the SIS's parts, and what it is for stands inside a guard on that very page. A guard on
// another page would let in whoever may open that one.

const COMMON = ['commonscripts'];
const PLAIN = ['admin_header_css', 'admin_navigation_css', 'admin_footer_css'];
const STUDENT = [
  ...['admin_header_frame_css', 'admin_navigation_frame_css', 'admin_footer_frame_css'],
  ...['title_student_begin_css', 'title_student_end_css'],
];

export interface PackagePages {
  /** Paths of the package's pages. */
  paths: ReadonlySet<string>;
  /** Names of its includes that bring content with them. */
  includes: ReadonlySet<string>;
}

export function checkPage(file: WebFile, pages: PackagePages, findings: Findings): void {
  if (file.kind === 'script' || file.kind === 'other') return;
  const guarded = readGuards(file.text);
  for (const { line, text } of guarded.faults) findings.add('W1', file.name, line, text);
  if (file.kind === 'page') checkIncludes(file, findings);
  if (file.kind === 'include' || guarded.faults.length > 0) return;
  checkGuards(file, guarded, pages, findings);
}

function checkIncludes({ name, path, text }: WebFile, findings: Findings): void {
  if (!path.startsWith('/admin/')) return;
  for (const include of [...COMMON, ...(path.startsWith('/admin/students/') ? STUDENT : PLAIN)]) {
    if (!text.includes(`~[wc:${include}]`)) findings.add('W1', name, 1, `~[wc:${include}] is missing`);
  }
}

function checkGuards(file: WebFile, guarded: GuardedText, pages: PackagePages, findings: Findings): void {
  const isFragment = file.kind === 'fragment';
  if (!guarded.hasGroups && !guarded.guards.some(({ path }) => isFragment || path === file.path)) {
    const own = isFragment ? '…' : file.path;
    findings.add('W2', file.name, 1, `there is no guard such as ~[if.security.pageviewormod=${own}]`);
  }
  // The SIS takes a path that it does not know for a page that everybody may open.
  for (const { path, line } of guarded.guards) {
    if (!pages.paths.has(path))
      findings.add('W2', file.name, line, `the guard is on ${path}, which is no page of the package`);
  }
  for (const stretch of guarded.stretches) {
    const open = openIn(stretch, file, pages);
    if (!open) continue;
    findings.add('W2', file.name, lineAt(file.text, stretch.at + open.at), open.text);
    return;
  }
}

const link = /\bhref\s?=\s?["']?(\/[\w./-]+)/gi;

/** What a stretch shows to people whom no guard on the right page has let through; undefined: nothing. */
function openIn({ text, paths, byGroup }: Stretch, file: WebFile, pages: PackagePages) {
  if (byGroup) return undefined;
  if (file.kind !== 'fragment') {
    if (paths.includes(file.path)) return undefined;
    const at = file.kind === 'page' ? contentIn(text, pages.includes) : text.search(/\S/);
    return at < 0 ? undefined : { at, text: 'this stands outside of a guard on this page' };
  }
  if (paths.length === 0)
    return /\S/.test(text) ? { at: text.search(/\S/), text: 'this stands outside of the guard' } : undefined;
  for (const { 1: to = '', index } of text.matchAll(link)) {
    if (pages.paths.has(to) && !paths.includes(to)) return { at: index, text: `the guard around it is not on ${to}` };
  }
  return undefined;
}
