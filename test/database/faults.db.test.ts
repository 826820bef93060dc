import { isDangling, isTaken } from '../../src/database/faults.ts';
import { asAppError } from '../../src/server/errors.ts';
import { makeDistrict, NOW, type TestDatabase } from '../database.ts';

// What the databases themselves say when two were at the same thing, and that nobody meets it as "our fault".

let test: TestDatabase;
beforeAll(async () => {
  test = await makeDistrict();
}, 180_000);
afterAll(() => test.close());

const KEY = { index: 'u_ssp_rate_bucket', columns: ['u_ssp_rate.bucket', 'u_ssp_rate.window_start'] } as const;
const OTHER = { index: 'u_ssp_session_token', columns: ['u_ssp_session.token'] } as const;

async function thrownBy(work: () => PromiseLike<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('It went through.');
}

it('the same row twice is told as changed meanwhile, and by which key', async () => {
  const row = { bucket: 'one', window_start: NOW, hits: 1 };
  const thrown = await thrownBy(() =>
    test.database.transaction(async (tx) => {
      await tx.knex('u_ssp_rate').insert(row);
      await tx.knex('u_ssp_rate').insert(row);
    }),
  );
  expect([isTaken(thrown), isTaken(thrown, KEY), isTaken(thrown, OTHER), isDangling(thrown)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(asAppError(thrown)).toMatchObject({ code: 'CHANGED_MEANWHILE', status: 409 });
  expect(await test.database.knex('u_ssp_rate').where({ bucket: 'one' })).toEqual([]);
});

it('a row whose ground is gone is told as changed meanwhile', async () => {
  const purpose = { visit_id: 2_000_000_000, line_no: 1, purpose: 'ACA_ATTEND' };
  const thrown = await thrownBy(() =>
    test.database.transaction((tx) => tx.knex('u_ssp_visit_purpose').insert(purpose) as unknown as Promise<void>),
  );
  expect([isDangling(thrown), isTaken(thrown)]).toEqual([true, false]);
  expect(asAppError(thrown)).toMatchObject({ code: 'CHANGED_MEANWHILE', status: 409 });
});

it('a row that breaks a rule of its own is our fault', async () => {
  const [visit] = await test.owner('u_ssp_visit').limit(1);
  const thrown = await thrownBy(() =>
    test.database.transaction(
      (tx) => tx.knex('u_ssp_visit').where({ id: visit.id }).update({ minutes: 5000 }) as unknown as Promise<void>,
    ),
  );
  expect([isDangling(thrown), isTaken(thrown)]).toEqual([false, false]);
  expect(asAppError(thrown)).toMatchObject({ code: 'INTERNAL' });
});
