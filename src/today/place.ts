import { today } from '../server/clock.ts';
import type { Context } from '../server/context.ts';
import { PAGE, readCaseload, readRule } from './caseload.ts';
import { readDue } from './due.ts';

// "Save and next" goes through a list without naming anybody in an address but by the SIS's number: what is carried along is
// which list it is, and the place in it.

export const LISTS = ['due', 'caseload'] as const;

export interface Place {
  list: (typeof LISTS)[number];
  at: number;
}

export interface PlaceInput {
  list?: string;
  at?: string | number;
}

export const FURTHEST = 5000;

/** The place that an address or a form names; undefined where there is none, or nonsense. */
export function placeOf({ list, at }: PlaceInput): Place | undefined {
  const number = Number(at ?? 0);
  if (!Number.isInteger(number) || number < 0 || number > FURTHEST) return undefined;
  return list === 'due' || list === 'caseload' ? { list, at: number } : undefined;
}

export function quickUrl(student: number, place: Place | undefined): string {
  return `/students/${student}/quick${place ? `?list=${place.list}&at=${place.at}` : ''}`;
}

/** Where a quick visit goes on that was not saved yet. */
export function quickDraftUrl(student: number, formKey: string, place: Place | undefined): string {
  const url = quickUrl(student, place);
  return `${url}${place ? '&' : '?'}draft=${formKey}`;
}

/** Where one came from, as a part of Today's address. */
export function pageOf(place: Place | undefined): number {
  return place?.list === 'caseload' ? Math.floor(place.at / PAGE) + 1 : 1;
}

/**
 * Who comes after a student whose visit has just been saved; undefined at the end of the list. The saved one has moved to the
 * end of the list or out of it, or has stayed (a visit of an earlier day): either way the next one stands at the same place
 * among the others. Who was seen today, by whomever, is no next one. Asked twice, it says the same.
 */
export async function nextAfter(
  context: Context,
  student: number,
  { list, at }: Place,
): Promise<{ student: number; place: Place } | undefined> {
  const all = list === 'due' ? await dueStudents(context) : await caseloadStudents(context, at + 2);
  const next = all.filter((one) => one !== student)[at];
  return next === undefined ? undefined : { student: next, place: { list, at: all.indexOf(next) } };
}

async function dueStudents(context: Context): Promise<number[]> {
  return (await readDue(context)).map((row) => row.student);
}

async function caseloadStudents(context: Context, take: number): Promise<number[]> {
  const saved = await readRule(context);
  if (!saved) return [];
  const day = today(context.clock);
  const rows = await readCaseload(context, saved.rule, take);
  return rows.filter((row) => row.last_seen === null || row.last_seen < day).map((row) => row.dcid);
}
