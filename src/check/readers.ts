import type { Grant, Rights } from '../database/catalog-mssql-rights.ts';
import { type Finding, fault, good, note, warning } from './finding.ts';
import { ASK } from './indexes.ts';
import { foreignMembers } from './role-members.ts';
import { isIn, meant, membersOf, UNNAMED } from './role-words.ts';

// Who else can read our tables on SQL Server. Administrators always can: they are named, and that is all. Anybody else is a
// fault until somebody says that it is meant. What this login is not shown is said, and never taken for good.

const READERS = ['ssp_reader', 'ssp_writer'];
const MIGRATORS = 'ssp_migrator';
const ALWAYS = ['dbo', 'sys', 'information_schema'];
const WIDE = ['database', 'schema ssp'];
const MOST_NAMED = 3;

export interface Known {
  /** What the login of DATABASE_URL is called; nothing when an administrator only looks. */
  writer: readonly string[];
  /** What the login of DATABASE_READ_URL is called; nothing when there is none, or it does not get in. */
  reader: readonly string[];
  /** Others who are meant to read, from `--may-read`. */
  mayRead: readonly string[];
}

/** What the rights mean, in sentences. */
export function judgeRights(rights: Rights, known: Known): Finding[] {
  const findings = [
    ...schemaOwner(rights, known),
    ...foreignGrants(rights, known),
    ...foreignMembers(rights, known),
    ...wideReaders(rights, known),
  ];
  const isClean = findings.every(({ grade }) => grade !== 'fault');
  const accepted = known.mayRead.filter((name) => isNear(rights, name));
  if (accepted.length > 0) findings.push(note(`Meant to read our tables: ${accepted.join(', ')}.`));
  if (!rights.seesOthers) {
    findings.push(note(`Who else can read our tables cannot be seen with this login. ${ASK}`));
    return findings;
  }
  if (!rights.grants.some(({ grantee }) => isIn(grantee, READERS)))
    findings.push(fault('Neither ssp_reader nor ssp_writer has a right on our tables. Run docs/sql/grants.sql.'));
  else if (isClean)
    findings.push(
      good('Nobody but our own logins and administrators was found to have a right on our tables and views.'),
    );
  if (!rights.listsWideRights)
    findings.push(note('This server does not list rights on the whole schema or database: they cannot be seen.'));
  return [...findings, ...waysIn(rights), ...administrators(rights)];
}

/** Has this one been accepted for something? */
const isNear = ({ grants, members }: Rights, name: string) =>
  isIn(name, [...grants.map(({ grantee }) => grantee), ...members.flatMap(({ member }) => member ?? [])]);

function schemaOwner(rights: Rights, { mayRead }: Known): Finding[] {
  const owner = rights.schemaOwner ?? 'dbo';
  if (owner.toLowerCase() === 'dbo' || isIn(owner, mayRead)) return [];
  const words = `The schema ssp belongs to ${owner}, who can read and change all that is in it. Run: alter authorization on schema::ssp to dbo`;
  // A login that is not shown others cannot tell who that is.
  const isMild = !rights.seesOthers || isIn(owner, membersOf(rights, MIGRATORS));
  return [isMild ? warning(words) : fault(words)];
}

/** What docs/sql gives to our roles, and no more. */
function isGiven({ grantee, right, on }: Grant, migrators: readonly string[]): boolean {
  if (isIn(grantee, READERS)) return right === 'SELECT' && !isIn(on, WIDE);
  if (!isIn(grantee, migrators)) return false;
  return right === 'SELECT' ? on.toLowerCase().startsWith('u_ssp_') : right === 'ALTER' && on === 'schema ssp';
}

function foreignGrants(rights: Rights, { mayRead }: Known): Finding[] {
  const migrators = [MIGRATORS, ...membersOf(rights, MIGRATORS)];
  // Whoever owns the schema was named above.
  const passed = [...ALWAYS, ...mayRead, rights.schemaOwner ?? 'dbo'];
  const found = new Map<string, Grant[]>();
  for (const grant of rights.grants) {
    if (isIn(grant.grantee, passed) || isGiven(grant, migrators)) continue;
    found.set(grant.grantee, [...(found.get(grant.grantee) ?? []), grant]);
  }
  return [...found].flatMap(([grantee, grants]) => {
    const members = membersOf(rights, grantee);
    const name = grantee.toLowerCase() === 'public' ? 'Everybody (public)' : grantee;
    const who = members.length > 0 ? `${name}, a role of ${members.join(', ')},` : name;
    const alters = grants.filter(({ right }) => right.startsWith('ALTER'));
    const reads = grants.filter((one) => !alters.includes(one));
    return [
      ...(reads.length > 0 ? [fault(`${who} can read ${places(reads)}. ${meant(grantee)}`)] : []),
      ...(alters.length > 0
        ? [fault(`${who} can alter ${places(alters)}, and so read through a view or a trigger. ${meant(grantee)}`)]
        : []),
    ];
  });
}

function wideReaders(rights: Rights, known: Known): Finding[] {
  return membersOf(rights, 'db_datareader')
    .filter((name) => !isIn(name, known.mayRead))
    .map((name) => fault(`${name} can read every table as a member of db_datareader. ${meant(name)}`));
}

/** Who could give a right to themselves, or act as one of our users. */
function waysIn(rights: Rights): Finding[] {
  const roles = ['db_securityadmin', 'db_ddladmin', 'db_accessadmin'].flatMap((role) => {
    const members = membersOf(rights, role);
    return members.length > 0 ? [note(`${members.join(', ')} could come to read our tables, as ${role}.`)] : [];
  });
  const ours = [...READERS, MIGRATORS].flatMap((role) => [role, ...membersOf(rights, role)]);
  const actors = rights.actors
    .filter(({ grantee, on }) => isIn(on, ours) && !isIn(grantee, ALWAYS))
    .map(({ grantee, right, on }) => note(`${grantee} could come to read our tables: ${right} on ${on}.`));
  return [...roles, ...actors];
}

function administrators(rights: Rights): Finding[] {
  const owners = membersOf(rights, 'db_owner');
  const server = rights.serverReaders.map((name) => name ?? UNNAMED);
  const words = [
    owners.length > 0 ? `db_owner: ${owners.join(', ')}` : '',
    server.length > 0 ? `server: ${server.join(', ')}` : '',
  ].filter((one) => one !== '');
  const findings =
    words.length > 0 ? [note(`Administrators can read everything but notes (${words.join('; ')}).`)] : [];
  if (rights.seesServer) return findings;
  return [...findings, note(`Whether others administer the server cannot be seen with this login. ${ASK}`)];
}

function places(grants: readonly Grant[]): string {
  const names = [...new Set(grants.map(({ on }) => on))].sort();
  const rest = names.length - MOST_NAMED;
  return rest > 0 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${rest} more` : names.join(', ');
}
