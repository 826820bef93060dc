import type { NextFunction, Request, Response } from 'express';
import * as say from '../words/index.ts';
import type { Route } from './route.ts';

// `serve --only respond`: a process that the whole world may reach, on an address of its own. What it does not need, it
// does not have: no page of ours, no sign-in, no student, not even our style sheets.

const HEALTH = new Set(['/healthz', '/readyz', '/metrics']);
const AGENCIES = /^\/respond(\/|$)/;

/** Is this one of the few entries of such a process? */
export function isForAgencies({ get, post }: Route): boolean {
  const address = get ?? post ?? '';
  return HEALTH.has(address) || AGENCIES.test(address);
}

const { heading, text } = say.errors.nothingForAgencies;
const NOTHING = `<!DOCTYPE html>
<html lang="en-US"><head><meta charset="utf-8"><title>${heading}</title></head>
<body><h1>${heading}</h1><p>${text}</p></body></html>
`;

/** Everything else is not there: the same plain page, whatever was asked for and whoever asks. */
export function onlyHere(routes: Route[]) {
  const hasAgencies = routes.some(({ get, post }) => AGENCIES.test(get ?? post ?? ''));
  return (request: Request, response: Response, next: NextFunction): void => {
    if (HEALTH.has(request.path) || (hasAgencies && AGENCIES.test(request.path))) next();
    else response.status(404).set('Cache-Control', 'no-store').type('html').send(NOTHING);
  };
}
