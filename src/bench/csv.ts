import { spawnSync } from 'node:child_process';
import { createWriteStream, statSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import BetterSqlite3 from 'better-sqlite3';
import { writeScope } from '../access/scope.ts';
import { openDatabase } from '../database/connect.ts';
import { QueryLibrary } from '../database/library.ts';
import { migrateUp } from '../database/migrate.ts';
import { visitsCsv } from '../reports/csv.ts';
import { createSisTables } from '../sandbox/sis-tables.ts';
import { QUERIES } from '../server/root.ts';
import { type BenchSettings, type Figure, median } from './bench.ts';
import { BENCH_NOW } from './stage.ts';

// A million visits in as many schools as the largest district has.
// The opponent is SQLite's own command line writing the rows of the very same statement.

const VISITS = 1_000_000;
const SCHOOLS = 1_870;
const READER = 9006;
const PERIOD = { from: '2026-07-01', to: '2027-06-30' };

export async function benchCsv(settings: BenchSettings): Promise<Figure[]> {
  if (spawnSync('sqlite3', ['--version']).status !== 0)
    throw new Error('The opponent is the sqlite3 command line: install it.');
  const file = path.join(settings.folder, 'csv.sqlite');
  settings.say(`Writing ${VISITS.toLocaleString('en-US')} visits …`);
  const database = openDatabase(`sqlite:${file}`, new QueryLibrary(QUERIES));
  await migrateUp(database.knex);
  fill(file);
  const clock = { now: () => new Date(BENCH_NOW), timeZone: 'America/New_York' };
  const scope = Array.from({ length: SCHOOLS }, (_, at) => ({
    school: at + 1,
    role: 'district_admin' as const,
    title: 'District administrator',
  }));
  await writeScope(database, READER, scope, clock);
  const args = { reader: READER, now: BENCH_NOW, from_date: PERIOD.from, to_date: PERIOD.to, school: 0 };
  const target = path.join(settings.folder, 'ours.csv');
  const theirs = path.join(settings.folder, 'theirs.csv');
  const script = `.mode csv\n.headers on\n.once ${theirs}\n${literal(database.queries.get('reports/visits-lines').sql, args)};\n`;
  const ours: number[] = [];
  const opponent: number[] = [];
  let peak = 0;
  for (let round = 0; round < settings.rounds; round++) {
    settings.say(`csv, round ${round + 1} of ${settings.rounds}`);
    const before = performance.now();
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    await pipeline(visitsCsv(database, args), createWriteStream(target));
    clearInterval(watch);
    ours.push(performance.now() - before);
    const start = performance.now();
    const done = spawnSync('sqlite3', [file], { input: script });
    if (done.status !== 0) throw new Error(done.stderr.toString());
    opponent.push(performance.now() - start);
  }
  await database.close();
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  return [
    {
      name: `csv (${VISITS.toLocaleString('en-US')} visits)`,
      ours: `${(median(ours) / 1000).toFixed(2)} s`,
      opponent: `${(median(opponent) / 1000).toFixed(2)} s`,
      ratio: median(ours) / median(opponent),
      bound: { most: 1.3 },
      beside: `files ${megabytes(statSync(target).size)} and ${megabytes(statSync(theirs).size)}, peak memory ${megabytes(peak)}`,
    },
  ];
}

function literal(sql: string, args: Record<string, string | number>): string {
  return sql.replace(/@([A-Za-z_]\w*)/g, (_all, name: string) =>
    typeof args[name] === 'number' ? String(args[name]) : `'${args[name]}'`,
  );
}

function fill(file: string): void {
  const database = new BetterSqlite3(file);
  database.pragma('synchronous = OFF');
  database.pragma('foreign_keys = OFF');
  createSisTables(database);
  const purposes = [
    'ACA_ATTEND',
    'EMO_ANX',
    'REL_PEER',
    'PRO_CHECK',
    'BEH_CLASS',
    'FAM_CHANGE',
    'HLT_PHYS',
    'ACA_PERF',
  ];
  const services = ['IND_COUNS', 'CHECKIN', 'CONSULT_TCH', 'CASE_MGMT', 'COLLATERAL'];
  const school = database.prepare('insert into Schools (DCID, ID, Name, School_Number) values (?, ?, ?, ?)');
  const visit = database.prepare(
    `insert into u_ssp_visit (id, form_key, visit_date, visit_month, school_year, school_id, minutes, purpose, sensitive, visit_type, initiator, setting, modality, disposition, author, author_title, created_at, revision)
     values (?, ?, ?, ?, '2026-2027', ?, ?, ?, 0, 'WALKIN', 'STUDENT', 'OFFICE', 'IN_PERSON', 'CLASS', 9001, 'School counselor', '${BENCH_NOW}', 1)`,
  );
  const student = database.prepare(
    "insert into u_ssp_visit_student (visit_id, student_dcid, visit_date, grade_level, grade_band) values (?, ?, ?, 7, '6-8')",
  );
  const service = database.prepare(
    'insert into u_ssp_visit_service (visit_id, line_no, service, tier) values (?, 1, ?, ?)',
  );
  const pick = <T>(list: T[], at: number) => list[at % list.length] as T;
  database.transaction(() => {
    for (let id = 1; id <= SCHOOLS; id++) school.run(id, id, `School "${id}", of the district`, id);
    for (let id = 1; id <= VISITS; id++) {
      const month = 8 + (Math.floor(id / 7) % 4);
      const date = `2026-${String(month).padStart(2, '0')}-${String(1 + (id % 28)).padStart(2, '0')}`;
      const number = (id * 7919) % 300_000;
      visit.run(id, String(id), date, date.slice(0, 7), 1 + (number % SCHOOLS), 5 + (id % 50), pick(purposes, id * 31));
      student.run(id, 5001 + number, date);
      service.run(id, pick(services, id * 17), 1 + (id % 3));
    }
  })();
  database.exec('analyze');
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}
