import { type BenchSettings, type Figure, median } from './bench.ts';
import { slowest } from './load.ts';
import { type Field, setUp } from './page.ts';
import { saves } from './save.ts';

// A lunch hour in the largest district: visits are saved all the time, and an administrator asks for a long report.

/** Twice what the busiest quarter of an hour of the largest district would be. */
const SAVES_PER_SECOND = 20;

/** Saving's 99th percentile beside a report that never ends, against its own without one. */
export async function benchMixed(settings: BenchSettings): Promise<Figure[]> {
  const field = await setUp(settings, 'mixed');
  field.bare.stop();
  const save = () => slowest(field.ours.url, saves(field, '/students'), settings, SAVES_PER_SECOND);
  const alone: number[] = [];
  const beside: number[] = [];
  let reports = 0;
  try {
    await save();
    for (let round = 0; round < settings.rounds; round++) {
      settings.say(`mixed, round ${round + 1} of ${settings.rounds}`);
      alone.push(await save());
      const report = keepReporting(field);
      beside.push(await save());
      reports += await report.end();
    }
  } finally {
    field.ours.stop();
  }
  return [
    {
      name: `mixed (${field.about})`,
      ours: `saving's p99 ${median(beside).toFixed(1)} ms beside the report`,
      opponent: `${median(alone).toFixed(1)} ms alone`,
      ratio: median(beside) / median(alone),
      bound: { most: 3 },
      beside: `${SAVES_PER_SECOND} saves/s, ${reports} reports of the whole district's year begun`,
    },
  ];
}

/** Asks for the year's report again and again; `end` waits for the last one and tells how many there were. */
function keepReporting({ ours, reportCookie, today }: Field) {
  const year = Number(today.slice(0, 4)) - (today.slice(5, 7) < '07' ? 1 : 0);
  const address = `${ours.url}/reports/visits.csv?period=${year}-${year + 1}-Y`;
  let goesOn = true;
  const run = async () => {
    let begun = 0;
    while (goesOn) {
      begun++;
      const answer = await fetch(address, { headers: { cookie: reportCookie } });
      if (answer.status !== 200) throw new Error(`${address} answers ${answer.status}`);
      // Read to its end, and kept nowhere.
      await answer.body?.pipeTo(new WritableStream());
    }
    return begun;
  };
  const done = run();
  done.catch(() => undefined);
  return {
    end: () => {
      goesOn = false;
      return done;
    },
  };
}
