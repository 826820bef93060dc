import { Writable } from 'node:stream';
import { jest } from '@jest/globals';
import type { Express } from 'express';
import request from 'supertest';
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
  const destination = new Writable({
    write(bytes, _encoding, done) {
      logged += String(bytes);
      done();
    },
  });
  const config = testConfig({ DATABASE_URL: test.url, OIDC_ISSUER: provider.issuer });
  const log = makeLog('trace', destination as never);
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
  afterEach(() => jest.restoreAllMocks());

  it('the next sign-in but one works at the latest, without a restart', async () => {
    expect((await bring(await toTheSis())).status).toBe(303);
    provider.rotate();
    const answers = [await bring(await toTheSis()), await bring(await toTheSis())];
    expect(answers.at(-1)?.status).toBe(303);
  });

  it('the very next one works when a minute has passed since its keys were read', async () => {
    expect((await bring(await toTheSis())).status).toBe(303);
    provider.rotate();
    const real = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => real() + 61_000);
    expect((await bring(await toTheSis())).status).toBe(303);
  });
});
