import { chmodSync, closeSync, openSync, statSync, writeSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { makePlace, type Place, told } from './place.ts';

// What `check` says about the file of an SQLite database.

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});
afterEach(() => place.close());

it('is whole, ahead-logged and closed to others', async () => {
  const { of } = await told(place.env);
  expect(of('good')).toEqual(
    expect.arrayContaining([
      'Write-ahead logging is on.',
      'The file is whole (quick_check).',
      'Nobody but its owner and group can read the file.',
    ]),
  );
});

it('warns when every account can read it', async () => {
  chmodSync(place.file, 0o644);
  const { of, isWell } = await told(place.env);
  expect(of('warning')).toContain(
    `Every account of this computer can read ${place.file}. Run: chmod o-rwx ${place.file}`,
  );
  expect(isWell).toBe(true);
});

it('warns when write-ahead logging is off', async () => {
  const copy = `${place.folder}/copy.sqlite`;
  const source = new BetterSqlite3(place.file);
  source.exec(`vacuum into '${copy}'`);
  source.close();
  chmodSync(copy, 0o600);
  const { of } = await told({ ...place.env, DATABASE_URL: `sqlite:${copy}` });
  expect(of('warning')[0]).toMatch(/^Write-ahead logging is off \(delete\)/);
});

it('tells damage', async () => {
  const copy = `${place.folder}/copy.sqlite`;
  const source = new BetterSqlite3(place.file);
  source.exec(`vacuum into '${copy}'`);
  const [row] = source.prepare("select rootpage from sqlite_master where name = 'u_ssp_visit_day'").all() as {
    rootpage: number;
  }[];
  const pageSize = source.pragma('page_size', { simple: true }) as number;
  source.close();
  const file = openSync(copy, 'r+');
  expect(statSync(copy).size).toBeGreaterThan((row?.rootpage ?? 0) * pageSize);
  writeSync(file, Buffer.alloc(pageSize, 0x5a), 0, pageSize, statSync(copy).size - pageSize);
  closeSync(file);
  const { of, isWell } = await told({ ...place.env, DATABASE_URL: `sqlite:${copy}` });
  expect(isWell).toBe(false);
  expect(of('fault').join('\n')).toMatch(/damaged|malformed/);
});
