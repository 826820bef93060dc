import type { Request, Response } from 'express';
import { readCookie, TOLD_COOKIE } from '../access/cookies.ts';
import { AskerLeft } from '../database/until.ts';
import { clientAddress, isFromHere, showsToken } from './asker.ts';
import { auditEntry, type Context, type Parts } from './context.ts';
import { sendError } from './error-page.ts';
import { asAppError } from './errors.ts';
import { type Admitted, admit, Refusal, whoAsks } from './guard.ts';
import type { Answer, Input, Route } from './route.ts';
import { type InputCheck, inputCheck } from './schema.ts';
import { endOf, send } from './send.ts';
import { toldQuery } from './told.ts';

/** One entry as an Express handler: who, may they, is the input sound, do it, write the audit, and only then answer. */
export function handle(entry: Route, parts: Parts) {
  const check = inputCheck(entry);
  return async (request: Request, response: Response): Promise<void> => {
    let audited = false;
    let asking: Awaited<ReturnType<typeof whoAsks>> = { session: undefined, scope: [] };
    const write = (
      outcome: 'allowed' | 'refused',
      reason: Admitted['reason'],
      student: number | null,
      subject: string | null,
      actor: number | null = asking.session?.reader ?? null,
    ) =>
      auditEntry(entry.audit, outcome, reason, {
        actor,
        student,
        subject,
        request: response.locals.requestId as string,
      });
    try {
      asking = await whoAsks(request, parts, isVisit(entry, request));
      // Numbers in addresses are checked before anything is looked up by them.
      if (check.params && !check.params(request.params)) throw new Refusal('NOT_FOUND', 'BAD_INPUT');
      const admitted = await admit(entry, request, parts, asking);
      const input = checkedInput(check, request, queryOf(request, parts, admitted));
      const context = contextOf(request, response, parts, admitted, async (tx, subject, about, also = []) => {
        const student = about?.student ?? admitted.subject?.student ?? null;
        const subjects = typeof subject === 'string' || subject === null ? [subject] : subject;
        const reason = about?.reason ?? admitted.reason;
        const outcome = about?.outcome ?? 'allowed';
        const rows = subjects.map((one) =>
          typeof one === 'object' && one !== null
            ? write(outcome, about?.reason ?? one.reason ?? reason, one.student, one.subject)
            : write(outcome, reason, student, one),
        );
        const others = also.map((one) => ({ ...write(outcome, reason, student, one.subject), event: one.event }));
        await parts.audit.within(tx, ...rows, ...others);
        tx.onEnd((end) => {
          audited = end === 'committed';
          if (audited && outcome === 'allowed') parts.metrics.saved(entry.audit);
        });
      });
      const answer = await entry.run(context, input as never);
      if (!audited && entry.audit !== 'none' && !entry.quiet) {
        const outcome = isRefusal(answer) ? 'refused' : 'allowed';
        const about = 'audited' in answer ? answer.audited : undefined;
        const student = about?.student ?? admitted.subject?.student ?? null;
        const subject = about?.subject ?? subjectName(entry, admitted);
        await parts.audit.record(write(outcome, reasonOf(answer, admitted), student, subject, about?.actor));
      }
      await send(answer, context, response);
      logRequest(entry, request, response, parts);
    } catch (thrown) {
      const error = asAppError(thrown);
      const refused =
        error instanceof Refusal
          ? error
          : error.status < 500
            ? { reason: 'FAILED' as const, student: null, actor: undefined }
            : undefined;
      if (refused && entry.audit !== 'none') {
        await recordRefusal(
          () => parts.audit.record(write('refused', refused.reason, refused.student, null, refused.actor)),
          parts,
        );
      }
      if (response.headersSent || thrown instanceof AskerLeft) {
        // Too late for words: whoever downloads sees that it broke, and the log says why.
        response.destroy();
        logRequest(entry, request, response, parts, thrown);
        return;
      }
      await sendError(error, request, response, parts, asking);
    }
  };
}

// Does a person do this? Whoever only has a page open is not here.
function isVisit(entry: Route, request: Request): boolean {
  return entry.action !== 'session.left' && !entry.quiet && !entry.byItself?.(request.query);
}

function reasonOf(answer: Answer, admitted: Admitted): Admitted['reason'] {
  // Whatever is done with a student who was opened for a real need stands as that, unless it was refused after all.
  if (admitted.reason === 'BREAK_GLASS' && !isRefusal(answer)) return admitted.reason;
  return ('reason' in answer ? answer.reason : undefined) ?? admitted.reason;
}

function isRefusal(answer: Answer): boolean {
  return 'status' in answer && (answer.status ?? 200) >= 400;
}

function subjectName(entry: Route, admitted: Admitted): string | null {
  return admitted.subject && entry.subject !== 'student' ? `${entry.subject}:${admitted.subject.id}` : null;
}

function checkedInput(check: InputCheck, request: Request, query: object): Input<unknown, unknown, unknown> {
  const parts = { params: { ...request.params }, query, body: { ...(request.body as object) } };
  for (const part of ['params', 'query', 'body'] as const) {
    if (part === 'body' && request.method === 'GET') continue;
    const validate = check[part];
    if (validate ? !validate(parts[part]) : Object.keys(parts[part]).length > 0)
      throw new Refusal('BAD_INPUT', 'BAD_INPUT');
  }
  return parts;
}

// Before it is checked: an address says only that something was done.
function queryOf(request: Request, { config }: Parts, { session }: Admitted): object {
  const told = readCookie(request, TOLD_COOKIE);
  return toldQuery(
    { ...request.query },
    { address: request.originalUrl, reader: session?.reader, told },
    config.sessionKeys,
  );
}

function contextOf(
  request: Request,
  response: Response,
  parts: Parts,
  admitted: Admitted,
  auditWithin: Context['auditWithin'],
): Context {
  return {
    parts,
    database: parts.database,
    clock: parts.clock,
    config: parts.config,
    requestId: response.locals.requestId as string,
    session: admitted.session,
    scope: admitted.scope,
    roles: admitted.roles,
    subject: admitted.subject,
    auditWithin,
    cookies: [],
    request: {
      ip: clientAddress(request),
      url: ownAddress(request, parts.config.publicUrl),
      cookie: (name) => readCookie(request, name),
      left: () => leavingOf(response),
      mayReadMetrics: () => isFromHere(request) || showsToken(request, parts.config.metricsToken),
    },
  };
}

// Made when it is asked for: most answers are there before anybody could go.
function leavingOf(response: Response): AbortSignal {
  const gone = new AbortController();
  const leave = () => gone.abort(new AskerLeft());
  if (response.closed) leave();
  else response.once('close', leave);
  return gone.signal;
}

// Where we are is what the settings say, whatever host and scheme the request and its headers name.
function ownAddress(request: Request, publicUrl: string): URL {
  const asked = new URL(request.originalUrl, publicUrl);
  const url = new URL(publicUrl);
  url.pathname = asked.pathname;
  url.search = asked.search;
  return url;
}

async function recordRefusal(record: () => Promise<void>, parts: Parts): Promise<void> {
  try {
    await record();
  } catch (error) {
    // The refusal stands although its row could not be written: nothing leaves either way.
    parts.log.error({ fault: error }, 'a refusal could not be audited');
  }
}

function logRequest(entry: Route, request: Request, response: Response, parts: Parts, fault?: unknown): void {
  const status = fault === undefined ? response.statusCode : endOf(response, fault);
  // Balancers and collectors ask every few seconds, and always the same.
  const level = status === 'broken' ? 'error' : entry.action.startsWith('service.') ? 'debug' : 'info';
  parts.log[level]({
    request: response.locals.requestId,
    route: entry.get ? `GET ${entry.get}` : `POST ${entry.post}`,
    status,
    client: clientAddress(request),
    ms: Math.round(performance.now() - (response.locals.startedAt as number)),
    ...(status === 'broken' ? { fault } : {}),
  });
}
