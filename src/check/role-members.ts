import type { Rights } from '../database/catalog-mssql-rights.ts';
import { type Finding, fault, note } from './finding.ts';
import { isIn, meant, membersOf, UNNAMED } from './role-words.ts';

// Each of our three roles is for one login. Whose that is, the settings say of the reader and the writer, and nobody of the migrator.

interface Expected {
  writer: readonly string[];
  reader: readonly string[];
  mayRead: readonly string[];
}

/** Who got into our own roles. Where no setting says who belongs there, a single member is named, and several are a fault. */
export function foreignMembers(
  rights: Pick<Rights, 'members' | 'seesOthers'>,
  { writer, reader, mayRead }: Expected,
): Finding[] {
  return [
    ...inRole(rights, 'ssp_reader', 'DATABASE_READ_URL', reader, mayRead),
    ...inRole(rights, 'ssp_writer', 'DATABASE_URL', writer, mayRead),
    ...inRole(rights, 'ssp_migrator', 'DATABASE_URL of migrate', [], mayRead),
  ];
}

function inRole(
  rights: Pick<Rights, 'members' | 'seesOthers'>,
  role: string,
  setting: string,
  expected: readonly string[],
  mayRead: readonly string[],
): Finding[] {
  // A login that is not shown others may see that somebody is there, and not who: that says nothing.
  const passed = [...expected, ...mayRead, ...(rights.seesOthers ? [] : [UNNAMED])];
  const members = membersOf(rights, role).filter((name) => !isIn(name, passed));
  if (members.length === 0) return [];
  if (expected.length > 0)
    return members.map((name) => fault(`${name} can read our tables as a member of ${role}. ${meant(name)}`));
  const [only, ...others] = members;
  if (others.length === 0) return [note(`The member of ${role} is ${only}: it has to be the login of ${setting}.`)];
  return [
    fault(
      `${role} is meant for one login, and has ${members.length}: ${members.join(', ')}. Take the others out, or say that they are meant: --may-read ${others.join(' ')}`,
    ),
  ];
}
