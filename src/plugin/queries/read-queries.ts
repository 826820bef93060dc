import type { Findings } from '../finding.ts';
import { MOST_QUERIES } from '../limits.ts';
import { attributeOf, childrenOf } from '../manifest/read-manifest.ts';
import { type Texts, xmlOf } from '../texts.ts';
import type { XmlElement } from '../xml/read.ts';

/** A query as it stands in queries_root. */
export interface PublishedQuery {
  file: string;
  line: number;
  name: string;
  coreTable: string | undefined;
  summary: string;
  args: { name: string; column: string | undefined; line: number }[];
  /** `name` is what the answer calls it, `column` the real TABLE.COLUMN in capitals. */
  columns: { name: string; column: string; line: number }[];
  sql: string;
  sqlLine: number;
}

/** All queries of the package. A file that is none becomes a finding, and the list is not whole. */
export function readQueries(
  names: readonly string[],
  texts: Texts,
  findings: Findings,
): { queries: PublishedQuery[]; isWhole: boolean } {
  const read = names
    .filter((name) => name.startsWith('queries_root/'))
    .map((name) => (inPlace.test(name) ? queriesOf(name, texts.get(name), findings) : undefined));
  return { queries: read.flatMap((each) => each ?? []), isWhole: read.every((each) => each !== undefined) };
}

const inPlace = /^queries_root\/[^/]+\.xml$/;

function queriesOf(file: string, text: string | undefined, findings: Findings): PublishedQuery[] | undefined {
  const root = text === undefined ? undefined : xmlOf(file, text, findings);
  if (!root) return undefined;
  if (root.name !== 'queries') {
    findings.add('Q1', file, root.line, `the root is ${root.name}, not queries`);
    return undefined;
  }
  const queries = childrenOf(root, 'query');
  if (queries.length > MOST_QUERIES) findings.add('Q2', file, 1, `more than ${MOST_QUERIES} queries`);
  return queries.slice(0, MOST_QUERIES).map((query) => readQuery(file, query));
}

function readQuery(file: string, query: XmlElement): PublishedQuery {
  const [sql] = childrenOf(query, 'sql');
  const lists = (list: string, item: string) => childrenOf(query, list).flatMap((each) => childrenOf(each, item));
  return {
    file,
    line: query.line,
    name: attributeOf(query, 'name') ?? '',
    coreTable: attributeOf(query, 'coreTable'),
    summary: childrenOf(query, 'summary')[0]?.text.trim() ?? '',
    args: lists('args', 'arg').map((arg) => ({
      name: attributeOf(arg, 'name') ?? '',
      column: attributeOf(arg, 'column')?.toUpperCase(),
      line: arg.line,
    })),
    columns: lists('columns', 'column').map((column) => ({
      name: column.text.trim(),
      column: attributeOf(column, 'column')?.toUpperCase() ?? '',
      line: column.line,
    })),
    sql: sql?.text ?? '',
    sqlLine: sql?.textLine ?? query.line,
  };
}

/** TABLE.COLUMN of everything that a query names, each once. */
export const columnsOf = (query: PublishedQuery): Set<string> =>
  new Set([...query.columns, ...query.args].flatMap(({ column }) => (column ? [column] : [])));
