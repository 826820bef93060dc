import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';

// Who is signed in to the stand-in SIS. Kept in this app's memory: a restart signs everybody out.

const COOKIE = 'sis_session';

export interface SisSessions {
  /** Ends the browser's session, if any, and starts one for this person (Users.DCID). */
  start(req: IncomingMessage, res: Response, dcid: number): void;
  /** Users.DCID of who is signed in with this request's cookie. */
  person(req: IncomingMessage): number | undefined;
  end(req: IncomingMessage, res: Response): void;
}

function cookieValue(req: IncomingMessage): string | undefined {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=');
    if (name === COOKIE) return value;
  }
  return undefined;
}

export function createSessions(): SisSessions {
  const people = new Map<string, number>();
  const options = { httpOnly: true, sameSite: 'lax', path: '/' } as const;

  const forget = (req: IncomingMessage) => {
    const id = cookieValue(req);
    if (id) people.delete(id);
  };

  return {
    start(req, res, dcid) {
      forget(req);
      const id = randomBytes(32).toString('base64url');
      people.set(id, dcid);
      res.cookie(COOKIE, id, options);
    },
    person(req) {
      return people.get(cookieValue(req) ?? '');
    },
    end(req, res) {
      forget(req);
      res.clearCookie(COOKIE, options);
    },
  };
}
