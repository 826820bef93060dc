import { decide } from '../access/actions.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, longReader, readerOf } from '../server/context.ts';
import { type Answer, type Input, type Route, route } from '../server/route.ts';
import { fields, shortText } from '../server/schema.ts';
import { profileFor } from '../settings/profile/profile.ts';
import { type Windows, windowsOn } from '../settings/profile/windows.ts';
import * as say from '../words/index.ts';
import { visitsCsv, visitsFileName } from './csv.ts';
import { readPathway } from './pathway.ts';
import { pathwayCsv, pathwayModel } from './pathway-view.ts';
import { missingWords } from './selection-view.ts';
import { type Missing, type Selection, select, selectionName, type Wish } from './service.ts';
import { staffingModel } from './staffing-view.ts';
import { argumentsOf, readStaffing, readVisits } from './store.ts';
import { visitsModel } from './view.ts';

const query = fields({ period: shortText, school: shortText });
const pathwayQuery = fields({ period: shortText, school: shortText, needs: { enum: ['', 'all'] } });

type PathwayWish = Wish & { needs?: string };

export const routes: Route[] = [
  route({
    // The SIS's one link for everybody who is not with a student: each is led to what the role is for.
    get: '/reports',
    action: 'home.open',
    audit: 'REPORTS_ENTERED',
    input: {},
    run: async (context) => ({ redirect: firstPage(context) }),
  }),
  route({
    get: '/reports/visits',
    action: 'report.read',
    audit: 'REPORT_OPENED',
    input: { query },
    run: openVisits,
  }),
  route({
    get: '/reports/visits.csv',
    action: 'report.read',
    audit: 'REPORT_DOWNLOADED',
    input: { query },
    run: downloadVisits,
  }),
  route({
    get: '/reports/staffing',
    action: 'report.read',
    audit: 'REPORT_OPENED',
    input: { query },
    run: openStaffing,
  }),
  route({
    get: '/reports/pathway',
    action: 'report.read',
    audit: 'REPORT_OPENED',
    input: { query: pathwayQuery },
    run: openPathway,
  }),
  route({
    get: '/reports/pathway.csv',
    action: 'report.read',
    audit: 'REPORT_DOWNLOADED',
    input: { query: pathwayQuery },
    run: downloadPathway,
  }),
];

function firstPage({ scope }: Context): string {
  const roles = scope.map(({ role }) => role);
  if (decide('report.read', roles).allowed) return '/reports/visits';
  return decide('export.read', roles).allowed ? '/exports' : '/';
}

async function openVisits(context: Context, input: Input<unknown, Wish, unknown>): Promise<Answer> {
  const selection = await selectionOf(context, input.query);
  if ('missing' in selection) return notThere(context, selection);
  const report = await readVisits(longReader(context), selection);
  await recordSelection(context, selection);
  return {
    page: 'reports/visits',
    title: say.reports.visits.title,
    model: { ...visitsModel(selection, report, context.clock.timeZone) },
  };
}

async function downloadVisits(context: Context, input: Input<unknown, Wish, unknown>): Promise<Answer> {
  const selection = await selectionOf(context, input.query);
  if ('missing' in selection) return notThere(context, selection);
  await recordSelection(context, selection);
  const body = visitsCsv(context.database, argumentsOf(selection));
  return { file: { name: visitsFileName(selection), type: 'text/csv; charset=utf-8', body } };
}

async function openStaffing(context: Context, input: Input<unknown, Wish, unknown>): Promise<Answer> {
  const selection = await selectionOf(context, input.query);
  if ('missing' in selection) return notThere(context, selection);
  const rows = await readStaffing(longReader(context), selection);
  await recordSelection(context, selection, 'staffing');
  const rules = profileFor(context.config.profile, selection.asker.today);
  return {
    page: 'reports/staffing',
    title: say.reports.staffing.title,
    model: { ...staffingModel(selection, rows, rules, context.clock.timeZone) },
  };
}

async function openPathway(context: Context, { query }: Input<unknown, PathwayWish, unknown>): Promise<Answer> {
  const selection = await selectionOf(context, query);
  if ('missing' in selection) return notThere(context, selection);
  const counted = { anyNeed: query.needs === 'all', windows: windowsOf(context, selection) };
  const report = await readPathway(longReader(context), selection, counted);
  await recordSelection(context, selection, 'pathway');
  const model = pathwayModel(selection, report, counted, context.clock.timeZone);
  return { page: 'reports/pathway', title: say.reports.pathway.title, model: { ...model } };
}

async function downloadPathway(context: Context, { query }: Input<unknown, PathwayWish, unknown>): Promise<Answer> {
  const selection = await selectionOf(context, query);
  if ('missing' in selection) return notThere(context, selection);
  const counted = { anyNeed: query.needs === 'all', windows: windowsOf(context, selection) };
  const report = await readPathway(longReader(context), selection, counted);
  await recordSelection(context, selection, 'pathway');
  const name = `pathway-${selectionName(selection)}.csv`;
  return { file: { name, type: 'text/csv; charset=utf-8', body: pathwayCsv(report) } };
}

// A year that is over keeps the windows that held at its end.
function windowsOf({ config }: Context, { asker, period }: Selection): Windows {
  const isOver = period.to < asker.today;
  return windowsOn(config.profile, isOver ? period.to : asker.today);
}

function selectionOf(context: Context, wish: Wish): Promise<Selection | Missing> {
  const { database, clock, roles } = context;
  const scope = context.scope.filter((row) => roles.includes(row.role));
  return select(database, { reader: readerOf(context), now: instantNow(clock), today: today(clock), scope }, wish);
}

// The audit says which numbers were seen, not only that a report was.
function recordSelection(context: Context, selection: Selection, report = 'visits'): Promise<void> {
  return context.database.transaction((tx) => context.auditWithin(tx, `${report}:${selectionName(selection)}`));
}

function notThere(context: Context, missing: Missing): Answer {
  const model = missingWords(missing);
  const reason = missing.missing === 'school' ? 'NOT_IN_SCOPE' : 'BAD_INPUT';
  return {
    page: 'errors/error',
    title: model.heading,
    status: 404,
    reason,
    model: { ...model, requestId: context.requestId },
  };
}
