import type { Server } from 'node:http';

const LONGEST_STOP_MS = 20_000;
const LOOK_EVERY_MS = 50;

/**
 * A proxy keeps its connections to us for 60 seconds or less, and sends the next request on one of them. Whoever closes
 * first has to be the proxy: a request that meets a connection just being closed is lost, and a form may not be sent twice.
 */
const KEEP_ALIVE_MS = 65_000;
/** Counted from the same moment as the time above: it has to be the longer one. */
const HEADERS_MS = KEEP_ALIVE_MS + 5000;

/** The port that is listened on (another one than asked for when that was 0). */
export function listen(server: Server, port: number): Promise<number> {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_MS;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken by another program.`) : error);
    });
    server.listen(port, () => resolve((server.address() as { port: number }).port));
  });
}

/** Refuses new connections and waits for the requests in flight. Whoever takes too long is cut off: then it is true. */
export function closed(server: Server, longestMs = LONGEST_STOP_MS): Promise<boolean> {
  return new Promise((resolve) => {
    let cut = false;
    const timer = setTimeout(() => {
      cut = true;
      server.closeAllConnections();
    }, longestMs);
    // A connection that was at work falls idle later; kept open for a next request, it would hold up the end.
    const look = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
    server.close(() => {
      clearTimeout(timer);
      clearInterval(look);
      resolve(cut);
    });
    server.closeIdleConnections();
  });
}
