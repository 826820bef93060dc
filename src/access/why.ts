import type { Database, Reader } from '../database/connect.ts';
import { type Clock, instantNow } from '../server/clock.ts';
import * as say from '../words/index.ts';
import { ACTIONS, type Action, type Decision } from './actions.ts';
import { decideAbout, decideByRole } from './decision.ts';
import { REASONS } from './reasons.ts';
import { ROLE_WORDS, WEIGHT_WORDS, WHOLE_DISTRICT } from './role-words.ts';
import { DISTRICT, type ScopeRow, type SisRole, type Weighed, weighedFromSis, writeScope } from './scope.ts';

// Why somebody may do something or not: asked of the functions that decide it, and put into words.

/** Everything that is decided about a person alone, as table rows. */
export interface Explanation {
  roles: { role: string; where: string; counts: string }[];
  assigned: string[];
  /** For each action that is not open to all: whether, and the reason of the list. */
  actions: { what: string; may: boolean; why: string }[];
}

/** Actions that somebody may or may not; those that are open to everybody need no answer. */
export const ASKED: Action[] = (Object.keys(ACTIONS) as Action[]).filter(
  (action) => typeof ACTIONS[action].roles !== 'string',
);

/** Actions about a student: the role at the student's school decides. A test holds them to the entries. */
export const ABOUT_STUDENT: ReadonlySet<Action> = new Set<Action>([
  ...([
    'student.open',
    'student.print',
    'note.search',
    'visit.add',
    'visit.draft',
    'visit.change',
    'visit.void',
    'visit.copy',
    'note.open',
    'note.name',
  ] as const),
  ...(['referral.outcome', 'referral.open', 'referral.add', 'referral.step', 'referral.void'] as const),
  ...(['family.read', 'family.record'] as const),
  ...(['consent.read', 'consent.record', 'crisis.start', 'crisis.work'] as const),
]);

/** Of these, the ones that are only for whoever wrote the thing. */
export const OWN_ONLY: ReadonlySet<Action> = new Set<Action>([
  ...(['visit.void', 'visit.change', 'visit.copy', 'note.open', 'note.name'] as const),
]);

/** Explains what the SIS gives a person, and what follows. Reads the SIS as it is now. */
export async function explainPerson(
  source: Reader,
  person: number,
  roleMap: Record<string, string>,
): Promise<Explanation & { weighed: Weighed }> {
  const weighed = await weighedFromSis(source, person, roleMap);
  const off = await source.run<SisRole>('access/roles-switched-off', { person });
  const schools = await schoolNames(source);
  return {
    weighed,
    roles: [
      ...weighed.roles.map(({ held, role, schools: at, weight }) => ({
        role: held.role_name,
        where: placeOf(held, schools),
        counts:
          role && weight === 'COUNTS'
            ? say.access.why.countsAs(ROLE_WORDS[role].toLowerCase(), atWords(at, schools))
            : WEIGHT_WORDS[weight],
      })),
      ...off.map((held) => ({
        role: held.role_name,
        where: placeOf(held, schools),
        counts: WEIGHT_WORDS.SWITCHED_OFF,
      })),
    ],
    assigned: weighed.assigned.map((school) => nameOf(school, schools)),
    actions: ASKED.map((action) => {
      const { allowed, reason } = decideByRole(action, weighed.scope);
      return { what: ACTIONS[action].what, may: allowed, why: REASONS[reason] };
    }),
  };
}

/**
 * May this person do this, about this student when one is given? Writes down the person's scope as the SIS has it now,
 * as the person's own next request would, and then asks what the guard asks.
 */
export async function decideForPerson(
  database: Database,
  clock: Clock,
  person: number,
  scope: ScopeRow[],
  action: Action,
  student: number | undefined,
): Promise<Decision> {
  const byRole = decideByRole(action, scope);
  if (!byRole.allowed || student === undefined || !ABOUT_STUDENT.has(action)) return byRole;
  await writeScope(database, person, scope, clock);
  const asked = { reader: person, now: instantNow(clock) };
  return (await decideAbout(database, action, 'student', student, asked)).decision;
}

export async function schoolNames(source: Reader): Promise<Map<number, string>> {
  const rows = await source.run<{ school_id: number; name: string }>('access/all-schools', {});
  return new Map(rows.map(({ school_id, name }) => [school_id, name]));
}

export function nameOf(school: number, schools: Map<number, string>): string {
  return school === DISTRICT ? say.access.districtOffice : (schools.get(school) ?? say.access.school(school));
}

function placeOf({ is_district, school_id }: SisRole, schools: Map<number, string>): string {
  return is_district ? WHOLE_DISTRICT : nameOf(school_id, schools);
}

function atWords(at: readonly number[], schools: Map<number, string>): string {
  if (at.includes(DISTRICT)) return say.access.why.at.district;
  if (at.length === schools.size && at.length > 1) return say.access.why.at.everySchool;
  return say.access.why.at.schools(at.map((school) => nameOf(school, schools)).join(', '));
}
