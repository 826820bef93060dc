/** Runs a statement; values and names come into it by `text` and `named` alone. */
export type Ask = <T>(statement: string) => Promise<T[]>;

/** A text as it stands in a statement. */
export const text = (value: string) => `N'${value.replaceAll("'", "''")}'`;

/** A name as it stands in a statement. */
export const named = (name: string) => `[${name.replaceAll(']', ']]')}]`;

/** The catalog of a database; undefined: of the one that is connected to. */
export const sysOf = (database: string | undefined) => (database === undefined ? 'sys' : `${named(database)}.sys`);
