import type { Request, Response } from 'express';
import type { ScopeRow } from '../access/scope.ts';
import type { Session } from '../access/session.ts';
import * as say from '../words/index.ts';
import { clientAddress } from './asker.ts';
import type { Parts } from './context.ts';
import { asAppError, ERRORS } from './errors.ts';
import { buildPage } from './page.ts';

const RETRY_SECONDS = '30';
const NOBODY = { session: undefined, scope: [] };

/** The error as a page in words for people, as JSON for programs; the cause goes to the log alone. */
export async function sendError(
  thrown: unknown,
  request: Request,
  response: Response,
  parts: Parts,
  { session, scope }: { session: Session | undefined; scope: ScopeRow[] } = NOBODY,
): Promise<void> {
  const error = asAppError(thrown);
  const requestId = response.locals.requestId as string;
  const level = error.status >= 500 ? 'error' : 'info';
  parts.log[level]({
    request: requestId,
    route: request.route?.path,
    status: error.status,
    code: error.code,
    client: clientAddress(request),
    fault: error.cause,
  });
  response.set('Cache-Control', 'no-store').status(error.status);
  if (error.status === 503 || error.status === 429) response.set('Retry-After', RETRY_SECONDS);
  const { heading, text } = ERRORS[error.code];
  if (isForProgram(request)) {
    response.json({ error: error.code, text, request: requestId });
    return;
  }
  response.type('html');
  const page = buildPage(parts, heading, null, session, [], request.path);
  const kept = error.code === 'FORGED' ? [] : typedFields(request);
  if (error.code === 'SIGN_IN_NEEDED') {
    response.send(
      parts.render('access/sign-in-needed', { page, requestId: null, ...signInAgain(request, text, kept) }),
    );
  } else if (kept.length > 0 && (error.status >= 429 || SEND_AGAIN.has(error.code))) {
    // What could not be saved for a reason that passes comes back, to be sent again; the form's key saves it once.
    const fields =
      error.code === 'FORM_TOO_OLD' ? kept.map((f) => (f.name === 'token' ? { ...f, value: page.token } : f)) : kept;
    const resume = { action: request.path, fields, button: say.errors.again.save };
    response.send(
      parts.render('access/sign-in-needed', {
        page,
        requestId,
        text: `${text} ${say.errors.again.kept}`,
        href: null,
        label: '',
        resume,
      }),
    );
  } else {
    const links = session ? waysOn(error.code, scope) : [];
    response.send(parts.render('access/refused', { page, heading, text, links, requestId }));
  }
}

/** Where whoever was refused can go: to the reason, or past it for a real need. Never says what is there. */
function waysOn(code: string, scope: ScopeRow[]): { href: string; text: string }[] {
  if (code === 'NOT_FOUND' && scope.some((row) => row.role === 'support_staff'))
    return [{ href: '/access/break-glass', text: say.errors.ways.otherSchool }];
  if (code === 'NOT_ALLOWED' || code === 'NO_ROLE') return [{ href: '/access/why', text: say.errors.ways.why }];
  return [];
}

// Refused only for now: the same form may be sent once more.
const SEND_AGAIN = new Set<string>(['BAD_INPUT', 'FORM_TOO_OLD']);

const FOR_PROGRAMS = /^\/(healthz|readyz|metrics|api)(\/|$)/;

/** Whoever asked reads no page: a load balancer, a script. */
function isForProgram(request: Request): boolean {
  return FOR_PROGRAMS.test(request.path) || request.accepts(['html', 'json']) === 'json';
}

/**
 * The fields of a form that was sent, as they were typed: what was ticked several times comes several times. All of them, since
 * a form that came back with less would take away what it lacks when it is sent again; beyond what a form may send (`app.ts`)
 * nothing was read, and its own page says so.
 */
function typedFields(request: Request): { name: string; value: string }[] {
  if (request.method !== 'POST') return [];
  return Object.entries((request.body ?? {}) as Record<string, string | string[]>).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, value })),
  );
}

// A form that was sent after the session ended comes back whole, as hidden fields, to be sent again after signing in.
function signInAgain(request: Request, text: string, fields: { name: string; value: string }[]) {
  const label = say.errors.again.signIn;
  if (fields.length > 0) {
    const resume = { action: request.path, fields, button: say.errors.again.save };
    // Inside the SIS's frame a new tab keeps a sign-in of its own: there the form is sent as well.
    return {
      text: `${text} ${say.errors.again.kept} ${say.errors.again.signInFirst}`,
      href: '/enter?after=signed-in',
      label,
      resume,
    };
  }
  const student = /^\/students\/(\d+)$/.exec(request.path)?.[1];
  return { text, href: student ? `/enter?student=${student}` : '/enter', label, resume: null };
}
