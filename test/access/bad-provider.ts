import { createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// An OpenID provider over HTTP that does everything right, but for the one thing that a test asks it to do wrong.

/** What is done wrong; left out, nothing is. */
export interface Knobs {
  /** Claims of the ID token that differ; `undefined` leaves one out. */
  claims?: Record<string, unknown>;
  /** How the ID token is signed. */
  signing?: 'RS256' | 'other key' | 'unknown key' | 'none' | 'HS256 with the public key' | 'cut off' | 'changed after';
  /** The answer in the browser's address. */
  callback?: Record<string, string>;
  /** A code works as often as it is brought. */
  reusesCodes?: boolean;
  /** What is answered in place of everything: by a proxy before a SIS that is down, or nothing, the connection cut. */
  instead?: { status: number; html: string } | 'cut';
}

interface Key {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

export interface Provider {
  issuer: string;
  /** Ways in which the next sign-in goes wrong. */
  knobs: Knobs;
  /** How often its keys were read. */
  keysRead: number;
  /** Every token that was handed out. */
  handedOut: string[];
  /** From now on other keys sign, and the old ones are gone. */
  rotate(): void;
  close(): Promise<void>;
}

let made = 0;
function makeKey(): Key {
  made += 1;
  return { kid: `key-${made}`, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

/** Starts it on a free port. `person` is who is signed in to the SIS: Users.DCID. */
export async function startProvider(clientId: string, person: { reader: number }): Promise<Provider> {
  let key = makeKey();
  const codes = new Map<string, { nonce: string }>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const base = `http://localhost:${(server.address() as AddressInfo).port}/oauth2`;
  const provider: Provider = {
    issuer: `${base}/`,
    knobs: {},
    keysRead: 0,
    handedOut: [],
    rotate: () => {
      key = makeKey();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', base);
    const { instead } = provider.knobs;
    if (instead === 'cut') return void request.socket.destroy();
    if (instead) return void response.writeHead(instead.status, { 'content-type': 'text/html' }).end(instead.html);
    if (url.pathname === '/oauth2/.well-known/openid-configuration') return json(response, discovery());
    if (url.pathname === '/oauth2/jwks') {
      provider.keysRead++;
      return json(response, { keys: [publicJwk()] });
    }
    if (url.pathname === '/oauth2/authorize') {
      const code = randomBytes(16).toString('base64url');
      codes.set(code, { nonce: url.searchParams.get('nonce') ?? '' });
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      const state = url.searchParams.get('state') ?? '';
      for (const [name, value] of Object.entries({ code, state, ...provider.knobs.callback }))
        back.searchParams.set(name, value);
      response.writeHead(303, { location: back.href }).end();
      return;
    }
    const form = new URLSearchParams(await textOf(request));
    const code = form.get('code') ?? '';
    const known = codes.get(code);
    if (!known) return json(response, { error: 'invalid_grant' }, 400);
    if (!provider.knobs.reusesCodes) codes.delete(code);
    const id_token = idToken(known.nonce);
    const access_token = randomBytes(24).toString('base64url');
    provider.handedOut.push(id_token, access_token, code);
    json(response, { access_token, token_type: 'Bearer', expires_in: 600, id_token });
  }

  const discovery = () => ({
    issuer: provider.issuer,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    // It offers whatever it can: what is taken is for the client to decide.
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
  });

  const publicJwk = () => ({ ...key.publicKey.export({ format: 'jwk' }), kid: key.kid, use: 'sig', alg: 'RS256' });

  function idToken(nonce: string): string {
    const now = Math.floor(Date.now() / 1000);
    const sub = `${base.replace('/oauth2', '')}/uri/staff/${person.reader}`;
    const claims = {
      ...{ iss: provider.issuer, aud: [clientId], sub, iat: now, exp: now + 600, auth_time: now, nonce },
      ...{ persona: 'staff', ps_dcid: person.reader, ps_uri: sub, given_name: 'Ana', family_name: 'Reyes' },
      ...provider.knobs.claims,
    };
    return signed(claims, provider.knobs.signing ?? 'RS256', key);
  }
  return provider;
}

function signed(claims: object, how: NonNullable<Knobs['signing']>, key: Key): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const alg = how === 'none' ? 'none' : how === 'HS256 with the public key' ? 'HS256' : 'RS256';
  const text = `${part({ alg, typ: 'JWT', kid: key.kid })}.${part(claims)}`;
  const rs256 = (by: KeyObject) => sign('sha256', Buffer.from(text), by).toString('base64url');
  switch (how) {
    case 'none':
      return `${text}.`;
    case 'cut off':
      return `${text}.${rs256(key.privateKey).slice(0, -8)}`;
    case 'changed after':
      return `${part({ alg, typ: 'JWT', kid: key.kid })}.${part({ ...claims, ps_dcid: 9006 })}.${rs256(key.privateKey)}`;
    case 'other key':
      return `${text}.${rs256(makeKey().privateKey)}`;
    case 'unknown key':
      return signed(claims, 'RS256', makeKey());
    case 'HS256 with the public key': {
      const pem = key.publicKey.export({ type: 'spki', format: 'pem' });
      return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
    }
    default:
      return `${text}.${rs256(key.privateKey)}`;
  }
}

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
