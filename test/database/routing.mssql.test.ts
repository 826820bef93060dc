import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Database, openDatabase } from '../../src/database/connect.ts';
import { QueryLibrary } from '../../src/database/library.ts';
import { formatMssqlUrl, parseMssqlUrl } from '../../src/database/mssql-address.ts';
import { withPool } from '../../src/sandbox/set-up-mssql.ts';
import { buildBareMssql, dropDatabase, loginNames, newName } from '../mssql.ts';
import { Line } from './line.ts';

// DATABASE_READ_URL may be a copy that is behind: who may see what, and what was just saved, is never read there. A view
// tells which login asks.

const FOLDERS = ['access', 'students', 'settings', 'reports', 'exports'];
const { READER, WRITER } = loginNames();

let name: string;
let folder: string;
let database: Database;
let primary: Line;
let copy: Line;
beforeAll(async () => {
  const parts = await buildBareMssql(newName('routing'));
  name = parts.name;
  await withPool(parts.admin, async (pool) => {
    await pool.request().batch('create view ssp.asking as select suser_name() as who');
    for (const login of [READER, WRITER]) await pool.request().batch(`grant select on ssp.asking to [${login}]`);
  });
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
  for (const one of FOLDERS) {
    mkdirSync(path.join(folder, one));
    for (const weight of ['light', 'heavy']) {
      const header = `-- query: ${one}/${weight}\n-- for: trial\n-- args: none\n-- columns: who nvarchar(128)\n-- weight: ${weight}`;
      writeFileSync(path.join(folder, one, `${weight}.sql`), `${header}\nselect a.who from asking a`);
    }
  }
  const through = async (url: string): Promise<[Line, string]> => {
    const at = parseMssqlUrl(url);
    const line = new Line(at);
    await line.mend();
    return [line, formatMssqlUrl({ ...at, server: '127.0.0.1', port: line.port })];
  };
  const [writerLine, writerUrl] = await through(parts.writerUrl);
  const [readerLine, readerUrl] = await through(parts.readerUrl);
  [primary, copy] = [writerLine, readerLine];
  database = openDatabase(writerUrl, new QueryLibrary(folder), readerUrl);
}, 180_000);
afterAll(async () => {
  await database?.close();
  await Promise.all([primary?.cut(), copy?.cut()]);
  rmSync(folder, { recursive: true, force: true });
  await dropDatabase(name);
}, 60_000);

async function who(query: string): Promise<Set<unknown>> {
  const told = new Set((await database.run<{ who: string }>(query, {})).map((row) => row.who));
  for await (const rows of database.stream<{ who: string }>(query, {})) for (const row of rows) told.add(row.who);
  for await (const bytes of database.csv(query, {})) told.add(Buffer.from(bytes).toString().trim());
  return told;
}

it.each([
  ...FOLDERS.map((one) => [`${one}/light`, WRITER]),
  ...['access', 'students', 'settings'].map((one) => [`${one}/heavy`, WRITER]),
  ...['reports', 'exports'].map((one) => [`${one}/heavy`, READER]),
] as [string, string][])('%s is answered to %s', async (query, login) => {
  expect(await who(query)).toEqual(new Set([login]));
});

it('a transaction asks where it writes, heavy or not', async () => {
  const rows = await database.transaction((tx) => tx.run<{ who: string }>('reports/heavy', {}));
  expect(rows).toEqual([{ who: WRITER }]);
});

it('a readable copy is asked for there, and nowhere else', () => {
  expect(new Set(copy.readOnlyLogins)).toEqual(new Set([true]));
  expect(new Set(primary.readOnlyLogins)).toEqual(new Set([false]));
});

it('lists of access do not wait for files that are being read', () => {
  const pools = database.pools().map(({ pool }) => pool);
  expect(pools).toEqual(['writers', 'light', 'heavy', 'reports']);
});
