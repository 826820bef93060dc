import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Request } from 'express';

// Where a request comes from, and who asks for the numbers of the service: a program on this computer, or one that knows
// the token.

/**
 * The browser's address: the connection's, or what a trusted proxy says (TRUST_PROXY). Some proxies write its port
 * beside it, which would make each connection somebody else; an IPv4 address in IPv6's clothes is taken for what it is.
 */
export function clientAddress(request: Request): string {
  const said = (request.ip ?? '').replace(/^::ffff:/, '').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  const address = said.replace(/^\[(.+)\](:\d+)?$/, '$1');
  return isIP(address) === 0 ? (request.socket.remoteAddress ?? '') : address;
}

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;
const LOCAL_NAME = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

/**
 * Does the request come from a program on this computer, and not through a proxy that runs here? A proxy leaves its
 * mark in a header, or hands on the name that the browser asked for.
 */
export function isFromHere(request: Request): boolean {
  return (
    LOOPBACK.test(request.socket.remoteAddress ?? '') &&
    LOCAL_NAME.test(request.headers.host ?? '') &&
    !FORWARDED.some((name) => request.headers[name] !== undefined)
  );
}

/** Does the request carry this token? Without a token nobody does. */
export function showsToken(request: Request, token: string | undefined): boolean {
  const shown = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined || shown === undefined) return false;
  const [a, b] = [shown, token].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a as Buffer, b as Buffer);
}
