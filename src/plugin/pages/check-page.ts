import type { Findings } from '../finding.ts';
import { lineAt } from '../lines.ts';
import { type GuardedText, readGuards } from './guards.ts';
import type { WebFile } from './web-files.ts';

// Rules W1 and W2: a page is made of the SIS's parts, and what it is for stands inside a guard.

const COMMON = ['commonscripts'];
const PLAIN = ['admin_header_css', 'admin_navigation_css', 'admin_footer_css'];
const STUDENT = [
  ...['admin_header_frame_css', 'admin_navigation_frame_css', 'admin_footer_frame_css'],
  ...['title_student_begin_css', 'title_student_end_css'],
];

/** What brings data or opens a way to change them. Headings and navigation may stand outside of a guard. */
const content =
  /<(?:iframe|frame|object|embed|applet|form|input|select|textarea)\b|~\[tlist|~\[DirectTable|~\[insertfile|~\[x:insertfile|~\(\[/i;

/** @param pages paths of the package's pages. */
export function checkPage(file: WebFile, pages: ReadonlySet<string>, findings: Findings): void {
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

function checkGuards(file: WebFile, guarded: GuardedText, pages: ReadonlySet<string>, findings: Findings): void {
  if (guarded.positive === 0) {
    findings.add('W2', file.name, 1, 'there is no guard such as ~[if.security.pageviewormod=…]');
    return;
  }
  // The SIS takes a path that it does not know for a page that everybody may open.
  for (const { path, line } of guarded.guards) {
    if (!pages.has(path))
      findings.add('W2', file.name, line, `the guard is on ${path}, which is no page of the package`);
  }
  for (const { text, at, isGuarded } of guarded.stretches) {
    if (isGuarded) continue;
    const outside = file.kind === 'page' ? content.exec(text) : /\S/.exec(text);
    if (!outside) continue;
    findings.add('W2', file.name, lineAt(file.text, at + outside.index), 'this stands outside of the guard');
    return;
  }
}
