import type { Role } from '../access/actions.ts';
import type { Context } from '../server/context.ts';
import { type ChoiceField, choiceFieldOf } from '../server/form-fields.ts';
import * as say from '../words/index.ts';

/** A school that one can look at alone; `School_Number`, and its name. */
export interface OwnSchool {
  school: number;
  name: string;
}

interface SchoolLink {
  href: string;
  name: string;
  current: boolean;
}

/** From so many schools on one is chosen first: who works in a whole district would be a list of thousands. */
export const TOO_MANY_SCHOOLS = 12;

/** Where the reader has one of these roles, by name. */
export async function ownSchools(context: Context, roles: readonly Role[]): Promise<OwnSchool[]> {
  const own = new Set(context.scope.filter(({ role }) => roles.includes(role)).map(({ school }) => school));
  const all = await context.database.run<{ school_id: number; name: string }>('access/all-schools', {});
  return all
    .filter(({ school_id }) => own.has(school_id))
    .map(({ school_id, name }) => ({ school: school_id, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en-US'));
}

/** One link for each school, behind one for all; none for whoever has one school, or so many that they are chosen from a list. */
export function schoolLinks(address: string, schools: readonly OwnSchool[], current: number | undefined): SchoolLink[] {
  if (schools.length < 2 || schools.length >= TOO_MANY_SCHOOLS) return [];
  const links = schools.map(({ school, name }) => ({
    href: `${address}?school=${school}`,
    name,
    current: school === current,
  }));
  return [{ href: address, name: say.reports.allSchools, current: current === undefined }, ...links];
}

/** The list to choose from, where links would be too many. */
export function schoolChoice(schools: readonly OwnSchool[], current: number | undefined): ChoiceField | null {
  if (schools.length < TOO_MANY_SCHOOLS) return null;
  const options = schools.map(({ school, name }) => ({ value: String(school), label: name }));
  return choiceFieldOf('school', say.forms.school, String(current ?? ''), [{ label: null, options }], []);
}

/** What stands over a list that was cut; null when all of it is shown. */
export function cutWords(rows: readonly { in_all: number }[]): string | null {
  const inAll = rows[0]?.in_all ?? 0;
  return inAll > rows.length
    ? say.forms.firstOf(rows.length.toLocaleString('en-US'), inAll.toLocaleString('en-US'))
    : null;
}
