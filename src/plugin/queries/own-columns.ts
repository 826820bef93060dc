import { attributeOf, childrenOf } from '../manifest/read-manifest.ts';
import { type Texts, textsIn } from '../texts.ts';
import { readXml, type XmlElement } from '../xml/read.ts';

const OFTEN = ['ID', 'WHOCREATED', 'WHENCREATED', 'WHOMODIFIED', 'WHENMODIFIED'];

/** TABLE.COLUMN, in capitals, of the tables that the package brings itself. A file that cannot be read brings none. */
export function ownColumns(texts: Texts): Set<string> {
  const columns = new Set<string>();
  for (const [, text] of textsIn(texts, /^user_schema_root\/.*\.xml$/)) {
    for (const table of tablesIn(text)) {
      const name = attributeOf(table, 'dbTableName')?.toUpperCase();
      const core = attributeOf(table, 'coreTable');
      const fields = childrenOf(table, 'field').map((field) => attributeOf(field, 'name') ?? '');
      for (const field of [...fields, ...OFTEN, ...(core ? [`${core}DCID`] : [])]) {
        columns.add(`${name}.${field.toUpperCase()}`);
      }
    }
  }
  return columns;
}

function tablesIn(text: string): XmlElement[] {
  try {
    return childrenOf(readXml(text), 'extendedTable');
  } catch {
    return [];
  }
}
