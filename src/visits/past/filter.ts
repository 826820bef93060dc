import { today } from '../../server/clock.ts';
import { type Context, codesOf, readerOf } from '../../server/context.ts';
import { type ChoiceField, choiceFieldOf, type Fault, type TextField, textFieldOf } from '../../server/form-fields.ts';
import { isRealDate, numericDay } from '../../server/words.ts';
import { asking, schoolYear } from '../../students/facts.ts';
import * as say from '../../words/index.ts';
import type { VisitFilter } from '../history.ts';
import { shortName } from '../names.ts';

/** What the form of the history sends, each as one text. */
export interface PastInput {
  from?: string;
  to?: string;
  year?: string;
  purpose?: string;
  service?: string;
  staff?: string;
  kind?: string;
}

export const FILTER_NAMES = ['from', 'to', 'year', 'purpose', 'service', 'staff', 'kind'] as const;

export interface PastFilter {
  visits: VisitFilter;
  kind: '' | 'VISITS' | 'REFERRALS';
  /** In words, for the paper; empty: everything. */
  words: string[];
}

export interface PastForm {
  fields: {
    from: TextField;
    to: TextField;
    year: ChoiceField;
    kind: ChoiceField;
    purpose: ChoiceField;
    service: ChoiceField;
    staff: ChoiceField;
  };
  faults: Fault[];
  filter: PastFilter;
  /** The same once more, for the forms beside it. */
  hidden: { name: string; value: string }[];
}

const WORDS = say.visits.past.filter;
const KINDS = WORDS.kinds;

interface Choice {
  kind: string;
  code: string;
  person: number;
  person_name: string | null;
}

/**
 * The form of the history with what was sent in it, and what it means. A choice that is not on the list is a fault: what
 * is kept from administrators is not on theirs, so nobody learns by asking for it.
 */
export async function pastForm(context: Context, student: number, input: PastInput): Promise<PastForm> {
  const full = context.roles.includes('support_staff');
  const with_sensitive = full ? 1 : 0;
  const asked = { ...asking(readerOf(context), context.clock), student, with_sensitive };
  const choices = await context.database.run<Choice>('visits/history-choices', asked);
  const lists = await listsOf(context, choices, full);
  const faults = faultsOf(input, lists);
  const value = (name: keyof PastInput) => (input[name] ?? '').trim();
  const choice = (name: keyof Lists, label: string, all: string) =>
    choiceFieldOf(
      name,
      label,
      value(name),
      [{ label: null, options: [{ value: '', label: all }, ...lists[name]] }],
      faults,
    );
  return {
    fields: {
      from: textFieldOf('from', say.forms.from, value('from').slice(0, 10), faults, { type: 'date' }),
      to: textFieldOf('to', say.forms.to, value('to').slice(0, 10), faults, { type: 'date' }),
      year: choice('year', WORDS.year, WORDS.allYears),
      kind: choice('kind', say.forms.show, WORDS.both),
      purpose: choice('purpose', say.forms.purpose, WORDS.allPurposes),
      service: choice('service', say.visits.fields.service, WORDS.allServices),
      staff: choice('staff', WORDS.staff, WORDS.allStaff),
    },
    faults,
    filter: filterOf(faults.length > 0 ? {} : input, lists, with_sensitive),
    hidden: faults.length > 0 ? [] : FILTER_NAMES.map((name) => ({ name, value: value(name) })),
  };
}

type Lists = Record<'year' | 'kind' | 'purpose' | 'service' | 'staff', { value: string; label: string }[]>;

async function listsOf(context: Context, choices: Choice[], full: boolean): Promise<Lists> {
  const codes = await codesOf(context);
  const isForAll = (kind: 'PURPOSE' | 'SERVICE', code: string) =>
    !codes.local(kind, code)?.sensitive && (kind === 'PURPOSE' || !codes.isRevealing(code));
  const of = (kind: 'PURPOSE' | 'SERVICE') =>
    byLabel(
      choices
        .filter((one) => one.kind === kind && (full || isForAll(kind, one.code)))
        .map(({ code }) => ({ value: code, label: codes.label(kind, code) })),
    );
  const staff = choices.filter(({ kind }) => kind === 'STAFF');
  const seen = choices.filter(({ kind }) => kind === 'YEAR').map(({ code }) => Number(code.slice(0, 4)));
  const now = Number(schoolYear(today(context.clock)).slice(0, 4));
  return {
    // Since the first visit or referral: between two of them referrals may have gone on.
    year: Array.from({ length: now - Math.min(now, ...seen) + 1 }, (_, back) => yearOf(now - back)),
    kind: Object.entries(KINDS).map(([value, label]) => ({ value, label })),
    purpose: of('PURPOSE'),
    service: of('SERVICE'),
    staff: byLabel(staff.map(({ person, person_name }) => ({ value: `${person}`, label: shortName(person_name) }))),
  };
}

const byLabel = (list: { value: string; label: string }[]) =>
  list.toSorted((a, b) => a.label.localeCompare(b.label, 'en-US'));

const yearOf = (first: number) => ({ value: `${first}-${first + 1}`, label: `${first}–${first + 1}` });

function faultsOf(input: PastInput, lists: Lists): Fault[] {
  const faults: Fault[] = [];
  for (const name of ['from', 'to'] as const) {
    const day = (input[name] ?? '').trim();
    if (day !== '' && !isRealDate(day)) faults.push({ fieldId: name, text: say.visits.faults.noSuchDay });
  }
  const [from, to] = [(input.from ?? '').trim(), (input.to ?? '').trim()];
  if (faults.length === 0 && from !== '' && to !== '' && from > to)
    faults.push({ fieldId: 'from', text: WORDS.firstAfterLast });
  for (const name of ['year', 'kind', 'purpose', 'service', 'staff'] as const) {
    const sent = (input[name] ?? '').trim();
    if (sent !== '' && !lists[name].some(({ value }) => value === sent))
      faults.push({ fieldId: name, text: WORDS.notOnList });
  }
  return faults;
}

function filterOf(input: PastInput, lists: Lists, with_sensitive: 0 | 1): PastFilter {
  const value = (name: keyof PastInput) => (input[name] ?? '').trim();
  const year = value('year');
  const first = year === '' ? '' : `${year.slice(0, 4)}-07-01`;
  const last = year === '' ? '' : `${year.slice(5)}-06-30`;
  const from_day = [value('from'), first]
    .filter((day) => day !== '')
    .toSorted()
    .at(-1);
  const to_day = [value('to'), last]
    .filter((day) => day !== '')
    .toSorted()
    .at(0);
  const label = (name: keyof Lists) => lists[name].find((one) => one.value === value(name))?.label;
  const words = [
    value('from') && WORDS.from(numericDay(value('from'))),
    value('to') && WORDS.to(numericDay(value('to'))),
    year && WORDS.inYear(label('year') ?? ''),
    ...(['kind', 'purpose', 'service', 'staff'] as const).map((name) => value(name) && label(name)),
  ].filter((word) => word);
  return {
    visits: {
      ...(from_day ? { from_day } : {}),
      ...(to_day ? { to_day } : {}),
      ...(value('purpose') ? { purpose: value('purpose') } : {}),
      ...(value('service') ? { service: value('service') } : {}),
      ...(value('staff') ? { author: Number(value('staff')) } : {}),
      with_sensitive,
    },
    kind: value('kind') as PastFilter['kind'],
    words: words as string[],
  };
}
