import type { Request } from 'express';
import { ARRIVAL_COOKIE, readCookie } from './cookies.ts';
import type { KeyRing } from './keys.ts';
import { readToken, signToken } from './tokens.ts';

// A page in the SIS's frame is only shown to whoever just came in by the door, or goes on from a page of ours. The
// browser's Back button asks for the frame's old address straight away, with the session of whoever was here then; on
// a shared computer that is somebody else. The door leaves a ticket that is good for the next moment.

const SECONDS = 10;

export function arrivalTicket(reader: number, keys: KeyRing): { name: string; value: string; maxAgeMs: number } {
  return { name: ARRIVAL_COOKIE, value: signToken('arrival', { reader }, SECONDS, keys), maxAgeMs: SECONDS * 1000 };
}

/** Does the request come by the door, from one of our own pages, or from outside of any frame? */
export function hasArrived(request: Request, reader: number, keys: KeyRing): boolean {
  if (request.get('sec-fetch-dest') !== 'iframe' || request.get('sec-fetch-site') === 'same-origin') return true;
  const ticket = readCookie(request, ARRIVAL_COOKIE);
  return ticket !== undefined && readToken<{ reader: number }>('arrival', ticket, keys)?.reader === reader;
}
