import { readFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { type BenchSettings, type Figure, median } from './bench.ts';
import { load } from './load.ts';
import { BENCH_SCHOOL, type Contestant, districtCopy, startContestant } from './stage.ts';

const STUDENTS = 40;

export interface Field {
  ours: Contestant;
  bare: Contestant;
  pages: string[];
  cookie: string;
  token: string;
}

/** Both contestants on files of their own, with the pages of the students who are seen most. */
export async function setUp(settings: BenchSettings, name: string): Promise<Field> {
  const file = await districtCopy(settings, `${name}-ours`);
  const bareFile = await districtCopy(settings, `${name}-bare`);
  const pages = busiestStudents(file).map((dcid) => `/students/${dcid}`);
  const script = path.join(settings.folder, `${name}-script.json`);
  const ours = await startContestant('./ours.js', { file, script, pages });
  const bare = await startContestant('./bare.js', { file: bareFile, script });
  const { cookie, token } = JSON.parse(readFileSync(script, 'utf8')) as { cookie: string; token: string };
  return { ours, bare, pages, cookie, token };
}

function busiestStudents(file: string): number[] {
  const database = new BetterSqlite3(file, { readonly: true });
  const found = database
    .prepare(
      `select s.DCID as dcid from Students s join u_ssp_visit_student vs on vs.student_dcid = s.DCID
       where s.SchoolID = ? and s.Enroll_Status = 0 group by s.DCID order by count(*) desc, s.DCID limit ?`,
    )
    .all(BENCH_SCHOOL, STUDENTS) as { dcid: number }[];
  database.close();
  return found.map((row) => row.dcid);
}

export async function benchPage(settings: BenchSettings): Promise<Figure[]> {
  const field = await setUp(settings, 'page');
  try {
    const requests = field.pages.map((page) => ({ path: page, headers: { cookie: field.cookie } }));
    const ours: number[] = [];
    const bare: number[] = [];
    // Both are warm before the first figure counts.
    for (const url of [field.ours.url, field.bare.url]) await load(url, requests, settings.seconds);
    for (let round = 0; round < settings.rounds; round++) {
      settings.say(`page, round ${round + 1} of ${settings.rounds}`);
      ours.push(await load(field.ours.url, requests, settings.seconds));
      bare.push(await load(field.bare.url, requests, settings.seconds));
    }
    const figure = {
      ours: `${median(ours).toFixed(0)}/s`,
      opponent: `${median(bare).toFixed(0)}/s`,
      ratio: median(ours) / median(bare),
    };
    return [{ name: `page (${settings.size})`, ...figure, bound: { least: 0.6 } }];
  } finally {
    field.ours.stop();
    field.bare.stop();
  }
}
