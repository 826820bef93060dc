import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { verifyAudit } from '../../src/access/verify.ts';
import { type Database, openDatabase } from '../../src/database/connect.ts';
import { QueryLibrary } from '../../src/database/library.ts';
import { formatMssqlUrl, parseMssqlUrl } from '../../src/database/mssql-address.ts';
import { led, makeApp, visitForm } from '../app.ts';
import { makeDistrict, queryLibrary, type TestDatabase } from '../database.ts';
import { ana, bruno } from '../people.ts';
import { Line } from './line.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await makeDistrict();
}, 180_000);
afterAll(() => test.close());

describe('a database that is away', () => {
  let line: Line;
  let database: Database;
  beforeAll(async () => {
    const at = parseMssqlUrl(test.url);
    line = new Line(at);
    await line.mend();
    database = openDatabase(formatMssqlUrl({ ...at, server: '127.0.0.1', port: line.port }), queryLibrary());
  });
  afterAll(async () => {
    await database.close();
    await line.cut();
  });

  it('is told as 503 with Retry-After, and comes back by itself', async () => {
    const it_ = makeApp({ ...test, database });
    const browser = await it_.as(ana);
    const page = `/students/${bruno.dcid}`;
    for (let round = 0; round < 2; round++) {
      expect((await browser.get(page)).status).toBe(200);
      const kept = visitForm();
      await line.cut();
      for (const answer of [await browser.get(page), await browser.post(`${page}/visits`, kept)]) {
        expect(answer.status).toBe(503);
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        expect(answer.text).toContain('The database cannot be reached');
      }
      await line.mend();
      expect(led(await browser.post(`${page}/visits`, kept))).toBe(`${page}?done=saved`);
      expect(await test.database.knex('u_ssp_visit').where({ form_key: kept.form_key })).toHaveLength(1);
    }
  }, 60_000);

  it('is told to programs as JSON, readiness included, while the process stays alive', async () => {
    const it_ = makeApp({ ...test, database });
    const browser = await it_.as(ana);
    expect((await it_.nobody.get('/readyz')).body).toEqual({ ready: true });
    await line.cut();
    const asked = [it_.nobody.get('/readyz'), browser.get(`/students/${bruno.dcid}`).set('Accept', 'application/json')];
    for (const answer of await Promise.all(asked)) {
      expect([answer.status, answer.body.error]).toEqual([503, 'UNAVAILABLE']);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect((await it_.nobody.get('/healthz')).status).toBe(200);
    await line.mend();
    expect((await it_.nobody.get('/readyz')).body).toEqual({ ready: true });
  }, 60_000);

  it('saves a form once when the answer to its commit was lost', async () => {
    const it_ = makeApp({ ...test, database });
    const browser = await it_.as(ana);
    const page = `/students/${bruno.dcid}`;
    const form = visitForm({ minutes: '17' });
    const lost = line.loseNextCommit();
    const first = await browser.post(`${page}/visits`, form);
    await lost;
    expect(first.status).toBe(503);
    expect(first.text).toContain('What you typed is kept here.');
    const again = await browser.post(`${page}/visits`, form);
    expect(led(again)).toBe(`${page}?done=saved`);
    const saved = await test.database.knex('u_ssp_visit').where({ form_key: form.form_key });
    expect(saved).toHaveLength(1);
    const subject = `visit:${saved[0].id}`;
    expect(await test.database.knex('u_ssp_audit').where({ event: 'VISIT_ADDED', subject })).toHaveLength(1);
    expect((await verifyAudit(test.database, it_.parts.config.auditKeys)).finding).toBeUndefined();
  }, 60_000);

  it('breaks a transaction off as a whole, and does it anew: no statement of it goes over another connection', async () => {
    const row = { bucket: 'broken', window_start: '2026-11-20T20:00:00.000Z', hits: 1 };
    const ends: string[] = [];
    await database.transaction(async (tx) => {
      tx.onEnd((end) => ends.push(end));
      await tx.knex('u_ssp_rate').insert(row);
      if (ends.length > 0) return;
      await line.cut();
      await line.mend();
      // Until the driver has seen that its connection is gone.
      await new Promise((soon) => setTimeout(soon, 300));
      // Other connections are busy while this one goes on.
      const others = Promise.all([1, 2, 3].map(() => database.knex('u_ssp_rate').select('id')));
      await tx
        .knex('u_ssp_rate')
        .insert({ ...row, window_start: '2026-11-20T20:01:00.000Z' })
        .finally(() => others);
    });
    expect(ends).toEqual(['rolled back', 'committed']);
    expect(await test.database.knex('u_ssp_rate').where({ bucket: 'broken' })).toMatchObject([row]);
  }, 60_000);
});

describe('a long query', () => {
  let folder: string;
  let database: Database;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
    mkdirSync(path.join(folder, 'trial'));
    const header = (name: string) =>
      `-- query:   trial/${name}\n-- for:     trial\n-- args:    none\n-- columns: a int, b int\n-- weight:  heavy\n`;
    const pairs = 'from u_ssp_visit a join u_ssp_visit b on a.id <> b.id';
    writeFileSync(path.join(folder, 'trial', 'rows.sql'), `${header('rows')}select a.id as a, b.id as b ${pairs}`);
    const endless = `${pairs} join u_ssp_visit c on c.minutes < a.id + b.minutes join u_ssp_visit d on d.id <> c.id`;
    writeFileSync(
      path.join(folder, 'trial', 'none.sql'),
      `${header('none')}select count(*) as a, sum(d.minutes - b.minutes) as b ${endless}`,
    );
    database = openDatabase(test.url, new QueryLibrary(folder));
  });
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['rows', 'none'])(
    'is cancelled when whoever asked leaves (%s come yet)',
    async (name) => {
      // More often than there are connections: each has to be free again. How soon depends on how busy the server's cores
      // are, and the driver gives up after five seconds what nobody answers; uncancelled, the query would go on for hours.
      for (let round = 0; round < 6; round++) {
        const asked = database.csv(`trial/${name}`, {})[Symbol.asyncIterator]();
        const first = asked.next();
        if (name === 'rows') expect((await first).done).toBe(false);
        else await new Promise((soon) => setTimeout(soon, 300));
        const left = performance.now();
        await asked.return?.();
        expect(performance.now() - left).toBeLessThan(15_000);
        if (name === 'none') expect((await first).done).toBe(true);
      }
      const end = performance.now() + 15_000;
      const used = () => database.pools().map((pool) => pool.used);
      while (Math.max(...used()) > 0 && performance.now() < end) await new Promise((soon) => setTimeout(soon, 20));
      expect(Math.max(...used())).toBe(0);
    },
    120_000,
  );

  it('holds no more in memory than a reader who is slow takes', async () => {
    const before = process.memoryUsage().rss;
    let blocks = 0;
    for await (const _block of database.stream('trial/rows', {})) {
      await new Promise((soon) => setTimeout(soon, 100));
      if (++blocks === 20) break;
    }
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(150);
  }, 60_000);
});
