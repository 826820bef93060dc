import { minuteOfDay, today } from '../server/clock.ts';
import type { Context } from '../server/context.ts';
import { Refusal } from '../server/guard.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField } from '../server/schema.ts';
import * as say from '../words/index.ts';
import { answerCall, answersTo, openCalls } from './calls.ts';
import { CONTACTS, type CrisisInput, checkFollowUps, checkReport, MOST_FOLLOW_UPS } from './check.ts';
import { crisisPage, peopleOf, stampOf } from './page.ts';
import { type Done, endCrisis, finishFollowUp, markStep, noteContact, noteReport, startCrisis } from './service.ts';
import { readerOfCrisis } from './store.ts';
import { stopTimer } from './timer.ts';

interface Params {
  dcid: number;
  crisis: number;
}

const dcid = fields({ dcid: idParam }, ['dcid']);
const params = fields({ dcid: idParam, crisis: idParam }, ['dcid', 'crisis']);
const token = fields({ token: shortText }, ['token']);
// Once the reader wants the running timers to run on, nothing on the page asks for them again.
const timers = { enum: ['kept'] } as const;
const count = { type: 'integer', minimum: 0, maximum: 100_000 } as const;
const FOLLOW_UP_NAMES = Array.from({ length: MOST_FOLLOW_UPS }, (_, at) =>
  ['who', 'due', 'words'].map((name) => `${name}_${at + 1}`),
).flat();

const placeOf = ({ dcid: student, crisis }: Params) => ({ student, crisis });
const urlOf = ({ dcid: student, crisis }: Params) => `/students/${student}/crisis/${crisis}`;

interface Kept {
  timers?: 'kept';
}

const keeping = (kept: Kept | undefined) => ({ keepsTimers: kept?.timers !== undefined });

/** Back to the page, or what somebody else did first. */
async function answered(context: Context, at: Params, done: Done, kept?: Kept): Promise<Answer> {
  if (!done) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE', at.dcid);
  if ('over' in done)
    return crisisPage(context, placeOf(at), {
      ...keeping(kept),
      told: done.added ? say.crisis.told.endedAndAdded : say.crisis.told.ended,
    });
  if ('first' in done) {
    const told = done.first.is_done ? say.crisis.told.tickedFirst : say.crisis.told.takenBackFirst;
    return crisisPage(context, placeOf(at), { ...keeping(kept), told: told(stampOf(context, done.first)) });
  }
  return {
    redirect: `${urlOf(at)}${kept?.timers ? '?timers=kept' : ''}`,
    ...(done.again ? { reason: 'ALREADY_DONE' as const } : {}),
  };
}

async function step(
  context: Context,
  at: Params,
  body: { step: string; done?: string; seen: number } & Kept,
): Promise<Answer> {
  const mark = { step: body.step, isDone: body.done === '1', seen: body.seen };
  return answered(context, at, await markStep(context, placeOf(at), mark), body);
}

async function timer(
  context: Context,
  at: Params,
  { form_key, choice }: { form_key: string; choice: string },
): Promise<Answer> {
  const crisis = await readerOfCrisis(context.database, context, placeOf(at)).crisis();
  if (!crisis) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE', at.dcid);
  if (choice === 'keep') return { redirect: `${urlOf(at)}?timers=kept` };
  const stopped = await stopTimer(context, form_key, crisis.started_at);
  return { redirect: urlOf(at), ...(stopped ? {} : { reason: 'ALREADY_DONE' as const }) };
}

async function report(context: Context, at: Params, body: CrisisInput & { seen: number } & Kept): Promise<Answer> {
  const now = { today: today(context.clock), minute: minuteOfDay(context.clock) };
  const { seen, timers: _timers, ...input } = body;
  const checked = checkReport(input as CrisisInput, now);
  if ('faults' in checked)
    return crisisPage(context, placeOf(at), {
      ...keeping(body),
      report: { input: input as CrisisInput, faults: checked.faults },
    });
  return answered(context, at, await noteReport(context, placeOf(at), checked.report, seen), body);
}

async function end(context: Context, at: Params, input: CrisisInput): Promise<Answer> {
  const crisis = await readerOfCrisis(context.database, context, placeOf(at)).crisis();
  if (!crisis) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE', at.dcid);
  const people = (await peopleOf(context, crisis.school_id)).map(({ person }) => person);
  const checked = checkFollowUps(input, today(context.clock), people);
  if ('faults' in checked) return crisisPage(context, placeOf(at), { end: { input, faults: checked.faults } });
  const done = await endCrisis(context, placeOf(at), checked.followUps);
  if (done && 'done' in done) return { redirect: `/students/${at.dcid}?crisis=${at.crisis}#visit` };
  return answered(context, at, done);
}

export const routes: Route[] = [
  route<{ dcid: number }, unknown, unknown>({
    post: '/students/:dcid/crisis',
    action: 'crisis.start',
    audit: 'CRISIS_STARTED',
    subject: 'student',
    input: { params: dcid, body: token },
    run: async (context, { params: { dcid: student } }) => {
      const { crisis, again } = await startCrisis(context, student);
      return {
        redirect: `/students/${student}/crisis/${crisis}`,
        ...(again ? { reason: 'ALREADY_DONE' as const } : {}),
      };
    },
  }),
  route<Params, Kept, unknown>({
    get: '/students/:dcid/crisis/:crisis',
    action: 'crisis.work',
    audit: 'CRISIS_OPENED',
    subject: 'student',
    input: { params, query: fields({ timers }) },
    run: (context, { params: at, query }) => crisisPage(context, placeOf(at), keeping(query)),
  }),
  route<Params, unknown, { form_key: string; choice: string }>({
    post: '/students/:dcid/crisis/:crisis/timer',
    action: 'crisis.work',
    audit: 'CRISIS_TIMER',
    subject: 'student',
    input: {
      params,
      body: fields({ token: shortText, form_key: shortText, choice: { enum: ['keep', 'stop'] } }, [
        'token',
        'form_key',
        'choice',
      ]),
    },
    run: (context, { params: at, body }) => timer(context, at, body),
  }),
  route<Params, unknown, { step: string; done?: string; seen: number } & Kept>({
    post: '/students/:dcid/crisis/:crisis/steps',
    action: 'crisis.work',
    audit: 'CRISIS_STEP',
    subject: 'student',
    input: {
      params,
      body: fields(
        { token: shortText, step: { type: 'string', maxLength: 40 }, done: { enum: ['1'] }, seen: count, timers },
        [...['token', 'step', 'seen']],
      ),
    },
    run: (context, { params: at, body }) => step(context, at, body),
  }),
  route<Params, unknown, { result: string; seen: number } & Kept>({
    post: '/students/:dcid/crisis/:crisis/guardian',
    action: 'crisis.work',
    audit: 'CRISIS_GUARDIAN',
    subject: 'student',
    input: {
      params,
      body: fields({ token: shortText, result: { enum: Object.keys(CONTACTS) }, seen: count, timers }, [
        'token',
        'result',
        'seen',
      ]),
    },
    run: async (context, { params: at, body }) =>
      answered(context, at, await noteContact(context, placeOf(at), body), body),
  }),
  route<Params, unknown, CrisisInput & { seen: number } & Kept>({
    post: '/students/:dcid/crisis/:crisis/report',
    action: 'crisis.work',
    audit: 'CRISIS_REPORTED',
    subject: 'student',
    input: {
      params,
      body: fields(
        { token: shortText, report_date: shortText, report_time: shortText, reference: textField, seen: count, timers },
        ['token', 'seen'],
      ),
    },
    run: (context, { params: at, body }) => report(context, at, body),
  }),
  route<Params, unknown, CrisisInput>({
    post: '/students/:dcid/crisis/:crisis/end',
    action: 'crisis.work',
    audit: 'CRISIS_ENDED',
    subject: 'student',
    input: {
      params,
      body: fields(Object.fromEntries(['token', ...FOLLOW_UP_NAMES].map((name) => [name, textField])), ['token']),
    },
    run: (context, { params: at, body }) => end(context, at, body),
  }),
  route<unknown, unknown, unknown>({
    get: '/crisis/calls',
    action: 'crisis.calls',
    audit: 'CRISIS_CALLS_ASKED',
    quiet: true,
    input: {},
    run: async (context) => ({ json: { calls: await openCalls(context), coming: await answersTo(context) } }),
  }),
  route<{ call: number }, unknown, unknown>({
    post: '/crisis/calls/:call/answer',
    action: 'crisis.calls',
    audit: 'CRISIS_ANSWERED',
    input: { params: fields({ call: idParam }, ['call']), body: token },
    run: async (context, { params: { call } }) => {
      const isFirst = await answerCall(context, call);
      if (isFirst === undefined) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE');
      return { redirect: '/', ...(isFirst ? {} : { reason: 'ALREADY_DONE' as const }) };
    },
  }),
  route<{ follow_up: number }, unknown, unknown>({
    post: '/crisis/follow-ups/:follow_up/done',
    action: 'crisis.follow-up',
    audit: 'FOLLOW_UP_DONE',
    input: { params: fields({ follow_up: idParam }, ['follow_up']), body: token },
    run: async (context, { params: { follow_up } }) => {
      const isFirst = await finishFollowUp(context, follow_up);
      if (isFirst === undefined) throw new Refusal('NOT_FOUND', 'NOT_AUTHOR');
      return { redirect: '/', ...(isFirst ? {} : { reason: 'ALREADY_DONE' as const }) };
    },
  }),
];
