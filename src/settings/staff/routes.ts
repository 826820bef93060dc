import { wantedOf } from '../../access/wanted.ts';
import { today } from '../../server/clock.ts';
import type { Context } from '../../server/context.ts';
import { Refusal } from '../../server/guard.ts';
import { type Answer, type Route, route } from '../../server/route.ts';
import { fields, idParam, shortText, textField } from '../../server/schema.ts';
import * as say from '../../words/index.ts';
import type { Outcome } from '../changes.ts';
import type { PeriodInput } from './check.ts';
import { readFacts } from './periods.ts';
import { addPeriod, endPeriod, findPerson, voidPeriod } from './service.ts';
import { type FteRow, type NowRow, type SentStaff, staffListModel, staffModel } from './view.ts';

const MOST_SHOWN = 500;
const MOST_FOUND = 50;

async function list(context: Context, typed: string | null): Promise<Answer> {
  const { database, clock } = context;
  const on_day = today(clock);
  const now = await database.run<NowRow>('settings/staff-facts-on', { on_day, take: MOST_SHOWN + 1 });
  const fte = await database.run<FteRow>('settings/staff-fte', { on_day });
  const faults = typed?.trim() === '' ? [{ fieldId: 'name', text: say.settings.staff.nameMissing }] : [];
  const found = typed === null || faults.length > 0 ? null : await find(context, typed);
  return {
    page: 'settings/staff',
    title: say.settings.staff.title,
    ...(faults.length > 0 ? { status: 422, reason: 'FAULTS' as const } : {}),
    model: staffListModel(now.slice(0, MOST_SHOWN), fte, found, now.length > MOST_SHOWN, faults),
  };
}

interface FoundPerson {
  person: number;
  name: string;
  provider: string | null;
}

async function find(context: Context, typed: string) {
  const wanted = wantedOf(typed);
  if (!wanted) return { typed, people: [], more: false };
  if ('number' in wanted) {
    const name = wanted.number <= 2147483647 ? await findPerson(context, wanted.number) : undefined;
    return { typed, people: name ? [{ person: wanted.number, name, provider: null }] : [], more: false };
  }
  const asked = { ...wanted, on_day: today(context.clock), take: MOST_FOUND + 1 };
  const people = await context.database.run<FoundPerson>('settings/staff-by-name', asked);
  const shown = people.slice(0, MOST_FOUND).sort((a, b) => a.name.localeCompare(b.name, 'en-US'));
  return { typed, people: shown, more: people.length > MOST_FOUND };
}

const FLASHES: Record<string, string> = say.settings.staff.done;

async function page(
  context: Context,
  person: number,
  state: { flash?: string; sent?: SentStaff; changed?: boolean } = {},
): Promise<Answer> {
  const name = await findPerson(context, person);
  if (name === undefined) throw new Refusal('NOT_FOUND', 'BAD_INPUT');
  const facts = await readFacts(context.database, person);
  const fault = state.changed
    ? { status: 409, reason: 'CHANGED_MEANWHILE' as const }
    : { status: 422, reason: 'FAULTS' as const };
  return {
    page: 'settings/person',
    title: name,
    flash: state.flash ?? null,
    ...(state.sent ? fault : {}),
    audited: { subject: `staff:${person}` },
    model: staffModel({ dcid: person, name }, facts, context.clock, state.sent),
  };
}

/** The answer to a sent form: back to the page, or the page with what was typed. */
function answered(
  context: Context,
  person: number,
  outcome: Outcome,
  done: string,
  sent: (faults: { fieldId: string; text: string }[]) => SentStaff,
): Promise<Answer> | Answer {
  if (outcome.done)
    return {
      redirect: `/settings/staff/${person}?done=${done}`,
      ...(outcome.again ? { reason: 'ALREADY_DONE' as const } : {}),
    };
  return page(context, person, { sent: sent(outcome.faults), changed: outcome.changed });
}

const whole = { type: 'integer', minimum: 0, maximum: 2147483647 } as const;
const person = fields({ person: idParam }, ['person']);
const period = fields({ person: idParam, period: idParam }, ['person', 'period']);

/** Who is not there has no facts either. */
async function known(context: Context, dcid: number): Promise<void> {
  if ((await findPerson(context, dcid)) === undefined) throw new Refusal('NOT_FOUND', 'BAD_INPUT');
}

interface Ending {
  params: { person: number; period: number };
  body: { revision: number; to?: string; reason?: string };
}

export const routes: Route[] = [
  route({
    get: '/settings/staff',
    action: 'settings.read',
    audit: 'STAFF_FACTS_OPENED',
    input: {},
    run: (context) => list(context, null),
  }),
  route<unknown, unknown, { name?: string }>({
    post: '/settings/staff',
    action: 'settings.staff',
    audit: 'STAFF_SEARCHED',
    input: { body: fields({ token: shortText, name: textField }, ['token']) },
    run: (context, { body }) => list(context, (body.name ?? '').slice(0, 100)),
  }),
  route<{ person: number }, { done?: string }, unknown>({
    get: '/settings/staff/:person',
    action: 'settings.staff',
    audit: 'STAFF_FACTS_OPENED',
    input: { params: person, query: fields({ done: { enum: Object.keys(FLASHES) } }) },
    run: (context, { params, query }) =>
      page(context, params.person, query.done ? { flash: FLASHES[query.done] as string } : {}),
  }),
  route<{ person: number }, unknown, PeriodInput & { revision: number }>({
    post: '/settings/staff/:person/periods',
    action: 'settings.staff',
    audit: 'SETTING_ADDED',
    input: {
      params: person,
      body: fields(
        {
          ...{ token: shortText, revision: whole, provider: shortText, employer: shortText },
          ...{ fte: textField, from: textField, to: textField },
        },
        ['token', 'revision'],
      ),
    },
    run: async (context, { params, body }) => {
      await known(context, params.person);
      const outcome = await addPeriod(context, params.person, body.revision, body);
      return answered(context, params.person, outcome, 'added', (faults) => ({ form: 'add', input: body, faults }));
    },
  }),
  route<Ending['params'], unknown, Ending['body']>({
    post: '/settings/staff/:person/periods/:period/end',
    action: 'settings.staff',
    audit: 'SETTING_CHANGED',
    input: {
      params: period,
      body: fields({ token: shortText, revision: whole, to: textField }, ['token', 'revision']),
    },
    run: async (context, { params, body }) => {
      await known(context, params.person);
      const outcome = await endPeriod(context, params.person, params.period, body.revision, body.to);
      const sent = { form: 'end' as const, period: params.period, typed: body.to ?? '' };
      return answered(context, params.person, outcome, 'ended', (faults) => ({ ...sent, faults }));
    },
  }),
  route<Ending['params'], unknown, Ending['body']>({
    post: '/settings/staff/:person/periods/:period/void',
    action: 'settings.staff',
    audit: 'SETTING_VOIDED',
    input: {
      params: period,
      body: fields({ token: shortText, revision: whole, reason: textField }, ['token', 'revision']),
    },
    run: async (context, { params, body }) => {
      await known(context, params.person);
      const outcome = await voidPeriod(context, params.person, params.period, body.revision, body.reason);
      const sent = { form: 'void' as const, period: params.period, typed: body.reason ?? '' };
      return answered(context, params.person, outcome, 'voided', (faults) => ({ ...sent, faults }));
    },
  }),
];
