import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { formatMssqlUrl, type MssqlAddress, parseMssqlUrl } from '../../src/database/mssql-address.ts';
import { type DemoOptions, startDemo } from '../../src/sandbox/demo.ts';
import { openDemoDatabase } from '../../src/sandbox/demo-database.ts';
import { type Logins, withPool } from '../../src/sandbox/set-up-mssql.ts';
import { ON_MSSQL, TODAY } from '../database.ts';
import { ana, bruno } from '../people.ts';
import { createBrowser } from './running-sis.ts';

// The whole demo, stand-in SIS and service, on whichever database the tests run on; and what it never does to a
// database that is not its own.

const LONG = 240_000;

/** Where one demo lies, and a way to look into its database past the demo itself. */
interface Place {
  data: string;
  database: string;
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** Everything that must not change when the demo refuses. */
  look(): Promise<unknown>;
  clear(): Promise<void>;
}

const places: Place[] = [];
function newPlace(): Place {
  const data = mkdtempSync(path.join(tmpdir(), 'ssp-demo-'));
  const place = ON_MSSQL ? onMssql(data) : onSqlite(data);
  places.push(place);
  return place;
}
afterAll(async () => {
  for (const place of places) await place.clear();
}, LONG);

function onSqlite(data: string): Place {
  const file = path.join(data, 'tried.sqlite');
  return {
    data,
    database: `sqlite:${file}`,
    sql: async (text) => {
      const db = new BetterSqlite3(file);
      const statement = db.prepare(text);
      const rows = statement.reader ? (statement.all() as Record<string, unknown>[]) : [];
      if (!statement.reader) statement.run();
      db.close();
      return rows;
    },
    look: async () => ({ files: readdirSync(data).sort(), bytes: readFileSync(file).toString('latin1') }),
    clear: async () => rmSync(data, { recursive: true, force: true }),
  };
}

function onMssql(data: string): Place {
  const server = parseMssqlUrl(process.env.TEST_MSSQL_URL ?? '');
  // A name by which .setup/sweep.mjs drops it when a test is cut off.
  const name = `ssp_test_${process.env.TEST_RUN ?? 'dev'}_demo_${randomBytes(4).toString('hex')}`;
  const at: MssqlAddress = { ...server, database: name };
  const ask = (where: MssqlAddress, text: string) =>
    withPool(where, async (pool) => (await pool.request().query<Record<string, unknown>>(text)).recordset ?? []);
  const databases = () => ask(server, `select name from sys.databases where name = '${name}'`);
  return {
    data,
    database: formatMssqlUrl(at),
    sql: async (text) => {
      if ((await databases()).length === 0) await ask(server, `create database ${name}`);
      return ask(at, text);
    },
    look: async () => ({
      files: readdirSync(data),
      objects: await ask(at, 'select name from sys.objects where is_ms_shipped = 0 order by name'),
      rows: await ask(at, 'select * from somebody_elses'),
    }),
    clear: async () => {
      if ((await databases()).length > 0) {
        await ask(server, `alter database ${name} set single_user with rollback immediate`);
        await ask(server, `drop database ${name}`);
      }
      for (const { user } of Object.values(loginsIn(data))) await ask(server, `drop login [${user}]`);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function loginsIn(data: string): Partial<Logins> {
  const file = path.join(data, 'demo-logins.json');
  return existsSync(file) ? (Object.values(JSON.parse(readFileSync(file, 'utf8')))[0] as Logins) : {};
}

/** Takes what would be written to the terminal. */
function quiet(onWrite = (_text: string): void => {}): NodeJS.WriteStream {
  return { isTTY: false, write: (text: string) => onWrite(text) } as unknown as NodeJS.WriteStream;
}

function wishes(place: Place, more: Partial<DemoOptions> = {}): DemoOptions & { said: string[] } {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const { data, database } = place;
  return { data, database, sisPort: 0, port: 0, reset: false, out: quiet(say), say, said, ...more };
}

const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';

describe('the demo', () => {
  const place = newPlace();
  let demo: Awaited<ReturnType<typeof startDemo>>;
  let browser: ReturnType<typeof createBrowser>;
  const start = async (more: Partial<DemoOptions> = {}) => {
    const options = wishes(place, more);
    demo = await startDemo(options);
    browser = createBrowser(demo.sisUrl, demo.serviceUrl);
    return options.said.join('');
  };
  const brunosPage = async () => {
    await browser.post(`${demo.sisUrl}/sign-in`, { person: String(ana.reader) });
    return browser.go(`${demo.serviceUrl}/enter?student=${bruno.dcid}&user=${ana.reader}`);
  };
  const marker = async () => (await place.sql('select made_at, size from u_ssp_demo'))[0];
  let made: unknown;

  it(
    'makes a district where there is nothing, and answers',
    async () => {
      expect(await start()).toContain('Making up a district (small)');
      expect((await fetch(`${demo.serviceUrl}/readyz`)).status).toBe(200);
      expect((await fetch(`${demo.sisUrl}/sandbox/cast.json`)).status).toBe(200);
      made = await marker();
      expect(made).toMatchObject({ size: 'small' });
    },
    LONG,
  );

  it(
    'has students to find in the SIS, by number and by any part of the name',
    async () => {
      await browser.post(`${demo.sisUrl}/sign-in`, { person: String(ana.reader) });
      for (const search of ['Bruno Silva', 'silva', '104237']) {
        const { response } = await browser.post(`${demo.sisUrl}/admin/search.html`, { search });
        expect(await response.text()).toContain(`001${bruno.dcid}`);
      }
      for (const search of ['sean o’neill', 'SÉAN']) {
        const { response } = await browser.post(`${demo.sisUrl}/admin/search.html`, { search });
        expect(await response.text()).toContain('0015009');
      }
      const { response } = await browser.post(`${demo.sisUrl}/admin/search.html`, { search: 'nobody-of-this-name' });
      expect(await response.text()).not.toContain('frn=001');
    },
    LONG,
  );

  it(
    'signs a counselor in with the SIS, shows a student, and saves a visit',
    async () => {
      const { url, response } = await brunosPage();
      expect([url, response.status]).toEqual([`${demo.serviceUrl}/students/${bruno.dcid}`, 200]);
      const page = await response.text();
      expect(page).toContain('No visits yet');
      const form = {
        ...{ token: hidden(page, 'token'), form_key: hidden(page, 'form_key'), purpose: 'ACA_ATTEND' },
        ...{ date: /type="date"[^>]*value="([^"]*)"/.exec(page)?.[1] ?? '', minutes: '15' },
        ...{ service_1: 'IND_COUNS', tier_1: '2' },
      };
      const saved = await browser.post(`${demo.serviceUrl}/students/${bruno.dcid}/visits`, form);
      expect(await saved.response.text()).toContain('Visit saved');
    },
    LONG,
  );

  it(
    'keeps everything when it is started again, and says when another size was wanted',
    async () => {
      await demo.stop();
      const said = await start({ size: 'bridgeport' });
      expect(said).toBe('The district that is there is of size small; --reset makes one of size bridgeport.');
      expect(await marker()).toEqual(made);
      expect(await (await brunosPage()).response.text()).not.toContain('No visits yet');
    },
    LONG,
  );

  it(
    'begins anew with --reset',
    async () => {
      await demo.stop();
      expect(await start({ reset: true })).toContain('Making up a district (small)');
      expect(await marker()).not.toEqual(made);
      expect(await (await brunosPage()).response.text()).toContain('No visits yet');
      await demo.stop();
    },
    LONG,
  );
});

describe('a start that was interrupted', () => {
  it(
    'is recognised, and the district made anew',
    async () => {
      const place = newPlace();
      const cut = quiet((text) => {
        if (text.includes('%')) throw new Error('the power went');
      });
      await expect(openDemoDatabase({ ...wishes(place, { out: cut }), today: TODAY })).rejects.toThrow(
        'the power went',
      );
      const options = wishes(place);
      const { openSis } = await openDemoDatabase({ ...options, today: TODAY });
      expect(options.said[0]).toBe('The last start was interrupted while it made the district: making it anew.');
      const sis = openSis();
      expect(await sis.findStudent(bruno.dcid)).toMatchObject({
        dcid: bruno.dcid,
        studentNumber: 104237,
        active: true,
      });
      await sis.close();
      expect(await place.sql('select count(*) as number from Students')).toEqual([{ number: 1200 }]);
    },
    LONG,
  );
});

describe('a database that is not the demo’s', () => {
  it.each([{ reset: false }, { reset: true }])(
    'is left as it is, %j',
    async (more) => {
      const place = newPlace();
      await place.sql('create table somebody_elses (id int)');
      await place.sql('insert into somebody_elses values (1)');
      const before = await place.look();
      await expect(startDemo(wishes(place, more))).rejects.toThrow('was not made by the demo; it is left alone.');
      expect(await place.look()).toEqual(before);
    },
    LONG,
  );
});
