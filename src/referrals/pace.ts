import type { Reader } from '../database/connect.ts';
import { today } from '../server/clock.ts';
import type { Context } from '../server/context.ts';
import { USUAL_WINDOWS, type Windows, windowsOn } from '../settings/profile/windows.ts';
import { readCalendar } from '../students/read-calendar.ts';
import { NO_BREAKS, type SchoolCalendar } from '../students/school-calendar.ts';

/** By what time is counted about one referral: the windows of the day on which it was opened, and its school's calendar. */
export interface Pace {
  windows: Windows;
  calendar: SchoolCalendar;
}

/** Where neither a district nor a school says anything. */
export const USUAL_PACE: Pace = { windows: USUAL_WINDOWS, calendar: NO_BREAKS };

/** Reads the pace of a referral that was opened on a day. */
export async function readPace(source: Reader, context: Context, school: number, openedOn: string): Promise<Pace> {
  const calendar = await readCalendar(source, school, { from: openedOn, today: today(context.clock) });
  return { windows: windowsOn(context.config.profile, openedOn), calendar };
}
