import { createServer, type Server } from 'node:http';
import { Socket } from 'node:net';
import { closed, listen } from '../../src/server/listen.ts';

// Connections that a proxy keeps for its next request.

const PROXY_KEEPS_MS = 60_000;

async function idleConnection(port: number): Promise<Socket> {
  const socket = new Socket().connect(port, '127.0.0.1');
  const answered = new Promise((resolve) => socket.once('data', resolve));
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(String(await answered)).toContain('Keep-Alive: timeout=65');
  return socket;
}

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it('are kept longer than a proxy keeps them, and are no reason to wait when the service ends', async () => {
  server = createServer((_request, response) => response.end('here'));
  const port = await listen(server, 0);
  expect(server.keepAliveTimeout).toBeGreaterThan(PROXY_KEEPS_MS);
  expect(server.headersTimeout).toBeGreaterThan(server.keepAliveTimeout);
  const sockets = [await idleConnection(port), await idleConnection(port)];
  const ends = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
  const since = performance.now();
  expect(await closed(server)).toBe(false);
  await Promise.all(ends);
  expect(performance.now() - since).toBeLessThan(1000);
});
