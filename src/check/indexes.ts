import type { CatalogIndex } from '../database/catalog.ts';
import type { Catalog } from '../database/catalog-open.ts';
import type { NamedQuery } from '../database/header.ts';
import { type Finding, fault, good, note, warning } from './finding.ts';
import { type IndexNeed, OWN_INDEXES, queriesThrough, SIS_INDEXES } from './index-needs.ts';

/** Which index is missing for which query: a fault in our own tables, a warning in the SIS's. */
export async function checkIndexes(catalog: Catalog, queries: readonly NamedQuery[]): Promise<Finding[]> {
  const own = await compare(catalog, OWN_INDEXES);
  const sis = await compare(catalog, SIS_INDEXES);
  const findings = [
    ...own.missing.map((need) => fault(`${words(need, queries)} A migration made it, and somebody took it away.`)),
    ...sis.missing.map((need) => warning(`${words(need, queries)} In a large district pages wait for it.`)),
  ];
  if (own.missing.length === 0 && own.found > 0)
    findings.push(good(`Our own tables: ${own.found} of ${own.found} indexes are there.`));
  if (sis.missing.length === 0 && sis.found > 0)
    findings.push(good(`Tables of the SIS: ${sis.found} of ${sis.found} indexes are there.`));
  const hidden = [...own.hidden, ...sis.hidden].join(', ');
  if (hidden !== '') findings.push(note(catalog.kind === 'sqlite' ? views(hidden) : unseen(hidden)));
  return findings;
}

const views = (tables: string) => `${tables}: views, so the indexes of the tables beneath were not looked at.`;
const unseen = (tables: string) => `The indexes of ${tables} cannot be seen with this login. ${ASK}`;
export const ASK = "Run check once with an administrator's login as DATABASE_URL.";

async function compare(catalog: Catalog, needs: readonly IndexNeed[]) {
  const missing: IndexNeed[] = [];
  const hidden: string[] = [];
  let found = 0;
  for (const table of new Set(needs.map((one) => one.table))) {
    // A table that is not there has been told already.
    if (!(await catalog.columns(table))) continue;
    const indexes = await catalog.indexes(table);
    if (!indexes) {
      hidden.push(table);
      continue;
    }
    for (const one of needs.filter((each) => each.table === table)) {
      if (indexes.some((index) => serves(index, one))) found++;
      else missing.push(one);
    }
  }
  return { missing, hidden, found };
}

/** Does the index begin with the columns that are needed, and allow one row of each where that is needed? */
export function serves(index: CatalogIndex, { columns, unique }: IndexNeed): boolean {
  if (unique && !(index.unique && index.columns.length === columns.length)) return false;
  return columns.every((column, at) => index.columns[at]?.toLowerCase() === column.toLowerCase());
}

function words(need: IndexNeed, queries: readonly NamedQuery[]): string {
  const { table, columns, unique, also } = need;
  const through = queriesThrough(need, queries);
  const reasons = [
    `${unique ? 'A unique index' : 'An index'} on ${table}(${columns.join(', ')}) is missing.`,
    through.length > 0 ? `Queries that look into it: ${through.join(', ')}.` : '',
    also ? `Besides: ${also}.` : '',
  ];
  return reasons.filter((one) => one !== '').join(' ');
}
