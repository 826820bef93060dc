import { jest } from '@jest/globals';
import { readToken, signToken } from '../../src/access/tokens.ts';
import { led, makeApp, type TestApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela, joan } from '../people.ts';

let test: TestDatabase;
let it_: TestApp;
beforeAll(async () => {
  test = await makeDistrict();
});
afterAll(() => test.close());
beforeEach(() => {
  it_ = makeApp(test);
});

const page = `/students/${daniela.dcid}`;

it('a token that was found good once is not good after its time, nor with other keys, nor for another purpose', () => {
  const { sessionKeys, noteKeys } = it_.parts.config;
  const token = signToken('arrival', { reader: ana.reader }, 1, sessionKeys);
  expect(readToken('arrival', token, sessionKeys)).toMatchObject({ reader: ana.reader });
  expect(readToken('arrival', token, sessionKeys)).toMatchObject({ reader: ana.reader });
  expect(readToken('arrival', token, noteKeys)).toBeUndefined();
  expect(readToken('session', token, sessionKeys)).toBeUndefined();
  const later = Date.now() + 1100;
  const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
  expect(readToken('arrival', token, sessionKeys)).toBeUndefined();
  clock.mockRestore();
});

describe('a session', () => {
  it('ends after half an hour without a sign of life, and lives on with one', async () => {
    const browser = await it_.as(ana);
    for (let at = 0; at < 3; at++) {
      it_.clock.pass(29);
      expect((await browser.get(page)).status).toBe(200);
    }
    it_.clock.pass(31);
    expect((await browser.get(page)).status).toBe(401);
  });

  it('is not kept alive by the count that the SIS’s pages ask for by themselves', async () => {
    const browser = await it_.as(ana);
    for (let at = 0; at < 3; at++) {
      it_.clock.pass(9);
      expect((await browser.get(`/enter?user=${ana.reader}&after=count`)).headers.location).toBe('/entered');
      expect((await browser.get('/entered')).status).toBe(200);
    }
    it_.clock.pass(4);
    expect((await browser.get(page)).status).toBe(401);
  });

  it('ends after ten hours whatever happens', async () => {
    const browser = await it_.as(ana);
    for (let minutes = 0; minutes < 590; minutes += 25) {
      it_.clock.pass(25);
      expect((await browser.get(page)).status).toBe(200);
    }
    it_.clock.pass(20);
    expect((await browser.get(page)).status).toBe(401);
  });

  it('says how long it has left without living longer for it, and stays when the person says so', async () => {
    const browser = await it_.as(ana);
    it_.clock.pass(20);
    expect((await browser.get('/session')).body).toEqual({ left: 600, isLast: false });
    it_.clock.pass(9);
    expect((await browser.get('/session')).body).toEqual({ left: 60, isLast: false });
    expect((await browser.post('/session/stay')).body).toEqual({ left: 1800, isLast: false });
    it_.clock.pass(29);
    expect((await browser.get(page)).status).toBe(200);
    it_.clock.pass(20);
    await browser.get('/session');
    it_.clock.pass(11);
    expect((await browser.get('/session')).status).toBe(401);
    expect((await browser.post('/session/stay')).status).toBe(401);
  });

  it('cannot be prolonged beyond ten hours, nor by somebody else’s form', async () => {
    const browser = await it_.as(ana);
    for (let minutes = 0; minutes < 580; minutes += 20) {
      it_.clock.pass(20);
      await browser.get(page);
    }
    expect((await browser.post('/session/stay')).body).toEqual({ left: 1200, isLast: true });
    expect((await browser.post('/session/stay', { token: (await it_.as(joan)).token })).status).toBe(403);
    expect((await it_.nobody.get('/session')).status).toBe(401);
  });

  it('is kept by a draft', async () => {
    const browser = await it_.as(ana);
    for (let at = 0; at < 3; at++) {
      it_.clock.pass(29);
      expect((await browser.post(`${page}/drafts`, { ...visitForm(), script: '1' })).status).toBe(200);
    }
  });

  it('is over on every instance when the person signs out on one', async () => {
    const browser = await it_.as(ana);
    const second = makeApp(test);
    second.clock.at = it_.clock.at;
    const elsewhere = {
      ...second.nobody,
      get: (address: string) => second.nobody.get(address).set('Cookie', browser.cookie),
    };
    expect((await elsewhere.get(page)).status).toBe(200);
    expect((await browser.post('/sign-out')).status).toBe(303);
    expect((await elsewhere.get(page)).status).toBe(401);
  });

  it('is dropped when the SIS shows another person', async () => {
    const browser = await it_.as(ana);
    it_.parts.signIn.begin = async () => ({ url: 'http://localhost:4000/somewhere', cookie: 'x' });
    expect((await browser.get(`/enter?student=${daniela.dcid}&user=${ana.reader}`)).headers.location).toBe(page);
    const answer = await browser.get(`/enter?student=${daniela.dcid}&user=${joan.reader}`);
    expect(answer.headers.location).toBe('http://localhost:4000/somewhere');
    expect((await browser.get(page)).status).toBe(401);
  });

  it('loses its schools within ten minutes of the SIS taking them', async () => {
    const browser = await it_.as(ana);
    expect((await browser.get(page)).status).toBe(200);
    await test.sis('SchoolStaff').where({ Users_DCID: ana.reader }).update({ Status: 2 });
    it_.clock.pass(11);
    expect((await browser.get(page)).status).toBe(403);
    await test.sis('SchoolStaff').where({ Users_DCID: ana.reader }).update({ Status: 1 });
    it_.clock.pass(11);
    expect((await browser.get(page)).status).toBe(200);
  });

  it('cookie is for our frame alone and carries nothing but the name of a row', async () => {
    it_.parts.signIn.finish = async () => ({
      person: { sub: 'staff/9001', reader: ana.reader, name: ana.name },
      destination: page,
    });
    const answer = await it_.nobody.get('/sign-in/callback?code=x&state=y');
    const cookie = (answer.headers['set-cookie'] as unknown as string[]).find((one) =>
      one.startsWith('ssp_session='),
    ) as string;
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=None', 'Partitioned', 'Path=/'])
      expect(cookie).toContain(attribute);
    const content = JSON.parse(Buffer.from(cookie.split('.')[1] as string, 'base64url').toString()) as object;
    expect(Object.keys(content).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sid']);
  });

  it('is not opened by a token of another purpose or with another algorithm', () => {
    const keys = it_.parts.config.sessionKeys;
    expect(readToken('session', signToken('sign-in', { sid: 'x' }, 60, keys), keys)).toBeUndefined();
    const [, body] = signToken('session', { sid: 'x' }, 60, keys).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'ssp-session+jwt', kid: 's1' })).toString('base64url');
    expect(readToken('session', `${none}.${body}.`, keys)).toBeUndefined();
    expect(readToken('session', signToken('session', { sid: 'x' }, -1, keys), keys)).toBeUndefined();
    expect(readToken('session', signToken('session', { sid: 'x' }, 60, keys), keys)).toMatchObject({ sid: 'x' });
  });
});

describe('a page in the frame', () => {
  const framed = { 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' };

  it('is shown to whoever just came in by the door, and not to a browser that goes back to it', async () => {
    const browser = await it_.as(ana);
    const entered = await browser.get(`/enter?student=${daniela.dcid}&user=${ana.reader}`).set(framed);
    const ticket = (entered.headers['set-cookie'] as unknown as string[])
      .find((one) => one.startsWith('ssp_arrival='))
      ?.split(';')[0];
    const ask = (cookie: string, more: object = {}) =>
      it_.nobody
        .get(page)
        .set('Cookie', cookie)
        .set({ ...framed, ...more });
    expect((await ask(`${browser.cookie}; ${ticket}`)).status).toBe(200);
    expect((await ask(browser.cookie)).status).toBe(401);
    expect((await ask(browser.cookie, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    const other = await it_.as(joan);
    expect((await ask(`${other.cookie}; ${ticket}`)).status).toBe(401);
    const [last] = await test.database.knex('u_ssp_audit').where({ actor: joan.reader }).orderBy('id', 'desc').limit(1);
    expect(last).toMatchObject({ outcome: 'refused', reason: 'NO_ARRIVAL' });
  });
});

describe('a form that was open for more than a day', () => {
  it('comes back whole to the person whose it is, and saves when it is sent once more', async () => {
    const browser = await it_.as(ana);
    it_.clock.pass(25 * 60);
    const again = await it_.as(ana);
    const form = visitForm({ date: '2026-11-20', note: 'typed on Friday' });
    const refused = await again.post(`${page}/visits`, { ...form, token: browser.token });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('typed on Friday');
    const token = /name="token" value="([^"]+)"[\s\S]*Save again/.exec(refused.text)?.[1]?.replaceAll('&#x3D;', '=');
    expect((await again.post(`${page}/visits`, { ...form, token: token as string })).status).toBe(303);
    const stranger = await it_.as(joan);
    const foreign = await stranger.post(`${page}/visits`, { ...form, token: browser.token });
    expect(foreign.status).toBe(403);
    expect(foreign.text).not.toContain('typed on Friday');
  });
});

describe('a form that was open when the session ended', () => {
  it('comes back with what was typed, and saves after the same person signed in again', async () => {
    const browser = await it_.as(ana);
    const form = visitForm({ note: 'typed before the session ended' });
    it_.clock.pass(45);
    const refused = await browser.post(`${page}/visits`, form);
    expect(refused.status).toBe(401);
    expect(refused.text).toContain('typed before the session ended');
    const again = await it_.as(ana);
    const saved = await again.post(`${page}/visits`, { ...form, minutes: '15', token: browser.token });
    expect(led(saved)).toBe(`${page}?done=saved`);
  });
});

describe('nothing leaves when the audit cannot be written', () => {
  it('neither a page nor a change', async () => {
    const browser = await it_.as(ana);
    const mend = await test.failInserts('u_ssp_audit');
    const opened = await browser.get(page);
    expect(opened.status).toBeGreaterThanOrEqual(500);
    expect(opened.text).not.toContain('Okafor');
    const form = visitForm();
    expect((await browser.post(`${page}/visits`, form)).status).toBeGreaterThanOrEqual(500);
    expect(await test.database.knex('u_ssp_visit').where({ form_key: form.form_key })).toEqual([]);
    await mend();
  });
});
