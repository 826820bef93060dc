import type { Database } from 'better-sqlite3';
import type Sql from 'mssql';
import type { MssqlAddress } from '../database/mssql-address.ts';
import { driver, LIGHT_MS, Pool } from '../database/mssql-pool.ts';

// Where the stand-in SIS has its tables: one text for both databases, and the few words in which they differ.

export interface SisSource {
  /** Arguments stand in the text as `@name`. */
  rows<T>(sql: string, args: Record<string, string | number>): Promise<T[]>;
  /** Ways to look for the argument `@NAME` in Students.LastFirst, the fastest first; the next when one finds nothing. */
  nameHolds: ((argument: string) => { condition: string; value(word: string): string })[];
  /** Stands behind `order by`. */
  atMost(rows: number): string;
  close(): Promise<void>;
}

const CONNECTIONS = 4;
const LONGEST_TEXT = 200;

/** "SÉAN O’Neill" and "sean o'neill" are the same to somebody who searches. */
export const fold = (text: unknown): string =>
  String(text).normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();

const anywhere = (word: string) => `%${word.replace(/[%_[\]]/g, '')}%`;

/** The connection is closed by whoever opened it. */
export function sqliteSource(db: Database): SisSource {
  db.function('sandbox_fold', { deterministic: true }, fold);
  return {
    rows: async <T>(sql: string, args: object) => db.prepare<[object], T>(sql).all(args),
    // Plain matching first: folding calls back into JavaScript for each row, which is slow in a district of a million.
    nameHolds: [
      (argument) => ({ condition: `s.LastFirst like @${argument}`, value: anywhere }),
      (argument) => ({ condition: `instr(sandbox_fold(s.LastFirst), @${argument}) > 0`, value: (word) => word }),
    ],
    atMost: (rows) => `limit ${rows}`,
    close: async () => {},
  };
}

/** The login has to be able to read the SIS's tables under their bare names. */
export function mssqlSource(at: MssqlAddress): SisSource {
  const pool = new Pool(at, { max: CONNECTIONS, requestMs: LIGHT_MS });
  const typeOf = (value: string | number): Sql.ISqlType =>
    typeof value === 'number' ? driver().Int() : driver().NVarChar(LONGEST_TEXT);
  return {
    rows: async <T>(sql: string, args: Record<string, string | number>) => {
      const request = await pool.request();
      for (const [name, value] of Object.entries(args)) request.input(name, typeOf(value), value);
      return (await request.query<T>(sql)).recordset;
    },
    nameHolds: [
      (argument) => ({
        condition: `s.LastFirst collate Latin1_General_CI_AI like @${argument}`,
        value: anywhere,
      }),
    ],
    atMost: (rows) => `offset 0 rows fetch next ${rows} rows only`,
    close: () => pool.close(),
  };
}
