import { unseal } from '../access/sealing.ts';
import { dayOf, minuteOfDay, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import { choiceFieldOf, type Fault, numbered, textFieldOf } from '../server/form-fields.ts';
import { Refusal } from '../server/guard.ts';
import type { Answer } from '../server/route.ts';
import { clockTime, dayAndTime, plusDays, shortDay, timeOfDay } from '../server/words.ts';
import { findStudent } from '../students/facts.ts';
import { headerModel } from '../students/page.ts';
import { timeText } from '../visits/drafts/timer.ts';
import { shortName } from '../visits/names.ts';
import { colleaguesAt } from '../visits/readers/service.ts';
import * as say from '../words/index.ts';
import { comingText, fullName } from './calls.ts';
import { CONTACTS, type ContactResult, type CrisisInput, MOST_FOLLOW_UPS } from './check.ts';
import { placeOfFollowUp, placeOfReport, urlOf, visitUrlOf } from './places.ts';
import { procedureOf } from './steps.ts';
import { type Crisis, type Place, readerOfCrisis, type StepChange } from './store.ts';
import { runningTimers } from './timer.ts';

export interface CrisisPageState {
  /** What somebody else had done first. */
  told?: string;
  /** The reader wants the running timers to run on. */
  keepsTimers?: boolean;
  report?: { input: CrisisInput; faults: Fault[] };
  end?: { input: CrisisInput; faults: Fault[] };
}

/** One crisis: what is done, what is left, who is coming. */
export async function crisisPage(context: Context, place: Place, state: CrisisPageState = {}): Promise<Answer> {
  const { clock, database } = context;
  const header = await findStudent(database, readerOf(context), clock, place.student);
  if (!header) throw new AppError('NOT_FOUND');
  const read = readerOfCrisis(database, context, place);
  const crisis = await read.crisis();
  if (!crisis) throw new Refusal('NOT_FOUND', 'NOT_IN_SCOPE', place.student);
  const isOpen = crisis.ended_at === null;
  const url = urlOf(place.crisis);
  const procedure = procedureOf(context.config);
  const called = await read.called();
  const contacts = await read.contacts();
  const reports = await read.reports();
  const givenOut = await read.givenOut();
  const faults = state.report?.faults ?? state.end?.faults;
  const when = (at: string) => momentText(context, at, dayOf(crisis.started_at, clock));
  return {
    page: 'crisis/page',
    title: say.crisis.title,
    ...(faults?.length ? { status: 422, reason: 'FAULTS' as const } : {}),
    ...(faults?.length === 0 ? { reason: 'NOT_YET' as const } : {}),
    ...(state.told ? { status: 409, reason: 'CHANGED_MEANWHILE' as const } : {}),
    model: {
      student: { ...headerModel(header), url: `/students/${place.student}` },
      url,
      isOpen,
      told: state.told ?? null,
      since: sinceText(context, crisis, when),
      broken: procedure.isBroken ? say.crisis.brokenSteps : null,
      calls: called.map((one) => ({
        id: one.id,
        name: fullName(one.person_name),
        text: isOpen ? comingText(one.answered_at, context) : cameText(one.answered_at, when),
      })),
      timers: isOpen && !state.keepsTimers ? await runningTimers(context) : [],
      keepsTimers: state.keepsTimers ?? false,
      steps: stepRows(context, await read.steps(), url, { isOpen, when }),
      contact: { seen: contacts.length, buttons: Object.entries(CONTACTS).map(([value, text]) => ({ value, text })) },
      contacts: contacts.map(({ result, person_name, at }) => ({
        what: CONTACTS[result as ContactResult] ?? result,
        who: shortName(person_name),
        when: when(at),
      })),
      reportWords: procedure.report ?? null,
      reports: reports.map((one) => {
        const spot = placeOfReport(place.crisis, one.report_no, place.student);
        const reference = unseal(one, spot, context.config.noteKeys);
        return {
          when: `${shortDay(one.reported_on, today(clock))}, ${clockTime(one.reported_min)}`,
          who: shortName(one.person_name),
          reference:
            reference === undefined
              ? say.crisis.report.numberLocked
              : reference
                ? say.crisis.report.number(reference)
                : null,
        };
      }),
      report: reportForm(context, state.report, reports.length),
      givenOut: givenOut.map((one) => ({
        words: unseal(one, placeOfFollowUp(place.crisis, one.line_no, place.student), context.config.noteKeys),
        who: fullName(one.owner_name),
        due: shortDay(one.due_on, today(clock)),
        done:
          one.done_at === null
            ? say.crisis.givenOut.notDone
            : say.crisis.givenOut.done(shortName(one.done_by_name), when(one.done_at)),
      })),
      // Where somebody else ended it meanwhile, what was typed is still there, and can be added.
      end: isOpen || state.end ? await endForm(context, crisis, state.end) : null,
      visitUrl: !isOpen && crisis.visit_id === null ? visitUrlOf(place.crisis) : null,
    },
  };
}

function sinceText({ clock }: Context, crisis: Crisis, when: (at: string) => string): string {
  const start = dayAndTime(crisis.started_at, clock.timeZone);
  const span = crisis.ended_at === null ? say.crisis.since(start) : say.crisis.fromUntil(start, when(crisis.ended_at));
  return [span, crisis.school_name, say.crisis.begunBy(shortName(crisis.starter))].join(' · ');
}

// The time; with its day where that is another one than the day on which the crisis began.
function momentText({ clock }: Context, at: string, day: string): string {
  return dayOf(at, clock) === day ? timeOfDay(at, clock.timeZone) : dayAndTime(at, clock.timeZone);
}

const cameText = (answeredAt: string | null, when: (at: string) => string) =>
  answeredAt === null ? say.crisis.calls.neverAnswered : say.crisis.calls.came(when(answeredAt));

// The district's steps in their order; one that left the list since stands behind them under its key, because it was done.
function stepRows(
  context: Context,
  changes: StepChange[],
  url: string,
  { isOpen, when }: { isOpen: boolean; when: (at: string) => string },
) {
  const known = procedureOf(context.config).steps;
  const gone = [...new Set(changes.map((one) => one.step_key))].filter((key) => !known.some((one) => one.key === key));
  return [...known, ...gone.map((key) => ({ key, words: say.crisis.steps.notListed(key) }))].map((step) => {
    const own = changes.filter((one) => one.step_key === step.key);
    const last = own.at(-1);
    return {
      key: step.key,
      words: step.words,
      who: 'who' in step && step.who ? step.who : null,
      action: `${url}/steps`,
      isDone: last?.is_done ?? false,
      seen: own.length,
      canTick: isOpen,
      stamp: last ? changeWords(last.is_done, say.crisis.steps.by(shortName(last.person_name), when(last.at))) : null,
    };
  });
}

const changeWords = (isDone: boolean, by: string) =>
  isDone ? say.crisis.steps.done(by) : say.crisis.steps.takenBack(by);

/** `by A. Reyes, 10:43 AM`: on paper, and for others, nobody is "you". */
export function stampOf({ clock }: Context, { person_name, at }: StepChange): string {
  return say.crisis.steps.by(shortName(person_name), timeOfDay(at, clock.timeZone));
}

function reportForm(context: Context, sent: CrisisPageState['report'], seen: number) {
  const day = today(context.clock);
  const value = (name: string) => sent?.input[name] ?? '';
  const faults = sent?.faults ?? [];
  return {
    faults,
    seen,
    open: sent !== undefined,
    date: textFieldOf('report_date', say.crisis.report.day, sent ? value('report_date') : day, faults, {
      type: 'date',
      max: day,
    }),
    time: textFieldOf(
      'report_time',
      say.crisis.report.time,
      sent ? value('report_time') : timeText(minuteOfDay(context.clock)),
      faults,
      { type: 'time' },
    ),
    reference: textFieldOf('reference', say.crisis.report.reference, value('reference'), faults, {
      hint: say.crisis.report.referenceHint,
    }),
  };
}

/** Whom a follow-up can be given to: support staff of the school, and oneself. */
export async function peopleOf(context: Context, school: number): Promise<{ person: number; name: string }[]> {
  const colleagues = await colleaguesAt(context, school);
  return [
    { person: readerOf(context), name: say.forms.you },
    ...colleagues.map(({ person, name }) => ({ person, name: fullName(name) })),
  ];
}

// At least one line, and every one that was sent; one more when it was asked for.
function followUpLines(input: CrisisInput): number {
  let count = 1;
  for (let n = 2; n <= MOST_FOLLOW_UPS; n++) if (input[`words_${n}`] !== undefined) count = n;
  return Math.min(count + (input.add ? 1 : 0), MOST_FOLLOW_UPS);
}

async function endForm(context: Context, crisis: Crisis, sent: CrisisPageState['end']) {
  const day = today(context.clock);
  const faults = sent?.faults ?? [];
  const value = (name: string) => sent?.input[name] ?? '';
  const count = followUpLines(sent?.input ?? {});
  const options = [
    { value: '', label: say.crisis.end.nobody },
    ...(await peopleOf(context, crisis.school_id)).map(({ person, name }) => ({ value: String(person), label: name })),
  ];
  return {
    faults,
    isSent: sent !== undefined,
    canAdd: count < MOST_FOLLOW_UPS,
    lines: Array.from({ length: count }, (_, at) => {
      const n = at + 1;
      return {
        isAdded: sent?.input.add !== undefined && n === count,
        who: choiceFieldOf(
          `who_${n}`,
          numbered(say.crisis.end.who, n),
          value(`who_${n}`),
          [{ label: null, options }],
          faults,
          {
            combo: false,
          },
        ),
        due: textFieldOf(
          `due_${n}`,
          numbered(say.crisis.end.due, n),
          sent?.input[`due_${n}`] ?? plusDays(day, 1),
          faults,
          {
            type: 'date',
            min: day,
          },
        ),
        words: textFieldOf(`words_${n}`, numbered(say.crisis.end.what, n), value(`words_${n}`), faults, {
          hint: n === 1 ? say.crisis.end.whatHint : null,
        }),
      };
    }),
  };
}
