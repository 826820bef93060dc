import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { createBrowser, runSis } from './running-sis.ts';
import { client } from './small-sis.ts';

const redirectUri = 'http://127.0.0.1:4001/sign-in/callback';
let sis: Awaited<ReturnType<typeof runSis>>;
beforeAll(async () => {
  sis = await runSis();
});
afterAll(() => sis.close());

const discovery = async () => (await fetch(`${sis.url}/oauth2/.well-known/openid-configuration`)).json();

async function authorizationUrl(more: Record<string, string> = {}) {
  const { authorization_endpoint } = await discovery();
  const query = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 's1',
  };
  return `${authorization_endpoint}?${new URLSearchParams({ ...query, nonce: 'n1', ...more })}`;
}

async function redeem(code: string, more: Record<string, string> = {}) {
  const { token_endpoint } = await discovery();
  const form = {
    ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri },
    ...{ client_id: client.clientId, client_secret: client.clientSecret },
  };
  const response = await fetch(token_endpoint, { method: 'POST', body: new URLSearchParams({ ...form, ...more }) });
  return { status: response.status, body: await response.json() };
}

async function signedInBrowser(person: number) {
  const browser = createBrowser(sis.url);
  await browser.post(`${sis.url}/sign-in`, { person: String(person) });
  return browser;
}

async function codeFor(browser: ReturnType<typeof createBrowser>): Promise<string> {
  const { url } = await browser.go(await authorizationUrl());
  expect(url).toContain(redirectUri);
  expect(new URL(url).searchParams.get('state')).toBe('s1');
  return new URL(url).searchParams.get('code') ?? '';
}

async function claimsFor(browser: ReturnType<typeof createBrowser>) {
  const { body } = await redeem(await codeFor(browser));
  return JSON.parse(Buffer.from(body.id_token.split('.')[1], 'base64url').toString());
}

describe('the SIS as OpenID Connect provider', () => {
  it('describes itself as the real one does', async () => {
    const found = await discovery();
    expect(found.issuer).toBe(`${sis.url}/oauth2/`);
    expect(found.response_types_supported).toEqual(['code']);
    expect(found.grant_types_supported).toEqual(['authorization_code']);
    expect(found.id_token_signing_alg_values_supported).toContain('RS256');
    expect(found.scopes_supported).toContain('openid');
  });

  it('signs in silently by the session of the SIS, and says who in the ID token', async () => {
    const browser = await signedInBrowser(9001);
    const { status, body } = await redeem(await codeFor(browser));
    expect(status).toBe(200);
    const [header, payload, signature] = body.id_token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const sub = `${sis.url}/uri/staff/9001`;
    expect(claims).toMatchObject({ iss: `${sis.url}/oauth2/`, aud: client.clientId, nonce: 'n1', sub, ps_uri: sub });
    expect(claims).toMatchObject({ persona: 'staff', ps_dcid: 9001, preferred_username: 'ana.reyes' });
    expect(claims).toMatchObject({ given_name: 'Ana', family_name: 'Reyes', email: 'ana.reyes@example.org' });
    expect(claims.auth_time).toEqual(expect.any(Number));

    expect(JSON.parse(Buffer.from(header, 'base64url').toString()).alg).toBe('RS256');
    const { keys } = await (await fetch((await discovery()).jwks_uri)).json();
    const key = createPublicKey({ key: keys[0], format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('lets a teacher through as a teacher: what teachers see is for the service to decide', async () => {
    expect(await claimsFor(await signedInBrowser(9009))).toMatchObject({ persona: 'teacher', ps_dcid: 9009 });
  });

  it('asks who it is when nobody is signed in, and then goes on', async () => {
    const browser = createBrowser(sis.url);
    const { url, response } = await browser.go(await authorizationUrl());
    expect(await response.text()).toContain('<h1>Sign in as</h1>');
    const next = new URL(url).searchParams.get('next') ?? '';
    const after = await browser.post(`${sis.url}/sign-in`, { person: '9002', next });
    const { body } = await redeem(new URL(after.url).searchParams.get('code') ?? '');
    expect(body.id_token).toEqual(expect.any(String));
  });

  it('takes a code once, and what it gave is worth nothing after a second try', async () => {
    const code = await codeFor(await signedInBrowser(9001));
    const first = await redeem(code);
    expect(first.status).toBe(200);
    expect(await redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const { userinfo_endpoint } = await discovery();
    const answer = await fetch(userinfo_endpoint, { headers: { authorization: `Bearer ${first.body.access_token}` } });
    expect(answer.status).toBe(401);
  });

  it('refuses a wrong secret and another way back', async () => {
    const code = await codeFor(await signedInBrowser(9001));
    expect((await redeem(code, { client_secret: 'wrong' })).status).toBe(401);
    expect((await redeem(code, { redirect_uri: 'http://127.0.0.1:4001/elsewhere' })).status).toBe(400);
    const browser = await signedInBrowser(9001);
    const { response } = await browser.go(await authorizationUrl({ redirect_uri: 'https://elsewhere.example/' }));
    expect(response.status).toBe(400);
  });

  it('forgets a person at sign-out, and never takes the next one for the last', async () => {
    const browser = await signedInBrowser(9001);
    expect((await claimsFor(browser)).ps_dcid).toBe(9001);
    await browser.post(`${sis.url}/sign-out`, {});
    const { response } = await browser.go(await authorizationUrl());
    expect(await response.text()).toContain('Sign in as');

    await browser.post(`${sis.url}/sign-in`, { person: '9002' });
    expect((await claimsFor(browser)).ps_dcid).toBe(9002);
    // Without signing out first, as when somebody takes over a computer.
    await browser.post(`${sis.url}/sign-in`, { person: '9004' });
    expect((await claimsFor(browser)).ps_dcid).toBe(9004);
  });

  it('keeps two stand-ins apart', async () => {
    const other = await runSis();
    const code = await codeFor(await signedInBrowser(9001));
    const { token_endpoint } = await (await fetch(`${other.url}/oauth2/.well-known/openid-configuration`)).json();
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
    const secret = { client_id: client.clientId, client_secret: client.clientSecret };
    const body = new URLSearchParams({ ...form, ...secret });
    expect((await fetch(token_endpoint, { method: 'POST', body })).status).toBe(400);
    await other.close();
  });
});
