import type { WebFile } from './web-files.ts';

// What brings data or opens a way to change them. Headings and navigation may stand outside of a guard.

const element =
  /<(?:iframe|frame|object|embed|applet|form|input|select|textarea)\b|~\[(?:tlist|DirectTable|(?:x:)?insertfile)/i;
const field = /~\((\[|[A-Za-z_][\w.]*)/g;
/** Which record or place a page is about, as a link needs it, and no value of it. A parameter is rule W3. */
const HARMLESS = /^(?:frn|rn|studentfrn|curschoolid|curyearid|curtermid|random16|gpv\.\w+)$/;
const include = /~\[wc:([\w-]{1,100})\]/g;

/** Where content begins, -1 when there is none. @param includes names of includes that bring content with them. */
export function contentIn(text: string, includes: ReadonlySet<string>): number {
  const found = [element.exec(text)?.index ?? -1];
  for (const { 1: name = '', index } of text.matchAll(field)) {
    if (HARMLESS.test(name)) continue;
    found.push(index);
    break;
  }
  for (const { 1: name = '', index } of text.matchAll(include)) {
    if (!includes.has(name)) continue;
    found.push(index);
    break;
  }
  return found.reduce((first, at) => (at >= 0 && (first < 0 || at < first) ? at : first), -1);
}

/** Names of the includes that hold content, also by an include of theirs. */
export function includesWithContent(files: readonly WebFile[]): Set<string> {
  const full = new Set<string>();
  const usedBy = new Map<string, Set<string>>();
  for (const { kind, path, text } of files) {
    if (kind !== 'include') continue;
    const name = path.slice(path.lastIndexOf('/') + 1, -'.txt'.length);
    if (contentIn(text, full) >= 0) full.add(name);
    for (const [, inner = ''] of text.matchAll(include)) usedBy.set(inner, (usedBy.get(inner) ?? new Set()).add(name));
  }
  // What is added while this runs is looked at too.
  for (const name of full) for (const user of usedBy.get(name) ?? []) full.add(user);
  return full;
}
