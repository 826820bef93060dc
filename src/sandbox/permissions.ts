import type { PageAccess } from './ps-html.ts';

// Page permissions of the stand-in. A page without a setting of its own falls back to the group's default, as in the SIS: a
// new page is open to everybody until somebody locks it, and so is a mistyped path.

const GROUP_DEFAULT: PageAccess = 'modify';

/** The groups that may open a page, by its path. */
export type PageSettings = Readonly<Record<string, readonly number[]>>;

/** As an administrator sets them for this plugin: docs/access.md has the table. */
export const LOCKED: PageSettings = {
  '/admin/students/ssp/support.html': [2, 3, 4],
  '/admin/ssp/reports.html': [1, 2, 3, 4, 5],
};

export const PLUGINS_PATH = '/admin/plugins';
export const PERMISSIONS_PATH = '/admin/page-permissions';
/** The SIS's own, which nobody changes here. */
const OWN: PageSettings = { [PLUGINS_PATH]: [1], [PERMISSIONS_PATH]: [1] };

export interface Permissions {
  /** What a security group may do with a page, given by its path without the query. */
  access(group: number, path: string): PageAccess;
  /** Pages that have a setting, with the groups that may open them. */
  settings(): PageSettings;
  /** Lets in these groups and no other. */
  set(path: string, groups: readonly number[]): void;
}

export function createPermissions(start: PageSettings = LOCKED): Permissions {
  let settings = start;
  return {
    access(group, path) {
      const allowed = Object.hasOwn(OWN, path) ? OWN[path] : Object.hasOwn(settings, path) ? settings[path] : undefined;
      if (!allowed) return GROUP_DEFAULT;
      return allowed.includes(group) ? 'modify' : 'none';
    },
    settings: () => settings,
    set(path, groups) {
      settings = { ...settings, [path]: groups };
    },
  };
}
