import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Audit } from '../../src/access/audit.ts';
import { unpack } from '../../src/exports/archive.ts';
import { exportPeriod } from '../../src/exports/command.ts';
import { testClock, testConfig } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';

let district: TestDatabase;
let folder: string;
beforeAll(async () => {
  district = await makeDistrict();
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-exports-'));
});
afterAll(async () => {
  await district.close();
  rmSync(folder, { recursive: true });
});

test('no student can be found in a package: no name, no number', async () => {
  const clock = testClock();
  const config = testConfig({ EXPORT_DIR: folder });
  const audit = new Audit(district.database, config.auditKeys, clock);
  const texts = [];
  for (const period of ['2026-2027-Y', '2026-2027-S1', '2025-2026-Y']) {
    const { bytes } = await exportPeriod({ database: district.database, config, clock, audit, period, out: folder });
    texts.push(await textOf(bytes));
  }
  const text = texts.join('\n');
  const words = new Set(text.split(/[^\p{L}\p{N}]+/u));
  const students = await district.database.knex('Students');
  expect(students.length).toBeGreaterThan(1_000);
  for (const { DCID, ID, Student_Number, State_StudentNumber, LastFirst, First_Name, Last_Name, DOB } of students) {
    const known = [LastFirst, `${First_Name} ${Last_Name}`, DOB].find((one) => text.includes(String(one)));
    const number = [DCID, ID + 100_000, Student_Number, State_StudentNumber].find((one) => words.has(String(one)));
    if (known || number) throw new Error(`the package holds ${known ?? number}`);
  }
  for (const name of ['Okafor', 'Haddad', 'Baptiste', 'Petrov', 'Lindqvist', 'Reyes']) expect(text).not.toContain(name);
});

/** Everything that is written in a package, but for the numbers that are its content. */
async function textOf(bytes: Buffer): Promise<string> {
  const files = await unpack(bytes);
  const texts = files.map(({ path: name, bytes: content }) => {
    const text = content.toString('utf8');
    if (name === 'manifest.json') return text.replace(/"(bytes|sha256)": .*/g, '');
    if (name !== 'data/measures.csv') return text;
    return text
      .split('\n')
      .map((line) =>
        line
          .split(',')
          .filter((_, column) => column < 12 || column > 16)
          .join(),
      )
      .join('\n');
  });
  return texts.join('\n');
}
