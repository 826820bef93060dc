import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VERSION } from '../../src/server/root.ts';
import { visitForm } from '../app.ts';
import { doc } from '../docs/markdown.ts';
import { createBrowser } from '../sandbox/running-sis.ts';
import { command as commandOf, type Ended, type Service, serve } from '../server/process.ts';
import { type District, makeBareDistrict, runBareSis } from './district.ts';
import { isDocumented, pagesToLock } from './documented.ts';

// docs/install.md, step by step, with the real command line, in a district that has nothing of ours yet: until it is
// taken out again. Each step needs the one before it, and no command is run that the documents do not say.

let district: District;
let sis: Awaited<ReturnType<typeof runBareSis>>;
let folder: string;
let serviceUrl: string;
let zip: string;
let client: string[];
let service: Service;
beforeAll(async () => {
  district = await makeBareDistrict();
  sis = await runBareSis(district.source);
  folder = mkdtempSync(path.join(tmpdir(), 'ssp-walk-'));
  serviceUrl = `http://127.0.0.1:${await freePort()}`;
}, 300_000);
afterAll(async () => {
  await service?.stop();
  await sis?.stop();
  await district?.drop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((next) => server.listen(0, '127.0.0.1', next));
  const { port } = server.address() as AddressInfo;
  await new Promise((next) => server.close(next));
  return port;
}

const bare = (more: Record<string, string> = {}) => ({ PATH: process.env.PATH ?? '', ...more });
const command: typeof commandOf = (args, ...rest) => {
  expect([args.join(' '), isDocumented(args)]).toEqual([args.join(' '), true]);
  return commandOf(args, ...rest);
};
const envFile = () => path.join(folder, 'env');
/** As the document says it: `node --env-file=… dist/main.js …`. */
const run = (args: string[], more: Record<string, string> = {}): Promise<Ended> =>
  command(args, bare(more), { node: [`--env-file=${envFile()}`] });

async function inSis(person: number) {
  const browser = createBrowser(sis.url, serviceUrl);
  await browser.post(`${sis.url}/sign-in`, { person: String(person) });
  return browser;
}

async function pageOf(browser: ReturnType<typeof createBrowser>, address: string) {
  const { url, response } = await browser.go(address);
  return { url, status: response.status, text: await response.text() };
}

const ANA = 9001;
const JOAN = 9005;
const PETER = 9008;
const ERIK = 9009;
const BRUNO = 5005;
const OF_ANOTHER_SCHOOL = 5007;
const door = (student: number, person: number) => `${serviceUrl}/enter?student=${student}&user=${person}`;

it('the steps are those of the document', () => {
  const steps = [...doc('docs/install.md').matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  expect(steps).toEqual([
    ...[
      '1. Does it fit us?',
      '2. Lock the pages',
      '3. Build the plugin',
      '4. Install it in the SIS',
      '5. Prepare SQL Server',
    ],
    ...['6. Settings and keys', '7. Migrate, check, start', '8. See who sees what', 'Upgrade', 'Take it out'],
  ]);
});

it('2. locks every page that docs/access.md names, for every group', async () => {
  const administrator = await inSis(PETER);
  const address = `${sis.url}/admin/page-permissions`;
  expect((await pageOf(administrator, address)).text).not.toContain('/ssp/');
  const pages = pagesToLock();
  expect(pages).toHaveLength(2);
  for (const { page, groups } of pages) {
    const form = new URLSearchParams({ page });
    for (const group of groups) form.append('group', String(group));
    await administrator.go(address, { method: 'POST', body: form });
  }
  const { text } = await pageOf(administrator, address);
  for (const { page } of pages) expect(text).toContain(`<code>${page}</code>`);
  expect((await pageOf(await inSis(ERIK), address)).status).toBe(403);
}, 30_000);

it('3. builds the plugin: twice in two time zones with the same SHA-256, and the check finds nothing', async () => {
  const build = async (zone: string) => {
    const out = path.join(folder, zone.replace('/', '-'));
    const args = ['package', '--sis-url', sis.url, '--service-url', serviceUrl, '--out', out];
    const made = await command(args, bare({ TZ: zone }));
    expect([made.code, made.err]).toEqual([0, `The service needs PUBLIC_URL=${serviceUrl} and SIS_URL=${sis.url}.\n`]);
    const file = path.join(out, `student-support-${VERSION}.zip`);
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(made.out).toContain(file);
    expect(made.out).toContain(sha256);
    return { file, sha256 };
  };
  const [one, other] = [await build('UTC'), await build('Pacific/Auckland')];
  expect(other.sha256).toBe(one.sha256);
  zip = one.file;
  expect((await command(['package', '--check', zip], bare())).code).toBe(0);
}, 60_000);

it('4. is installed and enabled in the SIS, which makes the client; a teacher sees no link', async () => {
  const administrator = await inSis(PETER);
  const form = new FormData();
  form.set('plugin', new Blob([new Uint8Array(readFileSync(zip))]), path.basename(zip));
  const { response } = await administrator.go(`${sis.url}/admin/plugins/install`, { method: 'POST', body: form });
  expect(response.status).toBe(200);
  const enabled = await (await administrator.post(`${sis.url}/admin/plugins/enable`, {})).response.text();
  client = [...enabled.matchAll(/<code>([^<]+)<\/code>/g)].map(([, value]) => value as string);
  expect(client).toHaveLength(2);
  expect((await pageOf(await inSis(ANA), `${sis.url}/admin/home.html`)).text).toContain('Student Support');
  const teacher = await inSis(ERIK);
  expect((await pageOf(teacher, `${sis.url}/admin/home.html`)).text).not.toContain('Student Support');
  const typed = await pageOf(teacher, `${sis.url}/admin/students/ssp/support.html?frn=001${BRUNO}`);
  expect([typed.status, typed.text.includes('<iframe')]).toEqual([403, false]);
});

it('5. SQL Server has schema and logins', async () => {
  await district.script('schema.sql');
  await district.script('logins.sql');
  expect((await district.ours()).filter((name) => !/migration/i.test(name))).toEqual([]);
}, 60_000);

it('6. settings from .env.example, with keys of its own', async () => {
  const [s1, n1, a1] = await Promise.all(['s1', 'n1', 'a1'].map((id) => command(['keys', 'new', id], bare())));
  const values: Record<string, string> = {
    PORT: new URL(serviceUrl).port,
    PUBLIC_URL: serviceUrl,
    SIS_URL: sis.url,
    TRUST_PROXY: 'false',
    DATABASE_URL: district.writerUrl,
    OIDC_ISSUER: '',
    OIDC_CLIENT_ID: client[0] as string,
    OIDC_CLIENT_SECRET: client[1] as string,
    SESSION_KEYS: s1?.out.trim() ?? '',
    NOTE_KEYS: n1?.out.trim() ?? '',
    AUDIT_KEYS: a1?.out.trim() ?? '',
    EXPORT_DIR: path.join(folder, 'exports'),
  };
  const lines = doc('.env.example')
    .split('\n')
    // Roles, like what is left empty, have values that hold when they are left out.
    .filter((line) => !/^(ROLE_MAP=|\w+=$)/.test(line))
    .map((line) => {
      const name = /^([A-Z_]+)=/.exec(line)?.[1];
      return name !== undefined && name in values ? `${name}=${values[name]}` : line;
    });
  writeFileSync(envFile(), lines.filter((line) => line !== 'OIDC_ISSUER=').join('\n'), { mode: 0o600 });
}, 30_000);

it('7. migrate says what it would do, does it, and check ends with 0', async () => {
  const before = await district.ours();
  // The migrator's login is in no file: it is needed for this alone.
  const asMigrator = { DATABASE_URL: district.migratorUrl };
  const dry = await run(['migrate', '--dry-run'], asMigrator);
  expect([dry.code, dry.err]).toEqual([0, '']);
  expect(dry.out).toMatch(/create table .*u_ssp_visit/i);
  expect(await district.ours()).toEqual(before);
  const done = await run(['migrate'], asMigrator);
  expect([done.code, done.out]).toEqual([0, expect.stringMatching(/^Done: 0001-/)]);
  await district.script('sis-views.sql', { SIS: 'dbo' });
  await district.script('grants.sql');
  await checkIsGood();
}, 120_000);

async function checkIsGood(): Promise<void> {
  const meant = (await district.mayRead()).flatMap((name) => ['--may-read', name]);
  const { code, out } = await run(['check', ...meant]);
  expect({ code, faults: out.split('\n').filter((line) => /^ {2}fault/.test(line)) }).toEqual({ code: 0, faults: [] });
}

it('8. check --people says who would get in', async () => {
  const people = await run(['check', '--people']);
  expect(people.code).toBe(0);
  for (const name of ['Reyes, Ana', 'Whitfield, Joan', 'Novak, Peter']) expect(people.out).toContain(name);
  expect(people.out).not.toContain('Lindqvist');
  expect(people.out).toMatch(/It says the same of the \d+ people to whom the tables give a role that counts;/);
}, 60_000);

it('8. a counselor sees her student and saves a visit; a student of another school is not there', async () => {
  service = await serve(bare(), [], { node: [`--env-file=${envFile()}`] });
  expect((await fetch(`${serviceUrl}/readyz`)).status).toBe(200);
  const counselor = await inSis(ANA);
  const page = await pageOf(counselor, door(BRUNO, ANA));
  expect([page.status, page.url]).toEqual([200, `${serviceUrl}/students/${BRUNO}`]);
  expect(page.text).toContain('No visits yet');
  const token = /name="token" value="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&#x3D;', '=') as string;
  const form = { token, ...visitForm({ note: 'the first one here' }) };
  const { response } = await counselor.post(`${serviceUrl}/students/${BRUNO}/visits`, form);
  const saved = await response.text();
  expect(saved).toContain('Visit saved');
  expect(saved).toContain('the first one here');
  const other = await pageOf(counselor, door(OF_ANOTHER_SCHOOL, ANA));
  expect([other.status, /<h1>(.*)<\/h1>/.exec(other.text)?.[1]]).toEqual([404, 'Nothing here']);
}, 60_000);

it('8. a principal has the reports and no notes, a teacher no access', async () => {
  const principal = await inSis(JOAN);
  expect((await pageOf(principal, `${serviceUrl}/enter?page=reports&user=${JOAN}`)).url).toContain('/reports');
  const page = await pageOf(principal, door(BRUNO, JOAN));
  expect(page.status).toBe(200);
  expect(page.text).toContain('Attendance');
  expect(page.text).not.toContain('the first one here');
  const erik = await inSis(ERIK);
  const teacher = await pageOf(erik, door(BRUNO, ERIK));
  expect([teacher.status, /<h1>(.*)<\/h1>/.exec(teacher.text)?.[1]]).toEqual([403, 'No access']);
  // docs/running.md: who has no role cannot ask why, an administrator can.
  expect((await pageOf(erik, `${serviceUrl}/access/why`)).status).toBe(401);
  const administrator = await inSis(PETER);
  await pageOf(administrator, `${serviceUrl}/enter?page=reports&user=${PETER}`);
  const why = await pageOf(administrator, `${serviceUrl}/access/why`);
  const token = /name="token" value="([^"]+)"/.exec(why.text)?.[1]?.replaceAll('&#x3D;', '=') as string;
  const about = { token, person: String(ERIK), action: 'student.open', student: '' };
  const { response } = await administrator.post(`${serviceUrl}/access/why`, about);
  expect(await response.text()).toContain('What the SIS says about');
}, 60_000);

it('upgrade: stop, migrate, start; records and sign-in go on', async () => {
  expect((await service.stop()).code).toBe(0);
  expect((await run(['migrate'], { DATABASE_URL: district.migratorUrl })).out).toBe('Nothing to do.\n');
  await district.script('grants.sql');
  service = await serve(bare(), [], { node: [`--env-file=${envFile()}`] });
  const page = await pageOf(await inSis(ANA), door(BRUNO, ANA));
  expect(page.text).toContain('the first one here');
  for (const args of [
    ['audit', 'verify'],
    ['keys', 'check'],
  ])
    expect([args.join(' '), (await run(args)).code]).toEqual([args.join(' '), 0]);
  await checkIsGood();
}, 120_000);

it('take it out: nobody signs in, nothing of ours is left, and everything of the SIS', async () => {
  const administrator = await inSis(PETER);
  await administrator.post(`${sis.url}/admin/plugins/disable`, {});
  const late = await pageOf(await inSis(ANA), door(BRUNO, ANA));
  expect(late.text).not.toContain('the first one here');
  expect((await pageOf(await inSis(ANA), `${sis.url}/admin/home.html`)).text).not.toContain('Student Support');
  await administrator.post(`${sis.url}/admin/plugins/remove`, {});
  expect((await service.stop()).code).toBe(0);
  await takeOut();
  // In an SQLite file the empty list of migrations stays.
  expect((await district.ours()).filter((name) => name !== 'u_ssp_migration')).toEqual([]);
  expect(await district.countStudents()).toBe(1200);
}, 120_000);

/** SQL Server: remove.sql. In an SQLite file that is the SIS's copy: every migration back, as docs/install.md says. */
async function takeOut(): Promise<void> {
  await district.script('remove.sql', { SURE: 'yes' });
  if (!district.writerUrl.startsWith('sqlite:')) return;
  for (;;) {
    const { code, out } = await run(['migrate', '--down']);
    expect(code).toBe(0);
    if (out === 'Nothing to do.\n') break;
  }
}
