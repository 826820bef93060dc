import type { SisKind } from './sis-contract.ts';

// What a database says about itself: its tables, indexes, clock and rights. The one place with SQL per database besides
// migrations. Nothing here writes, and nothing is made when it is not there.

export interface CatalogColumn {
  name: string;
  /** In the database's own words: `nvarchar(120)`, `INTEGER`. */
  type: string;
}

export interface CatalogIndex {
  columns: string[];
  unique: boolean;
}

export interface KeyUse {
  key_id: string;
  count: number;
}

/** What both databases can be asked. Tables of the SIS are those that our queries see: on SQL Server the views in `ssp`. */
export interface BothCatalogs {
  /** Which database answers, in words; throws what the driver says when none does. */
  describe(): Promise<string>;
  /** Undefined: there is no such table or view. */
  columns(table: string): Promise<CatalogColumn[] | undefined>;
  isEmpty(table: string): Promise<boolean>;
  /** How many of the first thousand values are not of this kind, whatever the column's type says. */
  oddValues(table: string, column: string, kind: SisKind): Promise<number>;
  /** Of the table, or of the one beneath a view. Undefined: they cannot be seen. */
  indexes(table: string): Promise<CatalogIndex[] | undefined>;
  /** The database's own clock. */
  now(): Promise<Date>;
  /** Names of the migrations that were run; undefined when there never was one. */
  migrations(): Promise<string[] | undefined>;
  /** How many rows were made with which key. */
  keyUse(table: string): Promise<KeyUse[]>;
  close(): Promise<void>;
}

/** How many values a look at a column's content takes. */
export const SAMPLE = 1000;
