import { AppError, asAppError } from '../../src/server/errors.ts';

// What SQL Server says by number, where no test can bring it about.

const said = (number: number) => Object.assign(new Error('as the server says it'), { number, code: 'EREQUEST' });

test.each([
  [1101, 'no room in a file group for a page'],
  [1105, 'no room in a file group for an object'],
  [9002, 'the log is full'],
  [40544, 'the quota is reached'],
])('%i, %s: not saved, with the words for a full disk', (number) => {
  const error = asAppError(said(number));
  expect([error.code, error.status]).toEqual(['NOT_SAVED', 503]);
  expect(error.cause).toMatchObject({ number });
});

test.each([
  [1205, 'a deadlock'],
  [1222, 'a lock'],
  [3960, 'a snapshot conflict'],
  [18456, 'a refused login'],
  [40613, 'a database that is being moved'],
])('%i, %s that lasts: not available right now', (number) => {
  expect([asAppError(said(number)).code, asAppError(said(number)).status]).toEqual(['UNAVAILABLE', 503]);
});

test.each([
  [2627, 'a key that is taken', 'CHANGED_MEANWHILE'],
  [229, 'a right that is missing', 'INTERNAL'],
] as const)('%i, %s', (number, _what, code) => {
  expect(asAppError(said(number)).code).toBe(code);
});

test('one of ours stays what it is', () => {
  const ours = new AppError('NOT_FOUND');
  expect(asAppError(ours)).toBe(ours);
});
