import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import { Writable } from 'node:stream';
import { createApp } from '../../src/server/app.ts';
import { makeLog } from '../../src/server/log.ts';
import { makeApp, type TestApp } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela } from '../people.ts';

// Behind a reverse proxy: a real one, small, on its own port. It appends the address of whoever asks to
// X-Forwarded-For, as proxies do, and hands on every other header that came.

const PUBLIC = 'https://support.example.org';
const MOST = 3;

let test: TestDatabase;
beforeAll(async () => {
  test = await makeDistrict();
});
afterAll(() => test.close());

// Also what a failing test leaves open: it would keep the whole run.
const open = new Set<Server>();
afterEach(() => {
  for (const server of open) {
    server.closeAllConnections();
    server.close();
  }
  open.clear();
});

interface Place {
  it_: TestApp;
  /** Straight to the service. */
  service: string;
  /** Through the proxy. */
  proxy: string;
  log(): string;
}

async function place(trust: string, asAppended = (address: string) => address): Promise<Place> {
  const it_ = makeApp(test, { TRUST_PROXY: trust, PUBLIC_URL: PUBLIC });
  let log = '';
  const kept = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString();
      done();
    },
  });
  Object.assign(it_.parts, { log: makeLog('info', kept) });
  const at = await listening(createServer(createApp(it_.parts, MOST)));
  const through = await listening(smallProxy(at, asAppended));
  return { it_, service: at, proxy: through, log: () => log };
}

function smallProxy(to: string, asAppended: (address: string) => string): Server {
  return createServer((incoming, answer) => {
    const from = asAppended((incoming.socket.remoteAddress ?? '').replace('::ffff:', ''));
    const before = incoming.headers['x-forwarded-for'];
    const headers: IncomingHttpHeaders = {
      'x-forwarded-proto': 'https',
      ...incoming.headers,
      'x-forwarded-for': before ? `${String(before)}, ${from}` : from,
    };
    const forwarded = request(`${to}${incoming.url}`, { method: incoming.method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    incoming.pipe(forwarded);
  });
}

async function listening(server: Server): Promise<string> {
  open.add(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

interface Asked {
  status: number;
  headers: IncomingHttpHeaders;
}

/** From another address of this computer, when `from` says so. */
function ask(url: string, headers: Record<string, string> = {}, from = '127.0.0.1'): Promise<Asked> {
  return new Promise((resolve, reject) => {
    request(url, { headers, localAddress: from, agent: false }, (answer) => {
      answer.resume().once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
    })
      .once('error', reject)
      .end();
  });
}

const clients = (log: string) => [...log.matchAll(/"client":"([^"]*)"/g)].map(([, address]) => address);

describe('a proxy that is trusted', () => {
  it('says who asks: each address has a rate limit of its own, and stands in the log', async () => {
    const { proxy, log } = await place('127.0.0.1');
    for (let at = 0; at < MOST; at++) expect((await ask(`${proxy}/enter?page=x`, {}, '127.0.0.2')).status).toBe(400);
    expect((await ask(`${proxy}/enter?page=x`, {}, '127.0.0.2')).status).toBe(429);
    expect((await ask(`${proxy}/enter?page=x`, {}, '127.0.0.3')).status).toBe(400);
    expect(clients(log())).toEqual(['127.0.0.2', '127.0.0.2', '127.0.0.2', '127.0.0.2', '127.0.0.3']);
  });

  it('is believed about the last address alone: what a browser put before it counts nothing', async () => {
    const { proxy, log } = await place('127.0.0.1');
    for (let at = 0; at < MOST; at++) {
      const forged = { 'X-Forwarded-For': `198.51.100.${at}`, Forwarded: `for=198.51.100.${at}` };
      expect((await ask(`${proxy}/enter?page=x`, forged, '127.0.0.2')).status).toBe(400);
    }
    expect((await ask(`${proxy}/enter?page=x`, { 'X-Forwarded-For': '203.0.113.9' }, '127.0.0.2')).status).toBe(429);
    expect(new Set(clients(log()))).toEqual(new Set(['127.0.0.2']));
  });

  it('may write a port beside the address: the same browser stays the same', async () => {
    let port = 50_000;
    const { proxy, log } = await place('127.0.0.1', (address) => `${address}:${port++}`);
    for (let at = 0; at < MOST; at++) await ask(`${proxy}/enter?page=x`, {}, '127.0.0.2');
    expect((await ask(`${proxy}/enter?page=x`, {}, '127.0.0.2')).status).toBe(429);
    expect(new Set(clients(log()))).toEqual(new Set(['127.0.0.2']));
  });

  it('is one of a network, or not at all', async () => {
    const inside = await place('127.0.0.0/8');
    await ask(`${inside.service}/enter?page=x`, { 'X-Forwarded-For': '198.51.100.7' }, '127.0.0.9');
    expect(clients(inside.log())).toEqual(['198.51.100.7']);
    const outside = await place('10.0.0.0/8');
    await ask(`${outside.service}/enter?page=x`, { 'X-Forwarded-For': '198.51.100.7' }, '127.0.0.9');
    expect(clients(outside.log())).toEqual(['127.0.0.9']);
  });
});

describe('without a trusted proxy', () => {
  it('whoever asks is whom the connection says, and forged headers get round no limit', async () => {
    const { service, log } = await place('false');
    for (let at = 0; at < MOST; at++) {
      const headers = { 'X-Forwarded-For': `198.51.100.${at}`, 'X-Real-IP': `198.51.100.${at}` };
      expect((await ask(`${service}/enter?page=x`, headers)).status).toBe(400);
    }
    expect((await ask(`${service}/enter?page=x`, { 'X-Forwarded-For': '198.51.100.77' })).status).toBe(429);
    expect(new Set(clients(log()))).toEqual(new Set(['127.0.0.1']));
  });

  it('sign-ins are counted for the connection’s address', async () => {
    const { it_, service } = await place('false');
    it_.parts.signIn.finish = () => Promise.reject(new Error('not asked in this test'));
    for (let at = 0; at < 2; at++)
      await ask(`${service}/sign-in/callback?code=x&state=y`, { 'X-Forwarded-For': `198.51.100.${at}` });
    const buckets = await test.database.knex('u_ssp_rate').where('bucket', 'like', 'sign-in:%').select('hits');
    expect(buckets).toEqual([{ hits: 2 }]);
  });
});

describe('where the service is', () => {
  const forged = { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http', Host: 'evil.example' };

  it('is what PUBLIC_URL says, whatever a request and its headers name', async () => {
    const { it_, proxy } = await place('127.0.0.1');
    let callback: URL | undefined;
    it_.parts.signIn.finish = async (url) => {
      callback = url;
      return { person: { sub: 'staff/9001', reader: ana.reader, name: ana.name }, destination: '/' };
    };
    const answer = await ask(`${proxy}/sign-in/callback?code=x&state=y`, forged);
    expect(answer.headers.location).toBe('/');
    expect(callback?.href).toBe(`${PUBLIC}/sign-in/callback?code=x&state=y`);
  });

  it('also for a request that names a whole address in its first line', async () => {
    const { it_, service } = await place('127.0.0.1');
    let callback: URL | undefined;
    it_.parts.signIn.finish = async (url) => {
      callback = url;
      return { person: { sub: 'staff/9001', reader: ana.reader, name: ana.name }, destination: '/' };
    };
    const { port } = new URL(service);
    const whole = 'http://evil.example/sign-in/callback?code=x&state=y';
    await new Promise((done) => request({ port, path: whole, host: '127.0.0.1' }, done).end());
    expect(callback?.href).toBe(`${PUBLIC}/sign-in/callback?code=x&state=y`);
  });

  it('decides where a sign-in comes back to', async () => {
    const { it_, proxy } = await place('127.0.0.1');
    const sis = createServer((incoming, answer) => {
      const { host } = incoming.headers;
      answer.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          issuer: `http://${host}/oauth2/`,
          authorization_endpoint: `http://${host}/authorize`,
          token_endpoint: `http://${host}/token`,
          jwks_uri: `http://${host}/jwks`,
          response_types_supported: ['code'],
        }),
      );
    });
    const sisUrl = await listening(sis);
    Object.assign(it_.parts.config, { issuer: `${sisUrl}/oauth2/` });
    const { headers } = await ask(`${proxy}/enter?student=${daniela.dcid}`, forged);
    const back = new URL(headers.location as string).searchParams.get('redirect_uri');
    expect(back).toBe(`${PUBLIC}/sign-in/callback`);
  });
});

it('cookies are for HTTPS alone although the service itself is asked over HTTP', async () => {
  for (const trust of ['127.0.0.1', 'false']) {
    const { it_, proxy } = await place(trust);
    it_.parts.signIn.finish = async () => ({
      person: { sub: 'staff/9001', reader: ana.reader, name: ana.name },
      destination: '/',
    });
    const answer = await ask(`${proxy}/sign-in/callback?code=x&state=y`);
    const cookie = answer.headers['set-cookie']?.find((one) => one.startsWith('ssp_session=')) ?? '';
    expect(cookie).toContain('Secure');
    const browser = await ask(`${proxy}/students/${daniela.dcid}`, { Cookie: cookie.split(';')[0] as string });
    expect(browser.status).toBe(200);
  }
});

describe('TRUST_PROXY', () => {
  it.each(['true', '1', '*', '0.0.0.0/0', '::/0', '10.0.0.0/40', 'proxy.example.org', ''])('may not be %j', (value) => {
    expect(() => makeApp(test, { TRUST_PROXY: value })).toThrow('TRUST_PROXY');
  });

  it.each(['false', '127.0.0.1', '127.0.0.1, 10.1.0.0/16', 'loopback', 'fd00::1'])('may be %j', (value) => {
    expect(() => makeApp(test, { TRUST_PROXY: value })).not.toThrow();
  });
});
