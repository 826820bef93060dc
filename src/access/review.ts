import { instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import * as say from '../words/index.ts';
import { ROLES, type Role } from './actions.ts';
import { type Need, wordsOf } from './break-glass.ts';
import type { Quarter } from './quarters.ts';
import { DISTRICT, type SisRole, weigh } from './scope.ts';
import { schoolNames } from './why.ts';

// Who has access, who used it, what was opened for a real need: looked at once a quarter by somebody who knows the people.

/** A person with one role at one place. */
export interface Access {
  person: number;
  name: string;
  role: Role;
  /** The role's name in the SIS. */
  title: string;
}

export interface Use {
  /** null: the SIS does not know the person any more. */
  person_name: string | null;
  openings: number;
  saves: number;
  files: number;
  last_at: string;
}

export interface NeedUse {
  personName: string;
  /** null: whoever looks may not open the student. */
  student: { dcid: number; name: string; number: number } | null;
  reason: Need;
  words: string | null;
  openedAt: string;
  until: string;
  endedAt: string | null;
}

export interface District {
  schools: Map<number, string>;
  /** By place: a school's number, or 0 for what holds for the whole district. */
  access: Map<number, Access[]>;
  names: Map<number, string>;
  /** Places of assignments, ended ones too. */
  places: Map<number, Set<number>>;
}

/** Roles that are not about one school. */
const DISTRICT_ROLES = new Set<Role>(['district_admin', 'state_consultant', 'system_admin']);

/** Everybody's access as the SIS has it now, by the same rule that signs people in. */
export async function readDistrict({ database, config }: Context): Promise<District> {
  const schools = await schoolNames(database);
  const people = await gatherPeople(database.stream<PersonRow>('access/people', {}));
  for await (const block of database.stream<HolderRow>('access/role-holders', {}))
    for (const row of block) if (row.person !== null) people.get(row.person)?.roles.push(row as SisRole & HolderRow);
  const district: District = { schools, access: new Map(), names: new Map(), places: new Map() };
  for (const [person, { name, active, all, roles }] of people) {
    district.names.set(person, name);
    district.places.set(person, all);
    const { scope } = weigh(roles, [...active], [...schools.keys()], config.roleMap);
    const seen = new Set<string>();
    for (const { school, role, title } of scope) {
      // An administrator of the district stands in the list of every school, and in that of the district once.
      for (const place of DISTRICT_ROLES.has(role) ? [DISTRICT, school] : [school]) {
        if (seen.has(`${place} ${role}`)) continue;
        seen.add(`${place} ${role}`);
        district.access.set(place, [...(district.access.get(place) ?? []), { person, name, role, title }]);
      }
    }
  }
  for (const list of district.access.values())
    list.sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.name.localeCompare(b.name));
  return district;
}

interface PersonRow {
  person: number;
  name: string;
  school_id: number;
  is_active: boolean;
}

interface HolderRow {
  person: number | null;
  role_name: string;
  school_id: number | null;
  is_district: boolean | null;
}

interface Gathered {
  name: string;
  active: Set<number>;
  all: Set<number>;
  roles: SisRole[];
}

async function gatherPeople(blocks: AsyncIterable<PersonRow[]>): Promise<Map<number, Gathered>> {
  const people = new Map<number, Gathered>();
  for await (const block of blocks) {
    for (const { person, name, school_id, is_active } of block) {
      const one = people.get(person) ?? { name, active: new Set(), all: new Set(), roles: [] };
      people.set(person, one);
      one.all.add(school_id);
      if (is_active) one.active.add(school_id);
    }
  }
  return people;
}

/** What everybody did in the quarter. */
export async function readUse({ database }: Context, quarter: Quarter): Promise<Map<number, Use>> {
  const use = new Map<number, Use>();
  const args = { from_at: quarter.from, to_at: quarter.to };
  for await (const block of database.stream<Use & { person: number }>('access/use-of-people', args))
    for (const { person, ...rest } of block) use.set(person, rest);
  return use;
}

interface UseRow {
  person: number;
  person_name: string | null;
  student: number | null;
  student_name: string | null;
  student_number: number | null;
  reason: Need;
  key_id: string | null;
  sealed: string | null;
  opened_at: string;
  until: string;
  ended_at: string | null;
}

/** What was opened for a real need at a school in the quarter; student and words only for whoever may open the student. */
export async function readNeeds(context: Context, quarter: Quarter, school: number): Promise<NeedUse[]> {
  const rows = await context.database.run<UseRow>('access/break-glass-uses', needArgs(context, quarter, school));
  return rows.map((row) => ({
    personName: row.person_name ?? say.access.person(row.person),
    student:
      row.student === null
        ? null
        : { dcid: row.student, name: row.student_name ?? '', number: row.student_number as number },
    reason: row.reason,
    words: row.sealed === null ? null : (wordsOf(row as never, context) ?? say.access.need.cannotBeOpened),
    openedAt: row.opened_at,
    until: row.until,
    endedAt: row.ended_at,
  }));
}

/** How many there were at each school, and at all of them under the district's 0. */
export async function countNeeds({ database }: Context, { from, to }: Quarter): Promise<Map<number, number>> {
  const rows = await database.run<{ school_id: number; uses: number }>('access/break-glass-counts', {
    from_at: from,
    to_at: to,
  });
  // The district's list has none of its own: it stands for all of them.
  const all = rows.reduce((sum, { uses }) => sum + uses, 0);
  return new Map([[DISTRICT, all], ...rows.map(({ school_id, uses }): [number, number] => [school_id, uses])]);
}

function needArgs(context: Context, quarter: Quarter, school: number) {
  const asked = { reader: readerOf(context), now: instantNow(context.clock) };
  return { ...asked, school, from_at: quarter.from, to_at: quarter.to };
}
