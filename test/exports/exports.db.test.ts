import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Audit } from '../../src/access/audit.ts';
import { verifyAudit } from '../../src/access/verify.ts';
import type { Tx } from '../../src/database/connect.ts';
import { unpack } from '../../src/exports/archive.ts';
import { exportPeriod, verifyPackage } from '../../src/exports/command.ts';
import type { Manifest } from '../../src/exports/package.ts';
import { makePackage } from '../../src/exports/service.ts';
import { findPeriod, type Period } from '../../src/reports/periods.ts';
import { today } from '../../src/server/clock.ts';
import { type TestClock, testClock, testConfig } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';

const YEAR = '2026-2027-Y';
const LAST_YEAR = '2025-2026-Y';

let district: TestDatabase;
let clock: TestClock;
let folder: string;
let audit: Audit;
let config: ReturnType<typeof testConfig>;

beforeEach(async () => {
  district = await makeDistrict();
  clock = testClock();
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-exports-'));
  config = testConfig({ EXPORT_DIR: path.join(folder, 'packages') });
  audit = new Audit(district.database, config.auditKeys, clock);
});
afterEach(async () => {
  await district.close();
  rmSync(folder, { recursive: true });
});

const make = (period: string, more: Partial<Parameters<typeof exportPeriod>[0]> = {}) =>
  exportPeriod({ database: district.database, config, clock, audit, period, out: config.exportDir, ...more });

async function measuresOf(bytes: Buffer): Promise<Map<string, string[]>> {
  const csv = (await unpack(bytes)).find((file) => file.path === 'data/measures.csv')?.bytes.toString('utf8') ?? '';
  return new Map(
    csv
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => [line.split(',')[7] as string, line.split(',').slice(12)]),
  );
}

async function manifestOf(bytes: Buffer): Promise<Manifest> {
  return JSON.parse((await unpack(bytes))[0]?.bytes.toString('utf8') ?? '') as Manifest;
}

describe('making a package', () => {
  test('writes one whole file that holds, and records it', async () => {
    const made = await make(YEAR);
    expect(readdirSync(config.exportDir)).toEqual(['CT-9990011-2026-2027-Y-r1.zip']);
    expect(await verifyPackage(path.join(config.exportDir, made.fileName))).toEqual([]);
    expect(await district.database.knex('u_ssp_export')).toMatchObject([
      { id: made.id, period: YEAR, revision: 1, file_name: made.fileName, made_by: null },
    ]);
    expect(await district.database.knex('u_ssp_export_cell')).toHaveLength(6);
    expect((await manifestOf(made.bytes)).submitterRole).toBe('exporter');
  });

  test('once more with nothing changed gives the same revision and the same bytes, also on another day', async () => {
    const first = await make(YEAR);
    clock.pass(3 * 24 * 60);
    const second = await make(YEAR);
    expect(second).toMatchObject({ id: first.id, revision: 1, isUnchanged: true });
    expect(second.bytes.equals(first.bytes)).toBe(true);
    expect(await district.database.knex('u_ssp_export')).toHaveLength(1);
  });

  test('hides by what the state profile says on that day, where the schools are', async () => {
    const rules = { 'suppression.n': { value: 15, because: 'a new law' } };
    const { state } = config.profile;
    const own = { ...state, editions: [{ from: '2026-11-21', rules }] };
    const law = { config: { ...config, profile: { state, district: own } } };
    const nOf = async () => {
      const { bytes, revision } = await make(YEAR, law);
      return [revision, (await manifestOf(bytes)).suppression.n];
    };
    expect(await nOf()).toEqual([1, 10]);
    // Eleven at night at the schools; in Greenwich the new day has begun.
    clock.pass(8 * 60);
    expect(await nOf()).toEqual([1, 10]);
    clock.pass(60);
    expect(await nOf()).toEqual([2, 15]);
  });

  test('once more puts a lost or spoiled file back', async () => {
    const first = await make(YEAR);
    const file = path.join(config.exportDir, first.fileName);
    for (const spoil of [() => rmSync(file), () => writeFileSync(file, 'spoiled')]) {
      spoil();
      await make(YEAR);
      expect(readFileSync(file).equals(first.bytes)).toBe(true);
    }
  });

  test('after a great change gives the next revision, which names the one before', async () => {
    const first = await make(YEAR);
    const before = await measuresOf(first.bytes);
    clock.pass(24 * 60);
    await addVisits(district, 40, today(clock));
    const second = await make(YEAR);
    expect(second).toMatchObject({ revision: 2, isUnchanged: false });
    const manifest = await manifestOf(second.bytes);
    expect(manifest.replaces).toMatchObject({ revision: 1 });
    const now = await measuresOf(second.bytes);
    expect(Number(now.get('M30_VISITS')?.[0])).toBe(Number(before.get('M30_VISITS')?.[0]) + 40);
    expect(now.get('M30_VISITS')?.[6]).toBe('2026-11-21');
    // What has not changed keeps its day.
    expect(now.get('M01')?.slice(0, 8)).toEqual(before.get('M01')?.slice(0, 8));
  });

  test('after a visit of one student shows nothing of it', async () => {
    const first = await make(YEAR);
    clock.pass(24 * 60);
    await addVisits(district, 1, today(clock));
    expect((await make(YEAR)).bytes.equals(first.bytes)).toBe(true);
  });

  test('of semester and year at the start of a year gives no difference away', async () => {
    const [year, semester] = [
      await measuresOf((await make(YEAR)).bytes),
      await measuresOf((await make('2026-2027-S1')).bytes),
    ];
    expect(year.get('M30_VISITS')?.[0]).toBe(semester.get('M30_VISITS')?.[0]);
    expect(year.get('M30_VISITS')?.[5]).toBe('OK');
  });

  test('at the same moment twice makes one', async () => {
    const both = await Promise.all([make(YEAR), make(YEAR)]);
    expect(both.map(({ revision }) => revision)).toEqual([1, 1]);
    expect(readdirSync(config.exportDir)).toHaveLength(1);
  });

  test('says so when somebody else was faster on another instance', async () => {
    const period = (await findPeriod(district.database, YEAR, today(clock))) as Period;
    const audit = async (tx: Tx) => {
      const [{ id, ...row }] = await tx.knex('u_ssp_export');
      await tx.knex('u_ssp_export').insert(row);
    };
    const making = makePackage({ database: district.database, config, clock, period, madeBy: 9006, audit });
    await expect(making).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' });
    expect(await district.database.knex('u_ssp_export')).toHaveLength(0);
  });

  test('leaves nothing behind when the audit cannot be written', async () => {
    const period = (await findPeriod(district.database, YEAR, today(clock))) as Period;
    const failing = () => Promise.reject(new Error('no audit'));
    const making = makePackage({ database: district.database, config, clock, period, madeBy: 9006, audit: failing });
    await expect(making).rejects.toThrow('no audit');
    expect(await district.database.knex('u_ssp_export')).toHaveLength(0);
    expect(readdirSync(config.exportDir)).toEqual([]);
  });
});

describe('on the command line', () => {
  test('a copy lands in the folder that was asked for', async () => {
    const out = path.join(folder, 'out');
    const made = await make(LAST_YEAR, { out });
    expect(made.file).toBe(path.join(out, 'CT-9990011-2025-2026-Y-r1.zip'));
    expect(readFileSync(made.file).equals(made.bytes)).toBe(true);
    expect(readdirSync(config.exportDir)).toEqual(readdirSync(out));
  });

  test('a period that has not begun is refused in words', async () => {
    await expect(make('2026-2027-S2')).rejects.toThrow('There is no period 2026-2027-S2 that has begun.');
    await expect(make('nonsense')).rejects.toThrow('There is no period nonsense');
  });

  test('the audit names the system actor, and its chain holds', async () => {
    const { id } = await make(YEAR);
    const rows = await district.database.knex('u_ssp_audit');
    expect(rows).toMatchObject([
      { event: 'EXPORT_MADE', outcome: 'allowed', actor: null, student: null, subject: `exporter export:${id}` },
    ]);
    expect(await verifyAudit(district.database, config.auditKeys)).toEqual({ rows: 1 });
  });
});

/** Visits of as many students. */
async function addVisits({ database: { knex } }: TestDatabase, many: number, day: string): Promise<void> {
  const [like] = await knex('u_ssp_visit').whereNull('voided_at').limit(1);
  const students = await knex('Students').where('Enroll_Status', 0).orderBy('DCID', 'desc').limit(many);
  for (const { DCID } of students) {
    const { id, ...row } = like;
    const [visit] = await knex('u_ssp_visit')
      .insert({ ...row, form_key: crypto.randomUUID(), visit_date: day })
      .returning('id');
    await knex('u_ssp_visit_student').insert({
      visit_id: visit.id,
      student_dcid: DCID,
      visit_date: day,
      grade_level: 7,
      grade_band: '6-8',
    });
    await knex('u_ssp_visit_service').insert({ visit_id: visit.id, line_no: 1, service: 'IND_COUNS', tier: 2 });
  }
}
