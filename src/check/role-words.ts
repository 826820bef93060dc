import type { Rights } from '../database/catalog-mssql-rights.ts';

// Small words about names and roles. SQL Server does not tell their capitals from small letters, and neither do we.

export const UNNAMED = 'one whose name is not shown';

/** Members of a role, and members of roles that are members. */
export function membersOf(rights: Pick<Rights, 'members'>, role: string, seen: readonly string[] = []): string[] {
  const path = [...seen, role.toLowerCase()];
  const direct = rights.members.filter((one) => one.role.toLowerCase() === role.toLowerCase());
  const names = direct.flatMap(({ member }) => {
    if (member === null) return [UNNAMED];
    if (isIn(member, path)) return [];
    return [member, ...membersOf(rights, member, path)];
  });
  return [...new Set(names)];
}

export const meant = (name: string) => `Take it away, or say that it is meant: --may-read ${name}`;

export const isIn = (name: string, names: readonly string[]) =>
  names.some((one) => one.toLowerCase() === name.toLowerCase());
