import { MssqlCatalog } from './catalog-mssql.ts';
import { SqliteCatalog } from './catalog-sqlite.ts';

export type Catalog = SqliteCatalog | MssqlCatalog;

/** Opens the catalog of a DATABASE_URL; nothing is connected before it is asked. Throws when the address cannot be read. */
export function openCatalog(url: string): Catalog {
  if (url.startsWith('sqlite:')) return new SqliteCatalog(url.slice('sqlite:'.length));
  if (url.startsWith('mssql:')) return new MssqlCatalog(url);
  throw new Error('DATABASE_URL has to begin with sqlite: or mssql://');
}
