import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import {
  ARRIVAL_COOKIE,
  briefCookie,
  SESSION_COOKIE,
  SIGN_IN_COOKIE,
  sessionCookie,
  TOLD_COOKIE,
} from '../access/cookies.ts';
import { openCalls } from '../crisis/calls.ts';
import { AskerLeft } from '../database/until.ts';
import type { Context } from './context.ts';
import { pageModel } from './page.ts';
import type { Answer } from './route.ts';
import { ledTo, TOLD_MS } from './told.ts';

/** Sends the answer. Rejects when a file breaks half-way: see `endOf`. */
export async function send(answer: Answer, context: Context, response: Response): Promise<void> {
  // Whatever is answered may be about a student: nobody keeps a copy, the browser's history neither.
  response.set('Cache-Control', 'no-store');
  for (const { name, value, maxAgeMs } of context.cookies) setCookie(response, name, value, maxAgeMs);
  if ('redirect' in answer) {
    const { address, told } = ledTo(answer.redirect, context.session?.reader, context.config.sessionKeys);
    if (told && context.session) setCookie(response, TOLD_COOKIE, told, TOLD_MS);
    response.redirect(303, address);
  } else if ('page' in answer) {
    const calls = context.session?.calls ? await openCalls(context) : [];
    const model = { page: pageModel(context, answer.title, answer.flash ?? null, calls), ...answer.model };
    response
      .status(answer.status ?? 200)
      .type('html')
      .send(context.parts.render(answer.page, model));
  } else if ('json' in answer) {
    response.status(answer.status ?? 200).json(answer.json);
  } else if ('text' in answer) {
    response.type(answer.type).send(answer.text);
  } else {
    const { name, type, body } = answer.file;
    response.type(type).attachment(name);
    const source = body instanceof Uint8Array ? Readable.from([body]) : Readable.from(body);
    // Before the connection goes: whoever counts the request looks then.
    source.once('error', (fault) => endOf(response, fault));
    await pipeline(source, response);
  }
}

function setCookie(response: Response, name: string, value: string | null, maxAgeMs?: number): void {
  const options = name === SESSION_COOKIE ? sessionCookie() : briefCookie(maxAgeMs ?? 0);
  if (![SESSION_COOKIE, SIGN_IN_COOKIE, ARRIVAL_COOKIE, TOLD_COOKIE].includes(name))
    throw new Error(`There is no cookie ${name}`);
  if (value === null) response.clearCookie(name, options);
  else response.cookie(name, value, { ...options, encode: String });
}

/** How an answer ended before its last byte. `cut`: whoever asked went away; `broken`: we could not go on. */
export type EarlyEnd = 'cut' | 'broken';

/** Which of them it was by what was thrown, noted with the answer: the first word counts. */
export function endOf(response: Response, fault: unknown): EarlyEnd {
  const isTheirs = fault instanceof AskerLeft || (fault as { code?: string }).code === 'ERR_STREAM_PREMATURE_CLOSE';
  response.locals.end ??= isTheirs ? 'cut' : 'broken';
  return response.locals.end as EarlyEnd;
}
