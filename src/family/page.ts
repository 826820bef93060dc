import { isRunning, knownNeeds, needWords } from '../referrals/needs.ts';
import { isWhole } from '../referrals/sent-before.ts';
import { peopleAt } from '../referrals/service.ts';
import { LATE_DAYS, WAYS } from '../referrals/step-input.ts';
import { who } from '../referrals/words.ts';
import { dayOf, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { AppError } from '../server/errors.ts';
import { checkFieldOf, choiceFieldOf, type Fault, faultText, textFieldOf } from '../server/form-fields.ts';
import type { Answer } from '../server/route.ts';
import { shortDay } from '../server/words.ts';
import { findStudent } from '../students/facts.ts';
import * as say from '../words/index.ts';
import { type Card, type CardInput, readCard, type TryInput } from './service.ts';
import { RESULTS, type Result, readTries } from './tries.ts';

export interface FamilyState {
  card?: { input: CardInput; faults: Fault[]; changed: boolean };
  tried?: { input: TryInput; faults: Fault[] };
  voiding?: { id: number; reason: string; faults: Fault[] };
  flash?: string | null;
}

const options = (words: Record<string, string>) => [
  { value: '', label: say.family.newTry.choose },
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
];

function cardWords(context: Context, { caller, caller_name, language, needs_interpreter }: Card): string {
  return [
    caller === null ? say.family.card.stands.nobody : say.family.card.stands.calls(who(context, caller, caller_name)),
    language ?? say.family.card.stands.noLanguage,
    needs_interpreter ? say.family.card.stands.interpreter : say.family.card.stands.noInterpreter,
  ].join(' · ');
}

/** How one student's family is reached: who calls, in which language, and every try over all referrals. */
export async function familyPage(context: Context, student: number, state: FamilyState = {}): Promise<Answer> {
  const header = await findStudent(context.database, readerOf(context), context.clock, student);
  if (!header) throw new AppError('NOT_FOUND');
  const day = today(context.clock);
  const saved = await readCard(context.database, context, student);
  const tries = await readTries(context.database, context, student);
  const running = (await knownNeeds(context.database, context, student)).filter(isRunning);
  const people = await peopleAt(context, header.school_id);
  const faults = state.card?.faults ?? [];
  const typed = state.card?.input;
  const tryFaults = state.tried?.faults ?? [];
  const input: TryInput = state.tried?.input ?? {};
  const caller = typed ? (typed.caller ?? '') : String(saved?.caller ?? '');
  const named = people.map(({ person, name }) => ({ value: String(person), label: name }));
  const gone =
    saved?.caller && !people.some(({ person }) => person === saved.caller)
      ? [
          {
            value: String(saved.caller),
            label: say.family.card.whoHasLeft(who(context, saved.caller, saved.caller_name)),
          },
        ]
      : [];
  const isFaulty = [faults, tryFaults, state.voiding?.faults ?? []].some((list) => list.length > 0);
  const choice = (name: keyof TryInput, label: string, words: Record<string, string>) =>
    choiceFieldOf(name, label, input[name] ?? '', [{ label: null, options: options(words) }], tryFaults, {
      combo: false,
      required: true,
    });
  return {
    page: 'family/page',
    title: say.family.title,
    flash: state.flash ?? null,
    ...(isFaulty
      ? state.card?.changed
        ? { status: 409, reason: 'CHANGED_MEANWHILE' as const }
        : { status: 422, reason: 'FAULTS' as const }
      : {}),
    model: {
      student: { name: header.name, url: `/students/${student}` },
      running: running.map((one) => ({ words: needWords(one, day), url: `/referrals/${one.referral_id}` })),
      card: {
        action: `/students/${student}/family`,
        revision: saved?.revision ?? 0,
        faults,
        changed: saved
          ? say.family.card.writtenDown(
              shortDay(dayOf(saved.changed_at, context.clock), day),
              who(context, saved.changed_by, saved.changed_by_name),
            )
          : null,
        // What one typed stays in the fields; beside it stands what somebody else wrote meanwhile.
        stands: saved && state.card?.changed ? cardWords(context, saved) : null,
        caller: choiceFieldOf(
          'caller',
          say.family.card.caller,
          caller,
          [{ label: null, options: [{ value: '', label: say.family.card.nobody }, ...named, ...gone] }],
          faults,
          { combo: false },
        ),
        language: textFieldOf(
          'language',
          say.family.card.language,
          typed ? (typed.language ?? '') : (saved?.language ?? ''),
          faults,
          { suggestions: say.family.card.languages },
        ),
        interpreter: checkFieldOf(
          'interpreter',
          say.family.card.interpreter,
          typed ? typed.interpreter === '1' : (saved?.needs_interpreter ?? false),
          faults,
          say.family.card.interpreterHint,
        ),
      },
      form: {
        action: `/students/${student}/family/tries`,
        formKey: isWhole(input.form_key) ? input.form_key : crypto.randomUUID(),
        faults: tryFaults,
        way: choice('way', say.family.newTry.way, WAYS),
        result: choice('result', say.family.newTry.result, RESULTS),
        on: textFieldOf('tried_on', say.family.newTry.on, input.tried_on ?? day, tryFaults, { type: 'date', max: day }),
        why: textFieldOf('why', say.referrals.asked.whyLate(LATE_DAYS), input.why ?? '', tryFaults),
        interpreter: checkFieldOf(
          'with_interpreter',
          say.family.newTry.interpreter,
          input.with_interpreter === '1',
          tryFaults,
        ),
      },
      tries: tries.map((one) => {
        const back = state.voiding?.id === one.id ? state.voiding : undefined;
        const name = `try_reason_${one.id}`;
        return {
          isoDate: one.tried_on,
          day: shortDay(one.tried_on, day),
          what: [
            WAYS[one.way as keyof typeof WAYS] ?? one.way,
            RESULTS[one.result as Result] ?? one.result,
            ...(one.had_interpreter ? [say.family.tries.interpreter] : []),
          ].join(' · '),
          by: who(context, one.author, one.author_name),
          why: one.why,
          voided: one.voided_at === null ? null : say.family.tries.takenBack(one.void_reason ?? ''),
          takeBack:
            one.voided_at === null && one.author === readerOf(context)
              ? {
                  action: `/students/${student}/family/tries/${one.id}/void`,
                  open: back !== undefined,
                  faults: back?.faults ?? [],
                  reason: {
                    ...textFieldOf(name, say.forms.reason, back?.reason ?? '', [], {
                      required: true,
                      error: faultText(back?.faults ?? [], name),
                    }),
                    name: 'reason',
                  },
                }
              : null,
        };
      }),
    },
  };
}
