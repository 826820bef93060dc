import { dropDatabase, ours } from '../mssql.ts';

// The tests on SQL Server make databases and drop them, and touch no other, whatever the login may do.

const { namesOf } = (await import(new URL('../../.setup/sweep.mjs', import.meta.url).href)) as {
  namesOf(run: string): { databases: RegExp; logins: RegExp };
};

const OTHERS = [
  'PowerSchool',
  'ssp_tests',
  'ssp_test_x] set single_user; drop database [master',
  'my_ssp_test_1',
  'master',
  '',
];

it.each(OTHERS)('"%s" is no database of the tests', async (name) => {
  expect(() => ours(name)).toThrow('is no database of the tests');
  await expect(dropDatabase(name)).rejects.toThrow('is no database of the tests');
  expect(namesOf('17').databases.test(name)).toBe(false);
});

it('one that the tests made is', () => {
  expect(ours('ssp_test_17_ab12')).toBe('ssp_test_17_ab12');
  expect(namesOf('17').databases.test('ssp_test_17_ab12')).toBe(true);
});

it('what another run made is left to it', () => {
  const { databases, logins } = namesOf('17');
  for (const name of ['ssp_test_170_ab12', 'ssp_test_7_ab12', 'ssp_test_17', 'xssp_test_17_ab12', 'ssp_test_17_a b'])
    expect([name, databases.test(name)]).toEqual([name, false]);
  for (const name of [
    'sa',
    'ssp_test_reader_170',
    'ssp_test_other_17',
    'xssp_test_reader_17',
    'student_support_reader',
  ])
    expect([name, logins.test(name)]).toEqual([name, false]);
  for (const name of ['ssp_test_reader_17', 'ssp_test_foreign_17_ab'])
    expect([name, logins.test(name)]).toEqual([name, true]);
});

it.each(['', '.*', '17_|x', '1 7'])('"%s" is no name of a run', (run) => {
  expect(() => namesOf(run)).toThrow('letters and digits');
});
