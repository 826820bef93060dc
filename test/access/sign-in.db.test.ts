import { Writable } from 'node:stream';
import { jest } from '@jest/globals';
import type { Express } from 'express';
import request from 'supertest';
import { SignIn } from '../../src/access/sign-in.ts';
import { createApp } from '../../src/server/app.ts';
import { ERRORS } from '../../src/server/errors.ts';
import { makeLog } from '../../src/server/log.ts';
import { buildParts } from '../../src/server/serve.ts';
import { testClock, testConfig } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela } from '../people.ts';
import { type Knobs, type Provider, startProvider } from './bad-provider.ts';

// Signing in with a provider over HTTP that does one thing wrong. The good case stands first: every other one differs
// from it by that thing alone.

let test: TestDatabase;
let provider: Provider;
let app: Express;
let logged: string;

beforeAll(async () => {
  test = await makeDistrict();
  provider = await startProvider('client', ana);
  const config = testConfig({ DATABASE_URL: test.url, OIDC_ISSUER: provider.issuer });
  const log = makeLog('trace', sink() as never);
  app = createApp(buildParts(config, { database: test.database, clock: testClock(), log }));
});
afterAll(async () => {
  await provider.close();
  await test.close();
});
beforeEach(() => {
  provider.knobs = {};
  provider.handedOut.length = 0;
  logged = '';
});

/** Where a log of this test goes. */
const sink = () =>
  new Writable({
    write(bytes, _encoding, done) {
      logged += String(bytes);
      done();
    },
  });

/** The way to the SIS and back, as a browser goes it; nothing has been brought to the service yet. */
async function toTheSis() {
  const entered = await request(app).get(`/enter?student=${daniela.dcid}`);
  const cookie = cookiesOf(entered).find((one) => one.startsWith('ssp_sign_in=')) as string;
  const back = await fetch(entered.headers.location as string, { redirect: 'manual' });
  const { pathname, search } = new URL(back.headers.get('location') as string);
  return { cookie: cookie.split(';')[0] as string, callback: `${pathname}${search}` };
}

const bring = ({ cookie, callback }: { cookie: string; callback: string }) =>
  request(app).get(callback).set('Cookie', cookie);
const cookiesOf = (answer: request.Response) => (answer.headers['set-cookie'] ?? []) as unknown as string[];
const countSessions = async () => Number((await test.owner('u_ssp_session').count({ n: '*' }))[0]?.n);
const lastAudit = async () => (await test.owner('u_ssp_audit').orderBy('id', 'desc').limit(1))[0];

async function expectRefused(answer: request.Response, sessions: number, code: keyof typeof ERRORS, reason: string) {
  expect(answer.status).toBe(ERRORS[code].status);
  expect(answer.text).toContain(ERRORS[code].heading);
  expect(answer.text).toContain(ERRORS[code].text.slice(0, 30));
  expect(cookiesOf(answer).filter((one) => one.startsWith('ssp_session='))).toEqual([]);
  expect(await countSessions()).toBe(sessions);
  expect(await lastAudit()).toMatchObject({ event: 'SIGNED_IN', outcome: 'refused', reason, student: null });
  // Neither a token nor a part of one, nor the code that gets one.
  for (const secret of provider.handedOut)
    for (const part of secret.split('.').filter((one) => one.length > 12)) expect(logged).not.toContain(part);
}

it('signs in when all of it is right, and the audit says whom', async () => {
  const sessions = await countSessions();
  const answer = await bring(await toTheSis());
  expect(answer.headers.location).toBe(`/students/${daniela.dcid}`);
  expect(cookiesOf(answer).some((one) => /^ssp_session=[\w-]+\./.test(one))).toBe(true);
  expect(await countSessions()).toBe(sessions + 1);
  const row = { event: 'SIGNED_IN', outcome: 'allowed', reason: 'SIGN_IN', actor: ana.reader };
  expect(await lastAudit()).toMatchObject(row);
  for (const secret of provider.handedOut) expect(logged).not.toContain(secret);
});

const now = () => Math.floor(Date.now() / 1000);
const WRONG: [string, () => Knobs][] = [
  ['another issuer', () => ({ claims: { iss: 'https://another.example.org/oauth2/' } })],
  ['no issuer', () => ({ claims: { iss: undefined } })],
  ['another audience', () => ({ claims: { aud: ['somebody-else'] } })],
  ['another nonce', () => ({ claims: { nonce: 'another-nonce-than-was-sent' } })],
  ['no nonce', () => ({ claims: { nonce: undefined } })],
  ['another state', () => ({ callback: { state: 'another-state-than-was-sent' } })],
  ['a token that has expired', () => ({ claims: { iat: now() - 7200, exp: now() - 3600 } })],
  ['a token that is not valid yet', () => ({ claims: { nbf: now() + 3600 } })],
  ['a token without a time', () => ({ claims: { exp: undefined } })],
  ['a token signed by another key', () => ({ signing: 'other key' })],
  ['a token whose signature is cut off', () => ({ signing: 'cut off' })],
  ['a token that was changed after it was signed', () => ({ signing: 'changed after' })],
  ['a token without a signature (alg none)', () => ({ signing: 'none' })],
  ['a token signed with the public key as a secret (HS256)', () => ({ signing: 'HS256 with the public key' })],
  ['no number of the person', () => ({ claims: { ps_dcid: undefined } })],
  ['an error instead of a code', () => ({ callback: { error: 'access_denied' } })],
];

it.each(WRONG)('refuses %s', async (_what, knobs) => {
  const sessions = await countSessions();
  provider.knobs = knobs();
  await expectRefused(await bring(await toTheSis()), sessions, 'SIGN_IN_FAILED', 'BAD_SIGN_IN');
});

it.each([
  ['a parent', 'parent'],
  ['a student', 'student'],
  ['nobody in particular', undefined],
])('refuses the persona of %s', async (_what, persona) => {
  const sessions = await countSessions();
  provider.knobs = { claims: { persona } };
  const answer = await bring(await toTheSis());
  await expectRefused(answer, sessions, 'NOT_STAFF', 'NOT_STAFF');
  // The number is one of guardians or students: it is not taken for a person of the SIS.
  expect((await lastAudit()).actor).toBeNull();
});

it('refuses somebody without an active assignment, by name', async () => {
  const sessions = await countSessions();
  await test.sis('SchoolStaff').where({ Users_DCID: ana.reader }).update({ Status: 2 });
  try {
    await expectRefused(await bring(await toTheSis()), sessions, 'NO_ROLE', 'NO_ROLE');
    expect((await lastAudit()).actor).toBe(ana.reader);
  } finally {
    await test.sis('SchoolStaff').where({ Users_DCID: ana.reader }).update({ Status: 1 });
  }
});

describe('an answer of the SIS that is brought a second time', () => {
  it('is refused by a SIS whose codes work once', async () => {
    const journey = await toTheSis();
    expect((await bring(journey)).status).toBe(303);
    await expectRefused(await bring(journey), await countSessions(), 'SIGN_IN_FAILED', 'BAD_SIGN_IN');
  });

  it('is refused here when the SIS would take the code again', async () => {
    provider.knobs = { reusesCodes: true };
    const journey = await toTheSis();
    expect((await bring(journey)).status).toBe(303);
    await expectRefused(await bring(journey), await countSessions(), 'SIGN_IN_FAILED', 'BAD_SIGN_IN');
  });

  it('starts one session when both come at once', async () => {
    provider.knobs = { reusesCodes: true };
    const [sessions, journey] = [await countSessions(), await toTheSis()];
    const answers = await Promise.all([bring(journey), bring(journey)]);
    expect(answers.map((one) => one.status).sort()).toEqual([303, 401]);
    expect(await countSessions()).toBe(sessions + 1);
  });

  it('is refused in another browser, which has no cookie of the way there', async () => {
    const sessions = await countSessions();
    await expectRefused(await bring({ ...(await toTheSis()), cookie: '' }), sessions, 'SIGN_IN_FAILED', 'BAD_SIGN_IN');
  });
});

describe('when the SIS signs with a new key and the old one is gone', () => {
  it('the very next sign-in works, and its keys are read once more for it', async () => {
    for (let times = 0; times < 3; times++) {
      expect((await bring(await toTheSis())).status).toBe(303);
      const read = provider.keysRead;
      expect((await bring(await toTheSis())).status).toBe(303);
      // Known keys are not asked for again.
      expect(provider.keysRead).toBe(read);
      provider.rotate();
      expect((await bring(await toTheSis())).status).toBe(303);
      expect(provider.keysRead).toBe(read + 1);
    }
  });

  it('many who sign in at that moment all come in', async () => {
    expect((await bring(await toTheSis())).status).toBe(303);
    provider.rotate();
    const journeys = await Promise.all([toTheSis(), toTheSis(), toTheSis(), toTheSis()]);
    const answers = await Promise.all(journeys.map(bring));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
  });

  it('a key that the SIS does not have is asked for once, and refused', async () => {
    expect((await bring(await toTheSis())).status).toBe(303);
    const [sessions, read] = [await countSessions(), provider.keysRead];
    provider.knobs = { signing: 'unknown key' };
    await expectRefused(await bring(await toTheSis()), sessions, 'SIGN_IN_FAILED', 'BAD_SIGN_IN');
    expect(provider.keysRead).toBe(read + 1);
  });
});

describe('when the SIS is away', () => {
  const WAYS: [string, Knobs['instead']][] = [
    ['the connection is cut', 'cut'],
    ['a proxy says 503', { status: 503, html: '<h1>Down for maintenance</h1>' }],
    ['a page says so with 200', { status: 200, html: '<h1>Down for maintenance</h1>' }],
  ];
  const expectAway = (answer: request.Response) => {
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '30']);
    expect(answer.text).toContain('The SIS does not answer');
    expect(answer.text).not.toMatch(/database|our fault/);
    expect(logged).toContain('"code":"SIS_AWAY"');
    expect(cookiesOf(answer)).toEqual([]);
  };
  const anew = () => {
    const config = testConfig({ DATABASE_URL: test.url, OIDC_ISSUER: provider.issuer });
    const log = makeLog('trace', sink() as never);
    return createApp(buildParts(config, { database: test.database, clock: testClock(), log }));
  };

  it.each(WAYS)('%s: it is said at the door, and the next one comes in', async (_how, instead) => {
    const fresh = anew();
    provider.knobs = { instead };
    expectAway(await request(fresh).get('/enter'));
    provider.knobs = {};
    expect((await request(fresh).get('/enter')).status).toBe(303);
  });

  it.each(WAYS)('%s: it is said on the way back, and another try comes in', async (_how, instead) => {
    const sessions = await countSessions();
    const journey = await toTheSis();
    provider.knobs = { instead };
    expectAway(await bring(journey));
    // The service that has to ask for the SIS's addresses first says the same.
    expectAway(await request(anew()).get(journey.callback).set('Cookie', journey.cookie));
    expect(await countSessions()).toBe(sessions);
    provider.knobs = {};
    expect((await bring(await toTheSis())).status).toBe(303);
  });

  it('the log names what the connection met', async () => {
    const gone = await startProvider('client', ana);
    await gone.close();
    const config = testConfig({ DATABASE_URL: test.url, OIDC_ISSUER: gone.issuer });
    const log = makeLog('trace', sink() as never);
    const at = createApp(buildParts(config, { database: test.database, clock: testClock(), log }));
    expectAway(await request(at).get('/enter'));
    expect(logged).toContain('ECONNREFUSED');
  });
});

it('asks nobody without https but this very computer', async () => {
  const config = testConfig({ DATABASE_URL: test.url });
  const asked = jest.spyOn(globalThis, 'fetch');
  for (const issuer of ['http://sis.example.org/oauth2/', 'http://localhost.example.org/']) {
    const signIn = new SignIn({ ...config, issuer }, config.sessionKeys);
    await expect(signIn.begin('/')).rejects.toMatchObject({ code: 'OAUTH_HTTP_REQUEST_FORBIDDEN' });
  }
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
});
