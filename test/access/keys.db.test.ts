import { Audit } from '../../src/access/audit.ts';
import type { Rings } from '../../src/access/keyed.ts';
import { KeyRing } from '../../src/access/keys.ts';
import { seeKeys } from '../../src/access/keys-check.ts';
import { type Rotated, rotateTexts } from '../../src/access/keys-rotate.ts';
import { keyLines, rotatedLines } from '../../src/access/keys-words.ts';
import { Sealer } from '../../src/access/seal.ts';
import { verifyAudit } from '../../src/access/verify.ts';
import { openCatalog } from '../../src/database/catalog-open.ts';
import type { Database } from '../../src/database/connect.ts';
import { MIGRATIONS, OWN_TABLES } from '../../src/database/migration-list.ts';
import { KEYED_TABLES } from '../../src/server/keyed-tables.ts';
import { openNote } from '../../src/visits/sealing.ts';
import { makeApp, visitForm } from '../app.ts';
import { makeDistrict, type TestDatabase } from '../database.ts';
import { ana, daniela, sami } from '../people.ts';

// Keys on real rows: notes that were saved through the app under the key n1, and an opening for a real need.

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const OLD = KeyRing.parse(key('n1', 2));
const BOTH = KeyRing.parse(`${key('n2', 7)},${key('n1', 2)}`);
const NEW = KeyRing.parse(key('n2', 7));
const WRONG = KeyRing.parse(`${key('n2', 7)},${key('n1', 9)}`);
const AUDIT = KeyRing.parse(key('a1', 3));
const NOTES = 30;

let test: TestDatabase;
let clock: ReturnType<typeof makeApp>['clock'];
beforeEach(async () => {
  test = await makeDistrict();
  const it_ = makeApp(test);
  clock = it_.clock;
  const browser = await it_.as(ana);
  for (let at = 0; at < NOTES; at++) {
    const student = at % 2 === 0 ? daniela : sami;
    const answer = await browser.post(`/students/${student.dcid}/visits`, visitForm({ note: `note ${at}` }));
    expect(answer.status).toBe(303);
  }
  const words = 'covering for a colleague who is ill';
  const opened = await browser.post('/access/break-glass', { number: '104239', need: 'COVERING', words });
  expect(opened.status).toBe(303);
}, 180_000);
afterEach(() => test.close());

interface NoteRow {
  id: number;
  visit_id: number;
  student_dcid: number;
  key_id: string;
  sealed: string;
}

const notes = (): Promise<NoteRow[]> => test.database.knex('u_ssp_visit_note').orderBy('id');
const textsWith = async (ring: KeyRing) =>
  (await notes()).map((row) => openNote(row, { visit: row.visit_id, student: row.student_dcid }, ring));
const ALL_TEXTS = Array.from({ length: NOTES }, (_, at) => `note ${at}`);

async function counting<T>(
  work: (count: (table: string) => Promise<{ key_id: string; count: number }[]>) => Promise<T>,
) {
  const catalog = openCatalog(test.url);
  try {
    return await work((table) => catalog.keyUse(table));
  } finally {
    await catalog.close();
  }
}

function rotate(
  keys: KeyRing,
  { database = test.database, signal, progress = () => {} }: Partial<Parameters<typeof rotateTexts>[0]> = {},
): Promise<Rotated> {
  const audit = new Audit(database, AUDIT, clock);
  return counting((count) =>
    rotateTexts({ database, audit, keys, tables: KEYED_TABLES, count, progress, ...(signal ? { signal } : {}) }),
  );
}

const check = async (notesRing: KeyRing, audit = AUDIT) => {
  const rings: Rings = { NOTE_KEYS: notesRing, AUDIT_KEYS: audit };
  return keyLines(['s1'], await counting((count) => seeKeys(test.database, KEYED_TABLES, rings, count)));
};

describe('keys rotate', () => {
  it('encrypts every text anew under the first key, and audits each row', async () => {
    const told: number[] = [];
    const rotated = await rotate(BOTH, { progress: (done) => told.push(done) });
    expect(rotated).toEqual({ done: NOTES + 1, changed: 0, closed: [], lost: [], interrupted: false });
    expect(told).toEqual([25, 30, 31]);
    expect(await textsWith(NEW)).toEqual(ALL_TEXTS);
    const rows = await test.database.knex('u_ssp_audit').where({ event: 'TEXT_ENCRYPTED_ANEW' }).orderBy('id');
    expect(rows).toHaveLength(NOTES + 1);
    const [first] = await notes();
    expect(rows[0]).toMatchObject({
      ...{ actor: null, outcome: 'allowed', reason: 'SYSTEM', student: daniela.dcid },
      subject: `key-keeper visit_note:${first?.id}`,
    });
    expect((await verifyAudit(test.database, AUDIT)).finding).toBeUndefined();
    expect(await rotate(BOTH)).toMatchObject({ done: 0, changed: 0 });
  });

  it('goes on where it was interrupted, and until then every note opens', async () => {
    const end = new AbortController();
    const half = await rotate(BOTH, { signal: end.signal, progress: () => end.abort() });
    expect(half).toMatchObject({ done: 25, interrupted: true });
    expect(rotatedLines(half)).toMatchObject({ ok: false });
    expect(new Set((await notes()).map((row) => row.key_id))).toEqual(new Set(['n1', 'n2']));
    expect(await textsWith(BOTH)).toEqual(ALL_TEXTS);
    expect(await rotate(BOTH)).toMatchObject({ done: NOTES + 1 - 25, interrupted: false });
    expect(await textsWith(NEW)).toEqual(ALL_TEXTS);
  });

  it('leaves whole what fails in the middle of its rows', async () => {
    let turn = 0;
    const failing: Database = {
      ...test.database,
      transaction: (work) =>
        test.database.transaction(async (tx) => {
          const result = await work(tx);
          if (++turn === 2) throw new Error('the power failed');
          return result;
        }),
    };
    await expect(rotate(BOTH, { database: failing })).rejects.toThrow('the power failed');
    expect((await notes()).filter((row) => row.key_id === 'n2')).toHaveLength(25);
    expect(await textsWith(BOTH)).toEqual(ALL_TEXTS);
    expect((await rotate(BOTH)).done).toBe(NOTES + 1 - 25);
    expect((await verifyAudit(test.database, AUDIT)).finding).toBeUndefined();
  });

  it('touches nothing with a wrong key under the right name, says which, and audits that it could not', async () => {
    const before = await notes();
    const rotated = await rotate(WRONG);
    expect(rotated).toMatchObject({ done: 0, changed: 0 });
    expect(rotated.closed).toHaveLength(NOTES + 1);
    expect(await notes()).toEqual(before);
    expect(rotatedLines(rotated).ok).toBe(false);
    expect(rotatedLines(rotated).text).toContain(`The note ${before[0]?.id} does not open with the key n1`);
    const refused = await test.database.knex('u_ssp_audit').where({ event: 'TEXT_ENCRYPTED_ANEW', outcome: 'refused' });
    expect(refused).toHaveLength(NOTES + 1);
  });

  it('says what is under a key that is not there at all', async () => {
    const before = await notes();
    const rotated = await rotate(NEW);
    expect(rotated.lost.map(({ key_id, uses }) => [key_id, uses.map((use) => use.count)])).toEqual([
      ['n1', [NOTES, 1]],
    ]);
    expect(rotatedLines(rotated).text).toContain('30 notes, 1 reason for an opening under the key n1');
    expect(rotatedLines(rotated).ok).toBe(false);
    expect(await notes()).toEqual(before);
  });

  it('keeps what somebody else wrote to a note meanwhile', async () => {
    const [first, second, third] = (await notes()) as [NoteRow, NoteRow, NoteRow];
    const place = `u_ssp_visit_note:${first.visit_id}:${first.student_dcid}`;
    const { seal } = await import('../../src/access/sealing.ts');
    let meanwhile = async () => {
      // Between the moment at which the rows were found and the one at which they are locked.
      await test
        .owner('u_ssp_visit_note')
        .where({ id: first.id })
        .update(seal('written meanwhile', place, OLD));
      await test.owner('u_ssp_visit_note').where({ id: second.id }).delete();
      await test.owner('u_ssp_visit_note').where({ id: third.id }).update({ key_id: 'n2', sealed: 'by another' });
    };
    const busy: Database = {
      ...test.database,
      transaction: async (work) => {
        await meanwhile();
        meanwhile = async () => {};
        return test.database.transaction(work);
      },
    };
    expect(await rotate(BOTH, { database: busy })).toMatchObject({ done: NOTES + 1 - 2, changed: 2 });
    const after = await notes();
    expect(after).toHaveLength(NOTES - 1);
    expect((await textsWith(NEW))[0]).toBe('written meanwhile');
    expect(after.find((row) => row.id === third.id)?.sealed).toBe('by another');
  });

  it('run twice at once encrypts each text once', async () => {
    const [one, other] = await Promise.all([rotate(BOTH), rotate(BOTH)]);
    expect(one.done + other.done).toBe(NOTES + 1);
    expect(await textsWith(NEW)).toEqual(ALL_TEXTS);
    expect((await verifyAudit(test.database, AUDIT)).finding).toBeUndefined();
  });
});

describe('keys check', () => {
  it('says which key encrypts what is new, which are needed, and which can go', async () => {
    const { text, ok } = await check(KeyRing.parse(`${key('n2', 7)},${key('n1', 2)},${key('n0', 1)}`));
    expect(ok).toBe(true);
    expect(text).toContain('  n2: encrypts what is new\n');
    expect(text).toContain('  n1: needed: 30 notes, 1 reason for an opening\n');
    expect(text).toContain('  n0: no row names it: take it out once');
    expect(text).toMatch(/ {2}a1: proves what is new: [\d,]+ audit rows/);
    expect(text).not.toContain(Buffer.alloc(32, 7).toString('base64').slice(0, 20));
    await rotate(BOTH);
    expect((await check(BOTH)).text).toContain('  n1: no row names it');
    expect((await check(NEW)).ok).toBe(true);
  });

  it('ends badly when a key is missing that rows need', async () => {
    const notesGone = await check(NEW);
    expect(notesGone.ok).toBe(false);
    expect(notesGone.text).toContain(
      'n1: MISSING: 30 notes, 1 reason for an opening, which cannot be opened without it',
    );
    const auditGone = await check(BOTH, KeyRing.parse(key('a2', 8)));
    expect(auditGone.ok).toBe(false);
    expect(auditGone.text).toMatch(/a1: MISSING: [\d,]+ audit rows.*which cannot be proved without it/);
  });

  it('ends badly when another key has the name', async () => {
    const { text, ok } = await check(WRONG);
    expect(ok).toBe(false);
    expect(text).toMatch(/n1: WRONG: note \d+ does not open with it/);
    expect(text).toMatch(/n1: WRONG: reason for an opening \d+ does not open with it/);
  });

  it('counts seals too', async () => {
    const sealer = new Sealer(test.database, new Audit(test.database, AUDIT, clock), AUDIT, clock);
    await sealer.start(() => {});
    await sealer.end();
    expect((await check(OLD)).text).toMatch(/audit rows?, 2 audit seals/);
  });
});

describe('the list of tables whose rows name a key', () => {
  it('has every one of our tables with such a column, and no other', async () => {
    const catalog = openCatalog(test.url);
    const found: string[] = [];
    for (const table of OWN_TABLES) {
      const columns = await catalog.columns(table);
      if (columns?.some(({ name }) => name === 'key_id')) found.push(table);
    }
    await catalog.close();
    expect(Object.keys(MIGRATIONS).length).toBeGreaterThan(2);
    expect(KEYED_TABLES.map(({ table }) => table).sort()).toEqual(found.sort());
  });

  it('says how to read each of those that hold an encrypted text', async () => {
    const catalog = openCatalog(test.url);
    for (const { table, texts } of KEYED_TABLES) {
      const columns = (await catalog.columns(table)) ?? [];
      expect([table, texts !== undefined]).toEqual([table, columns.some(({ name }) => name === 'sealed')]);
    }
    await catalog.close();
  });
});
