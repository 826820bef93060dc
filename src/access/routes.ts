import { createHash } from 'node:crypto';
import { isTaken } from '../database/faults.ts';
import type { Context } from '../server/context.ts';
import { readerOf } from '../server/context.ts';
import { Refusal } from '../server/guard.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField } from '../server/schema.ts';
import * as say from '../words/index.ts';
import { arrivalTicket } from './arrival.ts';
import { routes as breakGlassRoutes } from './break-glass-routes.ts';
import { SESSION_COOKIE, SIGN_IN_COOKIE } from './cookies.ts';
import { within } from './rate.ts';
import { routes as reviewRoutes } from './review-routes.ts';
import { scopeFromSis, writeScope } from './scope.ts';
import { routes as sessionRoutes } from './session-routes.ts';
import { SIGN_IN_SECONDS, SignInFailed } from './sign-in.ts';
import { routes as whyRoutes } from './why-routes.ts';

// A whole district may sign in from one address when the day begins.
const SIGN_INS_A_MINUTE = 3000;

interface Enter {
  student?: number;
  user?: number;
  page?: string;
  after?: string;
}

const PAGES: Record<string, string> = {
  reports: '/reports',
  exports: '/exports',
  home: '/',
  why: '/access/why',
  review: '/access/review',
  need: '/access/break-glass',
  settings: '/settings',
};

/** Where an entrance leads; only to addresses of ours. */
function destination({ student, page, after }: Enter): string {
  // The page tells the SIS's page that somebody is signed in, and how many referrals came in.
  if (after === 'done' || after === 'count') return '/entered';
  if (after === 'signed-in') return '/signed-in';
  if (student) return `/students/${student}`;
  return PAGES[page ?? 'home'] ?? '/';
}

/**
 * The door from the SIS. The SIS's page says whom it shows; that proves nothing, but when it is somebody else than
 * the session, the session is over: on a shared computer nobody sees the last person's page.
 */
async function enter(context: Context, input: { query: Enter }): Promise<Answer> {
  const { session, parts } = context;
  const to = destination(input.query);
  const other = session !== undefined && input.query.user !== undefined && input.query.user !== session.reader;
  if (other) await parts.sessions.end(session, 'other_person');
  if (session && !other) {
    context.cookies.push(arrivalTicket(session.reader, context.config.sessionKeys));
    return { redirect: to, reason: 'SIGNED_IN' };
  }
  const { url, cookie } = await parts.signIn.begin(to);
  context.cookies.push({ name: SESSION_COOKIE, value: null });
  context.cookies.push({ name: SIGN_IN_COOKIE, value: cookie, maxAgeMs: SIGN_IN_SECONDS * 1000 });
  return { redirect: url, reason: other ? 'OTHER_PERSON' : 'PUBLIC' };
}

/** Back from the SIS: who is it, which schools and roles does the SIS give, and only then a session. */
async function finishSignIn(context: Context): Promise<Answer> {
  const { parts, clock, config } = context;
  const bucket = `sign-in:${createHash('sha256').update(context.request.ip).digest('base64url').slice(0, 20)}`;
  if (!(await within(context.database, bucket, SIGN_INS_A_MINUTE, clock)))
    throw new Refusal('TOO_MANY_SIGN_INS', 'TOO_MANY');
  const found = await parts.signIn
    .finish(context.request.url, context.request.cookie(SIGN_IN_COOKIE))
    .catch((thrown: unknown) => {
      if (!(thrown instanceof SignInFailed)) throw thrown;
      parts.log.warn(
        {
          request: context.requestId,
          why: thrown.message,
          code: (thrown.cause as { code?: string } | undefined)?.code,
        },
        'sign-in refused',
      );
      throw thrown.notStaff ? new Refusal('NOT_STAFF', 'NOT_STAFF') : new Refusal('SIGN_IN_FAILED', 'BAD_SIGN_IN');
    });
  const { person, destination: to, state } = found;
  const scope = await scopeFromSis(context.database, person.reader, config.roleMap);
  await writeScope(context.database, person.reader, scope, clock);
  if (scope.length === 0) throw new Refusal('NO_ROLE', 'NO_ROLE', null, person.reader);
  const cookie = await parts.sessions.start(person, state).catch((thrown: unknown) => {
    // The same answer of the SIS was brought a second time: there is one session of it, and this is not its browser.
    throw isTaken(thrown) ? new Refusal('SIGN_IN_FAILED', 'BAD_SIGN_IN', null, person.reader) : thrown;
  });
  // Whoever was signed in here before is not any more.
  if (context.session) await parts.sessions.end(context.session, 'signed_in_anew');
  context.cookies.push(arrivalTicket(person.reader, config.sessionKeys));
  context.cookies.push({ name: SESSION_COOKIE, value: cookie }, { name: SIGN_IN_COOKIE, value: null });
  return { redirect: to, reason: 'SIGN_IN', audited: { actor: person.reader } };
}

async function signOut(context: Context): Promise<Answer> {
  readerOf(context);
  if (context.session) await context.parts.sessions.end(context.session, 'own_wish');
  context.cookies.push({ name: SESSION_COOKIE, value: null });
  return { redirect: '/signed-out' };
}

export const routes: Route[] = [
  ...breakGlassRoutes,
  ...sessionRoutes,
  ...whyRoutes,
  ...reviewRoutes,
  route({
    get: '/enter',
    action: 'access.enter',
    audit: 'ENTERED',
    byItself: ({ after }) => after === 'count',
    input: {
      query: fields({
        student: idParam,
        user: idParam,
        page: { enum: Object.keys(PAGES) },
        after: { enum: ['done', 'count', 'signed-in'] },
      }),
    },
    run: enter,
  }),
  route({
    get: '/sign-in/callback',
    action: 'access.enter',
    audit: 'SIGNED_IN',
    input: { query: { type: 'object', additionalProperties: textField } },
    run: finishSignIn,
  }),
  route({
    get: '/entered',
    action: 'access.enter',
    audit: 'none',
    byItself: () => true,
    input: {},
    run: async () => ({ page: 'access/entered', title: say.access.signIn.title, model: {} }),
  }),
  route({
    get: '/signed-in',
    action: 'access.enter',
    audit: 'none',
    input: {},
    run: async () => ({
      page: 'access/signed-out',
      title: say.access.signIn.title,
      model: { text: say.access.signIn.again, href: null },
    }),
  }),
  route({
    post: '/sign-out',
    action: 'access.sign-out',
    audit: 'SIGNED_OUT',
    input: { body: fields({ token: shortText }, ['token']) },
    run: signOut,
  }),
  route({
    get: '/signed-out',
    action: 'access.enter',
    audit: 'none',
    input: {},
    run: async (context) => ({
      page: 'access/signed-out',
      title: say.access.signOut.title,
      model: { text: say.access.signOut.done, href: context.config.sisUrl },
    }),
  }),
];
