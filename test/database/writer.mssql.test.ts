import { makeEmpty, NOW, type TestDatabase } from '../database.ts';

// The connections that write, as the server itself sees them.

const XACT_ABORT = 16384;

let test: TestDatabase;
beforeAll(async () => {
  test = await makeEmpty();
}, 180_000);
afterAll(() => test.close());

it('each breaks off its transaction by itself when a statement fails', async () => {
  const { knex } = test.database;
  const ask = () => knex.transaction((trx) => trx.raw(`select @@options & ${XACT_ABORT} as on_error`));
  for (const [{ on_error }] of await Promise.all(Array.from({ length: 5 }, ask))) expect(on_error).toBe(XACT_ABORT);
});

it.each([
  'plain',
  '',
  ' blanks before and after ',
  "O'Neill; drop table --",
  'tab\tand\nline',
  'Séan – “Añã”',
  'حداد, ليلى',
  '漢字 🙂👩‍👧',
])('%j is held as it is', async (name) => {
  const session = { token: 'held', sub: 's', reader: 1, name, created_at: NOW, seen_at: NOW, scope_at: NOW };
  await test.database.transaction(async (tx) => {
    await tx.knex('u_ssp_session').insert(session);
    expect(await tx.knex('u_ssp_session').where({ token: 'held', name }).select('name')).toEqual([{ name }]);
    await tx
      .knex('u_ssp_session')
      .where({ token: 'held' })
      .update({ name: `${name}!` });
  });
  expect(await test.database.knex('u_ssp_session').where({ token: 'held' }).select('name')).toEqual([
    { name: `${name}!` },
  ]);
  await test.owner('u_ssp_session').where({ token: 'held' }).delete();
});

it.each(['x', 'é'])('a long text of %s is held whole', async (letter) => {
  const sealed = letter.repeat(20_000);
  const opened = {
    reader: 1,
    student_dcid: 1,
    school_id: 1,
    reason: 'CRISIS',
    key_id: 'n1',
    opened_at: NOW,
    until: NOW,
  };
  await test.database.transaction(
    (tx) => tx.knex('u_ssp_break_glass').insert({ ...opened, sealed }) as unknown as Promise<void>,
  );
  const rows = await test.database.knex('u_ssp_break_glass').orderBy('id', 'desc').select('sealed');
  expect(rows[0].sealed === sealed).toBe(true);
});
