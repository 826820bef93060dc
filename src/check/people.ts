import { REASONS } from '../access/reasons.ts';
import { weighedFromSis } from '../access/scope.ts';
import { systemReader } from '../access/system.ts';
import type { Database } from '../database/connect.ts';
import type { PeopleSeen, Person } from './people-words.ts';

// Who would get in: everyone who holds a role of the SIS is put to the same question that sign-in asks.

interface HolderRow {
  role_name: string;
  person: number | null;
  name: string | null;
}

const QUERIES = ['access/role-holders', 'access/all-schools', 'access/roles-of-person', 'access/schools-of-person'];

/** Asks for each person with a role that ROLE_MAP knows; `progress` hears how many of how many are done. */
export async function seePeople(
  database: Database,
  roleMap: Record<string, string>,
  progress: (done: number, all: number) => void,
): Promise<PeopleSeen> {
  const reader = systemReader(database, 'check', QUERIES);
  const rows = await reader.run<HolderRow>('access/role-holders', {});
  const schools = await reader.run<{ school_id: number; name: string }>('access/all-schools', {});
  const isKnown = ({ role_name }: HolderRow) => Object.hasOwn(roleMap, role_name);
  const known = peopleOf(rows.filter(isKnown));
  const people: Person[] = [];
  for (const [dcid, name] of known) {
    people.push({ dcid, name, ...(await weighedFromSis(reader, dcid, roleMap)) });
    progress(people.length, known.size);
  }
  return {
    schools: new Map(schools.map(({ school_id, name }) => [school_id, name])),
    people,
    unknownRoles: holdersOf(rows.filter((row) => !isKnown(row))),
    onlyUnknown: peopleOf(rows).size - known.size,
    missingRoles: Object.keys(roleMap).filter((name) => !rows.some(({ role_name }) => role_name === name)),
    reason: REASONS.NO_ROLE,
  };
}

function peopleOf(rows: readonly HolderRow[]): Map<number, string> {
  const people = new Map<number, string>();
  for (const { person, name } of rows)
    if (person !== null) people.set(person, name ?? `Person ${person}, who is not in Users`);
  return people;
}

/** How many people hold each role. */
function holdersOf(rows: readonly HolderRow[]): Map<string, number> {
  const names = [...new Set(rows.map(({ role_name }) => role_name))];
  return new Map(names.map((name) => [name, peopleOf(rows.filter(({ role_name }) => role_name === name)).size]));
}
