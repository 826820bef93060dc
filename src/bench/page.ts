import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../database/connect.ts';
import { QueryLibrary } from '../database/library.ts';
import { QUERIES } from '../server/root.ts';
import { type BenchSettings, type Figure, median } from './bench.ts';
import { load, warm } from './load.ts';
import { BENCH_SCHOOL, type Contestant, openStage, placeFor, startContestant } from './stage.ts';

const STUDENTS = 40;

export interface Field {
  ours: Contestant;
  bare: Contestant;
  pages: string[];
  cookie: string;
  token: string;
  /** Of somebody who reads the whole district's reports. */
  reportCookie: string;
  /** The day on which it all takes place. */
  today: string;
  /** For a figure's name. */
  about: string;
}

/** Both contestants on databases of the same kind and content, with the pages of the students who are seen most. */
export async function setUp(settings: BenchSettings, name: string): Promise<Field> {
  const stage = await openStage(settings);
  const { today, now, about } = stage;
  const [url, bareUrl] = [
    await placeFor(stage, settings, `${name}-ours`),
    await placeFor(stage, settings, `${name}-bare`),
  ];
  const pages = (await busiestStudents(url)).map((dcid) => `/students/${dcid}`);
  const script = path.join(settings.folder, `${name}-script.json`);
  const ours = await startContestant('./ours.js', { url, script, pages, now });
  const bare = await startContestant('./bare.js', { url: bareUrl, script, today, now });
  const written = JSON.parse(readFileSync(script, 'utf8')) as Pick<Field, 'cookie' | 'token' | 'reportCookie'>;
  return { ours, bare, pages, ...written, today, about };
}

async function busiestStudents(url: string): Promise<number[]> {
  const database = openDatabase(url, new QueryLibrary(QUERIES));
  try {
    const found = (await database
      .knex('Students as s')
      .join('u_ssp_visit_student as vs', 'vs.student_dcid', 's.DCID')
      .where({ 's.SchoolID': BENCH_SCHOOL, 's.Enroll_Status': 0 })
      .groupBy('s.DCID')
      .orderByRaw('count(*) desc, s.DCID')
      .limit(STUDENTS)
      .select('s.DCID as dcid')) as { dcid: number }[];
    return found.map((row) => row.dcid);
  } finally {
    await database.close();
  }
}

export async function benchPage(settings: BenchSettings): Promise<Figure[]> {
  const field = await setUp(settings, 'page');
  try {
    const requests = field.pages.map((page) => ({ path: page, headers: { cookie: field.cookie } }));
    const ours: number[] = [];
    const bare: number[] = [];
    // Both are warm before the first figure counts.
    for (const url of [field.ours.url, field.bare.url]) await warm(url, requests, settings);
    for (let round = 0; round < settings.rounds; round++) {
      settings.say(`page, round ${round + 1} of ${settings.rounds}`);
      ours.push(await load(field.ours.url, requests, settings));
      bare.push(await load(field.bare.url, requests, settings));
    }
    const figure = {
      ours: `${median(ours).toFixed(1)}/s`,
      opponent: `${median(bare).toFixed(1)}/s`,
      ratio: median(ours) / median(bare),
    };
    return [{ name: `page (${field.about})`, ...figure, bound: { least: 0.6 } }];
  } finally {
    field.ours.stop();
    field.bare.stop();
  }
}
