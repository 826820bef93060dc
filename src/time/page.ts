import { randomUUID } from 'node:crypto';
import { label } from '../codes/service.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { checkFieldOf, choiceFieldOf, codeChoice, type Fault, faultText, textFieldOf } from '../server/form-fields.ts';
import type { Answer } from '../server/route.ts';
import { clockTime, duration, number, plusDays, weekdayAndDay } from '../server/words.ts';
import * as say from '../words/index.ts';
import type { TimeInput } from './check.ts';
import { ownSchools } from './service.ts';

const LIST_DAYS = 60;
const CHIPS = [15, 30, 45, 60];

interface Entry {
  id: number;
  on_date: string;
  kind: string;
  start_min: number | null;
  end_min: number | null;
  minutes: number;
  people: number | null;
  school_name: string | null;
  voided_at: string | null;
  void_reason: string | null;
}

export interface TimeState {
  input?: TimeInput;
  faults?: Fault[];
  voiding?: { entry: number; reason: string; faults: Fault[] };
  flash?: string | null;
}

/** The form of an entry and what one wrote down lately. */
export async function timePage(context: Context, state: TimeState = {}): Promise<Answer> {
  const day = today(context.clock);
  const faults = state.faults ?? [];
  const asked = { reader: readerOf(context), now: instantNow(context.clock), since: plusDays(day, -LIST_DAYS) };
  const entries = await context.database.run<Entry>('time/own', asked);
  const isFaulty = faults.length > 0 || state.voiding !== undefined;
  return {
    page: 'time/page',
    title: say.time.title,
    flash: state.flash ?? null,
    ...(isFaulty ? { status: 422, reason: 'FAULTS' as const } : {}),
    model: {
      form: await formOf(context, state.input ?? { date: day }, faults),
      faults,
      chips: CHIPS,
      entries: entries.map((entry) => entryModel(entry, day, state.voiding)),
    },
  };
}

async function formOf(context: Context, input: TimeInput, faults: Fault[]) {
  const day = today(context.clock);
  const value = (name: string) => input[name] ?? '';
  return {
    key: input.form_key || randomUUID(),
    kind: codeChoice('kind', say.time.kind, 'TIME_USE', value('kind'), day, faults, {
      emptyLabel: '',
      required: true,
      combo: false,
    }),
    date: textFieldOf('date', say.time.date, value('date'), faults, { type: 'date', max: day, required: true }),
    start: textFieldOf('start', say.time.start, value('start'), faults, { type: 'time' }),
    end: textFieldOf('end', say.time.end, value('end'), faults, { type: 'time' }),
    minutes: textFieldOf('minutes', say.forms.minutes, value('minutes'), faults, {
      type: 'number',
      min: '1',
      max: '1440',
    }),
    people: textFieldOf('people', say.time.people, value('people'), faults, {
      type: 'number',
      min: '1',
      hint: say.time.peopleHint,
    }),
    school: await schoolField(context, value('school'), faults),
    confirm: faultText(faults, 'confirm_long') ? checkFieldOf('confirm_long', say.time.wasLonger, false, faults) : null,
  };
}

async function schoolField(context: Context, value: string, faults: Fault[]) {
  const own = ownSchools(context);
  if (own.length < 2) return null;
  const all = await context.database.run<{ school_id: number; name: string }>('access/all-schools', {});
  const options = all
    .filter(({ school_id }) => own.includes(school_id))
    .map(({ school_id, name }) => ({ value: String(school_id), label: name }));
  return choiceFieldOf('school', say.forms.school, value || String(own[0]), [{ label: null, options }], faults, {
    combo: false,
  });
}

function entryModel(entry: Entry, day: string, voiding: TimeState['voiding']) {
  const current = voiding?.entry === entry.id ? voiding : undefined;
  const name = `void_reason_${entry.id}`;
  const span =
    entry.start_min === null || entry.end_min === null
      ? []
      : [say.time.own.span(clockTime(entry.start_min), clockTime(entry.end_min))];
  const people = entry.people === null ? [] : [say.time.own.people(entry.people, number(entry.people))];
  return {
    isoDate: entry.on_date,
    day: weekdayAndDay(entry.on_date, day),
    what: label('TIME_USE', entry.kind),
    line: [...span, ...people, ...(entry.school_name ? [entry.school_name] : [])].join(' · '),
    minutes: duration(entry.minutes),
    voided: entry.voided_at === null ? null : say.time.own.voided(entry.void_reason ?? ''),
    voiding:
      entry.voided_at !== null
        ? null
        : {
            action: `/time/${entry.id}/void`,
            open: current !== undefined,
            faults: current?.faults ?? [],
            reason: {
              ...textFieldOf(name, say.forms.reason, current?.reason ?? '', current?.faults ?? [], {
                required: true,
              }),
              name: 'reason',
            },
          },
  };
}
