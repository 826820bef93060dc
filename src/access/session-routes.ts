import type { Context } from '../server/context.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, shortText } from '../server/schema.ts';
import { leftOf } from './session.ts';

async function left({ session, clock }: Context): Promise<Answer> {
  return { json: session ? leftOf(session, clock) : null };
}

export const routes: Route[] = [
  route({
    get: '/session',
    action: 'session.left',
    audit: 'SESSION_ASKED',
    input: {},
    run: left,
  }),
  // Whatever is asked for keeps a session alive; this is for whoever has nothing else to ask.
  route({
    post: '/session/stay',
    action: 'session.stay',
    audit: 'SESSION_STAYED',
    input: { body: fields({ token: shortText }, ['token']) },
    run: left,
  }),
];
