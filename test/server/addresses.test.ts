import { ROUTES } from '../../src/server/app.ts';
import type { Route } from '../../src/server/route.ts';
import { ledTo } from '../../src/server/told.ts';
import { testConfig } from '../app.ts';

// An address lies in the history of a browser and in the log of a proxy. Beside a student's number stands what every student
// has a page of, and nothing that says what happened to this one.

/** What may stand after `/students/:dcid`. */
const OF_EVERY_STUDENT = ['consents', 'drafts', 'family', 'history', 'quick', 'referrals', 'visits'];

const addresses = ROUTES.map((entry) => entry.get ?? (entry.post as string));
const ofStudent = addresses.filter((address) => address.includes(':dcid'));

it('no address has a student’s number and says what happened', () => {
  expect(ofStudent.filter((address) => /crisis|restricted|refus|risk|emergency|void(?!$)/.test(address))).toEqual([]);
});

it('after a student’s number stands what every student has', () => {
  const words = ofStudent
    .filter((address) => address.startsWith('/students/'))
    .flatMap((address) => address.split('/')[3] ?? []);
  expect([...new Set(words)].toSorted()).toEqual(OF_EVERY_STUDENT);
});

/** The queries with which one is led to a page: each word that it takes, a sample of what is no word. */
function queriesOf({ get = '', input }: Route): string[] {
  const { properties = {} } = (input.query ?? {}) as { properties?: Record<string, { enum?: string[] }> };
  const asked = Object.entries(properties).flatMap(([name, { enum: words = ['…'] }]) =>
    words.map((word) => `${get}?${name}=${word}`),
  );
  const led = asked.map((address) => ledTo(address, 9001, testConfig().sessionKeys).address);
  return [...new Set(led)].map((address) => address.slice(get.length));
}

it('the address of a page of a student, a visit, a referral or a crisis has no word in its query that says what happened', () => {
  const pages = ROUTES.filter(({ get, subject }) => get !== undefined && (subject || /:(id|dcid)\b/.test(get)));
  const queries = pages.map((entry) => [entry.get as string, queriesOf(entry)] as const);
  expect(Object.fromEntries(queries.filter(([, asked]) => asked.length > 0))).toEqual({
    '/students/:dcid': ['?done=1', '?copy=…', '?draft=…'],
    '/students/:dcid/history': ['?done=1'],
    // docs/security.md names this one: from which list a student was opened.
    '/students/:dcid/quick': ['?list=due', '?list=caseload', '?at=…', '?draft=…', '?done=1'],
    '/students/:dcid/consents': ['?done=1'],
    '/students/:dcid/family': ['?done=1'],
    '/visits/:id/readers': ['?done=1'],
    '/visits/:id/students/:dcid/readers': ['?done=1'],
    '/visits/groups/:id': ['?done=1'],
    '/referrals/:id': ['?done=1', '?do=…', '?back=tasks', '?back=today', '?back=incoming'],
    // The reader's own timer runs on; a crisis has a number of its own.
    '/crisis/:id': ['?timers=kept'],
  });
});
