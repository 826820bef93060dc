import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { close, listen } from './running-sis.ts';
import { client } from './small-sis.ts';

// Just enough of a service to try the frame with: signs in with the SIS, says hello, grows, asks for a new sign-in.

const cookieTail = 'Path=/; HttpOnly; Secure; SameSite=None; Partitioned';

const framePage = (sis: string, who: string) => `<!doctype html><title>Page</title><p id="who">${who}</p>
<button onclick="say({ type: 'ssp:sign-in' })">Sign in again</button><p id="heard"></p><a href="/page">Next</a>
<script>
  const say = (message) => parent.postMessage(message, '${sis}');
  addEventListener('message', (event) => { heard.textContent += event.origin + ' ' + event.data.type; });
  say({ type: 'ssp:hello' });
  say({ type: 'ssp:height', height: 1234.5 });
</script>`;

/** Listens at once, so that its address is known; `sis` is set before the first request. */
export async function runService() {
  const service = {
    url: '',
    sis: '',
    silent: false,
    signIns: 0,
    people: new Map<string, string>(),
    close: () => close(server),
  };

  const server = createServer(async (req, res) => {
    const url = new URL(req.url ?? '/', service.url);
    const person = service.people.get(cookie(req, 'session') ?? '');
    const after = url.searchParams.get('after') ?? url.searchParams.get('state');
    const done = after === 'done' ? '/entered' : '/page';
    if (url.pathname === '/enter') {
      if (person) return redirect(res, done);
      const query = { response_type: 'code', client_id: client.clientId, scope: 'openid', state: after ?? 'page' };
      const redirect_uri = `${service.url}/sign-in/callback`;
      return redirect(res, `${service.sis}/oauth2/authorize?${new URLSearchParams({ ...query, redirect_uri })}`);
    }
    if (url.pathname === '/sign-in/callback') {
      const id = randomBytes(8).toString('hex');
      service.people.set(id, await redeem(url.searchParams.get('code') ?? ''));
      service.signIns += 1;
      res.setHeader('set-cookie', `session=${id}; ${cookieTail}`);
      return redirect(res, done);
    }
    if (url.pathname === '/entered')
      return page(res, `<script>parent.postMessage({ type: 'ssp:entered' }, '${service.sis}')</script>`);
    if (url.pathname === '/page')
      return page(res, service.silent ? 'Nothing to say' : framePage(service.sis, person ?? 'nobody'));
    res.writeHead(204).end();
  });

  async function redeem(code: string): Promise<string> {
    const form = { grant_type: 'authorization_code', code, redirect_uri: `${service.url}/sign-in/callback` };
    const secret = { client_id: client.clientId, client_secret: client.clientSecret };
    const body = new URLSearchParams({ ...form, ...secret });
    const { id_token } = await (await fetch(`${service.sis}/oauth2/token`, { method: 'POST', body })).json();
    return JSON.parse(Buffer.from(id_token.split('.')[1], 'base64url').toString()).preferred_username;
  }

  service.url = await listen(server, '127.0.0.1');
  return service;
}

const redirect = (res: ServerResponse, location: string) => void res.writeHead(303, { location }).end();
const page = (res: ServerResponse, body: string) => void res.setHeader('content-type', 'text/html').end(body);
const cookie = (req: IncomingMessage, name: string) =>
  new RegExp(`(?:^|; )${name}=([^;]*)`).exec(req.headers.cookie ?? '')?.[1];
