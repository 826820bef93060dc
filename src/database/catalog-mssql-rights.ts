import type { Ask } from './catalog-mssql-ask.ts';

// Who holds which right near our tables, as far as the login is shown. SQL Server shows a principal its own rights and
// hides the others without a word: what was looked at is said beside what was found.

/** A right that lets somebody read, SELECT, CONTROL and the like; or ALTER, which leads there by a view or a trigger. */
export interface Grant {
  grantee: string;
  right: string;
  /** `database`, `schema ssp`, or the name of a table or view in it. */
  on: string;
}

/** Somebody who may act as one of our users, or may change who is in one of our roles. */
export interface Actor {
  grantee: string;
  right: string;
  /** The user or role. */
  on: string;
}

export interface Member {
  role: string;
  /** Null: a member whose name this login is not shown. */
  member: string | null;
}

export interface Rights {
  grants: Grant[];
  actors: Actor[];
  members: Member[];
  /** Users with the schema in which their names are looked for first. */
  users: { name: string; defaultSchema: string | null }[];
  schemaOwner: string | null;
  /** Members of sysadmin, and who else may read everything on the server. */
  serverReaders: (string | null)[];
  /** The login is shown rights of others at all. */
  seesOthers: boolean;
  /** The login is shown who administers the server. */
  seesServer: boolean;
  /** The catalog lists rights on schema and database; where it lists not even ours, it lists none. */
  listsWideRights: boolean;
}

const READING = "'SELECT', 'CONTROL', 'TAKE OWNERSHIP'";

export async function readRights(ask: Ask): Promise<Rights> {
  const listed = await ask<Grant>(
    `select p.name as grantee, d.permission_name as [right],
      case d.class when 0 then 'database' when 3 then 'schema ssp' else object_name(d.major_id) end as [on]
    from sys.database_permissions d
    join sys.database_principals p on p.principal_id = d.grantee_principal_id
    where d.state in ('G', 'W') and (
      d.permission_name in (${READING}, 'ALTER') or (d.class = 0 and d.permission_name = 'ALTER ANY SCHEMA'))
      and (d.class = 0 or (d.class = 3 and d.major_id = schema_id('ssp'))
        or (d.class = 1 and object_schema_name(d.major_id) = 'ssp'))`,
  );
  const [sight] = await ask<{ database: number; server: number; owner: string | null }>(
    `select
      case when is_srvrolemember('sysadmin') = 1 or has_perms_by_name(db_name(), 'DATABASE', 'CONTROL') = 1
        or has_perms_by_name(db_name(), 'DATABASE', 'VIEW DEFINITION') = 1 then 1 else 0 end as [database],
      case when is_srvrolemember('sysadmin') = 1 or has_perms_by_name(null, null, 'VIEW ANY DEFINITION') = 1 then 1 else 0 end as [server],
      (select user_name(s.principal_id) from sys.schemas s where s.name = 'ssp') as [owner]`,
  );
  return {
    grants: unique([...listed, ...(await tableGrants(ask))]),
    actors: await ask<Actor>(
      `select p.name as grantee, d.permission_name as [right], user_name(d.major_id) as [on]
      from sys.database_permissions d
      join sys.database_principals p on p.principal_id = d.grantee_principal_id
      where d.state in ('G', 'W') and d.class = 4
        and d.permission_name in ('IMPERSONATE', 'ALTER', 'CONTROL', 'TAKE OWNERSHIP')`,
    ),
    members: await ask<Member>(
      `select r.name as role, m.name as member
      from sys.database_role_members x
      join sys.database_principals r on r.principal_id = x.role_principal_id
      left join sys.database_principals m on m.principal_id = x.member_principal_id`,
    ),
    users: await ask(
      "select name, default_schema_name as defaultSchema from sys.database_principals where type in ('S', 'U', 'E', 'G', 'X')",
    ),
    schemaOwner: sight?.owner ?? null,
    serverReaders: await serverReaders(ask),
    seesOthers: Boolean(sight?.database),
    seesServer: Boolean(sight?.server),
    listsWideRights: listed.some(({ grantee }) => grantee === 'ssp_reader' || grantee === 'ssp_writer'),
  };
}

// An older way to ask about tables alone; it answers where the catalog does not.
async function tableGrants(ask: Ask): Promise<Grant[]> {
  const rows = await ask<{ GRANTEE: string; PRIVILEGE: string; TABLE_NAME: string }>(
    "exec sp_table_privileges @table_name = '%', @table_owner = 'ssp'",
  );
  return rows
    .filter(({ PRIVILEGE }) => PRIVILEGE === 'SELECT')
    .map(({ GRANTEE, PRIVILEGE, TABLE_NAME }) => ({ grantee: GRANTEE, right: PRIVILEGE, on: TABLE_NAME }));
}

async function serverReaders(ask: Ask): Promise<(string | null)[]> {
  const members = await ask<{ name: string | null }>(
    `select p.name as name
    from sys.server_role_members x
    join sys.server_principals r on r.principal_id = x.role_principal_id and r.name = 'sysadmin'
    left join sys.server_principals p on p.principal_id = x.member_principal_id`,
  );
  const others = await ask<{ name: string }>(
    `select p.name as name from sys.server_permissions d
    join sys.server_principals p on p.principal_id = d.grantee_principal_id
    where d.state in ('G', 'W') and d.permission_name in ('CONTROL SERVER', 'SELECT ALL USER SECURABLES', 'IMPERSONATE ANY LOGIN')`,
  ).catch(() => []);
  return [...new Set([...members, ...others].map(({ name }) => name))];
}

function unique(grants: Grant[]): Grant[] {
  const key = ({ grantee, right, on }: Grant) => `${grantee}\n${right}\n${on}`.toLowerCase();
  return [...new Map(grants.map((one) => [key(one), one])).values()];
}
