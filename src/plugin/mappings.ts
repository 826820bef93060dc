import type { Findings } from './finding.ts';
import { ownTable } from './manifest/access-request.ts';
import { attributeOf, childrenOf } from './manifest/read-manifest.ts';
import { type Texts, textsIn, xmlOf } from './texts.ts';

/** One route that a page's users may call. */
export interface Mapping {
  /** Name of the query, when the route is one. */
  query: string | undefined;
}

const route = /^\/ws\/schema\/(?:query\/([\w.]+)(?:\/count)?|table\/(\w+)(?:\/#|\/count)?)$/;
const WRITING = ['post', 'put', 'delete'];
const TABLE_WAYS = ['get', ...WRITING];
/** Pages of the SIS itself that a mapping may name. */
const STOCK_PAGES = ['/admin/home.html', '/admin/students/home.html'];

/** Rules M1 to M5. @param pages paths of the package's pages. @param queries names of its queries. */
export function readMappings(
  texts: Texts,
  pages: ReadonlySet<string>,
  queries: ReadonlySet<string>,
  findings: Findings,
): Mapping[] {
  const mappings: Mapping[] = [];
  for (const [file, text] of textsIn(texts, /^permissions_root\/[^/]*\.xml$/)) {
    const root = xmlOf(file, text, findings);
    if (!root) continue;
    for (const permission of childrenOf(root, 'permission')) {
      const page = attributeOf(permission, 'name') ?? '';
      if (!pages.has(page) && !STOCK_PAGES.includes(page)) {
        findings.add('M1', file, permission.line, `there is no page ${page}; the SIS would not say so`);
      }
      for (const implied of childrenOf(permission, 'implies')) {
        const path = implied.text.trim();
        const allow = attributeOf(implied, 'allow') ?? '';
        const [, query, table] = route.exec(path) ?? [];
        const isRoute = query ? allow === 'post' : table ? TABLE_WAYS.includes(allow) : false;
        if (!isRoute) findings.add('M2', file, implied.line, `${allow || 'nothing'} ${path} is not a route to allow`);
        else if (query && !queries.has(query)) findings.add('M3', file, implied.line, `there is no query ${query}`);
        else if (table && !ownTable.test(table)) findings.add('M3', file, implied.line, `${table} is not our table`);
        else if (table && WRITING.includes(allow)) {
          const isPlace = allow === 'post' ? path.endsWith(`/${table}`) : path.endsWith('/#');
          if (!isPlace) findings.add('M4', file, implied.line, `${allow} ${path} is not a route that the SIS has`);
          else findings.add('M5', file, implied.line, `everybody who may open ${page} may ${allow} there`);
        }
        mappings.push({ query });
      }
    }
  }
  return mappings;
}
