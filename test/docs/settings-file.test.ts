import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { doc, section } from './markdown.ts';

// docs/running.md says how a value is written in the settings file. Node reads the file, and Node says whether that is so.

const said = section(doc('docs/running.md'), '## The settings file');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-settings-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function readBack(written: string): string {
  const file = path.join(folder, 'env');
  writeFileSync(file, `BEFORE=1\nVALUE=${written}\nAFTER=2\n`);
  const program = 'process.stdout.write(JSON.stringify(process.env.VALUE))';
  const { stdout } = spawnSync(process.execPath, [`--env-file=${file}`, '-e', program], { encoding: 'utf8', env: {} });
  return JSON.parse(stdout) as string;
}

it.each([
  'C:\\ProgramData\\student-support\\data\\new',
  'mssql://writer:p%40ss$1@sql.example.org:1433/support?encrypt=true&trustServerCertificate=false',
  's1:kZ8+/w==,s2:kZ8+/w==',
  '{"School counselor":"support_staff","Principal\'s deputy":"school_admin"}',
])('stands as it is: %s', (value) => {
  expect(said).toContain('stand as they are, backslashes, `$`, `=` and the braces of JSON among them');
  expect(readBack(value)).toBe(value);
});

it.each(['with # in it', ' blanks ', '"in quotes"', '`q`', 'a\\nb #'])('stands in single quotes: %s', (value) => {
  expect(said).toContain("**In 'single quotes'**");
  expect(readBack(value)).not.toBe(value);
  expect(readBack(`'${value}'`)).toBe(value);
});

it('stands in double quotes: a # and a single quote', () => {
  expect(readBack(`"it's # 1"`)).toBe("it's # 1");
  expect(readBack('"a\\nb"')).toBe('a\nb');
});
