import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import BetterSqlite3 from 'better-sqlite3';
import { openSisData } from '../../src/sandbox/sis-data.ts';
import { sqliteSource } from '../../src/sandbox/sis-source.ts';
import { makeDistrict } from '../database.ts';
import { runSis } from '../sandbox/running-sis.ts';
import { client } from '../sandbox/small-sis.ts';
import { makePlace, type Place, told } from './place.ts';

// `check --people` asks the SIS itself what the tables say: here the SIS has its own district, and the tables are a copy of it.

let place: Place;
let sis: Awaited<ReturnType<typeof runSis>>;
let original: BetterSqlite3.Database;
let closeOriginal: () => Promise<void>;
beforeAll(async () => {
  place = await makePlace();
  const { file, close } = await makeDistrict('sqlite');
  closeOriginal = close;
  original = new BetterSqlite3(file);
  sis = await runSis({ data: openSisData(sqliteSource(original)) });
}, 180_000);
afterAll(async () => {
  await sis?.close();
  original?.close();
  await closeOriginal?.();
  await place?.close();
}, 60_000);

async function see(more: Record<string, string> = {}) {
  const env = { OIDC_CLIENT_ID: client.clientId, OIDC_CLIENT_SECRET: client.clientSecret, SIS_URL: sis.url, ...more };
  const { lines, isWell } = await told({ ...place.env, ...env }, { people: true });
  const rest = lines.slice(lines.indexOf('The SIS itself') + 1);
  const found = rest.slice(0, rest.indexOf('')).map((line) => line.trim().replace(/ +/g, ' '));
  return { found, isWell };
}

const SAME =
  'good It says the same of the 12 people to whom the tables give a role that counts; who came to the SIS or got such a role since is not among them.';

it('says so when both say the same of everybody that the tables know, and whom it cannot know', async () => {
  expect(await see()).toEqual({ found: [SAME], isWell: true });
  // Came to the SIS after the copy was made.
  original.exec(`insert into Users (DCID, LastFirst, First_Name, Last_Name) values (91002, 'New, Person', 'Person', 'New');
    insert into SchoolStaff (DCID, ID, Users_DCID, SchoolID, Status, StaffStatus) values (91002, 91002, 91002, 101, 1, 1);
    insert into RoleDefTeachersMap (ID, RoleDefID, TeachersDCID, SchoolID, IsDistrict, IsEnabled) values (91002, 1, 91002, 101, 0, 1)`);
  const { found } = await see();
  original.exec(`delete from Users where DCID = 91002; delete from SchoolStaff where DCID = 91002;
    delete from RoleDefTeachersMap where ID = 91002`);
  expect(found).toEqual([SAME]);
});

it('names who is not the same: a school that was added, a role that was taken away', async () => {
  original.exec(`insert into SchoolStaff (DCID, ID, Users_DCID, SchoolID, Status, StaffStatus) values (91001, 91001, 9001, 103, 1, 1);
    insert into RoleDefTeachersMap (ID, RoleDefID, TeachersDCID, SchoolID, IsDistrict, IsEnabled) values (91001, 1, 9001, 103, 0, 1);
    update RoleDefTeachersMap set IsEnabled = 0 where TeachersDCID = 9005`);
  const { found, isWell } = await see();
  original.exec(`delete from SchoolStaff where DCID = 91001; delete from RoleDefTeachersMap where ID = 91001;
    update RoleDefTeachersMap set IsEnabled = 1 where TeachersDCID = 9005`);
  expect(found).toEqual([
    'warning Reyes, Ana: only the SIS has School counselor at school 103.',
    'warning Whitfield, Joan: only the SIS has an assignment to school 101 without a role; only the tables have Principal at school 101.',
  ]);
  // A copy may be a night old: that is to be looked at, and no fault.
  expect(isWell).toBe(true);
});

it.each([
  [
    'another secret',
    { OIDC_CLIENT_SECRET: 'x' },
    /could not be asked: it refuses OIDC_CLIENT_ID and OIDC_CLIENT_SECRET\./,
  ],
  ['nobody there', { SIS_URL: 'http://localhost:9' }, /could not be asked: .*(ECONNREFUSED|bad port)/],
])('says in words why it could not ask: %s', async (_what, more, words) => {
  const { found, isWell } = await see(more);
  expect(found).toEqual([expect.stringMatching(words)]);
  expect(isWell).toBe(true);
});

it.each([
  [403, 'the plugin may not read the fields of its query'],
  [404, 'it does not know the query: is the plugin enabled, and this version of it?'],
  [500, 'it answers 500'],
])('a SIS that answers %i', async (status, words) => {
  const server = createServer((req, res) => {
    const isToken = req.url === '/oauth/access_token';
    res.writeHead(isToken ? 200 : status, { 'content-type': 'application/json' });
    res.end(isToken ? '{"access_token":"t","expires_in":"10"}' : '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const { found } = await see({ SIS_URL: url });
  server.closeAllConnections();
  server.close();
  expect(found).toEqual([`warning ${url} could not be asked: ${words}.`]);
});
