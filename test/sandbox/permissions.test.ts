import request from 'supertest';
import { people, personName } from '../../src/sandbox/cast.ts';
import { createPermissions } from '../../src/sandbox/permissions.ts';
import { smallSis } from './small-sis.ts';

const sis = smallSis();

async function signIn(dcid: number) {
  const browser = request.agent(sis);
  await browser.post('/sign-in').type('form').send({ person: dcid }).expect(303).expect('location', '/admin/home.html');
  return browser;
}

const support = '/admin/students/ssp/support.html?frn=0015001';
const reports = '/admin/ssp/reports.html';

describe('page permissions', () => {
  it.each(people.map((person) => [personName(person), person] as const))('%s', async (_name, person) => {
    const browser = await signIn(person.dcid);
    const page = await browser.get(support);
    const list = await browser.get(reports);
    const maySupport = [2, 3, 4].includes(person.group);
    const mayReports = person.group !== 6;
    expect(page.status).toBe(maySupport ? 200 : 403);
    expect(page.text.includes('<iframe')).toBe(maySupport);
    expect(page.text.includes('Your security group may not open this page')).toBe(!maySupport);
    expect(list.status).toBe(mayReports ? 200 : 403);
    expect(list.text.includes('<iframe')).toBe(mayReports);
  });

  it('gives the frame its name, its title and an address with numbers alone', async () => {
    const { text } = await (await signIn(9001)).get(support);
    expect(text).toContain('name="student-support" title="Student Support"');
    expect(text).toContain('src="http://127.0.0.1:4001/enter?student=5001&amp;user=9001"');
    expect((await (await signIn(9001)).get(reports)).text).toContain(
      'src="http://127.0.0.1:4001/enter?user=9001&amp;page=reports"',
    );
  });
});

describe('the stand-in', () => {
  it('sends who is not signed in to the sign-in page, and then on', async () => {
    const { headers } = await request(sis).get(support).expect(303);
    expect(headers.location).toBe(`/?next=${encodeURIComponent(support)}`);
    await request(sis).post('/sign-in').type('form').send({ person: 9001, next: support }).expect('location', support);
  });

  it.each(['https://elsewhere.example', '//elsewhere.example/admin/', '/\\elsewhere.example', '/admin/\\x', ''])(
    'does not go on to %j',
    (next) =>
      request(sis).post('/sign-in').type('form').send({ person: 9001, next }).expect('location', '/admin/home.html'),
  );

  it('has a button per person, as plain forms', async () => {
    const { text } = await request(sis).get('/').expect(200);
    expect(text).toContain('<h1>Sign in as</h1>');
    const buttons = [...text.matchAll(/<button[^>]*>(.*?)<\/button>/gs)].map(([, inner]) =>
      inner?.replace(/<[^>]*>/g, ''),
    );
    expect(buttons).toEqual(people.map((person) => `${personName(person)}, ${person.role}`));
    expect(text).not.toContain('<script');
  });

  it('sets its session cookie for itself alone', async () => {
    const { headers } = await request(sis).post('/sign-in').type('form').send({ person: 9001 });
    expect(String(headers['set-cookie'])).toMatch(/^sis_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('signs out', async () => {
    const browser = await signIn(9001);
    await browser.get('/admin/home.html').expect(200);
    await browser.post('/sign-out').expect(303).expect('location', '/');
    await browser.get('/admin/home.html').expect(303);
  });

  it.each([
    ['okafor', 'Okafor, Daniela'],
    ['Daniela Okafor', 'Okafor, Daniela'],
    ['104240', 'Kim, Jun'],
    ['o’neill sean', 'O&#39;Neill, Séan'],
    ['INES', 'Lopez, Inés'],
    ['حداد', 'حداد, ليلى'],
    ['ferreira', 'Ferreira, Tomas'],
  ])('finds a student by %s', async (search, name) => {
    const { text } = await (await signIn(9009)).post('/admin/search.html').type('form').send({ search }).expect(200);
    expect(text).toMatch(new RegExp(`<a href="/admin/students/home.html\\?frn=00150\\d\\d">${name}</a>`));
  });

  it('says so when nobody is found, and escapes what was typed', async () => {
    const { text } = await (await signIn(9001)).post('/admin/search.html').type('form').send({ search: '<b>"%' });
    expect(text).toContain('No student found');
    expect(text).toContain('value="&lt;b&gt;&quot;%"');
  });

  it('knows no student by a wrong number', async () => {
    const browser = await signIn(9001);
    for (const frn of ['0019999', '5001', '0045001', '001x']) {
      await browser.get(`/admin/students/home.html?frn=${frn}`).expect(404);
    }
    await browser.get('/admin/students/home.html?frn=0015001').expect(200);
  });

  it('enforces a policy that lets in the one host of plugin.xml', async () => {
    const { headers } = await request(sis).get('/');
    expect(headers['content-security-policy']).toContain("frame-src 'self' 127.0.0.1:4001");
    expect(headers['content-security-policy']).toContain("connect-src 'self' 127.0.0.1:4001");
    expect(headers['content-security-policy']).not.toContain('unsafe');
  });

  it('lists its cast for scripts', async () => {
    const { body } = await request(sis).get('/sandbox/cast.json').expect(200);
    expect(body.people[0]).toEqual({
      dcid: 9001,
      name: 'Ana Reyes',
      role: 'School counselor',
      schools: ['Harborview Middle'],
    });
    expect(body.students[0]).toEqual({ dcid: 5001, name: 'Okafor, Daniela', school: 'Harborview Middle' });
  });
});

describe('the page on which permissions are set', () => {
  const address = '/admin/page-permissions';
  const open = smallSis({ permissions: createPermissions({}) });
  async function as(dcid: number) {
    const browser = request.agent(open);
    await browser.post('/sign-in').type('form').send({ person: dcid }).expect(303);
    return browser;
  }

  it('a page without a setting is open to every group, until it has one', async () => {
    const [teacher, administrator] = [await as(9009), await as(9008)];
    expect((await teacher.get(reports).expect(200)).text).toContain('<iframe');
    await administrator
      .post(address)
      .type('form')
      .send({ page: reports, group: ['1', '2'] })
      .expect(303);
    expect((await administrator.get(address)).text).toContain('<td>System administrators, Student support</td>');
    expect((await teacher.get(reports).expect(403)).text).not.toContain('<iframe');
    expect((await administrator.get(reports).expect(200)).text).toContain('<iframe');
    await administrator.post(address).type('form').send({ page: reports }).expect(303);
    await administrator.get(reports).expect(403);
  });

  it('is for the system administrator alone, and cannot lock that person out', async () => {
    const [teacher, administrator] = [await as(9009), await as(9008)];
    await teacher.get(address).expect(403);
    await teacher.post(address).type('form').send({ page: support, group: '6' }).expect(403);
    expect((await teacher.get('/admin/home.html')).text).not.toContain(address);
    expect((await administrator.get('/admin/home.html')).text).toContain(address);
    await administrator.post(address).type('form').send({ page: '/admin/plugins' }).expect(422);
  });

  it('says what is no path, and escapes it', async () => {
    const { text } = await (await as(9008)).post(address).type('form').send({ page: '<b>' }).expect(422);
    expect(text).toContain('&lt;b&gt; is not the path of a page.');
  });
});
