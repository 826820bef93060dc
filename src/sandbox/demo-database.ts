import path from 'node:path';
import { openSqliteDemo } from './demo-sqlite.ts';
import type { Size } from './district/plan.ts';
import type { SisData } from './sis-data.ts';

// The database of a demo, made when it is not there. The made-up district never lands beside real students: what is
// written into is a database that the demo made, and its marker table says so. The marker is the first thing that is
// made, and its one row the last: a marker without a row is a district that was never finished.

export interface DemoWishes {
  /** Folder for what belongs to the database: keys, logins, and the SQLite file when `database` does not name one. */
  data: string;
  /** `sqlite:path`, or `mssql://…` with a login that may create databases and logins. */
  database?: string | undefined;
  /** Left out: that of the district that is there, else `small`. */
  size?: Size | undefined;
  /** `YYYY-MM-DD`: the made-up history ends the day before. */
  today: string;
  reset: boolean;
  say(text: string): void;
  /** Where progress is shown. */
  out: NodeJS.WriteStream;
}

export interface DemoDatabase {
  /** DATABASE_URL of the service. */
  url: string;
  /** DATABASE_READ_URL of the service. */
  readUrl?: string;
  /** What the stand-in SIS reads; the caller closes it. */
  openSis(): SisData;
}

export const MARKER = 'u_ssp_demo';
export const SEED = 1;

/**
 * Opens the demo's database; makes it when it is missing, half-made, or `reset` is asked for. Throws an Error in words,
 * having changed nothing, when the database is somebody else's.
 */
export async function openDemoDatabase(wishes: DemoWishes): Promise<DemoDatabase> {
  const url = wishes.database ?? `sqlite:${path.join(wishes.data, 'demo.sqlite')}`;
  if (url.startsWith('sqlite:')) return openSqliteDemo(url.slice('sqlite:'.length), wishes);
  if (url.startsWith('mssql:')) return (await import('./demo-mssql.ts')).openMssqlDemo(url, wishes);
  throw new Error('--database has to begin with sqlite: or mssql://');
}

/** What there is at an address. */
export type State = { is: 'missing' } | { is: 'foreign' } | { is: 'half-made' } | { is: 'whole'; size: string | null };

/** Is the district to be made? Says why where that is not plain. Throws when the database is not the demo's. */
export function hasToBeMade(name: string, state: State, { reset, size, say }: DemoWishes): boolean {
  switch (state.is) {
    case 'missing':
      return true;
    case 'foreign':
      throw new Error(`${name} was not made by the demo; it is left alone.`);
    case 'half-made':
      say('The last start was interrupted while it made the district: making it anew.');
      return true;
    case 'whole':
      if (!reset && size && state.size && size !== state.size)
        say(`The district that is there is of size ${state.size}; --reset makes one of size ${size}.`);
      return reset;
  }
}
