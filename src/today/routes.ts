import { type Context, codesOf } from '../server/context.ts';
import type { Fault } from '../server/form-fields.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, idParam, shortText } from '../server/schema.ts';
import { change, discard } from '../visits/drafts/answers.ts';
import * as say from '../words/index.ts';
import { readRule, saveRule } from './caseload.ts';
import { type EndInput, endVisit } from './ended.ts';
import { arrangeFavourite, keepFavourite, type Move } from './favourites.ts';
import { closeAll, closedWords } from './open-visits.ts';
import { todayPage } from './page.ts';
import { type PlaceInput, placeOf } from './place.ts';
import { fillQuick, keepQuick, type QuickInput, quickPage, saveQuick } from './quick.ts';
import { quickDraftPlace } from './quick-draft.ts';
import { EVERYBODY, type Rule } from './rule.ts';
import { checkRule, type RuleInput, readGroups, ruleFields, ruleForm } from './rule-form.ts';
import { arrangeFields, draftFields, endFields, favouriteFields, quickFields, quickQuery } from './schema.ts';
import { stopTimer } from './stop-timer.ts';

const FLASHES: Record<string, string> = {
  ...say.today.done,
  saved: say.students.done.saved,
  stopped: say.students.done.stopped,
  step: say.forms.saved,
};

const QUICK_FLASHES: Record<string, string> = { ...say.drafts.done, saved: say.students.done.saved };

interface TodayQuery {
  page?: number;
  due?: string;
  done?: string;
  closed?: number;
}

const token = fields({ token: shortText }, ['token']);
const dcid = fields({ dcid: idParam }, ['dcid']);

async function open(context: Context, { page = 1, due, done, closed }: TodayQuery): Promise<Answer> {
  const writes = context.scope.some((row) => row.role === 'support_staff');
  const said = closed !== undefined && writes ? await closedWords(context, closed) : (FLASHES[done ?? ''] ?? null);
  const isNothing = closed === 0 || done === 'unchanged';
  return todayPage(context, { page, allDue: due === 'all', ...(isNothing ? { nothingDone: said } : { flash: said }) });
}

interface SentRule {
  rule: Rule;
  revision: number;
  faults: Fault[];
  status: number;
}

async function rulePage(context: Context, sent?: SentRule): Promise<Answer> {
  const groups = await readGroups(context);
  const saved = sent ?? (await readRule(context));
  const faults = sent?.faults ?? [];
  return {
    page: 'today/caseload',
    title: say.today.caseload.title,
    status: sent?.status ?? 200,
    ...(sent ? { reason: sent.status === 409 ? ('CHANGED_MEANWHILE' as const) : ('FAULTS' as const) } : {}),
    model: { faults, revision: saved?.revision ?? 0, form: ruleForm(groups, saved?.rule ?? EVERYBODY, faults) },
  };
}

async function postRule(context: Context, input: RuleInput): Promise<Answer> {
  const checked = checkRule(input, await readGroups(context));
  const { revision } = input;
  if ('faults' in checked) return rulePage(context, { ...checked, revision, status: 422 });
  if (await saveRule(context, checked.rule, revision)) return { redirect: '/?done=caseload#caseload' };
  const before = await readRule(context);
  // Sent twice: it is as it was wished.
  if (before && JSON.stringify(before.rule) === JSON.stringify(checked.rule))
    return { redirect: '/?done=caseload#caseload', reason: 'ALREADY_DONE' };
  const faults = [{ fieldId: 'rule', text: say.today.caseload.changedElsewhere }];
  return rulePage(context, { rule: checked.rule, revision: before?.revision ?? 0, faults, status: 409 });
}

export const routes: Route[] = [
  route<unknown, TodayQuery, unknown>({
    get: '/',
    action: 'home.open',
    audit: 'HOME_OPENED',
    input: {
      query: fields({
        page: { type: 'integer', minimum: 1, maximum: 200 },
        due: { enum: ['all'] },
        done: { enum: Object.keys(FLASHES) },
        closed: { type: 'integer', minimum: 0, maximum: 1000 },
      }),
    },
    run: (context, { query }) => open(context, query),
  }),
  route<unknown, unknown, unknown>({
    post: '/today/close',
    action: 'visit.add',
    audit: 'VISIT_ADDED',
    input: { body: token },
    run: async (context) => {
      const closed = await closeAll(context);
      return { redirect: `/?closed=${closed}`, ...(closed === 0 ? { reason: 'ALREADY_DONE' as const } : {}) };
    },
  }),
  route<unknown, unknown, { form_key: string }>({
    post: '/today/stop',
    action: 'visit.draft',
    audit: 'TIMER_STOPPED',
    input: { body: draftFields },
    run: async (context, { body }) =>
      (await stopTimer(context, body.form_key))
        ? { redirect: '/?done=stopped' }
        : { redirect: '/?done=unchanged', reason: 'ALREADY_DONE' },
  }),
  route<unknown, unknown, EndInput>({
    post: '/today/ended',
    action: 'visit.add',
    audit: 'VISIT_ADDED',
    input: { body: endFields },
    run: async (context, { body }) => {
      const ended = await endVisit(context, body);
      if (Array.isArray(ended)) return todayPage(context, { ended: { input: body, faults: ended } });
      return ended === 'saved'
        ? { redirect: '/?done=saved' }
        : { redirect: '/?done=unchanged', reason: 'ALREADY_DONE' };
    },
  }),
  route({
    get: '/today/caseload',
    action: 'today.arrange',
    audit: 'CASELOAD_OPENED',
    input: {},
    run: (context) => rulePage(context),
  }),
  route<unknown, unknown, RuleInput>({
    post: '/today/caseload',
    action: 'today.arrange',
    audit: 'CASELOAD_SAVED',
    input: { body: ruleFields },
    run: (context, { body }) => postRule(context, body),
  }),
  route<unknown, unknown, { purpose?: string; service_1?: string; minutes?: string }>({
    post: '/today/favourites',
    action: 'today.arrange',
    audit: 'FAVOURITES_SAVED',
    input: { body: favouriteFields },
    run: async (context, { body }) => {
      const tier = (await codesOf(context)).defaultTier(body.service_1 ?? '');
      const input = { ...body, tier_1: String(tier ?? 0) };
      const faults = await keepFavourite(context, input);
      if (faults.length > 0) return todayPage(context, { favourite: { input, faults } });
      return { redirect: '/?done=favourite#favourites' };
    },
  }),
  route<unknown, unknown, { id: number; move: Move }>({
    post: '/today/favourites/arrange',
    action: 'today.arrange',
    audit: 'FAVOURITES_SAVED',
    input: { body: arrangeFields },
    run: async (context, { body }) => ({
      redirect: '/?done=favourite#favourites',
      ...((await arrangeFavourite(context, body.id, body.move)) ? {} : { reason: 'ALREADY_DONE' as const }),
    }),
  }),
  route<{ dcid: number }, PlaceInput & { draft?: string; done?: string }, unknown>({
    get: '/students/:dcid/quick',
    action: 'visit.add',
    audit: 'STUDENT_OPENED',
    subject: 'student',
    input: { params: dcid, query: fields(quickQuery) },
    run: (context, { params, query }) =>
      quickPage(context, params.dcid, {
        place: placeOf(query),
        ...(query.draft ? { draft: query.draft } : {}),
        ...(query.done ? { flash: QUICK_FLASHES[query.done] as string } : {}),
      }),
  }),
  route<{ dcid: number }, unknown, QuickInput>({
    post: '/students/:dcid/quick/drafts',
    action: 'visit.draft',
    audit: 'DRAFT_SAVED',
    subject: 'student',
    input: { params: dcid, body: quickFields },
    run: (context, { params, body }) => change(context, quickDraftPlace(context, params.dcid, body), body, 'save'),
  }),
  route<{ dcid: number }, unknown, QuickInput>({
    post: '/students/:dcid/quick/drafts/discard',
    action: 'visit.draft',
    audit: 'DRAFT_DISCARDED',
    subject: 'student',
    input: { params: dcid, body: quickFields },
    run: (context, { params, body }) => discard(context, quickDraftPlace(context, params.dcid, body), body),
  }),
  route<{ dcid: number }, unknown, QuickInput>({
    post: '/students/:dcid/quick',
    action: 'visit.add',
    audit: 'VISIT_ADDED',
    subject: 'student',
    input: { params: dcid, body: quickFields },
    run: (context, { params, body }) => saveQuick(context, params.dcid, body),
  }),
  route<{ dcid: number }, unknown, QuickInput>({
    post: '/students/:dcid/quick/fill',
    action: 'visit.add',
    audit: 'STUDENT_OPENED',
    subject: 'student',
    input: { params: dcid, body: quickFields },
    run: (context, { params, body }) => fillQuick(context, params.dcid, body),
  }),
  route<{ dcid: number }, unknown, QuickInput>({
    post: '/students/:dcid/quick/favourite',
    action: 'visit.add',
    audit: 'FAVOURITES_SAVED',
    subject: 'student',
    input: { params: dcid, body: quickFields },
    run: (context, { params, body }) => keepQuick(context, params.dcid, body),
  }),
];
