import type { Texts } from '../texts.ts';

export type WebKind = 'page' | 'data' | 'fragment' | 'include' | 'script' | 'other';

/** A text in the web root. */
export interface WebFile {
  /** Name in the zip. */
  name: string;
  /** Path in the SIS: "/admin/students/ssp/support.html". */
  path: string;
  kind: WebKind;
  text: string;
}

const fragment =
  /\.[\w-]+\.(content\.header|content\.footer|leftnav\.footer|page\.header|student\.alert|report\.tabs)\.txt$/;

export function webFiles(texts: Texts): WebFile[] {
  return [...texts].flatMap(([name, text]) => {
    const path = pathOf(name);
    return path ? [{ name, path, kind: kindOf(path), text }] : [];
  });
}

/** Paths that a permission, a mapping or the navigation can name, from all names in the zip. */
export const pagePaths = (names: readonly string[]): Set<string> =>
  new Set(names.flatMap((name) => pathOf(name) ?? []).filter((path) => ['page', 'data'].includes(kindOf(path))));

const pathOf = (name: string) => /^web_root(\/.*)$/i.exec(name)?.[1];

function kindOf(path: string): WebKind {
  if (path.endsWith('.html')) return 'page';
  if (path.endsWith('.json')) return 'data';
  if (fragment.test(path)) return 'fragment';
  if (path.startsWith('/wildcards/') && path.endsWith('.txt')) return 'include';
  // Any other .txt in a folder of pages is served with its tags evaluated, as a page is.
  if (path.endsWith('.txt')) return 'data';
  return /\.(js|css)$/.test(path) ? 'script' : 'other';
}
