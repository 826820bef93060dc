import type { PageAccess } from './ps-html.ts';

// Page permissions as an administrator of the SIS would set them for this plugin (docs: the lock-down list).
// A page without a setting of its own falls back to the group's default, as in the SIS: a mistyped path is an open path.

const groupDefault: PageAccess = 'modify';

const settings: Record<string, ReadonlySet<number>> = {
  '/admin/students/ssp/support.html': new Set([2, 3, 4]),
  '/admin/ssp/reports.html': new Set([1, 2, 3, 4, 5]),
  // The SIS's own.
  '/admin/plugins': new Set([1]),
};

/** What a security group may do with a page, given by its path without the query. */
export function pageAccess(group: number, path: string): PageAccess {
  const allowed = settings[path];
  if (!allowed) return groupDefault;
  return allowed.has(group) ? 'modify' : 'none';
}

/** Pages that have a setting of their own. */
export const lockedPages: readonly string[] = Object.keys(settings);
