import { Audit, type AuditEntry } from '../../src/access/audit.ts';
import { KeyRing } from '../../src/access/keys.ts';
import { Sealer } from '../../src/access/seal.ts';
import { verifyAudit } from '../../src/access/verify.ts';
import { testClock } from '../app.ts';
import { makeEmpty, type TestDatabase } from '../database.ts';

const keys = KeyRing.parse(`a1:${Buffer.alloc(32, 3).toString('base64')}`);
const clock = testClock();
const entry = (student: number | null): AuditEntry => ({
  event: 'STUDENT_OPENED',
  outcome: 'allowed',
  reason: 'ROLE_AT_SCHOOL',
  actor: 9001,
  student,
  subject: null,
  request: null,
});

let test: TestDatabase;
let audit: Audit;
beforeEach(async () => {
  test = await makeEmpty();
  audit = new Audit(test.database, keys, clock);
});
afterEach(() => test.close());

const rows = () =>
  test.database.knex('u_ssp_audit').orderBy('seq') as unknown as Promise<
    { seq: number; student: number; id: number }[]
  >;
const write = (count: number) => Promise.all(Array.from({ length: count }, (_, at) => audit.record(entry(5000 + at))));

describe('the audit chain', () => {
  it('holds when many write at once, alone and within changes', async () => {
    await Promise.all([
      write(100),
      ...Array.from({ length: 20 }, () => test.database.transaction(async (tx) => audit.within(tx, entry(1)))),
    ]);
    expect((await rows()).map((row) => row.seq)).toEqual(Array.from({ length: 120 }, (_, at) => at + 1));
    expect(await verifyAudit(test.database, keys)).toEqual({ rows: 120 });
  });

  it('holds when one change is about hundreds, and asks no statement for more values than SQL Server takes', async () => {
    const sizes: number[] = [];
    const count = ({ bindings = [] }: { bindings?: unknown[] }) => sizes.push(bindings.length);
    test.database.knex.on('query', count);
    const all = Array.from({ length: 600 }, (_, at) => entry(5000 + at));
    await test.database.transaction((tx) => audit.within(tx, ...all));
    await test.database.transaction(async (tx) => audit.within(tx, entry(1)));
    test.database.knex.off('query', count);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2000);
    expect((await rows()).map((row) => [row.seq, row.student])).toEqual(
      [...all, entry(1)].map(({ student }, at) => [at + 1, student]),
    );
    expect(await verifyAudit(test.database, keys)).toEqual({ rows: 601 });
  });

  it('loses the row of a change that was rolled back, and nothing else', async () => {
    await write(2);
    const failing = test.database.transaction(async (tx) => {
      await audit.within(tx, entry(666));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await write(1);
    expect((await rows()).some((row) => row.student === 666)).toBe(false);
    expect(await verifyAudit(test.database, keys)).toEqual({ rows: 3 });
  });

  it.each([
    ['a changed row', () => test.owner('u_ssp_audit').where({ seq: 2 }).update({ student: 5999 }), 2, 'was changed'],
    ['a row taken out', () => test.owner('u_ssp_audit').where({ seq: 2 }).del(), 3, 'row 2 is missing'],
    ['the first row taken out', () => test.owner('u_ssp_audit').where({ seq: 1 }).del(), 2, 'row 1 is missing'],
    [
      'a tail that was cut off',
      () => test.owner('u_ssp_audit').where('seq', '>', 2).del(),
      4,
      'rows after 2 were cut off',
    ],
    ['all of it gone', () => test.owner('u_ssp_audit').del(), 4, 'rows after 0 were cut off'],
  ])('shows %s', async (_what, tamper, seq, fault) => {
    await write(4);
    const sealer = new Sealer(test.database, audit, keys, clock);
    await sealer.start(() => {});
    await sealer.end();
    await tamper();
    const { finding } = await verifyAudit(test.database, keys);
    expect(finding?.seq).toBe(seq);
    expect(finding?.fault).toContain(fault);
  });

  it('goes on with the same chain after a change that was rolled back, so that a cut tail still shows', async () => {
    const sealer = new Sealer(test.database, audit, keys, clock);
    await sealer.start(() => {});
    await write(2);
    await expect(
      test.database.transaction(async (tx) => {
        await audit.within(tx, entry(1));
        throw new Error('no');
      }),
    ).rejects.toThrow();
    await sealer.end();
    await test.owner('u_ssp_audit').where('seq', '>', 0).del();
    expect((await verifyAudit(test.database, keys)).finding?.fault).toContain('cut off');
  });

  it('shows a seal that was lowered to hide a cut', async () => {
    await write(4);
    const sealer = new Sealer(test.database, audit, keys, clock);
    await sealer.start(() => {});
    await sealer.end();
    await test.owner('u_ssp_audit').where('seq', '>', 2).del();
    await test.owner('u_ssp_audit_seal').update({ seq: 2 });
    expect((await verifyAudit(test.database, keys)).finding?.fault).toContain('seal was changed');
  });
});
