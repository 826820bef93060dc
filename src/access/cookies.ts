import type { CookieOptions, Request } from 'express';

export const SESSION_COOKIE = 'ssp_session';
export const SIGN_IN_COOKIE = 'ssp_sign_in';
export const ARRIVAL_COOKIE = 'ssp_arrival';
/** Proves that one was led to an address that says what was done. */
export const TOLD_COOKIE = 'ssp_told';

// The page lives in a frame on the SIS's site: SameSite has to be None, and Partitioned keeps the cookie to that pair
// of sites (it also works where third-party cookies are off).
const FRAMED: CookieOptions = { path: '/', httpOnly: true, secure: true, sameSite: 'none', partitioned: true };

export function sessionCookie(): CookieOptions {
  return FRAMED;
}

export function briefCookie(maxAgeMs: number): CookieOptions {
  return { ...FRAMED, maxAge: maxAgeMs };
}

/** The cookie's value as sent; undefined when it is not there. */
export function readCookie(request: Request, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
