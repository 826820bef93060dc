import type { Context } from '../server/context.ts';
import { type TextField, textFieldOf } from '../server/form-fields.ts';
import * as say from '../words/index.ts';

/** The field in which one searches students; null for those whose role opens no student's page. */
export interface SearchModel {
  search: TextField | null;
  needUrl: string | null;
}

export const SEARCH_ROLES = ['support_staff', 'school_admin', 'district_admin'];

export function searchModel({ scope }: Context, typed = ''): SearchModel {
  const mayOpen = scope.some((row) => SEARCH_ROLES.includes(row.role));
  return {
    search: mayOpen ? textFieldOf('q', say.students.search.title, typed, [], { hint: say.students.search.hint }) : null,
    needUrl: scope.some((row) => row.role === 'support_staff') ? '/access/break-glass' : null,
  };
}
