import type { Context } from '../../src/server/context.ts';
import { auditEntry } from '../../src/server/context.ts';
import type { TestApp } from '../app.ts';
import type { Person } from '../people.ts';

/** A request of this person that is about no one student, as the start page's. */
export async function contextOf({ parts, as }: TestApp, person: Person): Promise<Context> {
  const browser = await as(person);
  const session = await parts.sessions.find(browser.cookie.split('=').slice(1).join('='));
  if (!session) throw new Error('Nobody is signed in');
  const asked = { reader: person.reader, now: parts.clock.now().toISOString() };
  const scope = await parts.database.run('access/scope-of', asked);
  const about = { actor: person.reader, student: null, subject: null, request: 'test' };
  return {
    ...{ parts, database: parts.database, clock: parts.clock, config: parts.config, requestId: 'test', session },
    ...{ scope: scope as unknown as Context['scope'], roles: ['support_staff'], subject: undefined, cookies: [] },
    auditWithin: (tx) => parts.audit.within(tx, auditEntry('TEST', 'allowed', 'ROLE', about)),
    request: {
      ip: '127.0.0.1',
      url: new URL('http://127.0.0.1:4001/'),
      cookie: () => undefined,
      left: () => new AbortController().signal,
      mayReadMetrics: () => false,
    },
  };
}
