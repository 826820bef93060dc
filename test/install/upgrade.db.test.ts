import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import BetterSqlite3 from 'better-sqlite3';
import { type Database, openDatabase } from '../../src/database/connect.ts';
import { MIGRATIONS } from '../../src/database/migration-list.ts';
import { ROOT } from '../../src/server/root.ts';
import { visitForm } from '../app.ts';
import { queryLibrary, type TestDatabase } from '../database.ts';
import { ana, daniela } from '../people.ts';
import { command, serve, settings, signedIn } from '../server/process.ts';

// An upgrade with data in place: of databases that lie in test/install/previous, each written by the code of its own version
// (make-previous.ts). Every version that somebody may still run is there, and the next release adds its own.

const PREVIOUS = path.join(ROOT, 'test', 'install', 'previous');

interface About {
  migrations: string[];
  keys: { NOTE_KEYS: string; AUDIT_KEYS: string };
  notes: { open: string; restricted: string };
  period: string;
  package: string;
}

describe.each(readdirSync(PREVIOUS).sort())('from %s', (version) => {
  const lies = (name: string) => path.join(PREVIOUS, version, name);
  const about = JSON.parse(readFileSync(lies('about.json'), 'utf8')) as About;
  const newer = Object.keys(MIGRATIONS).filter((name) => !about.migrations.includes(name));
  let folder: string;
  let file: string;
  let database: Database;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ssp-upgrade-'));
    file = path.join(folder, 'support.sqlite');
    writeFileSync(file, gunzipSync(readFileSync(lies('support.sqlite.gz'))));
    writeFileSync(path.join(folder, about.package), readFileSync(lies(about.package)));
    database = openDatabase(`sqlite:${file}`, queryLibrary());
  });
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const { NOTE_KEYS, AUDIT_KEYS } = about.keys;
  const at = () => settings(`sqlite:${file}`, { NOTE_KEYS, AUDIT_KEYS, EXPORT_DIR: folder });
  const ask = <T>(sql: string) => {
    const reader = new BetterSqlite3(file, { readonly: true });
    const rows = reader.prepare<[], T>(sql).all();
    reader.close();
    return rows;
  };
  const counted = () =>
    ['u_ssp_visit', 'u_ssp_visit_note', 'u_ssp_referral', 'u_ssp_milestone', 'u_ssp_export'].map((table) => [
      table,
      ask<{ n: number }>(`select count(*) as n from ${table}`)[0]?.n,
    ]);

  it('the new version does not start before the database is up to date, and says what to run', async () => {
    expect(newer).not.toEqual([]);
    const { code, err } = await command(['serve'], at());
    expect(code).toBe(1);
    expect(err).toContain('Run: student-support migrate');
    for (const name of newer) expect(err).toContain(name);
  }, 30_000);

  it('--dry-run says what will be run and runs nothing; migrate runs it and loses no row', async () => {
    const before = counted();
    expect(before.every(([, n]) => Number(n) > 0)).toBe(true);
    const dry = await command(['migrate', '--dry-run'], at());
    expect([dry.code, dry.err]).toEqual([0, '']);
    for (const name of newer) expect(dry.out).toContain(`-- ${name}, up`);
    expect(ask('select name from u_ssp_migration')).toHaveLength(about.migrations.length);
    const done = await command(['migrate'], at());
    expect([done.code, done.out]).toEqual([0, `Done: ${newer.join(', ')}\n`]);
    expect((await command(['migrate'], at())).out).toBe('Nothing to do.\n');
    expect(counted()).toEqual(before);
  }, 60_000);

  it('the notes open in the page, and a new visit is saved', async () => {
    const service = await serve(at());
    try {
      const { cookie, token } = await signedIn({ database } as TestDatabase, ana);
      const address = `${service.url}/students/${daniela.dcid}`;
      const page = await (await fetch(address, { headers: { cookie } })).text();
      expect(page).toContain(about.notes.open);
      expect(page).not.toContain(about.notes.restricted);
      const [visit] = ask<{ id: number }>('select visit_id as id from u_ssp_visit_note where restricted = 1');
      const send = (to: string, form: Record<string, string>) =>
        fetch(to, {
          method: 'POST',
          headers: { cookie },
          body: new URLSearchParams({ token, ...form }),
          redirect: 'manual',
        });
      const opened = await send(`${service.url}/visits/${visit?.id}/note`, {});
      expect(await opened.text()).toContain(about.notes.restricted);
      const saved = await send(`${address}/visits`, visitForm({ note: 'written with the new one' }));
      expect([saved.status, saved.headers.get('location')]).toEqual([303, expect.stringContaining('done=1')]);
    } finally {
      expect((await service.stop()).code).toBe(0);
    }
  }, 60_000);

  it('the audit holds from the old rows to the new ones, and the keys are all there', async () => {
    const chains = ask<{ chain: string }>('select distinct chain from u_ssp_audit');
    expect(chains.length).toBeGreaterThan(1);
    const audit = await command(['audit', 'verify'], at());
    expect([audit.code, audit.out]).toEqual([0, expect.stringMatching(/rows hold/)]);
    expect((await command(['keys', 'check'], at())).code).toBe(0);
  }, 30_000);

  it('a package that was handed over holds, and making it again gives the same one', async () => {
    const handedOver = lies(about.package);
    expect((await command(['verify', handedOver], at())).out).toBe(`${handedOver}: holds\n`);
    const out = path.join(folder, 'again');
    const again = await command(['export', '--period', about.period, '--out', out], at());
    expect([again.code, again.err]).toEqual([0, expect.stringContaining('Nothing has changed since revision 1')]);
    expect(readFileSync(again.out.trim())).toEqual(readFileSync(handedOver));
  }, 120_000);
});
