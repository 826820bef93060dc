import type { Fault } from '../server/form-fields.ts';
import * as say from '../words/index.ts';
import type { ActionName, Side } from './actions.ts';
import type { Pace } from './pace.ts';
import type { Fact, FactKind, Pathway } from './pathway.ts';

// What the form of a step brings, what is known around it, and what becomes of it.

/** A form as it came; all texts. */
export interface StepInput {
  form_key?: string;
  step?: string;
  on?: string;
  why?: string;
  confirm_order?: string;
  outcome?: string;
  /** Day of the first service that nobody wrote down before the closing. */
  first_service?: string;
  due?: string;
  interim?: string;
  active?: string;
  fits?: string;
  progress?: string;
  told_by?: string;
  way?: string;
  person?: string;
  note?: string;
  /** Why the family was called "unreachable" before three tries by two ways. */
  untried_why?: string;
  [barrier: `barrier_${string}`]: string | undefined;
}

/** What is written into the milestone, beside who and when. */
export interface NewFact {
  kind: FactKind;
  on: string;
  round: number;
  outcome: string | null;
  due: string | null;
  isActive: boolean | null;
  fits: string | null;
  progress: string | null;
  toldBy: string | null;
  detail: string | null;
  person: number | null;
  why: string | null;
}

export interface Around {
  kind: string;
  facts: readonly Fact[];
  path: Pathway;
  /** Left out: the usual windows, and no breaks. */
  pace?: Pace;
  /** Which step is due now, for putting it off. */
  nextStep: string | null;
  day: string;
  side: Side;
  /** Whoever writes, where they are support staff of the school; an agency is nobody in the SIS. */
  person: number | null;
  /** Nobody has it who works at the school; left out: nobody has it at all. */
  isFree?: boolean;
  /** Users.DCID of whom it can be given to. */
  people: readonly number[];
}

/** `started`: the first service that a closing tells of; `isUntriedExplained`: it is said why the family was not tried three times by two ways. */
export type Checked =
  | { fact: NewFact; started: NewFact | null; barriers: string[]; isUntriedExplained: boolean }
  | { faults: Fault[] }
  | { conflict: string };

/** From this long ago on, whoever writes says why so late. */
export const LATE_DAYS = 14;
export const LONGEST_WHY = 200;
export const { fits: FITS, progress: PROGRESS, toldBy: TOLD_BY, ways: WAYS } = say.referrals.asked.choices;
/** Steps by which support staff of the school take what nobody has. */
export const TAKING: readonly ActionName[] = ['schedule', 'start'];
/** While a student waits; `NONE` is said aloud, and shown. */
export const NO_INTERIM = 'NONE';

/** Notes a fault at a field. */
export type Say = (fieldId: string, text: string) => void;

/** Without what databases and pages cannot hold, and without the space around it. */
export function clean(text: string | undefined): string {
  return (text ?? '').toWellFormed().replaceAll('\u0000', '').trim();
}
