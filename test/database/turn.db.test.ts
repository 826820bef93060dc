import { type Database, openDatabase } from '../../src/database/connect.ts';
import { inTurn } from '../../src/database/turn.ts';
import { makeEmpty, queryLibrary, type TestDatabase } from '../database.ts';

// One after the other under a name, whichever connection asks; under different names at once.

let test: TestDatabase;
let second: Database;
beforeAll(async () => {
  test = await makeEmpty();
  second = openDatabase(test.url, queryLibrary());
}, 120_000);
afterAll(async () => {
  await second.close();
  await test.close();
});
beforeEach(() => test.owner('u_ssp_rate').del());

const pause = () => new Promise((soon) => setTimeout(soon, 20));

it('nobody else has the same name in hand, also when none of them was there before', async () => {
  let inside = 0;
  const most: number[] = [];
  const work = async () => {
    most.push(++inside);
    await pause();
    inside--;
  };
  const names = [['one'], ['two', 'one'], ['one', 'two']];
  await Promise.all([...names, ...names].map((name, at) => inTurn(at % 2 ? second : test.database, name, work)));
  expect(most).toEqual([1, 1, 1, 1, 1, 1]);
  expect(await test.owner('u_ssp_rate').orderBy('bucket').select('bucket', 'hits')).toEqual([
    { bucket: 'one', hits: 6 },
    { bucket: 'two', hits: 4 },
  ]);
});

it('what fails gives the name back, and is not done again', async () => {
  let done = 0;
  const failing = inTurn(test.database, ['one'], async () => {
    done++;
    throw new Error('not today');
  });
  await expect(failing).rejects.toThrow('not today');
  expect(done).toBe(1);
  expect(await inTurn(second, ['one'], async () => 'now')).toBe('now');
});

// A database that says what SQL Server says when two make the row of a name at the same moment.
const racing = (faults: object[]): Database => ({
  ...test.database,
  transaction: async (work) => {
    const fault = faults.shift();
    if (fault) throw fault;
    return test.database.transaction(work);
  },
});
const TAKEN = { number: 2627, message: "Violation of UNIQUE KEY constraint 'u_ssp_rate_bucket'." };
const OTHER = { number: 2627, message: "Violation of UNIQUE KEY constraint 'u_ssp_export_revision'." };

it('of several new names each may be made by somebody else at the same moment', async () => {
  const names = ['one', 'two', 'three', 'four', 'five'];
  const inOrder = names.toSorted();
  const alone = (name: string, at: number) =>
    inTurn(second, [name], () => new Promise((soon) => setTimeout(soon, 100 * (at + 1))));
  const others = inOrder.map(alone);
  await pause();
  await Promise.all([...others, inTurn(test.database, names, async () => 'all')]);
  const faults = names.map(() => TAKEN);
  expect(await inTurn(racing(faults), names, async () => 'after')).toBe('after');
  // And not without end.
  await expect(inTurn(racing(Array.from({ length: 99 }, () => TAKEN)), names, async () => 'never')).rejects.toBe(TAKEN);
});

it('whoever finds the row made by somebody else at the same moment waits for that one', async () => {
  expect(await inTurn(racing([TAKEN]), ['one'], async () => 'after')).toBe('after');
  await expect(inTurn(racing([OTHER]), ['one'], async () => 'never')).rejects.toBe(OTHER);
});
