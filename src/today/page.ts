import { decideByRole } from '../access/decision.ts';
import { consentStates } from '../consents/service.ts';
import { listFollowUps } from '../crisis/service.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import type { Answer } from '../server/route.ts';
import { duration, gradeName, longDay, shortDay } from '../server/words.ts';
import { searchModel } from '../students/search-view.ts';
import { dueSteps, stepsOfThoseWhoLeft, taskLines } from '../tasks/tasks.ts';
import { shortName } from '../visits/names.ts';
import * as say from '../words/index.ts';
import { answersModel, readAnswers } from './answers.ts';
import { type CaseloadRow, PAGE, readCaseload, readRule } from './caseload.ts';
import { askedModel, dueModel, readDue } from './due.ts';
import type { SentEnd } from './ended.ts';
import { addFavouriteForm, favouritesModel } from './favourites-view.ts';
import { openVisits } from './open-visits.ts';
import { quickUrl } from './place.ts';
import { type Rule, ruleWords } from './rule.ts';
import { readGroups } from './rule-form.ts';

const MOST_DUE = 10;

export interface TodayState {
  page?: number;
  allDue?: boolean;
  flash?: string | null;
  /** Said instead of it when nothing was saved or stopped. */
  nothingDone?: string | null;
  favourite?: Parameters<typeof addFavouriteForm>[1];
  ended?: SentEnd;
}

/** The start of the day: what waits, and whom to see. Who writes no visits finds the search alone, or what else the role is for. */
export async function todayPage(context: Context, state: TodayState = {}): Promise<Answer> {
  const writes = context.scope.some((row) => row.role === 'support_staff');
  const faults = state.favourite?.faults ?? state.ended?.faults ?? [];
  return {
    page: 'today/page',
    title: say.today.title,
    flash: state.flash ?? null,
    ...(faults.length > 0 ? { status: 422, reason: 'FAULTS' as const } : {}),
    model: {
      day: [longDay(today(context.clock)), ...(writes ? [await sumWords(context)] : [])].join(' · '),
      nothingDone: state.nothingDone ?? null,
      find: searchModel(context),
      handOverUrl: decideByRole('referral.hand-over', context.scope).allowed ? '/referrals/hand-over' : null,
      mine: writes ? await mine(context, state) : null,
    },
  };
}

async function mine(context: Context, { page = 1, allDue = false, favourite, ended }: TodayState) {
  const asked = await listFollowUps(context);
  const due = await readDue(context);
  const steps = await dueSteps(context);
  const answers = await readAnswers(context);
  const caseload = await shownCaseload(context, page);
  const shown = allDue ? due : due.slice(0, MOST_DUE);
  const shownSteps = allDue ? steps : steps.slice(0, MOST_DUE);
  // Asked once for all lists of the page.
  const students = [...asked, ...shown, ...shownSteps, ...answers].map(({ student }) => student);
  const consents = await consentStates(context, [...students, ...(caseload?.shown ?? []).map(({ dcid }) => dcid)]);
  return {
    asked: askedModel(context, asked, consents),
    steps: taskLines(context, shownSteps, 'today', consents),
    moreSteps: !allDue && steps.length > MOST_DUE ? say.today.steps.showAll(steps.length) : null,
    ofThoseWhoLeft: await stepsOfThoseWhoLeft(context, 'today'),
    due: await dueModel(context, shown, consents),
    moreDue: due.length > shown.length ? say.today.due.showAll(due.length) : null,
    visits: await openVisits(context, ended),
    answers: answersModel(context, answers, consents),
    caseload: caseload && (await caseloadModel(context, page, caseload, consents)),
    favourites: await favouritesModel(context),
    addFavourite: await addFavouriteForm(await codesOf(context), favourite, today(context.clock)),
  };
}

async function sumWords(context: Context): Promise<string> {
  const asked = { reader: readerOf(context), now: instantNow(context.clock), day: today(context.clock) };
  const [sum] = await context.database.run<{ visits: number; minutes: number; students: number }>(
    'today/day-sum',
    asked,
  );
  if (!sum || sum.visits === 0) return say.today.noVisitsYet;
  return say.today.daySum(sum.visits, sum.students, duration(sum.minutes));
}

interface Shown {
  rule: Rule;
  shown: CaseloadRow[];
  hasMore: boolean;
}

async function shownCaseload(context: Context, page: number): Promise<Shown | null> {
  const saved = await readRule(context);
  if (!saved) return null;
  const rows = await readCaseload(context, saved.rule, page * PAGE + 1);
  return { rule: saved.rule, shown: rows.slice((page - 1) * PAGE, page * PAGE), hasMore: rows.length > page * PAGE };
}

async function caseloadModel(
  context: Context,
  page: number,
  { rule, shown, hasMore }: Shown,
  consents: Map<number, string>,
) {
  const first = (page - 1) * PAGE;
  const day = today(context.clock);
  const address = (number: number) => (number === 1 ? '/#caseload' : `/?page=${number}#caseload`);
  return {
    // Names of schools are only asked for where the rule says some.
    rule: ruleWords(rule, rule.schools.length > 0 ? (await readGroups(context)).schools : new Map()),
    rows: shown.map((row, at) => ({
      id: `load-${row.dcid}`,
      name: row.name,
      consent: consents.get(row.dcid) ?? null,
      href: `/students/${row.dcid}`,
      grade: row.grade_level > 0 ? String(row.grade_level) : gradeName(row.grade_level),
      isNew: row.last_seen === null,
      seen: seenWords(row, readerOf(context), day),
      quickUrl: quickUrl(row.dcid, { list: 'caseload', at: first + at }),
    })),
    previousUrl: page > 1 ? address(page - 1) : null,
    nextUrl: hasMore ? address(page + 1) : null,
  };
}

/** `Nov 3 by M. Chen` */
function seenWords({ last_seen, seen_by, seen_by_name }: CaseloadRow, reader: number, day: string): string {
  if (last_seen === null) return say.students.signals.notSeenYet;
  const by = seen_by === reader ? say.students.signals.byYou : shortName(seen_by_name);
  return say.today.caseload.seenBy(last_seen === day ? say.today.caseload.today : shortDay(last_seen, day), by);
}
