import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { type SmallSisOptions, smallSis } from './small-sis.ts';

/** A stand-in that listens on a free port of `localhost`: its addresses have to be known before it is made. */
export async function runSis(options: SmallSisOptions = {}) {
  let app: Express | undefined;
  const server = createServer((req, res) => app?.(req, res));
  const url = await listen(server, 'localhost');
  app = smallSis({ sisUrl: url, ...options });
  return { url, close: () => close(server) };
}

export async function listen(server: Server, host: string): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** A browser without a window: keeps each server's cookies and follows redirects while they stay on these servers. */
export function createBrowser(...homes: string[]) {
  const jars = new Map<string, Map<string, string>>();

  async function fetchOnce(url: string, init: RequestInit): Promise<Response> {
    const { origin } = new URL(url);
    const cookies = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, cookies);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  /** The last answer, with where it was; a redirect to any other server is not followed. */
  async function go(url: string, init: RequestInit = {}): Promise<{ url: string; response: Response }> {
    const response = await fetchOnce(url, init);
    const location = response.headers.get('location');
    if (!location) return { url, response };
    const next = new URL(location, url).href;
    return homes.some((home) => next.startsWith(`${home}/`)) ? go(next) : { url: next, response };
  }
  return {
    go,
    post: (url: string, form: Record<string, string>) => go(url, { method: 'POST', body: new URLSearchParams(form) }),
  };
}
