import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { check } from '../../src/check/command.ts';
import { formatMssqlUrl } from '../../src/database/mssql-address.ts';
import { scriptBatches } from '../../src/database/mssql-script.ts';
import { loadDistrictMssql } from '../../src/sandbox/district/load-mssql.ts';
import { runScript, schemaOwner } from '../../src/sandbox/set-up-mssql.ts';
import type { Clock } from '../../src/server/clock.ts';
import { ROOT } from '../../src/server/root.ts';
import { makeDistrict, ON_MSSQL, TODAY } from '../database.ts';

// A whole district in a database of its own, which a test may break as it likes: on SQL Server no other test uses it.

export interface Place {
  /** The settings of a service that runs there. */
  env: Record<string, string>;
  folder: string;
  /** The SQLite file; empty on SQL Server. */
  file: string;
  /** DATABASE_URL of an administrator; on SQLite the same as the service's. */
  adminUrl: string;
  /** Statements in the hands of somebody who may do everything. */
  run(...statements: string[]): Promise<void>;
  /** The statement of the database at hand. */
  on(which: { sqlite: string[]; mssql: string[] }): Promise<void>;
  /** `--may-read` for a server that is not SQL Server itself: there the schema has to belong to the migrator. */
  mayRead: string[];
  /** The views of the SIS again, as docs/sql makes them. */
  mendViews(): Promise<void>;
  close(): Promise<void>;
}

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;

function settings(folder: string, more: Record<string, string>): Record<string, string> {
  return {
    PUBLIC_URL: 'http://127.0.0.1:4001',
    SIS_URL: 'http://localhost:4000',
    OIDC_CLIENT_ID: 'client',
    OIDC_CLIENT_SECRET: 'secret-of-the-client',
    SESSION_KEYS: key('s1', 1),
    NOTE_KEYS: key('n1', 2),
    AUDIT_KEYS: key('a1', 3),
    DISTRICT: JSON.stringify({ state: 'CT', leaId: '9990011', ncesId: '0999011', name: 'Harborview Public Schools' }),
    EXPORT_DIR: path.join(folder, 'exports'),
    ...more,
  };
}

export async function makePlace(): Promise<Place> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ssp-check-'));
  return ON_MSSQL ? onMssql(folder) : onSqlite(folder);
}

async function onSqlite(folder: string): Promise<Place> {
  const { url, file, sis, close } = await makeDistrict('sqlite');
  for (const one of [file, `${file}-wal`, `${file}-shm`].filter(existsSync)) chmodSync(one, 0o600);
  const run = async (...statements: string[]) => {
    for (const statement of statements) await sis.raw(statement);
  };
  return {
    env: settings(folder, { DATABASE_URL: url }),
    folder,
    file,
    adminUrl: url,
    run,
    on: ({ sqlite }) => run(...sqlite),
    mayRead: [],
    mendViews: async () => {},
    close: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function onMssql(folder: string): Promise<Place> {
  const { buildMssql, connect, dropDatabase, newName } = await import('../mssql.ts');
  const parts = await buildMssql({ name: newName(randomBytes(4).toString('hex')) });
  await loadDistrictMssql(parts.admin, { size: 'small', today: TODAY, seed: 1 });
  const pool = await connect(parts.admin);
  const run = async (...statements: string[]) => {
    for (const statement of statements) await pool.request().batch(statement);
  };
  const views = scriptBatches(readFileSync(path.join(ROOT, 'docs', 'sql', 'sis-views.sql'), 'utf8'), { SIS: 'dbo' });
  const owner = (await schemaOwner(pool)) ?? 'dbo';
  const names = views.flatMap((batch) => /^create or alter view (ssp\.\w+)/.exec(batch)?.[1] ?? []);
  return {
    env: settings(folder, { DATABASE_URL: parts.writerUrl, DATABASE_READ_URL: parts.readerUrl }),
    folder,
    file: '',
    adminUrl: formatMssqlUrl(parts.admin),
    run,
    on: ({ mssql }) => run(...mssql),
    mayRead: owner === 'dbo' ? [] : [owner],
    mendViews: async () => {
      for (const name of names) await run(`if object_id('${name}') is not null drop view ${name}`);
      await runScript(pool, 'sis-views.sql', { SIS: 'dbo' });
    },
    close: async () => {
      await pool.close();
      await dropDatabase(parts.name);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Told {
  isWell: boolean;
  /** Every line of the results. */
  lines: string[];
  /** The lines that begin with this grade, without it. */
  of(grade: 'good' | 'note' | 'warning' | 'fault'): string[];
}

/** What `check` tells with these settings. */
export async function told(
  env: Record<string, string>,
  more: { people?: boolean; mayRead?: string[]; clock?: Clock } = {},
): Promise<Told> {
  const out: string[] = [];
  const isWell = await check(env, { ...more, tell: (text) => out.push(text), say: () => {} });
  const lines = out.join('\n').split('\n');
  const of = (grade: string) =>
    lines.filter((line) => line.startsWith(`  ${grade} `)).map((line) => line.slice(grade.length + 2).trim());
  return { isWell, lines, of };
}
