import { ROLES, type Role } from '../access/actions.ts';
import { WEIGHT_WORDS } from '../access/role-words.ts';
import { DISTRICT, type Weighed, type WeighedRole } from '../access/scope.ts';
import { type Finding, fault, type Group, good, note, warning } from './finding.ts';

/** A person with every role of theirs and what became of it; an empty scope: sign-in would not let them in. */
export type Person = Weighed & { dcid: number; name: string };

export interface PeopleSeen {
  schools: Map<number, string>;
  people: Person[];
  /** Roles that ROLE_MAP does not know, and how many people hold them. */
  unknownRoles: Map<string, number>;
  /** People who hold no other roles than these. */
  onlyUnknown: number;
  /** Names in ROLE_MAP that are no role of the SIS. */
  missingRoles: string[];
  reason: string;
}

/** Who gets in by school and role, who does not and why, and what is odd about the roles. */
export function peopleGroups(seen: PeopleSeen): Group[] {
  const inside = seen.people.filter(({ scope }) => scope.length > 0);
  const outside = seen.people.filter(({ scope }) => scope.length === 0);
  const groups = [...seen.schools].map(([school, name]) => schoolGroup(inside, school, name));
  return [
    ...groups,
    { title: 'The whole district', findings: districtFindings(inside) },
    { title: `Would not get in (${seen.reason})`, findings: outsideFindings(outside, seen) },
    { title: 'Roles', findings: roleFindings(seen, inside.length) },
  ];
}

// A person for the whole district stands in the scope once per school: named once, apart.
const isWide = ({ scope }: Person, role: Role) =>
  scope.some((row) => row.role === role && (row.school === DISTRICT || role === 'district_admin'));

function schoolGroup(inside: readonly Person[], school: number, name: string): Group {
  const findings = ROLES.flatMap((role) => {
    const at = inside.filter(
      (one) => !isWide(one, role) && one.scope.some((row) => row.school === school && row.role === role),
    );
    return at.length > 0 ? [good(named(role, at))] : [];
  });
  if (!inside.some(({ scope }) => scope.some((row) => row.school === school && row.role === 'support_staff')))
    findings.push(warning('Nobody can write down a visit here: no support_staff.'));
  return { title: `${name} (${school})`, findings };
}

function districtFindings(inside: readonly Person[]): Finding[] {
  const findings = ROLES.flatMap((role) => {
    const wide = inside.filter((one) => isWide(one, role));
    return wide.length > 0 ? [good(named(role, wide))] : [];
  });
  return findings.length > 0 ? findings : [note('Nobody has a role for the whole district.')];
}

const named = (role: Role, at: readonly Person[]) => `${role}, ${people(at.length)}: ${names(at).join('; ')}`;

const names = (at: readonly Person[]) => at.map(({ name }) => name).sort((a, b) => a.localeCompare(b, 'en'));

function outsideFindings(outside: readonly Person[], seen: PeopleSeen): Finding[] {
  const findings = outside.map(({ name, roles }) => note(`${name}: ${idle(roles, seen)}.`));
  // A second school at which a role does not count surprises whoever works there.
  for (const { name, roles, scope } of seen.people) {
    const others = idle(roles, seen);
    if (scope.length > 0 && others !== '') findings.push(note(`${name} gets in, but ${others}.`));
  }
  if (seen.onlyUnknown > 0)
    findings.push(note(`${people(seen.onlyUnknown)} with none but roles that ROLE_MAP does not know.`));
  return findings.length > 0 ? findings : [good('Everybody with a role gets in.')];
}

/** The roles that ROLE_MAP knows and that all the same do not count, each with its reason. */
function idle(roles: readonly WeighedRole[], seen: PeopleSeen): string {
  return roles
    .filter(({ role, weight }) => role !== null && weight !== 'COUNTS')
    .map(({ held, weight }) => `${held.role_name} ${where(held, seen)} ${WEIGHT_WORDS[weight]}`)
    .join('; ');
}

function where({ school_id, is_district }: WeighedRole['held'], { schools }: PeopleSeen): string {
  if (is_district) return 'for the district';
  if (school_id === DISTRICT) return 'at the district office';
  return `at ${schools.get(school_id) ?? `school ${school_id}, which is not in Schools,`}`;
}

const people = (count: number) => (count === 1 ? '1 person' : `${count.toLocaleString('en-US')} people`);

function roleFindings({ unknownRoles, missingRoles, people: known }: PeopleSeen, inside: number): Finding[] {
  const findings: Finding[] = [];
  findings.push(inside > 0 ? good(`${people(inside)} would get in.`) : fault(nobody(known)));
  for (const [name, count] of unknownRoles) {
    const holders = count === 0 ? 'Nobody holds it.' : `${people(count)} ${count === 1 ? 'holds' : 'hold'} it.`;
    findings.push(note(`${name}: ROLE_MAP does not know this role of the SIS. ${holders}`));
  }
  for (const name of missingRoles)
    findings.push(warning(`${name}: ROLE_MAP has it, but it is no role of the SIS. Is it written exactly so there?`));
  return findings;
}

const nobody = (known: readonly Person[]) =>
  known.length > 0
    ? 'Nobody at all would get in.'
    : 'Nobody at all would get in: nobody holds a role that ROLE_MAP knows.';
