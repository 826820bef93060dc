import { afterEach, beforeEach } from '@jest/globals';
import { packPlugin } from '../../src/plugin/pack.ts';
import { people, personName } from '../../src/sandbox/cast.ts';
import { createShelf } from '../../src/sandbox/plugins/shelf.ts';
import { edit, goodFiles, goodZip, zipOf } from '../plugin/package.ts';
import { createBrowser, runSis } from './running-sis.ts';

// The zip goes in as it would on a real server: uploaded, looked at, enabled, replaced, removed.

let sis: Awaited<ReturnType<typeof runSis>>;
let administrator: ReturnType<typeof createBrowser>;
beforeEach(async () => {
  sis = await runSis({ plugins: createShelf() });
  administrator = await signedIn(9008);
});
afterEach(() => sis.close());

async function signedIn(person: number) {
  const browser = createBrowser(sis.url);
  await browser.post(`${sis.url}/sign-in`, { person: String(person) });
  return browser;
}

async function upload(zip: Buffer, browser = administrator) {
  const form = new FormData();
  form.set('plugin', new Blob([new Uint8Array(zip)]), 'plugin.zip');
  const { response } = await browser.go(`${sis.url}/admin/plugins/install`, { method: 'POST', body: form });
  return { status: response.status, text: await response.text() };
}
const press = async (name: string) =>
  (await administrator.post(`${sis.url}/admin/plugins/${name}`, {})).response.text();
const page = async (path: string, browser = administrator) => {
  const { response } = await browser.go(sis.url + path);
  return {
    status: response.status,
    text: await response.text(),
    policy: response.headers.get('content-security-policy'),
  };
};
const clientOf = (text: string) => [...text.matchAll(/<code>([^<]+)<\/code>/g)].map(([, value]) => value);

/** What the provider says to a client that wants to send people back to an address. */
async function authorize(clientId: string, redirect: string) {
  const query = { response_type: 'code', scope: 'openid', client_id: clientId, redirect_uri: redirect, state: 's' };
  return (await administrator.go(`${sis.url}/oauth2/authorize?${new URLSearchParams(query)}`)).url;
}
const callback = 'https://support.example.org/sign-in/callback';

it.each(people.map((person) => [personName(person), person] as const))(
  'opens for a system administrator only: %s',
  async (_name, person) => {
    const browser = await signedIn(person.dcid);
    const may = person.role === 'System administrator';
    expect((await page('/admin/plugins', browser)).status).toBe(may ? 200 : 403);
    expect((await page('/admin/home.html', browser)).text.includes('href="/admin/plugins"')).toBe(may);
    expect((await upload(await goodZip(), browser)).status).toBe(may ? 200 : 403);
    expect((await page('/admin/plugins')).text.includes('not enabled')).toBe(may);
  },
);

it('shows nothing of a plugin before it is enabled', async () => {
  expect((await upload(await goodZip())).text).toContain('Version 1.2.3, not enabled');
  const counselor = await signedIn(9001);
  expect((await page('/admin/students/ssp/support.html?frn=0015001', counselor)).status).toBe(404);
  expect((await page('/scripts/ssp/frame.js')).status).toBe(404);
  const home = await page('/admin/students/home.html?frn=0015001', counselor);
  expect(home.text).not.toContain('Student Support');
  expect(home.policy).not.toContain('support.example.org');
});

it('shows what is asked for, and makes client id and secret when that is agreed to', async () => {
  await upload(await goodZip());
  const { text } = await page('/admin/plugins/enable');
  for (const asked of [
    'ROLEDEFTEACHERSMAP',
    'ISDISTRICT',
    'ViewOnly',
    'support.example.org',
    'staff, teacher',
    callback,
  ]) {
    expect(text).toContain(asked);
  }
  const enabled = await press('enable');
  expect(enabled).toContain('Version 1.2.3, enabled');
  const [id = '', secret] = clientOf(enabled);
  expect(secret).toMatch(/^[\w-]{32}$/);
  expect(await authorize(id, callback)).toContain(`${callback}?code=`);

  const counselor = await signedIn(9001);
  const support = await page('/admin/students/ssp/support.html?frn=0015001', counselor);
  expect(support.text).toContain('src="https://support.example.org/enter?student=5001&amp;user=9001"');
  expect(support.policy).toContain("frame-src 'self' support.example.org");
  expect((await page('/scripts/ssp/frame.js')).text).toContain('ssp:hello');
});

it('takes a newer version in the place of an older one, with the same client', async () => {
  await upload(await goodZip());
  const client = clientOf(await press('enable'));
  const files = goodFiles();
  edit(files, 'plugin.xml', 'version="1.2.3"', 'version="1.2.4"');
  edit(files, 'MessageKeys/student-support.US_en.properties', 'Start Page', 'Beginning');
  const { text } = await upload(await zipOf(files));
  expect(text).toContain('Version 1.2.4, enabled');
  expect(clientOf(text)).toEqual(client);
  expect((await page('/admin/ssp/reports.html')).text).toContain('Beginning');
});

it('asks again when a newer version asks for something else', async () => {
  await upload(await goodZip());
  const client = clientOf(await press('enable'));
  const moved = await packPlugin({ sisUrl: 'https://sis.example.org', serviceUrl: 'https://other.example.org' });
  expect((await upload(moved)).text).toContain('not enabled');
  expect(await authorize(client[0] ?? '', 'https://other.example.org/sign-in/callback')).toContain(sis.url);
  expect(clientOf(await press('enable'))).toEqual(client);
});

it('lets nobody in any more when it is disabled, and forgets the client when it is removed', async () => {
  await upload(await goodZip());
  const [id = ''] = clientOf(await press('enable'));
  await press('disable');
  expect(await authorize(id, callback)).toContain(sis.url);
  expect((await page('/admin/ssp/reports.html')).status).toBe(404);
  expect(clientOf(await press('enable'))[0]).toBe(id);
  expect(await press('remove')).toContain('No plugin is installed');
  await press('enable');
  await upload(await goodZip());
  expect(clientOf(await press('enable'))[0]).not.toBe(id);
});

it.each([
  ['not a zip', async () => Buffer.from('hello'), 'Z7 error plugin.zip:1'],
  ['an empty file', async () => Buffer.alloc(0), 'Choose a zip file.'],
  ['too much', async () => Buffer.alloc(12 * 1024 * 1024), 'too large'],
  [
    'a page without its guard',
    async () => {
      const files = goodFiles();
      edit(files, 'WEB_ROOT/admin/ssp/reports.html', 'pageviewormod', 'pagenone');
      return zipOf(files);
    },
    'W2 error WEB_ROOT/admin/ssp/reports.html:1',
  ],
  [
    'a file that the stand-in does not serve',
    async () => zipOf(goodFiles().set('WEB_ROOT/admin/ssp/notes.css', '')),
    'does not know what to do with WEB_ROOT/admin/ssp/notes.css',
  ],
])('refuses %s, says why, and leaves what is there alone', async (_what, make, fault) => {
  await upload(await goodZip());
  const client = clientOf(await press('enable'));
  const { status, text } = await upload(await make());
  expect([413, 422]).toContain(status);
  expect(text).toContain(fault);
  expect(text).toContain('Version 1.2.3, enabled');
  expect(clientOf(text)).toEqual(client);
});

it('lets a warning pass: other programs make zips too', async () => {
  const files = goodFiles();
  edit(files, 'plugin.xml', 'version="1.2.3"', 'version="1.2.3" class="x"');
  expect((await upload(await zipOf(files))).status).toBe(200);
});

it('holds one plugin', async () => {
  await upload(await goodZip());
  const files = goodFiles();
  edit(files, 'plugin.xml', 'name="Student Support Page"\n', 'name="Another"\n');
  expect((await upload(await zipOf(files))).text).toContain('Remove Student Support Page first.');
});
