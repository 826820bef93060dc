import type { Database, Reader } from '../database/connect.ts';
import { inTurn } from '../database/turn.ts';
import { type Clock, instantNow } from '../server/clock.ts';
import { ROLES, type Role } from './actions.ts';

/** Where a role without a school of its own stands in the scope (state consultants, system administrators). */
export const DISTRICT = 0;
export const SCOPE_FRESH_MS = 10 * 60_000;
/** The column in which a title is kept, and the one beside each note. The SIS's own names may be longer. */
const TITLE_UNITS = 60;
// A little longer than fresh, so that a request under way does not lose its rows between two refreshes.
const SCOPE_HOLDS_MS = 12 * 60_000;
const TURNS = 256;

export interface ScopeRow {
  school: number;
  role: Role;
  title: string;
}

/** A role as the SIS has it. */
export interface SisRole {
  role_name: string;
  school_id: number;
  is_district: boolean;
}

/** Why a role of the SIS counts here or not. */
export type Weight = 'COUNTS' | 'NOT_MAPPED' | 'NOT_ASSIGNED' | 'NOT_ASSIGNED_ANYWHERE' | 'NOT_DISTRICT' | 'NO_SCHOOL';

/** A role of the SIS with what became of it. */
export interface WeighedRole {
  held: SisRole;
  /** Ours; null when ROLE_MAP does not know it. */
  role: Role | null;
  schools: number[];
  weight: Weight;
}

export interface Weighed {
  roles: WeighedRole[];
  /** Schools of active assignments; 0 is the district office. */
  assigned: number[];
  scope: ScopeRow[];
}

/** Reads from the SIS where a person holds which of our roles. Nothing there means: no access. */
export async function scopeFromSis(
  source: Reader,
  reader: number,
  roleMap: Record<string, string>,
): Promise<ScopeRow[]> {
  return (await weighedFromSis(source, reader, roleMap)).scope;
}

/** The same, with every role of the SIS and why it counts or does not. */
export async function weighedFromSis(
  source: Reader,
  reader: number,
  roleMap: Record<string, string>,
): Promise<Weighed> {
  const roles = await source.run<SisRole>('access/roles-of-person', { person: reader });
  const assigned = await source.run<{ school_id: number }>('access/schools-of-person', { person: reader });
  const schools = await source.run<{ school_id: number }>('access/all-schools', {});
  const numbers = (rows: { school_id: number }[]) => rows.map((row) => row.school_id);
  return weigh(roles, numbers(assigned), numbers(schools), roleMap);
}

/** What follows from a person's roles and active assignments: the one place where that is decided. */
export function weigh(
  roles: readonly SisRole[],
  assigned: readonly number[],
  allSchools: readonly number[],
  roleMap: Record<string, string>,
): Weighed {
  const own = new Set(assigned);
  const scope: ScopeRow[] = [];
  const weighed = roles.map((held): WeighedRole => {
    const role = ROLES.find((one) => one === roleMap[held.role_name]) ?? null;
    if (role === null) return { held, role, schools: [], weight: 'NOT_MAPPED' };
    const found = schoolsOf(role, held, own, allSchools);
    for (const school of found.schools)
      if (!scope.some((row) => row.school === school && row.role === role))
        scope.push({ school, role, title: titleOf(held) });
    return { held, role, ...found };
  });
  return { roles: weighed, assigned: [...own], scope };
}

// SQL Server refuses a longer text, and SQLite takes it. A letter of two units is not cut in half.
function titleOf({ role_name }: SisRole): string {
  return role_name
    .slice(0, TITLE_UNITS)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
}

// A role counts only where the person is actively assigned in the SIS: a role left over from an old school is nothing.
function schoolsOf(
  role: Role,
  { is_district, school_id }: SisRole,
  assigned: Set<number>,
  all: readonly number[],
): { schools: number[]; weight: Weight } {
  if (is_district && assigned.size === 0) return { schools: [], weight: 'NOT_ASSIGNED_ANYWHERE' };
  if (!is_district && !assigned.has(school_id)) return { schools: [], weight: 'NOT_ASSIGNED' };
  if (role === 'state_consultant' || role === 'system_admin') return { schools: [DISTRICT], weight: 'COUNTS' };
  if (role === 'district_admin')
    return is_district ? { schools: [...all], weight: 'COUNTS' } : { schools: [], weight: 'NOT_DISTRICT' };
  if (!is_district) return { schools: [school_id], weight: 'COUNTS' };
  const schools = [...assigned].filter((school) => school !== DISTRICT);
  return { schools, weight: schools.length > 0 ? 'COUNTS' : 'NO_SCHOOL' };
}

/** Writes the scope that queries join. Rows that no longer hold go at once, and what was opened by a role that is gone. */
export async function writeScope(database: Database, reader: number, rows: ScopeRow[], clock: Clock): Promise<void> {
  const until = instantNow(clock, SCOPE_HOLDS_MS);
  const isSupport = rows.some((row) => row.role === 'support_staff');
  // Two that write the scope of the same person do not come between each other's two statements.
  await inTurn(database, [`scope:${reader % TURNS}`], async ({ knex }) => {
    await knex('u_ssp_scope').where({ reader }).del();
    const full = rows.map((row) => ({ reader, ...row, until }));
    for (let at = 0; at < full.length; at += 100) await knex('u_ssp_scope').insert(full.slice(at, at + 100));
    if (isSupport) return;
    const now = instantNow(clock);
    const open = knex('u_ssp_break_glass').where({ reader }).where('until', '>', now).whereNull('ended_at');
    await open.update({ ended_at: now });
  });
}
