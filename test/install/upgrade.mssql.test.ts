import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Audit } from '../../src/access/audit.ts';
import { KeyRing } from '../../src/access/keys.ts';
import { Sealer } from '../../src/access/seal.ts';
import { migrateDown, migrationsDone, pendingMigrations } from '../../src/database/migrate.ts';
import { MIGRATIONS } from '../../src/database/migration-list.ts';
import { exportPeriod } from '../../src/exports/command.ts';
import { systemClock } from '../../src/server/clock.ts';
import { sealNote } from '../../src/visits/sealing.ts';
import { testConfig, visitForm } from '../app.ts';
import { grantAgain, makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela } from '../people.ts';
import { command, KEYS, serve, settings, signedIn } from '../server/process.ts';

// The same upgrade as in upgrade.db.test.ts, on SQL Server, where new tables need new rights. A server's database cannot lie in
// the repository: the previous version's is made here, by taking back what came after it, and filled by the code of today.

const PREVIOUS = '0002-export-cells';
const NEWER = Object.keys(MIGRATIONS).filter((name) => name > PREVIOUS);

let test: TestDatabase;
let folder: string;
let handedOver: string;
const clock = systemClock('America/New_York');
const keys = { notes: KeyRing.parse(KEYS.NOTE_KEYS), audit: KeyRing.parse(KEYS.AUDIT_KEYS) };
const migrator = () => test.migratorUrl;

beforeAll(async () => {
  test = await makeDistrict();
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-upgrade-'));
  for (const name of NEWER.toReversed()) expect(await migrateDown(test.owner)).toEqual([name]);
  await fillPrevious();
}, 180_000);
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

async function fillPrevious(): Promise<void> {
  const { database } = test;
  const audit = new Audit(database, keys.audit, clock);
  const sealer = new Sealer(database, audit, keys.audit, clock);
  await sealer.start(() => {});
  const [visit] = (await database
    .knex('u_ssp_visit as v')
    .join('u_ssp_visit_student as s', 's.visit_id', 'v.id')
    .where({ 's.student_dcid': daniela.dcid, 'v.voided_at': null })
    .orderBy('v.visit_date', 'desc')
    .select('v.id')) as { id: number }[];
  const where = { visit: visit?.id as number, student: daniela.dcid };
  await database.transaction(async (tx) => {
    const sealed = sealNote('written with the previous version', where, keys.notes);
    await tx
      .knex('u_ssp_visit_note')
      .insert({ visit_id: where.visit, student_dcid: where.student, restricted: false, ...sealed });
    const about = { actor: ana.reader, student: where.student, subject: `visit:${where.visit}`, request: null };
    await audit.within(tx, { event: 'VISIT_ADDED', outcome: 'allowed', reason: 'ROLE_AT_SCHOOL', ...about });
  });
  const config = { ...testConfig(), exportDir: path.join(folder, 'exports') };
  const made = await exportPeriod({ database, config, clock, audit, period: '2026-2027-Y', out: folder });
  handedOver = made.file;
  await sealer.end();
}

const at = () => settings(test.url, { EXPORT_DIR: path.join(folder, 'exports') });

it('the new version does not start before the database is up to date, and says what to run', async () => {
  expect(await migrationsDone(test.owner)).toHaveLength(2);
  const { code, err } = await command(['serve'], at());
  expect(code).toBe(1);
  expect(err).toContain('Run: student-support migrate');
  for (const name of NEWER) expect(err).toContain(name);
});

it('--dry-run says what will be run and runs nothing; migrate runs it', async () => {
  const env = { PATH: process.env.PATH ?? '', DATABASE_URL: migrator() };
  const dry = await command(['migrate', '--dry-run'], env);
  expect([dry.code, dry.err]).toEqual([0, '']);
  expect(dry.out).toContain('u_ssp_break_glass');
  expect(await pendingMigrations(test.owner)).toEqual(NEWER);
  const done = await command(['migrate'], env);
  expect([done.code, done.out]).toEqual([0, `Done: ${NEWER.join(', ')}\n`]);
  expect((await command(['migrate'], env)).out).toBe('Nothing to do.\n');
  await grantAgain(test);
}, 60_000);

it('the note opens in the page, a new visit is saved, and the audit holds from the old rows to the new ones', async () => {
  const service = await serve(at());
  try {
    const { cookie, token } = await signedIn(test, ana);
    const answer = await fetch(`${service.url}/students/${daniela.dcid}`, { headers: { cookie } });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('written with the previous version');
    const form = { token, ...visitForm({ note: 'written with the new one' }) };
    const body = new URLSearchParams(form);
    const address = `${service.url}/students/${daniela.dcid}/visits`;
    const saved = await fetch(address, { method: 'POST', headers: { cookie }, body, redirect: 'manual' });
    expect([saved.status, saved.headers.get('location')]).toEqual([303, expect.stringContaining('done=1')]);
  } finally {
    expect((await service.stop()).code).toBe(0);
  }
  const audit = await command(['audit', 'verify'], at());
  expect([audit.code, audit.out]).toEqual([0, expect.stringMatching(/rows hold/)]);
  expect((await command(['keys', 'check'], at())).code).toBe(0);
}, 60_000);

it('a package that was handed over before holds, and making it again gives the same one', async () => {
  expect((await command(['verify', handedOver], at())).out).toBe(`${handedOver}: holds\n`);
  const again = await command(['export', '--period', '2026-2027-Y', '--out', path.join(folder, 'again')], at());
  expect([again.code, again.err]).toEqual([0, expect.stringContaining('Nothing has changed since revision 1')]);
  expect(readFileSync(again.out.trim())).toEqual(readFileSync(handedOver));
}, 120_000);
