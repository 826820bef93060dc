import { randomUUID } from 'node:crypto';
import type { Request } from 'autocannon';
import { type BenchSettings, type Figure, median } from './bench.ts';
import { load, warm } from './load.ts';
import { type Field, setUp } from './page.ts';

/** A visit to save for each of the field's students; every request is a form of its own, since one that comes twice is saved once. */
export function saves(field: Field, folder: string): Request[] {
  const form = () =>
    new URLSearchParams({
      token: field.token,
      form_key: randomUUID(),
      purpose: 'ACA_ATTEND',
      date: field.today,
      minutes: '15',
      service_1: 'IND_COUNS',
      tier_1: '2',
    }).toString();
  return field.pages.map((page) => ({
    method: 'POST',
    path: `${page.replace('/students', folder)}/visits`,
    headers: { cookie: field.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    setupRequest: (request: Request) => ({ ...request, body: form() }),
  }));
}

export async function benchSave(settings: BenchSettings): Promise<Figure[]> {
  const field = await setUp(settings, 'save');
  const posts = (folder: string) => saves(field, folder);
  const speeds = { ours: [] as number[], bare: [] as number[], byHand: [] as number[] };
  try {
    for (const [url, folder] of [
      [field.ours.url, '/students'],
      [field.bare.url, '/students'],
    ] as const) {
      await warm(url, posts(folder), settings);
    }
    for (let round = 0; round < settings.rounds; round++) {
      settings.say(`save, round ${round + 1} of ${settings.rounds}`);
      speeds.ours.push(await load(field.ours.url, posts('/students'), settings));
      speeds.bare.push(await load(field.bare.url, posts('/students'), settings));
      speeds.byHand.push(await load(field.bare.url, posts('/by-hand'), settings));
    }
  } finally {
    field.ours.stop();
    field.bare.stop();
  }
  const [ours, bare, byHand] = [median(speeds.ours), median(speeds.bare), median(speeds.byHand)];
  return [
    {
      name: `save (${field.about})`,
      ours: `${ours.toFixed(0)}/s`,
      opponent: `${bare.toFixed(0)}/s through knex`,
      ratio: ours / bare,
      bound: { least: 0.6 },
      beside: `hand-written driver ${byHand.toFixed(0)}/s`,
    },
  ];
}
