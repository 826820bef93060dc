import { codeSet } from '../codes/service.ts';
import {
  type CheckField,
  type ChoiceField,
  checkFieldOf,
  choiceFieldOf,
  codeChoice,
  type Fault,
  faultText,
  fieldId,
  type TextField,
  textFieldOf,
} from '../server/form-fields.ts';
import * as say from '../words/index.ts';
import { type ActionName, actionOf, REFUSALS } from './actions.ts';
import type { NextName } from './next.ts';
import { isWhole } from './sent-before.ts';
import { FITS, LATE_DAYS, NO_INTERIM, PROGRESS, type StepInput, TOLD_BY, WAYS } from './step-input.ts';

const ASKED = say.referrals.asked;

// The form of one action: the day, and what the table says that it asks for.

/** Which action a next step is done by. */
export const DONE_BY: Record<NextName, ActionName | null> = {
  OFFER: 'offer',
  CONSENT: 'consent',
  SEND: 'send',
  ANSWER: 'ask',
  FIRST_DATE: 'schedule',
  WAITLIST: 'waited',
  START: 'start',
  CHECK: 'check',
  DECIDE: 'close',
  REVIEW: 'review',
  PAPERWORK: 'paperwork',
  NOTICE: 'notice',
  RENEW: 'reopen',
  LOOK: null,
};

export interface SentStep {
  target: number;
  step: ActionName;
  input: StepInput;
  faults: Fault[];
}

export interface StepForm {
  step: ActionName;
  formKey: string;
  label: string;
  save: string;
  action: string;
  open: boolean;
  /** It came too late: what was typed stands there, and cannot be sent any more. */
  isPast: boolean;
  faults: Fault[];
  back: string;
  on: TextField;
  why: TextField | null;
  untried: TextField | null;
  confirm: CheckField | null;
  fields: { text: TextField | null; choice: ChoiceField | null }[];
  barriers: { open: boolean; ticks: CheckField[] } | null;
}

export interface FormAround {
  target: number;
  day: string;
  openedOn: string;
  people: { person: number; name: string }[];
  open: boolean;
  isPast?: boolean;
  /** A first service is written down. */
  hasStarted?: boolean;
  back: string;
  sent: SentStep | undefined;
}

/** Is there anything in it that somebody would have to type anew? */
export function isTyped({ on, form_key: _key, ...rest }: StepInput, day: string): boolean {
  return ![undefined, '', day].includes(on) || Object.values(rest).some((text) => (text ?? '').trim() !== '');
}

const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));
const CHOOSE = { value: '', label: ASKED.choose };

/** The outcomes as they are chosen from, by what they mean for access. */
export const OUTCOME_GROUPS = [
  { label: null, options: [CHOOSE] },
  ...[
    { access: 'YES', label: ASKED.outcomes.YES },
    { access: 'NO', label: ASKED.outcomes.NO },
    { access: 'UNKNOWN', label: ASKED.outcomes.UNKNOWN },
    { access: 'EXCLUDED', label: ASKED.outcomes.EXCLUDED },
  ].map((group) => ({
    label: group.label,
    options: codeSet('REF_OUTCOME')
      .filter((code) => code.access === group.access)
      .map((code) => ({ value: code.code as string, label: code.label })),
  })),
];

/** What is asked at the one-month check and when a service ends. */
export const FITS_QUESTIONS = [
  { name: 'fits', label: ASKED.fits, words: FITS, empty: ASKED.notAsked },
  { name: 'progress', label: ASKED.progress, words: PROGRESS, empty: ASKED.notAsked },
  { name: 'told_by', label: ASKED.toldBy, words: TOLD_BY, empty: ASKED.nobodyAsked },
] as const;
export const UNTRIED = ASKED.untried;

export function stepForm(step: ActionName, around: FormAround): StepForm {
  const { target, day } = around;
  const sent = around.sent?.target === target && around.sent.step === step ? around.sent : undefined;
  const input: StepInput = sent?.input ?? {};
  const faults = (sent?.faults ?? []).map(({ fieldId: name, text }) => ({ fieldId: fieldId(idOf(name)), text }));
  const value = (name: keyof StepInput) => input[name] ?? '';
  function idOf(name: string): string {
    return `${name}_${step}_${target}`;
  }
  const text = (name: keyof StepInput, label: string, more: Partial<TextField> = {}): TextField => ({
    ...textFieldOf(idOf(name), label, more.value ?? value(name), faults, more),
    name,
    error: faultText(faults, idOf(name)),
  });
  const choice = (name: keyof StepInput, label: string, words: Record<string, string>, empty = ASKED.choose) => ({
    ...choiceFieldOf(
      idOf(name),
      label,
      value(name),
      [{ label: null, options: [{ value: '', label: empty }, ...options(words)] }],
      faults,
      { combo: false },
    ),
    name: name as string,
  });
  const field = (one: TextField) => ({ text: one, choice: null });
  const pick = (one: ChoiceField) => ({ text: null, choice: one });
  const people = Object.fromEntries(around.people.map(({ person, name }) => [String(person), name]));
  const { label, asks, once } = actionOf(step);
  const asked: Record<string, () => StepForm['fields']> = {
    outcome: () => [
      pick({
        ...choiceFieldOf(idOf('outcome'), ASKED.outcome, value('outcome'), OUTCOME_GROUPS, faults, {
          combo: false,
          required: true,
        }),
        name: 'outcome',
      }),
    ],
    refusal: () => {
      const words = codeSet('REF_OUTCOME').filter(({ code }) => (REFUSALS as readonly string[]).includes(code));
      return [pick(choice('outcome', say.forms.why, Object.fromEntries(words.map((one) => [one.code, one.label]))))];
    },
    began: () =>
      around.hasStarted ? [] : [field(text('first_service', ASKED.began, beganLimits(around.openedOn, day)))],
    appointment: () => [field(text('due', ASKED.appointment, { type: 'date', required: true }))],
    later: () => [field(text('due', ASKED.until, { type: 'date', min: day, required: true }))],
    interim: () => {
      const meanwhile = codeChoice(idOf('interim'), ASKED.interim, 'SERVICE', value('interim'), day, faults, {
        emptyLabel: ASKED.choose,
      });
      const none = { value: NO_INTERIM, label: ASKED.noInterim, selected: value('interim') === NO_INTERIM, data: null };
      const [first, ...rest] = meanwhile.groups[0]?.options ?? [];
      return [
        pick({
          ...meanwhile,
          name: 'interim',
          combo: false,
          groups: [{ label: null, options: first ? [first, none, ...rest] : [none] }],
        }),
      ];
    },
    active: () => [pick(choice('active', ASKED.active, ASKED.choices.active))],
    fits: () => FITS_QUESTIONS.map(({ name, label, words, empty }) => pick(choice(name, label, words, empty))),
    way: () => [pick(choice('way', ASKED.way, WAYS))],
    person: () => [pick(choice('person', ASKED.toWhom, people))],
    owner: () => [pick(choice('person', ASKED.toWhom, people))],
    note: () => [field(text('note', step === 'decline' ? ASKED.fewWords : say.forms.why))],
    barriers: () => [],
  };
  const why = faultText(faults, idOf('why'));
  const odd = faultText(faults, idOf('confirm_order'));
  return {
    step,
    // A key that may have been used is not offered again.
    formKey: faults.length > 0 && isWhole(input.form_key) ? input.form_key : crypto.randomUUID(),
    label,
    save: ASKED.save(label),
    action: `/referrals/targets/${target}/steps`,
    open: sent !== undefined || around.open,
    isPast: around.isPast ?? false,
    faults,
    back: around.back,
    on: text('on', step === 'later' ? ASKED.decidedOn : ASKED.on, {
      type: 'date',
      value: value('on') || day,
      min: around.openedOn,
      max: day,
      required: true,
    }),
    why: asks.includes('note')
      ? null
      : text('why', once ? ASKED.whyLate(LATE_DAYS) : ASKED.aWord, {
          error: why,
        }),
    untried:
      faultText(faults, idOf('untried_why')) !== null || value('untried_why') !== ''
        ? text('untried_why', UNTRIED)
        : null,
    confirm:
      odd || input.confirm_order
        ? {
            ...checkFieldOf(idOf('confirm_order'), ASKED.confirmOrder, input.confirm_order === '1', faults),
            name: 'confirm_order',
          }
        : null,
    fields: asks.flatMap((one) => asked[one]?.() ?? []),
    barriers: asks.includes('barriers') ? barrierTicks(idOf, input, faults, step === 'barrier') : null,
  };
}

/** The day of a first service that nobody wrote down before it was closed. */
export function beganLimits(min: string, max: string): Partial<TextField> {
  return { type: 'date', min, max, hint: ASKED.beganHint };
}

/** What stands in the way, to be ticked. `isAsked`: the form is about nothing else. */
export function barrierTicks(
  idOf: (name: string) => string,
  input: StepInput,
  faults: Fault[] = [],
  isAsked = false,
): NonNullable<StepForm['barriers']> {
  const ticks = codeSet('BARRIER').map(({ code, label }) => ({
    ...checkFieldOf(idOf(`barrier_${code}`), label, input[`barrier_${code}`] === '1', faults),
    name: `barrier_${code}`,
  }));
  return { open: isAsked || ticks.some(({ checked }) => checked), ticks };
}
