import { ROUTES } from '../../src/server/app.ts';
import type { Route } from '../../src/server/route.ts';

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

it('no address of a student’s page takes a word in its query that says what happened', () => {
  const page = ROUTES.find((entry) => entry.get === '/students/:dcid') as Route;
  const { properties } = page.input.query as { properties: object };
  expect(Object.keys(properties).toSorted()).toEqual(['copy', 'done', 'draft']);
});
