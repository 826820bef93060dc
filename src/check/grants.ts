import type { MssqlCatalog } from '../database/catalog-mssql.ts';
import type { Rights } from '../database/catalog-mssql-rights.ts';
import { MIGRATIONS } from '../database/migration-list.ts';
import { type Finding, fault, good } from './finding.ts';

// Was grants.sql run again after the last migration? A login that has no right on a table is not shown it, so whoever looks at what
// is there finds nothing wrong: each table that the migrations made is asked for by its name.

export const RIGHTS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;
export type Right = (typeof RIGHTS)[number];

/** As grants.sql gives them to the writer; a test holds the two together. */
const DELETED = [
  ...['u_ssp_scope', 'u_ssp_rate', 'u_ssp_favourite', 'u_ssp_draft'],
  ...['u_ssp_visit_service', 'u_ssp_visit_purpose', 'u_ssp_visit_code', 'u_ssp_visit_staff'],
];
const MOST_NAMED = 5;

/** What the service's login needs on one of our tables. */
export function rightsOfWriter(table: string): Right[] {
  const isKept = table.startsWith('u_ssp_audit');
  return [
    'SELECT',
    'INSERT',
    ...(isKept ? [] : ['UPDATE' as const]),
    ...(DELETED.includes(table) ? ['DELETE' as const] : []),
  ];
}

export const rightsOfReader = (): Right[] => ['SELECT'];

/** The tables that the migrations which were run have made. */
export async function tablesMade(catalog: MssqlCatalog): Promise<string[]> {
  const done = (await catalog.migrations()) ?? [];
  return done.flatMap((name) => MIGRATIONS[name]?.TABLES ?? []).toSorted();
}

/** Has this login what it needs on each table? */
export async function checkGrants(
  catalog: MssqlCatalog,
  { login, tables, needs }: { login: string; tables: readonly string[]; needs: (table: string) => Right[] },
): Promise<Finding[]> {
  const held = await catalog.rightsOn(tables);
  const lacks = tables.filter((table) => needs(table).some((right) => !held.get(table)?.includes(right)));
  if (lacks.length > 0) return [unmade(`${login} lacks a right`, lacks)];
  return tables.length === 0 ? [] : [good(`${login} has its rights on all ${tables.length} of our tables.`)];
}

/** The same of both roles, for an administrator who only looks. */
export function judgeGrants({ grants }: Rights, tables: readonly string[]): Finding[] {
  return ['ssp_reader', 'ssp_writer'].flatMap((role) => {
    const read = new Set(grants.filter(({ grantee }) => grantee === role).map(({ on }) => on.toLowerCase()));
    const lacks = tables.filter((table) => !read.has(table));
    return lacks.length > 0 ? [unmade(`${role} lacks SELECT`, lacks)] : [];
  });
}

function unmade(who: string, tables: readonly string[]): Finding {
  const more = tables.length - MOST_NAMED;
  const named = tables.slice(0, MOST_NAMED).join(', ');
  return fault(`Run docs/sql/grants.sql: ${who} on ${named}${more > 0 ? ` and ${more} more` : ''}.`);
}
