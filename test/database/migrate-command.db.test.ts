import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { migrateUp, migrationsDone } from '../../src/database/migrate.ts';
import { MIGRATIONS } from '../../src/database/migration-list.ts';
import { parseMssqlUrl } from '../../src/database/mssql-address.ts';
import { scriptBatches } from '../../src/database/mssql-script.ts';
import { ROOT } from '../../src/server/root.ts';
import { type BareDatabase, makeBare, ON_MSSQL } from '../database.ts';
import { schemaOf } from './schema.ts';
import { isLocking, untilItWaits } from './waiting.ts';

// The command as it is run, in processes of its own and, on SQL Server, with the migrator's login.

const NAMES = Object.keys(MIGRATIONS).sort();
const children: ChildProcess[] = [];
let bare: BareDatabase;
beforeEach(async () => {
  bare = await makeBare();
}, 60_000);
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await bare.close();
}, 60_000);

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function begin(file: string, ...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  // No other setting: whoever migrates has no key and no secret of the SIS.
  const env = { PATH: process.env.PATH, DATABASE_URL: bare.url };
  const child = spawn(process.execPath, [path.join(ROOT, file), ...args], { env });
  children.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => {
    said.out += text;
  });
  child.stderr.on('data', (text) => {
    said.err += text;
  });
  return { child, ended: new Promise((done) => child.on('close', (code) => done({ code, ...said }))) };
}

const migrate = (...args: string[]): Promise<Ended> => begin('dist/main.js', 'migrate', ...args).ended;

/** As a database administrator would run it. */
async function runScript(text: string): Promise<void> {
  if (!ON_MSSQL) {
    const database = new BetterSqlite3(bare.url.slice('sqlite:'.length));
    database.exec(text);
    database.close();
    return;
  }
  const { connect } = await import('../mssql.ts');
  const pool = await connect(parseMssqlUrl(bare.url));
  for (const batch of scriptBatches(text)) await pool.request().batch(batch);
  await pool.close();
}

describe('migrate', () => {
  it('says what it did, and does it once', async () => {
    expect(await migrate()).toEqual({ code: 0, out: `Done: ${NAMES.join(', ')}\n`, err: '' });
    expect(await migrate()).toEqual({ code: 0, out: 'Nothing to do.\n', err: '' });
    expect(await migrate('--down')).toEqual({ code: 0, out: `Done: ${NAMES.at(-1)}\n`, err: '' });
    expect(await migrationsDone(bare.knex)).toEqual(NAMES.slice(0, -1));
  }, 60_000);

  it('by two processes at once runs every migration once', async () => {
    const ended = await Promise.all([migrate(), migrate(), migrate()]);
    expect(ended.map(({ code, err }) => [code, err])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    const ran = ended.flatMap(({ out }) => NAMES.filter((name) => out.includes(name)));
    expect(ran.sort()).toEqual(NAMES);
    expect(await bare.knex('u_ssp_migration')).toHaveLength(NAMES.length);
  }, 60_000);

  it('works again after one that was killed in the middle, which left nothing', async () => {
    const slow = begin('test/database/slow-migration.mjs', bare.url);
    await new Promise((soon) => slow.child.stdout?.once('data', soon));
    // What the command does, in this process: of another one nobody can see that it waits.
    const waiting = await untilItWaits(bare.knex, () => migrateUp(bare.knex));
    expect([waiting.sql, isLocking(waiting.sql)]).toEqual([waiting.sql, true]);
    slow.child.kill('SIGKILL');
    expect((await slow.ended).out).toBe('in the middle\n');
    expect(await waiting.asked).toEqual(NAMES);
    expect(await migrate()).toEqual({ code: 0, out: 'Nothing to do.\n', err: '' });
  }, 60_000);

  it('tells in words when the database refuses, and shows no password', async () => {
    const url = ON_MSSQL ? 'mssql://nobody:S3cret@127.0.0.1:1/none' : 'sqlite:/nowhere/at/all.sqlite';
    const away = spawn(process.execPath, [path.join(ROOT, 'dist/main.js'), 'migrate'], {
      env: { PATH: process.env.PATH, DATABASE_URL: url },
    });
    let said = '';
    away.stderr.on('data', (text) => {
      said += text;
    });
    expect(await new Promise((done) => away.on('close', done))).toBe(1);
    expect(said).toMatch(/\w+ \w+/);
    expect(said).not.toMatch(/S3cret| at .*\.js/);
  }, 60_000);
});

describe('migrate --dry-run', () => {
  it('prints SQL that makes what migrate makes, and changes nothing itself', async () => {
    // On SQL Server the set-up has made the one table in which the migrator writes down what it ran.
    const before = ON_MSSQL ? await schemaOf(bare.knex) : {};
    const dry = await migrate('--dry-run');
    expect(dry.code).toBe(0);
    for (const name of NAMES) expect(dry.out).toContain(`-- ${name}, up`);
    if (!ON_MSSQL) expect(existsSync(bare.url.slice('sqlite:'.length))).toBe(false);
    expect(await schemaOf(bare.knex)).toEqual(before);

    await runScript(dry.out);
    const byHand = await schemaOf(bare.knex);
    expect(await migrationsDone(bare.knex)).toEqual(NAMES);
    expect(await migrate('--dry-run')).toEqual({ code: 0, out: '-- Nothing to do.\n', err: '' });

    const other = await makeBare();
    await migrateUp(other.knex);
    expect(byHand).toEqual(await schemaOf(other.knex));
    await other.close();
  }, 60_000);

  it('prints only what is missing, and with --down what goes back', async () => {
    await migrate();
    const whole = await schemaOf(bare.knex);
    const before = ON_MSSQL ? '' : readFileSync(bare.url.slice('sqlite:'.length), 'hex');
    const down = await migrate('--down', '--dry-run');
    expect(await schemaOf(bare.knex)).toEqual(whole);
    if (!ON_MSSQL) expect(readFileSync(bare.url.slice('sqlite:'.length), 'hex')).toBe(before);
    expect(down.out).not.toContain(NAMES[0]);

    await runScript(down.out);
    expect(await migrationsDone(bare.knex)).toEqual(NAMES.slice(0, -1));
    const up = await migrate('--dry-run');
    expect(up.out).not.toContain(NAMES[0]);
    expect(up.out).toContain(`-- ${NAMES.at(-1)}, up`);
    await runScript(up.out);
    expect(await schemaOf(bare.knex)).toEqual(whole);
  }, 60_000);
});
