import { consentStates } from '../consents/service.ts';
import { type ActionName, actionOf } from '../referrals/actions.ts';
import { NEXT_STEPS, type NextName } from '../referrals/next.ts';
import { cutWords, TOO_MANY_SCHOOLS } from '../referrals/schools.ts';
import { DONE_BY } from '../referrals/step-form.ts';
import { who } from '../referrals/words.ts';
import { today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import type { Answer } from '../server/route.ts';
import { gradeName, plusDays, shortDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';

// The next step of every open referral, by the day on which it is due.

interface Row {
  target_id: number;
  referral_id: number;
  student: number;
  name: string;
  grade_level: number;
  kind: string;
  provider: string;
  next_step: NextName;
  next_due: string;
  next_owner: number;
  next_owner_name: string | null;
  is_put_off: boolean;
  is_here?: boolean;
  in_all: number;
}

export interface TaskLine {
  id: string;
  name: string;
  /** What the student's family said, where it matters. */
  consent: string | null;
  href: string;
  what: string;
  when: string;
  isLate: boolean;
  line: string;
  /** Done with one press, where nothing else is asked. */
  done: { action: string; formKey: string; step: ActionName; on: string; label: string; back: string } | null;
  /** Where it is done. */
  url: string;
}

const AHEAD_DAYS = 30;

/** What is to be done next, for oneself or for all referrals of one's schools. */
export async function tasksPage(context: Context, { all = false, flash = null as string | null }): Promise<Answer> {
  const day = today(context.clock);
  const until = plusDays(day, AHEAD_DAYS);
  const asked = { ...asking(readerOf(context), context.clock), day: until };
  const rows = await (all
    ? context.database.run<Row>('tasks/of-schools', asked)
    : context.database.run<Row>('tasks/mine', asked));
  const consents = await consentStates(
    context,
    rows.map(({ student }) => student),
  );
  const lines = (some: Row[]) => taskLines(context, some, 'tasks', consents, all);
  const left = new Set(rows.filter(({ is_here }) => is_here === false).map(({ next_owner }) => next_owner));
  return {
    page: 'tasks/page',
    title: say.tasks.title,
    flash,
    model: {
      all,
      cut: cutWords(rows),
      ofThoseWhoLeft: all ? null : await stepsOfThoseWhoLeft(context, 'tasks'),
      left: left.size === 0 ? null : say.tasks.someHaveLeft,
      due: lines(rows.filter(({ next_due }) => next_due <= day)),
      later: lines(rows.filter(({ next_due }) => next_due > day)),
    },
  };
}

/** One's own steps that are due by today, for the start page. */
export async function dueSteps(context: Context): Promise<Row[]> {
  const day = today(context.clock);
  return context.database.run<Row>('tasks/mine', { ...asking(readerOf(context), context.clock), day });
}

/** The steps as a list shows them. `all`: those of others too, with whose they are. */
export function taskLines(
  context: Context,
  rows: readonly Row[],
  back: 'tasks' | 'today',
  consents: Map<number, string>,
  all = false,
): TaskLine[] {
  const day = today(context.clock);
  return rows.map((row) => ({ ...taskLine(context, row, day, back, all), consent: consents.get(row.student) ?? null }));
}

/**
 * Steps at the reader's schools that nobody will do: who has them left, or the student moved. null when there are none,
 * and for whoever works at so many schools that one is chosen first.
 */
export async function stepsOfThoseWhoLeft(
  context: Context,
  back: 'tasks' | 'today',
): Promise<{ lines: TaskLine[]; cut: string | null } | null> {
  const schools = new Set(context.scope.filter(({ role }) => role === 'support_staff').map(({ school }) => school));
  if (schools.size >= TOO_MANY_SCHOOLS) return null;
  const rows = await context.database.run<Row>('tasks/left', asking(readerOf(context), context.clock));
  if (rows.length === 0) return null;
  const consents = await consentStates(
    context,
    rows.map(({ student }) => student),
  );
  return { lines: taskLines(context, rows, back, consents, true), cut: cutWords(rows) };
}

function taskLine(
  context: Context,
  row: Row,
  day: string,
  back: 'tasks' | 'today',
  all: boolean,
): Omit<TaskLine, 'consent'> {
  const step = DONE_BY[row.next_step];
  // An appointment took place on its own day; everything else was done today.
  const on = step === 'start' && row.next_due <= day ? row.next_due : day;
  // A first session that was put off took place on a day that only a person knows.
  // What stood in the way may be left out, and is asked on the referral's own page.
  const isSimple =
    step !== null &&
    actionOf(step).asks.every((asked) => asked === 'barriers') &&
    !(step === 'start' && row.is_put_off);
  const isHere = row.is_here ?? true;
  return {
    id: `task-${row.target_id}`,
    name: row.name,
    href: `/referrals/${row.referral_id}`,
    what: NEXT_STEPS[row.next_step],
    when:
      row.next_due === day
        ? say.tasks.dueToday
        : row.next_due < day
          ? say.tasks.wasDue(shortDay(row.next_due, day))
          : say.tasks.dueBy(shortDay(row.next_due, day)),
    isLate: row.next_due < day,
    line: [
      row.provider,
      gradeName(row.grade_level),
      ...(all
        ? [
            isHere
              ? who(context, row.next_owner, row.next_owner_name)
              : say.tasks.whoHasLeft(who(context, row.next_owner, row.next_owner_name)),
          ]
        : []),
    ].join(' · '),
    done: isSimple
      ? {
          action: `/referrals/targets/${row.target_id}/steps`,
          formKey: crypto.randomUUID(),
          step,
          on,
          label: on === day ? actionOf(step).label : `${actionOf(step).label} ${shortDay(on, day)}`,
          back,
        }
      : null,
    url: `/referrals/${row.referral_id}?do=${row.target_id}&back=${back}#target-${row.target_id}`,
  };
}
