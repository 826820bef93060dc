import type { Database } from '../database/connect.ts';
import { isTaken } from '../database/faults.ts';
import { type Clock, instantNow } from '../server/clock.ts';
import { ROLES, type Role } from './actions.ts';

/** Where a role without a school of its own stands in the scope (state consultants, system administrators). */
export const DISTRICT = 0;
export const SCOPE_FRESH_MS = 10 * 60_000;
// A little longer than fresh, so that a request under way does not lose its rows between two refreshes.
const SCOPE_HOLDS_MS = 12 * 60_000;

export interface ScopeRow {
  school: number;
  role: Role;
  title: string;
}

interface SisRole {
  role_name: string;
  school_id: number;
  is_district: boolean;
}

/** Reads from the SIS where a person holds which of our roles. Nothing there means: no access. */
export async function scopeFromSis(
  database: Database,
  reader: number,
  roleMap: Record<string, string>,
): Promise<ScopeRow[]> {
  const roles = await database.run<SisRole>('access/roles-of-person', { person: reader });
  const assigned = new Set(
    (await database.run<{ school_id: number }>('access/schools-of-person', { person: reader })).map((s) => s.school_id),
  );
  const schools = (await database.run<{ school_id: number }>('access/all-schools', {})).map((s) => s.school_id);
  const rows: ScopeRow[] = [];
  for (const { role_name, school_id, is_district } of roles) {
    const role = roleMap[role_name] as Role | undefined;
    if (!role || !ROLES.includes(role)) continue;
    for (const school of schoolsOf(role, is_district, school_id, assigned, schools)) {
      if (!rows.some((r) => r.school === school && r.role === role)) rows.push({ school, role, title: role_name });
    }
  }
  return rows;
}

// A role counts only where the person is actively assigned in the SIS: a role left over from an old school is nothing.
function schoolsOf(role: Role, isDistrict: boolean, school: number, assigned: Set<number>, all: number[]): number[] {
  const active = isDistrict ? assigned.size > 0 : assigned.has(school);
  if (!active) return [];
  if (role === 'state_consultant' || role === 'system_admin') return [DISTRICT];
  if (role === 'district_admin') return isDistrict ? all : [];
  return isDistrict ? [...assigned].filter((s) => s !== DISTRICT) : [school];
}

/** Writes the scope that queries join. Rows that no longer hold go at once. */
export async function writeScope(database: Database, reader: number, rows: ScopeRow[], clock: Clock): Promise<void> {
  const until = instantNow(clock, SCOPE_HOLDS_MS);
  const write = () =>
    database.transaction(async (tx) => {
      await tx.knex('u_ssp_scope').where({ reader }).del();
      const full = rows.map((row) => ({ reader, ...row, until }));
      for (let at = 0; at < full.length; at += 100) await tx.knex('u_ssp_scope').insert(full.slice(at, at + 100));
    });
  try {
    await write();
  } catch (thrown) {
    // Two requests of the same person: the other one wrote between our two statements.
    if (!isTaken(thrown)) throw thrown;
    await write();
  }
}
