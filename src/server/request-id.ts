import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { Parts } from './context.ts';
import type { EarlyEnd } from './send.ts';

/** In every answer: the number that stands in the log, in the audit, and on the page when something went wrong. */
const HEADER = 'X-Request-Id';

/**
 * Gives each request a number of ours (never one that somebody sent), counts it when it is over, and lets go of the
 * connection once the service was told to end.
 */
export function numberRequest(parts: Parts) {
  return (request: Request, response: Response, next: NextFunction): void => {
    response.locals.requestId = randomUUID();
    response.locals.startedAt = performance.now();
    response.set(HEADER, response.locals.requestId as string);
    if (parts.stopping) response.set('Connection', 'close');
    const over = parts.metrics.request(request.method);
    response.once('close', () => {
      const early = (response.locals.end as EarlyEnd | undefined) ?? 'cut';
      const status = response.writableFinished ? String(response.statusCode) : early;
      over(patternOf(request), status, (performance.now() - (response.locals.startedAt as number)) / 1000);
    });
    next();
  };
}

/** The entry's pattern, never the address as it was asked for. */
function patternOf(request: Request): string {
  const pattern: unknown = (request.route as { path?: unknown } | undefined)?.path;
  if (typeof pattern === 'string') return pattern;
  return request.path.startsWith('/assets/') ? '/assets' : 'none';
}
