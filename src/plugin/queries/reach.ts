import type { Findings } from '../finding.ts';
import { ownTable } from '../manifest/access-request.ts';
import { attributeOf, type Manifest } from '../manifest/read-manifest.ts';
import type { Mapping } from '../mappings.ts';
import { type Texts, textsIn } from '../texts.ts';
import { isReal } from './check-queries.ts';
import { columnsOf, type PublishedQuery } from './read-queries.ts';

interface Reach {
  manifest: Manifest;
  queries: readonly PublishedQuery[];
  /** False when there is a file of queries that could not be read: then nobody can tell what is not used. */
  isWhole: boolean;
  mappings: readonly Mapping[];
  texts: Texts;
  own: ReadonlySet<string>;
}

/** Who runs which query, and whether the SIS will let them: rules P47, P48 and Q11. */
export function checkReach(reach: Reach, findings: Findings): void {
  const mapped = new Set(reach.mappings.flatMap(({ query }) => (query ? [query] : [])));
  const requested = new Set(reach.manifest.fields.map(({ table, field }) => `${table}.${field}`));
  const called = calledBy(reach.texts);
  for (const query of reach.queries) {
    checkCallers(query, mapped, called, reach.manifest, findings);
    if (mapped.has(query.name)) continue;
    for (const column of columnsOf(query)) {
      if (requested.has(column) || !isReal(column, reach.own)) continue;
      findings.add('P47', 'plugin.xml', reach.manifest.accessRequest?.line ?? 1, `${query.name} reads ${column}`);
    }
  }
  if (!reach.isWhole) return;
  const used = new Set(reach.queries.flatMap((query) => [...columnsOf(query)]));
  for (const { table, field, access, line } of reach.manifest.fields) {
    // Tables of our own are read through routes too.
    const isRead = ownTable.test(table) || used.has(`${table}.${field}`);
    if (isRead || access !== 'ViewOnly' || !/^\w+$/.test(table + field)) continue;
    findings.add('P48', 'plugin.xml', line, `no query reads ${table}.${field}`);
  }
}

function checkCallers(
  { file, line, name }: PublishedQuery,
  mapped: ReadonlySet<string>,
  called: ReadonlyMap<string, string>,
  { oauth }: Manifest,
  findings: Findings,
): void {
  if (mapped.has(name)) return;
  const page = called.get(name);
  // An empty oauth gives an id and a secret for the service too.
  const byService =
    oauth?.attributes.length === 0 || ['true', '1'].includes(attributeOf(oauth, 'allow-client-credential') ?? '');
  if (page !== undefined) findings.add('Q11', file, line, `${page} runs it, but it is mapped to no page`);
  else if (!byService) findings.add('Q11', file, line, 'it is mapped to no page, and the service gets no credentials');
}

/** Names of the queries that a file of the web root runs, with one such file. */
function calledBy(texts: Texts): Map<string, string> {
  return new Map(
    textsIn(texts, /^web_root\//i).flatMap(([file, text]) =>
      [...text.matchAll(/\/ws\/schema\/query\/([\w.]+)/g)].map(([, name = '']) => [name, file] as const),
    ),
  );
}
