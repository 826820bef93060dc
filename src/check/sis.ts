import { type CatalogColumn, SAMPLE } from '../database/catalog.ts';
import type { Catalog } from '../database/catalog-open.ts';
import { SIS_CONTRACT, type SisKind, type SisTable } from '../database/sis-contract.ts';
import { type Finding, fault, good, said } from './finding.ts';
import { fitMssql, fitSqlite } from './fit.ts';

const ODD_WORDS: Record<SisKind, string> = {
  day: 'are no dates like 2026-11-20',
  whole: 'are no whole numbers',
  text: 'are no text',
};

/** The tables and columns of the SIS that our queries read: there, of a type that suits, and not empty where it matters. */
export async function checkSis(catalog: Catalog): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, table] of Object.entries(SIS_CONTRACT)) findings.push(...(await checkTable(catalog, name, table)));
  return findings;
}

async function checkTable(catalog: Catalog, name: string, table: SisTable): Promise<Finding[]> {
  const needed = Object.keys(table.columns);
  const there = await catalog.columns(name);
  if (!there) return [fault(`${name} is missing. Our queries read ${needed.join(', ')} of it.${remedy(catalog)}`)];
  const rows = await checkRows(catalog, name, table);
  if (rows.isRefused) return rows.findings;
  const findings = rows.findings;
  for (const [column, kind] of Object.entries(table.columns)) {
    findings.push(...(await checkColumn(catalog, name, column, kind, there)));
  }
  if (findings.length > 0) return findings;
  const types = needed.map((column) => `${column} ${find(there, column)?.type.toLowerCase()}`.trim());
  return [good(`${name}: ${types.join(', ')}`)];
}

async function checkColumn(
  catalog: Catalog,
  table: string,
  column: string,
  kind: SisKind,
  there: readonly CatalogColumn[],
): Promise<Finding[]> {
  const found = find(there, column);
  if (!found) return [fault(`${table}.${column} is missing.${remedy(catalog)}`)];
  const fit = (catalog.kind === 'sqlite' ? fitSqlite : fitMssql)(kind, found.type);
  if (fit.grade !== 'good') return [{ grade: fit.grade, text: `${table}.${column} ${fit.why}.` }];
  const odd = await catalog.oddValues(table, found.name, kind);
  if (odd === 0) return [];
  return [
    fault(`${table}.${column}: ${odd} of its first ${SAMPLE.toLocaleString('en-US')} values ${ODD_WORDS[kind]}.`),
  ];
}

/** Is there a row at all? A view may be there, and still not let this login through to the table beneath. */
async function checkRows(catalog: Catalog, name: string, { emptyMeans }: SisTable) {
  try {
    const isEmpty = await catalog.isEmpty(name);
    const findings = isEmpty && emptyMeans ? [fault(`${name} is empty: ${emptyMeans}.`)] : [];
    return { isRefused: false, findings };
  } catch (thrown) {
    return { isRefused: true, findings: [fault(`${name} cannot be read: ${said(thrown)}`)] };
  }
}

/** Databases differ in whether they tell `dcid` from `DCID`; we do not. */
const find = (columns: readonly CatalogColumn[], name: string) =>
  columns.find((column) => column.name.toLowerCase() === name.toLowerCase());

const remedy = (catalog: Catalog) => (catalog.kind === 'mssql' ? ' Run docs/sql/sis-views.sql.' : '');
