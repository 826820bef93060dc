import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type Tedious from 'tedious';
import { openDatabase } from '../database/connect.ts';
import { QueryLibrary } from '../database/library.ts';
import { parseMssqlUrl } from '../database/mssql-address.ts';
import { type BenchSettings, type Figure, median } from './bench.ts';
import { openStage } from './stage.ts';

// Rows from SQL Server through our stream, against a bare loop over the driver's own events: the same login, the same
// statement, and every value looked at. A plain read of one table, so that the server's share of the work is small.

const NAME = 'bench/visits';
const SQL = `select v.id as visit_id, v.visit_date, v.school_id, v.minutes, v.purpose, v.sensitive, v.visit_type, v.setting,
  v.author, v.author_title, v.created_at, v.revision
from u_ssp_visit v
where v.visit_date >= @from_date`;
const QUERY = `-- query:   ${NAME}
-- for:     visits from a day on, for measuring alone
-- args:    from_date date
-- columns: visit_id int, visit_date date, school_id int, minutes int, purpose varchar(20), sensitive bit,
--          visit_type varchar(20), setting varchar(20), author int, author_title nvarchar(60), created_at instant, revision int
-- weight:  heavy
${SQL}
`;
const FROM = '1900-01-01';

export async function benchStream(settings: BenchSettings): Promise<Figure[]> {
  if (!settings.database?.startsWith('mssql:'))
    throw new Error('stream measures SQL Server: name a database with --database mssql://…');
  const stage = await openStage(settings);
  const url = stage.readUrl ?? stage.url;
  const folder = path.join(settings.folder, 'queries');
  mkdirSync(path.join(folder, 'bench'), { recursive: true });
  writeFileSync(path.join(folder, `${NAME}.sql`), QUERY);
  const database = openDatabase(url, new QueryLibrary(folder));
  const bare = await openBare(url);
  const speeds = { ours: [] as number[], csv: [] as number[], bare: [] as number[] };
  let rows = 0;
  try {
    const once = {
      ours: () => countRows(database.stream(NAME, { from_date: FROM })),
      csv: () => countLines(database.csv(NAME, { from_date: FROM })),
      bare: () => bareLoop(bare),
    };
    rows = await once.bare();
    // Both are warm before the first figure counts.
    await inTurns(once, settings.seconds / 2, rows);
    for (let round = 0; round < settings.rounds; round++) {
      settings.say(`stream, round ${round + 1} of ${settings.rounds}`);
      const { ours, bare } = await inTurns(once, settings.seconds, rows);
      speeds.ours.push(ours);
      speeds.bare.push(bare);
    }
    // Not in between: the driver's own code would be made slower for the other two.
    speeds.csv.push((await inTurns({ csv: once.csv }, settings.seconds, rows)).csv);
  } finally {
    bare.close();
    await database.close();
  }
  const words = (speed: number) => `${Math.round(speed).toLocaleString('en-US')} rows/s`;
  const [ours, csv, theirs] = [median(speeds.ours), median(speeds.csv), median(speeds.bare)];
  return [
    {
      name: `stream (${stage.about}, ${rows.toLocaleString('en-US')} rows)`,
      ours: words(ours),
      opponent: words(theirs),
      ratio: median(speeds.ours.map((speed, round) => speed / (speeds.bare[round] as number))),
      bound: { least: 0.8 },
      beside: `as CSV lines ${words(csv)}`,
    },
  ];
}

/**
 * Rows a second of each, one pass after the other until each had its time: what else the machine does then slows both.
 * Throws when the number of rows differs: then it is no comparison.
 */
async function inTurns<N extends string>(
  works: Record<N, () => Promise<number>>,
  seconds: number,
  expected: number,
): Promise<Record<N, number>> {
  const names = Object.keys(works) as N[];
  const spent = Object.fromEntries(names.map((name) => [name, 0])) as Record<N, number>;
  let passes = 0;
  do {
    for (const name of names) {
      const start = performance.now();
      const found = await works[name]();
      spent[name] += performance.now() - start;
      if (found !== expected) throw new Error(`${found} rows came, ${expected} were expected`);
    }
    passes++;
  } while (names.some((name) => spent[name] < seconds * 1000));
  const speeds = names.map((name) => [name, (passes * expected * 1000) / spent[name]]);
  return Object.fromEntries(speeds) as Record<N, number>;
}

async function countRows(blocks: AsyncIterable<object[]>): Promise<number> {
  let rows = 0;
  for await (const block of blocks) rows += block.length;
  return rows;
}

const LINE_END = 10;
async function countLines(blocks: AsyncIterable<Uint8Array>): Promise<number> {
  let lines = 0;
  for await (const block of blocks) for (const byte of block) if (byte === LINE_END) lines++;
  return lines;
}

const tedious = () => createRequire(import.meta.url)('tedious') as typeof Tedious;

function openBare(url: string): Promise<Tedious.Connection> {
  const { server, port, database, user, password, encrypt, trustServerCertificate } = parseMssqlUrl(url);
  const connection = new (tedious().Connection)({
    server,
    authentication: { type: 'default', options: { userName: user, password } },
    options: { port, database, encrypt, trustServerCertificate, requestTimeout: 0 },
  });
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });
}

function bareLoop(connection: Tedious.Connection): Promise<number> {
  const { Request, TYPES } = tedious();
  return new Promise((resolve, reject) => {
    let rows = 0;
    let empty = 0;
    const request = new Request(SQL, (error) => (error || empty > rows ? reject(error) : resolve(rows)));
    request.addParameter('from_date', TYPES.Char, FROM, { length: FROM.length });
    request.on('row', (columns: { value: unknown }[]) => {
      rows++;
      for (const { value } of columns) if (value === null) empty++;
    });
    connection.execSql(request);
  });
}
