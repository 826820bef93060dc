import type { Reader } from '../../database/connect.ts';
import { today } from '../../server/clock.ts';
import { type Context, readerOf } from '../../server/context.ts';
import { plusDays } from '../../server/words.ts';
import { asking } from '../../students/facts.ts';
import { type Found, searchStudents } from '../../students/search.ts';
import * as say from '../../words/index.ts';

// Whom a group visit was with: found by name, by homeroom, or as the last group was.

const AT_ONCE = 20;
/** A group of last school year is not proposed any more. */
const LAST_GROUP_DAYS = 200;

export interface Picked {
  by: 'name' | 'homeroom';
  /** What was looked for, in words. */
  about: string;
  found: Found[];
  more: string | null;
  /** The homeroom as the form names it. */
  room?: string;
}

/** One who is chosen, and the school at which she is now. */
export interface Chosen extends Found {
  school_id: number;
}

/** Who these students are, in the order asked; nothing about those for whom the person is not support staff. */
export async function readStudents(source: Reader, context: Context, students: readonly number[]): Promise<Chosen[]> {
  const found = new Map<number, Chosen>();
  for (let at = 0; at < students.length; at += AT_ONCE) {
    const some = students.slice(at, at + AT_ONCE).map((student, place) => [`student_${place + 1}`, student]);
    const asked = { ...asking(readerOf(context), context.clock), ...Object.fromEntries(some) };
    for (const one of await source.run<Chosen>('students/several', asked)) found.set(one.dcid, one);
  }
  return students.flatMap((student) => found.get(student) ?? []);
}

/** Students of a name or number, at most 20 of them. */
export async function bySearch(context: Context, typed: string): Promise<Picked> {
  const asked = asking(readerOf(context), context.clock);
  const { found, more } = await searchStudents(context.database, asked, typed.slice(0, 100));
  return {
    by: 'name',
    about: say.groups.picked.byName,
    found: found.filter((one) => !one.has_left),
    more: more ? say.groups.picked.more : null,
  };
}

export interface Homeroom {
  value: string;
  label: string;
}

/** The homerooms of the schools where the person is support staff; with the school's name where there are several. */
export async function readHomerooms(context: Context): Promise<Homeroom[]> {
  type Row = { school_id: number; school_name: string; homeroom: string | null };
  const rows = await context.database.run<Row>('today/groups', asking(readerOf(context), context.clock));
  const many = new Set(rows.map(({ school_id }) => school_id)).size > 1;
  const rooms = new Map<string, string>();
  for (const { school_id, school_name, homeroom } of rows)
    if (homeroom?.trim()) rooms.set(`${school_id} ${homeroom}`, many ? `${homeroom} · ${school_name}` : homeroom);
  return [...rooms]
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => one.label.localeCompare(other.label, 'en-US', { numeric: true }));
}

/** All students of a homeroom, as `readHomerooms` names it. */
export async function byHomeroom(context: Context, value: string): Promise<Picked> {
  const [, school, room] = /^(\d{1,9}) (.{1,60})$/.exec(value) ?? [];
  if (!school || !room) return { by: 'homeroom', about: say.groups.picked.noHomeroom, found: [], more: null };
  const asked = { ...asking(readerOf(context), context.clock), school: Number(school), room };
  const found = await context.database.run<Found>('visits/homeroom', asked);
  return { by: 'homeroom', about: say.groups.picked.byHomeroom(room), found, more: null, room: value };
}

/** Whom the person's last group visit was with. */
export async function lastGroup(context: Context): Promise<Found[]> {
  const since = plusDays(today(context.clock), -LAST_GROUP_DAYS);
  return context.database.run<Found>('visits/last-group', { ...asking(readerOf(context), context.clock), since });
}

/** The school where most of them are; of several, that of the first one chosen. */
export function mostOf(schools: readonly number[]): number {
  const count = (school: number) => schools.filter((one) => one === school).length;
  return schools.reduce((best, school) => (count(school) > count(best) ? school : best));
}
