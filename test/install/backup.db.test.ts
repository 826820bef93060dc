import { exec, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../src/database/connect.ts';
import { ROOT } from '../../src/server/root.ts';
import { visitForm } from '../app.ts';
import { makeDistrict, queryLibrary, type TestDatabase } from '../database.ts';
import { ana, bruno } from '../people.ts';
import { command, KEYS, type Service, serve, settings, signedIn } from '../server/process.ts';

// Backup and restore as docs/running.md says, with SQLite: while visits are saved, into another place, with the keys kept
// apart. SQL Server has means of its own, which only a SQL Server can show.

const LOST = 'This note cannot be opened';

let test: TestDatabase;
let place: string;
let service: Service;
beforeAll(async () => {
  test = await makeDistrict('sqlite');
  place = mkdtempSync(path.join(tmpdir(), 'ssp-restore-'));
  mkdirSync(path.join(place, 'backup'));
  mkdirSync(path.join(place, 'elsewhere'));
  service = await serve(settings(test.url));
}, 60_000);
afterAll(async () => {
  await service?.stop();
  await test.close();
  rmSync(place, { recursive: true, force: true });
});

const backup = () => path.join(place, 'backup', 'support.sqlite');
const restored = () => path.join(place, 'elsewhere', 'support.sqlite');

/** The very command of the document, with our two files in the place of its own. */
function documentedBackup(): string {
  const line = readFileSync(path.join(ROOT, 'docs', 'running.md'), 'utf8')
    .split('\n')
    .find((one) => one.includes("node -e \"require('better-sqlite3')"));
  // Another account than ours: what is typed as root is run as the service's.
  return (line ?? '')
    .replace(/^runuser -u student-support -- /, '')
    .replace('/var/lib/student-support/support.sqlite', test.file)
    .replace(/\/backup\/\S+$/, backup());
}

it('a backup is made while visits are saved, and every visit that was saved before it is in it', async () => {
  const { cookie, token } = await signedIn(test, ana);
  let [going, saved] = [true, 0];
  const save = async () => {
    const form = visitForm({ note: `note ${saved}` });
    const answer = await fetch(`${service.url}/students/${bruno.dcid}/visits`, {
      method: 'POST',
      headers: { cookie },
      redirect: 'manual',
      body: new URLSearchParams({ token, ...form }),
    });
    expect(answer.status).toBe(303);
    saved++;
  };
  for (let at = 0; at < 5; at++) await save();
  const before = saved;
  const saving = (async () => {
    while (going) await save();
  })();
  const { code, err } = await new Promise<{ code: number | null; err: string }>((resolve) => {
    exec(documentedBackup(), { cwd: ROOT }, (error, _out, text) => resolve({ code: error?.code ?? 0, err: text }));
  });
  going = false;
  await saving;
  expect([code, err.replace(/.*Warning.*\n/g, '')]).toEqual([0, '']);
  expect(saved).toBeGreaterThan(before);
  // Restored: another place, without what lies beside the file that was running.
  renameSync(backup(), restored());
  const sql = 'select count(*) from u_ssp_visit_student where student_dcid = 5005; pragma integrity_check';
  const rows = askFile(sql);
  expect(rows[0]).toBeGreaterThanOrEqual(before);
  expect(rows[0]).toBeLessThanOrEqual(saved);
  expect(rows[1]).toBe('ok');
}, 60_000);

function askFile(sql: string): unknown[] {
  const program = `const d=require('better-sqlite3')(process.argv[1],{readonly:true});
    console.log(JSON.stringify(process.argv[2].split(';').map((one)=>Object.values(d.prepare(one).get())[0])))`;
  const done = spawnSync(process.execPath, ['-e', program, restored(), sql], { cwd: ROOT, encoding: 'utf8' });
  return JSON.parse(done.stdout) as unknown[];
}

const at = (more: Record<string, string> = {}) => settings(`sqlite:${restored()}`, more);

it('with the keys: every key is there, the audit holds, and the service opens the notes', async () => {
  const keys = await command(['keys', 'check'], at());
  expect([keys.code, keys.out]).toEqual([0, expect.stringContaining('Every key is there that rows need.')]);
  const audit = await command(['audit', 'verify'], at());
  expect([audit.code, audit.out]).toEqual([0, expect.stringMatching(/^\d+ rows hold\.\n$/)]);
  expect(await pageOfRestored(at())).toMatch(/note \d+</);
}, 60_000);

it('without them: nothing opens, and it is said before anybody works with it', async () => {
  const other = Buffer.alloc(32, 9).toString('base64');
  const lost = at({ NOTE_KEYS: `n9:${other}`, AUDIT_KEYS: `a9:${other}` });
  const keys = await command(['keys', 'check'], lost);
  expect(keys.code).toBe(1);
  expect(keys.out).toMatch(/n1: MISSING: \d+ notes, which cannot be opened without it/);
  expect(keys.out).toMatch(/a1: MISSING: .*cannot be proved without it/);
  expect((await command(['audit', 'verify'], lost)).code).toBe(1);
  // Another key under the right name is found as well.
  const wrong = await command(['keys', 'check'], at({ NOTE_KEYS: `n1:${other}` }));
  expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining('n1: WRONG')]);
  const page = await pageOfRestored(lost);
  expect(page).toContain(LOST);
  expect(page).not.toMatch(/note \d/);
  // The file itself holds no note.
  expect(readFileSync(restored()).includes('note 0')).toBe(false);
  expect(Object.values(KEYS).some((key) => readFileSync(restored()).includes(key.slice(3)))).toBe(false);
}, 60_000);

async function pageOfRestored(env: Record<string, string>): Promise<string> {
  const again = await serve(env);
  try {
    const database = openDatabase(`sqlite:${restored()}`, queryLibrary());
    const { cookie } = await signedIn({ ...test, database }, ana);
    await database.close();
    const answer = await fetch(`${again.url}/students/${bruno.dcid}`, { headers: { cookie } });
    return await answer.text();
  } finally {
    await again.stop();
  }
}
