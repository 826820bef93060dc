import { MssqlCatalog, type Server } from '../database/catalog-mssql.ts';
import type { Chaining } from '../database/catalog-mssql-beneath.ts';
import type { Rights } from '../database/catalog-mssql-rights.ts';
import { type Finding, fault, good, note, said, warning } from './finding.ts';
import { checkGrants, rightsOfReader } from './grants.ts';

/** Settings of SQL Server that our work leans on. */
export function judgeServer(server: Server, rights: Pick<Rights, 'users' | 'members'>): Finding[] {
  return [...schemaFindings(server, rights), snapshotFinding(server), collationFinding(server)];
}

function schemaFindings(
  { login, defaultSchema, administers }: Server,
  { users, members }: Pick<Rights, 'users' | 'members'>,
) {
  if (!administers) {
    if (defaultSchema === 'ssp') return [good(`Names without a schema are looked for in ssp first (login ${login}).`)];
    return [
      fault(
        `The default schema of ${login} is ${defaultSchema}, and our queries look for their tables in ssp. ${setSchema(login)}`,
      ),
    ];
  }
  const ours = members.filter(({ role }) => role === 'ssp_reader' || role === 'ssp_writer').map(({ member }) => member);
  const wrong = users.filter(({ name, defaultSchema: schema }) => ours.includes(name) && schema !== 'ssp');
  return [
    warning(
      `${login} administers the database. Good for looking; the service itself is to run as a member of ssp_writer.`,
    ),
    ...wrong.map(({ name, defaultSchema: schema }) =>
      fault(
        `The default schema of ${name} is ${schema ?? 'not set'}, and our queries look for their tables in ssp. ${setSchema(name)}`,
      ),
    ),
  ];
}

const setSchema = (name: string) => `Run: alter user [${name}] with default_schema = ssp`;

function snapshotFinding({ readsCommittedSnapshot }: Server): Finding {
  return readsCommittedSnapshot
    ? good('READ_COMMITTED_SNAPSHOT is on: readers do not wait for writers.')
    : warning(
        'READ_COMMITTED_SNAPSHOT is off: nothing goes wrong, but readers wait for writers. docs/sql/snapshot.sql turns it on.',
      );
}

/** With the SIS in another database, our views get through when both chain their owners and have the same one. */
export function judgeChaining(databases: readonly Chaining[]): Finding[] {
  const here = databases.find(({ isHere }) => isHere);
  return databases.flatMap((other) => {
    if (!here || other.isHere) return [];
    const off = [here, other].filter(({ isOn }) => !isOn).map(({ name }) => name);
    const words = off.map((name) => `alter database [${name}] set db_chaining on`).join('; ');
    const findings =
      off.length > 0
        ? [
            warning(
              `The SIS is in ${other.name}, and DB_CHAINING is off in ${off.join(' and ')}. A sysadmin runs: ${words}`,
            ),
          ]
        : [];
    if (here.owner !== other.owner)
      findings.push(
        warning(
          `${here.name} and ${other.name} belong to different logins: our views do not get through to the SIS's tables. A sysadmin gives ours the owner of the other one: alter authorization on database::[${here.name}] to …`,
        ),
      );
    return findings.length > 0 ? findings : [good(`Our views get through to ${other.name}: DB_CHAINING, same owner.`)];
  });
}

function collationFinding({ collation }: Server): Finding {
  const tellsCase = /_CS_|_BIN/i.test(collation);
  return tellsCase
    ? warning(`The collation is ${collation}: a search for "okafor" does not find "Okafor".`)
    : good(`The collation is ${collation}: a search does not tell capital from small letters.`);
}

/** DATABASE_READ_URL: it answers, sees our tables, and can change nothing; and what its login is called. */
export async function checkReadUrl(
  url: string | undefined,
  tables: readonly string[],
): Promise<{ findings: Finding[]; names: string[] }> {
  if (!url)
    return {
      findings: [note('DATABASE_READ_URL is not set: reports and exports are read with the login of DATABASE_URL.')],
      names: [],
    };
  const catalog = new MssqlCatalog(url, { readOnly: true });
  try {
    const { login, user } = await catalog.server();
    return { findings: await judgeReader(catalog, login, tables), names: [login, user] };
  } catch (thrown) {
    return { findings: [fault(`DATABASE_READ_URL does not answer: ${said(thrown)}`)], names: [] };
  } finally {
    await catalog.close();
  }
}

async function judgeReader(catalog: MssqlCatalog, login: string, tables: readonly string[]): Promise<Finding[]> {
  const writable = await catalog.writable();
  if (writable.length > 0)
    return [
      fault(
        `The login of DATABASE_READ_URL, ${login}, can write (${writable.slice(0, 3).join(', ')}${writable.length > 3 ? ' …' : ''}). Use the reader's login.`,
      ),
    ];
  if (!(await catalog.columns('u_ssp_visit')))
    return [
      fault(
        `The login of DATABASE_READ_URL, ${login}, does not see our tables. Is it the same database, and has docs/sql/grants.sql been run?`,
      ),
    ];
  const rights = await checkGrants(catalog, { login, tables, needs: rightsOfReader });
  return [...rights, good(`DATABASE_READ_URL answers, and its login ${login} can change nothing.`)];
}
