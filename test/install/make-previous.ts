import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import BetterSqlite3 from 'better-sqlite3';
import { KeyRing } from '../../src/access/keys.ts';
import { Sealer } from '../../src/access/seal.ts';
import { exportPeriod } from '../../src/exports/command.ts';
import { ROOT, VERSION } from '../../src/server/root.ts';
import { makeApp, visitForm } from '../app.ts';
import { makeDistrict } from '../database.ts';
import { ana, daniela } from '../people.ts';

// Makes the database of a version, as that version writes it, for upgrade.db.test.ts: visits with notes, an audit chain with
// its seals, a package that was handed over. It is run once, by the very code that is about to become the previous version,
// and each release adds its own; what is there is never made again:
//
//   NODE_OPTIONS=--experimental-vm-modules npx jest --testRegex 'make-previous\.ts$'
//
// The first one was made by the code with two migrations, before there was a release.

const STUDENTS = 250;
const PERIOD = '2026-2027-Y';
const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const keys = { SESSION_KEYS: key('s1', 21), NOTE_KEYS: key('n1', 22), AUDIT_KEYS: key('a1', 23) };
const notes = {
  open: 'written with the previous version',
  restricted: 'restricted, and written with the previous version',
};

/** Fewer students than the made-up district has: the file lies in the repository. */
function shrink(file: string): void {
  const db = new BetterSqlite3(file);
  db.pragma('foreign_keys = off');
  const last = 5000 + STUDENTS;
  for (const statement of [
    `delete from Students where DCID > ${last}`,
    `delete from S_STU_X where StudentsDCID > ${last}`,
    `delete from ReEnrollments where StudentID > ${STUDENTS}`,
    `delete from u_ssp_visit_student where student_dcid > ${last}`,
    'delete from u_ssp_visit where id not in (select visit_id from u_ssp_visit_student)',
    'delete from u_ssp_visit_purpose where visit_id not in (select id from u_ssp_visit)',
    'delete from u_ssp_visit_service where visit_id not in (select id from u_ssp_visit)',
    'delete from u_ssp_referral where visit_id not in (select id from u_ssp_visit)',
    'delete from u_ssp_target where referral_id not in (select id from u_ssp_referral)',
    'delete from u_ssp_milestone where target_id not in (select id from u_ssp_target)',
  ])
    db.exec(statement);
  if ((db.pragma('foreign_key_check') as unknown[]).length > 0) throw new Error('The rest does not hold together.');
  db.close();
}

it('makes the folder of this version', async () => {
  const test = await makeDistrict('sqlite');
  shrink(test.file);
  const reader = new BetterSqlite3(test.file, { readonly: true });
  const migrations = reader.prepare<[], { name: string }>('select name from u_ssp_migration order by name').all();
  reader.close();
  const folder = path.join(ROOT, 'test', 'install', 'previous', `${VERSION}-${migrations.at(-1)?.name}`);
  mkdirSync(folder, { recursive: true });

  const { parts, clock, as } = makeApp(test, { ...keys, EXPORT_DIR: folder });
  const sealer = new Sealer(test.database, parts.audit, KeyRing.parse(keys.AUDIT_KEYS), clock);
  await sealer.start(() => {});
  const save = async (who: typeof ana, form: Record<string, string>) => {
    const answer = await (await as(who)).post(`/students/${daniela.dcid}/visits`, visitForm(form));
    expect(answer.status).toBe(303);
  };
  await save(ana, { note: notes.open });
  await save(ana, { note: notes.restricted, restricted: '1' });
  const { config, database, audit } = parts;
  const made = await exportPeriod({ database, config, clock, audit, period: PERIOD, out: folder });
  await sealer.end();

  await test.database.close();
  const whole = new BetterSqlite3(test.file);
  whole.pragma('journal_mode = delete');
  whole.exec('vacuum');
  whole.close();
  const bytes = gzipSync(readFileSync(test.file), { level: 9 });
  expect(bytes.length).toBeLessThan(400_000);
  writeFileSync(path.join(folder, 'support.sqlite.gz'), bytes);
  const about = {
    migrations: migrations.map(({ name }) => name),
    keys,
    notes,
    period: PERIOD,
    package: path.basename(made.file),
  };
  writeFileSync(path.join(folder, 'about.json'), `${JSON.stringify(about, null, 2)}\n`);
}, 120_000);
