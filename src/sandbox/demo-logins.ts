import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LoginRole, Logins } from './set-up-mssql.ts';

// The logins of a demo on SQL Server are made up with the database. Their passwords are kept beside its keys, by the
// address of the database: one folder may serve several.

export const LOGIN_PREFIX = 'student_support_demo_';
const FILE = 'demo-logins.json';
const ROLES: LoginRole[] = ['READER', 'WRITER', 'MIGRATOR'];

/** Names that no other login of the server bears, with passwords that any rule takes. */
export function newLogins(): Logins {
  const number = randomBytes(4).toString('hex');
  const login = (role: LoginRole) => ({
    user: `${LOGIN_PREFIX}${number}_${role.toLowerCase()}`,
    password: `Aa1${randomBytes(24).toString('base64url')}`,
  });
  return Object.fromEntries(ROLES.map((role) => [role, login(role)])) as Logins;
}

export function readLogins(folder: string, address: string): Logins | undefined {
  return readAll(folder)[address];
}

/** Keeps the logins for the address, or forgets them. */
export function keepLogins(folder: string, address: string, logins: Logins | undefined): void {
  const { [address]: _old, ...others } = readAll(folder);
  const file = path.join(folder, FILE);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(logins ? { ...others, [address]: logins } : others), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function readAll(folder: string): Record<string, Logins> {
  const file = path.join(folder, FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Logins>) : {};
}
