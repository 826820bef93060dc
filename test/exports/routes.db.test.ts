import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { sha256 } from '../../src/exports/package.ts';
import { verifyBytes } from '../../src/exports/verify.ts';
import { type Browser, makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, erik, hana, irena, joan, type Person, peter, ruben } from '../people.ts';

const PERIOD = '2026-2027-S1';

let district: TestDatabase;
let folder: string;
let app: TestApp;
beforeEach(async () => {
  district = await makeDistrict();
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-exports-'));
  app = makeApp(district, { EXPORT_DIR: folder });
});
afterEach(async () => {
  await district.close();
  rmSync(folder, { recursive: true });
});

async function makeOne(): Promise<{ admin: Browser; file: string }> {
  const admin = await app.as(ruben);
  await admin.post('/exports', { period: PERIOD }).expect(303);
  const [row] = await district.database.knex('u_ssp_export');
  return { admin, file: `/exports/${row.id}/file` };
}

const bytesOf = (browser: Browser, address: string) =>
  browser
    .get(address)
    .buffer(true)
    .parse((answer, done) => {
      buffer(answer as unknown as NodeJS.ReadableStream).then(
        (bytes) => done(null, bytes),
        (error) => done(error, null),
      );
    });

const lastAudit = (event: string) =>
  district.database.knex('u_ssp_audit').where({ event }).orderBy('id', 'desc').first();

describe('the district administrator', () => {
  test('chooses a period, makes the package and sees it in the list', async () => {
    const admin = await app.as(ruben);
    const page = await admin.get('/exports').expect(200);
    expect(page.text).toContain('No package has been made yet.');
    expect(page.text).toContain('<option value="2026-2027-S1"');
    const made = await admin.post('/exports', { period: PERIOD }).expect(303);
    const [row] = await district.database.knex('u_ssp_export');
    expect(made.headers.location).toBe(`/exports?made=${row.id}`);
    const after = await admin.get(made.headers.location as string).expect(200);
    for (const text of [
      'Package made.',
      row.file_name,
      row.sha256,
      'Semester 1, 2026-27',
      'Rubén Alvarez',
      'Students served',
    ])
      expect(after.text).toContain(text);
    expect(await lastAudit('EXPORT_MADE')).toMatchObject({
      actor: ruben.reader,
      outcome: 'allowed',
      subject: `export:${row.id}`,
    });
  });

  test('is told when nothing has changed', async () => {
    const { admin } = await makeOne();
    const again = await admin.post('/exports', { period: PERIOD }).expect(303);
    expect(again.headers.location).toMatch(/^\/exports\?same=\d+$/);
    expect((await admin.get(again.headers.location as string)).text).toContain('Nothing that may be told has changed');
  });

  test.each(['2026-2027-S2', 'nonsense', ''])('gets the form back for the period "%s"', async (period) => {
    const answer = await (await app.as(ruben)).post('/exports', { period }).expect(422);
    expect(answer.text).toContain('Choose one of the periods in the list.');
    expect(await lastAudit('EXPORT_MADE')).toMatchObject({ outcome: 'refused', reason: 'FAULTS' });
  });

  test('downloads the very file whose checksum stands in the list', async () => {
    const { admin, file } = await makeOne();
    const answer = await bytesOf(admin, file).expect(200).expect('Content-Type', 'application/zip');
    const [row] = await district.database.knex('u_ssp_export');
    expect(answer.headers['content-disposition']).toBe(`attachment; filename=${row.file_name}`);
    expect(sha256(answer.body)).toBe(row.sha256);
    expect(await verifyBytes(answer.body)).toEqual([]);
    expect(await lastAudit('EXPORT_DOWNLOADED')).toMatchObject({
      actor: ruben.reader,
      outcome: 'allowed',
      subject: `export:${row.id}`,
      student: null,
    });
  });

  test('is told plainly when the file is gone or was changed, and gets it back by making it again', async () => {
    const { admin, file } = await makeOne();
    const [row] = await district.database.knex('u_ssp_export');
    for (const spoil of [
      () => rmSync(path.join(folder, row.file_name)),
      () => writeFileSync(path.join(folder, row.file_name), 'other'),
    ]) {
      spoil();
      const answer = await admin.get(file).expect(410);
      expect(answer.text).toContain('The file is not there');
      expect(await lastAudit('EXPORT_DOWNLOADED')).toMatchObject({ outcome: 'refused', reason: 'FAILED' });
      await admin.post('/exports', { period: PERIOD }).expect(303);
      await admin.get(file).expect(200);
    }
  });

  test('finds nothing under a number that no package has', async () => {
    await (await app.as(ruben)).get('/exports/999/file').expect(404);
    await (await app.as(ruben)).get('/exports/nine/file').expect(404);
  });

  test('cannot be made to make one by another page', async () => {
    await (await app.as(ruben)).post('/exports', { period: PERIOD, token: 'forged' }).expect(403);
    expect(await district.database.knex('u_ssp_export')).toHaveLength(0);
  });
});

describe('the state consultant', () => {
  test('sees and downloads packages but makes none', async () => {
    const { file } = await makeOne();
    const consultant = await app.as(hana);
    const page = await consultant.get('/exports').expect(200);
    expect(page.text).toContain('CT-9990011-2026-2027-S1-r1.zip');
    expect(page.text).not.toContain('Make export');
    await bytesOf(consultant, file).expect(200);
    await consultant.post('/exports', { period: PERIOD }).expect(403);
    expect(await lastAudit('EXPORT_MADE')).toMatchObject({
      actor: hana.reader,
      outcome: 'refused',
      reason: 'ROLE_NOT_ALLOWED',
    });
    expect(await district.database.knex('u_ssp_export')).toHaveLength(1);
  });
});

test.each<[string, Person]>([
  ['a counselor', ana],
  ['a nurse', irena],
  ['a principal', joan],
  ['a system administrator', peter],
  ['a teacher', erik],
])('%s has nothing to do with exports', async (_, person) => {
  const { file } = await makeOne();
  const browser = await app.as(person);
  await browser.get('/exports').expect(403);
  await browser.get(file).expect(403);
  await browser.post('/exports', { period: PERIOD }).expect(403);
});

test('nobody who is not signed in gets anything', async () => {
  const { file } = await makeOne();
  await app.nobody.get('/exports').expect(401);
  await app.nobody.get(file).expect(401);
});
