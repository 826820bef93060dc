import type { NextFunction, Request, Response } from 'express';

/**
 * A Content-Security-Policy, enforced as on a real server: only the hosts that plugin.xml asks for may be framed or
 * called. No `form-action`: it would stop the way back to the service after signing in.
 */
export function securityHeaders(hosts: () => string[]) {
  return (_req: Request, res: Response, next: NextFunction): void => {
    const self = ["'self'", ...hosts()].join(' ');
    const policy = [
      ...["default-src 'self'", "object-src 'none'", "base-uri 'self'", "frame-ancestors 'self'"],
      ...[`frame-src ${self}`, `connect-src ${self}`],
    ].join('; ');
    res.set({ 'Content-Security-Policy': policy, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    next();
  };
}
