import type { Request, Response } from 'express';
import type { Session } from '../access/session.ts';
import type { Parts } from './context.ts';
import { asAppError, ERRORS } from './errors.ts';
import { buildPage } from './page.ts';

const RETRY_SECONDS = '30';
// What a browser sends back unseen when somebody signs in again; the token of the form stays bound to the person.
const MOST_KEPT_FIELDS = 200;

/** The error as a page in words for people; the cause goes to the log alone. */
export async function sendError(
  thrown: unknown,
  request: Request,
  response: Response,
  parts: Parts,
  session?: Session,
): Promise<void> {
  const error = asAppError(thrown);
  const requestId = response.locals.requestId as string;
  const level = error.status >= 500 ? 'error' : 'info';
  parts.log[level]({
    request: requestId,
    route: request.route?.path,
    status: error.status,
    code: error.code,
    err: causeForLog(error.cause),
  });
  response.set('Cache-Control', 'no-store').status(error.status).type('html');
  if (error.status === 503 || error.status === 429) response.set('Retry-After', RETRY_SECONDS);
  const { heading, text } = ERRORS[error.code];
  const page = buildPage(parts, heading, null, session, [], request.path);
  if (error.code === 'SIGN_IN_NEEDED') {
    response.send(parts.render('access/sign-in-needed', { page, ...signInAgain(request, text) }));
    return;
  }
  response.send(parts.render('errors/error', { page, heading, text, backUrl: null, requestId }));
}

// A form that was sent after the session ended comes back whole, as hidden fields, to be sent again after signing in.
function signInAgain(request: Request, text: string) {
  const typed = request.method === 'POST' ? Object.entries((request.body ?? {}) as Record<string, unknown>) : [];
  const fields = typed
    .flatMap(([name, value]) => (typeof value === 'string' ? [{ name, value }] : []))
    .slice(0, MOST_KEPT_FIELDS);
  const resume = fields.length > 0 ? { action: request.path, fields, button: 'Save again' } : null;
  const student = /^\/students\/(\d+)$/.exec(request.path)?.[1];
  const href = resume ? '/enter?after=signed-in' : student ? `/enter?student=${student}` : '/enter';
  return { text: resume ? `${text} What you typed is kept here.` : text, href, label: 'Sign in with the SIS', resume };
}

// Driver errors can carry the values of a statement; only what names the fault is kept.
function causeForLog(cause: unknown): object | undefined {
  if (cause === undefined) return undefined;
  const { name, code, number, stack } = cause as { name?: string; code?: string; number?: number; stack?: string };
  const frames = stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8);
  return { name, code, number, at: frames };
}
