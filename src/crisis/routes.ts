import { minuteOfDay, today } from '../server/clock.ts';
import type { Context } from '../server/context.ts';
import { Refusal } from '../server/guard.ts';
import { type Answer, type Route, route } from '../server/route.ts';
import { fields, idParam, shortText, textField, textFields } from '../server/schema.ts';
import { studentPage } from '../students/page.ts';
import * as say from '../words/index.ts';
import { answerCall, answersTo, openCalls } from './calls.ts';
import { CONTACTS, type CrisisInput, checkFollowUps, checkReport, MOST_FOLLOW_UPS } from './check.ts';
import { crisisPage, peopleOf, stampOf } from './page.ts';
import { urlOf, visitUrlOf } from './places.ts';
import { crisisInput } from './prefill.ts';
import { type Done, endCrisis, finishFollowUp, markStep, noteContact, noteReport, startCrisis } from './service.ts';
import { type Place, readerOfCrisis } from './store.ts';
import { stopTimer } from './timer.ts';

// A crisis has its own number in the address, and never the student's: the history of a browser and the log of a proxy would
// say who had one. The guard finds the student by it.

const params = fields({ id: idParam }, ['id']);
const token = fields({ token: shortText }, ['token']);
// Once the reader wants the running timers to run on, nothing on the page asks for them again.
const timers = { enum: ['kept'] } as const;
const count = { type: 'integer', minimum: 0, maximum: 100_000 } as const;
const FOLLOW_UP_NAMES = Array.from({ length: MOST_FOLLOW_UPS }, (_, at) =>
  ['who', 'due', 'words'].map((name) => `${name}_${at + 1}`),
).flat();

const placeOf = ({ subject }: Context): Place => ({
  student: subject?.student as number,
  crisis: subject?.id as number,
});

interface Params {
  id: number;
}

interface Kept {
  timers?: 'kept';
}

const keeping = (kept: Kept | undefined) => ({ keepsTimers: kept?.timers !== undefined });

/** Back to the page, or what somebody else did first. */
async function answered(context: Context, at: Place, done: Done, kept?: Kept): Promise<Answer> {
  if (!done) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE', at.student);
  if ('over' in done)
    return crisisPage(context, at, {
      ...keeping(kept),
      told: done.added ? say.crisis.told.endedAndAdded : say.crisis.told.ended,
    });
  if ('first' in done) {
    const told = done.first.is_done ? say.crisis.told.tickedFirst : say.crisis.told.takenBackFirst;
    return crisisPage(context, at, { ...keeping(kept), told: told(stampOf(context, done.first)) });
  }
  return {
    redirect: `${urlOf(at.crisis)}${kept?.timers ? '?timers=kept' : ''}`,
    ...(done.again ? { reason: 'ALREADY_DONE' as const } : {}),
  };
}

async function step(
  context: Context,
  at: Place,
  body: { step: string; done?: string; seen: number } & Kept,
): Promise<Answer> {
  const mark = { step: body.step, isDone: body.done === '1', seen: body.seen };
  return answered(context, at, await markStep(context, at, mark), body);
}

async function timer(
  context: Context,
  at: Place,
  { form_key, choice }: { form_key: string; choice: string },
): Promise<Answer> {
  const crisis = await readerOfCrisis(context.database, context, at).crisis();
  if (!crisis) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE', at.student);
  if (choice === 'keep') return { redirect: `${urlOf(at.crisis)}?timers=kept` };
  const stopped = await stopTimer(context, form_key, crisis.started_at);
  return { redirect: urlOf(at.crisis), ...(stopped ? {} : { reason: 'ALREADY_DONE' as const }) };
}

async function report(context: Context, at: Place, body: CrisisInput & { seen: number } & Kept): Promise<Answer> {
  const now = { today: today(context.clock), minute: minuteOfDay(context.clock) };
  const { seen, timers: _timers, ...input } = body;
  const checked = checkReport(input as CrisisInput, now);
  if ('faults' in checked)
    return crisisPage(context, at, {
      ...keeping(body),
      report: { input: input as CrisisInput, faults: checked.faults },
    });
  return answered(context, at, await noteReport(context, at, checked.report, seen), body);
}

async function end(context: Context, at: Place, body: CrisisInput & Kept): Promise<Answer> {
  const { timers: _timers, ...input } = body;
  const crisis = await readerOfCrisis(context.database, context, at).crisis();
  if (!crisis) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE', at.student);
  const people = (await peopleOf(context, crisis.school_id)).map(({ person }) => person);
  // "Another follow-up": the same form with one line more, nothing checked, nothing saved.
  if (input.add) return crisisPage(context, at, { ...keeping(body), end: { input, faults: [] } });
  const checked = checkFollowUps(input, today(context.clock), people);
  if ('faults' in checked) return crisisPage(context, at, { ...keeping(body), end: { input, faults: checked.faults } });
  const done = await endCrisis(context, at, checked.followUps);
  if (done && 'done' in done)
    return { redirect: visitUrlOf(at.crisis), ...(done.again ? { reason: 'ALREADY_DONE' as const } : {}) };
  return answered(context, at, done);
}

/** A crisis that is over, as the visit that writes it down: the student's page, with its form filled in. */
async function written(context: Context, at: Place): Promise<Answer> {
  const input = await crisisInput(context, at);
  if (!input) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE', at.student);
  return studentPage(context, at.student, { sentVisit: { input, faults: [] } });
}

export const routes: Route[] = [
  route<unknown, unknown, { student: string }>({
    post: '/crisis',
    action: 'crisis.start',
    audit: 'CRISIS_STARTED',
    subject: 'student',
    input: { body: fields({ token: shortText, student: shortText }, ['token', 'student']) },
    run: async (context) => {
      const { crisis, again } = await startCrisis(context, context.subject?.student as number);
      return { redirect: urlOf(crisis), ...(again ? { reason: 'ALREADY_DONE' as const } : {}) };
    },
  }),
  route<unknown, unknown, unknown>({
    get: '/crisis/calls',
    action: 'crisis.calls',
    audit: 'CRISIS_CALLS_ASKED',
    quiet: true,
    input: {},
    run: async (context) => ({ json: { calls: await openCalls(context), coming: await answersTo(context) } }),
  }),
  route<Params, Kept, unknown>({
    get: '/crisis/:id',
    action: 'crisis.work',
    audit: 'CRISIS_OPENED',
    subject: 'crisis',
    input: { params, query: fields({ timers }) },
    run: (context, { query }) => crisisPage(context, placeOf(context), keeping(query)),
  }),
  route<Params, unknown, unknown>({
    get: '/crisis/:id/visit',
    action: 'crisis.work',
    audit: 'STUDENT_OPENED',
    subject: 'crisis',
    input: { params },
    run: (context) => written(context, placeOf(context)),
  }),
  route<Params, unknown, { form_key: string; choice: string }>({
    post: '/crisis/:id/timer',
    action: 'crisis.work',
    audit: 'CRISIS_TIMER',
    subject: 'crisis',
    input: {
      params,
      body: fields({ token: shortText, form_key: shortText, choice: { enum: ['keep', 'stop'] } }, [
        'token',
        'form_key',
        'choice',
      ]),
    },
    run: (context, { body }) => timer(context, placeOf(context), body),
  }),
  route<Params, unknown, { step: string; done?: string; seen: number } & Kept>({
    post: '/crisis/:id/steps',
    action: 'crisis.work',
    audit: 'CRISIS_STEP',
    subject: 'crisis',
    input: {
      params,
      body: fields(
        { token: shortText, step: { type: 'string', maxLength: 40 }, done: { enum: ['1'] }, seen: count, timers },
        [...['token', 'step', 'seen']],
      ),
    },
    run: (context, { body }) => step(context, placeOf(context), body),
  }),
  route<Params, unknown, { result: string; seen: number } & Kept>({
    post: '/crisis/:id/guardian',
    action: 'crisis.work',
    audit: 'CRISIS_GUARDIAN',
    subject: 'crisis',
    input: {
      params,
      body: fields({ token: shortText, result: { enum: Object.keys(CONTACTS) }, seen: count, timers }, [
        'token',
        'result',
        'seen',
      ]),
    },
    run: async (context, { body }) =>
      answered(context, placeOf(context), await noteContact(context, placeOf(context), body), body),
  }),
  route<Params, unknown, CrisisInput & { seen: number } & Kept>({
    post: '/crisis/:id/report',
    action: 'crisis.work',
    audit: 'CRISIS_REPORTED',
    subject: 'crisis',
    input: {
      params,
      body: fields(
        { token: shortText, report_date: shortText, report_time: shortText, reference: textField, seen: count, timers },
        ['token', 'seen'],
      ),
    },
    run: (context, { body }) => report(context, placeOf(context), body),
  }),
  route<Params, unknown, CrisisInput & Kept>({
    post: '/crisis/:id/end',
    action: 'crisis.work',
    audit: 'CRISIS_ENDED',
    subject: 'crisis',
    input: {
      params,
      body: fields({ ...textFields(['token', ...FOLLOW_UP_NAMES]), add: { enum: ['follow-up'] }, timers }, ['token']),
    },
    run: (context, { body }) => end(context, placeOf(context), body),
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
