import { codeSet, label } from '../../codes/service.ts';
import { type Column, tableRow } from '../../reports/table.ts';
import type { Clock } from '../../server/clock.ts';
import { today } from '../../server/clock.ts';
import { type ChoiceField, choiceFieldOf, type Fault, type TextField, textFieldOf } from '../../server/form-fields.ts';
import * as say from '../../words/index.ts';
import { differences, type HistoryLine, historyLine } from '../changes.ts';
import { EMPLOYERS, employerWords } from '../employers.ts';
import { daysWords, fullDay } from '../typed.ts';
import { fteWords, type PeriodInput } from './check.ts';
import type { FactRow, Facts } from './periods.ts';

/** A form of the page that came back. */
export type SentStaff =
  | { form: 'add'; input: PeriodInput; faults: Fault[] }
  | { form: 'end' | 'void'; period: number; typed: string; faults: Fault[] };

const WORDS = say.settings.staff;

export const PROVIDER_GROUPS = [
  { label: null, options: [{ value: '', label: WORDS.choose }] },
  ...(['school', 'partner'] as const).map((employer) => ({
    label: WORDS.usually[employer],
    options: codeSet('PROVIDER')
      .filter((code) => code.employer === employer)
      .map((code) => ({ value: code.code, label: code.label })),
  })),
];

const EMPLOYER_GROUPS = [
  {
    label: null,
    options: [
      { value: '', label: WORDS.choose },
      ...Object.entries(EMPLOYERS).map(([value, words]) => ({ value, label: words })),
    ],
  },
];

/** The page of one person: what holds, what held, what was a mistake, and every change. */
export function staffModel(person: { dcid: number; name: string }, facts: Facts, clock: Clock, sent?: SentStaff) {
  const day = today(clock);
  const address = `/settings/staff/${person.dcid}`;
  return {
    name: person.name,
    number: person.dcid,
    revision: facts.revision,
    notice: sent?.faults.find(({ fieldId }) => fieldId === 'now')?.text ?? null,
    periods: facts.periods.map((period) => periodModel(period, address, day, sent)),
    add: addForm(address, sent?.form === 'add' ? sent : undefined),
    history: facts.versions.map((version) => lineOf(version, facts, clock.timeZone)).reverse(),
  };
}

function periodModel(period: FactRow, address: string, day: string, sent: SentStaff | undefined) {
  const own = sent !== undefined && sent.form !== 'add' && sent.period === period.period_no ? sent : undefined;
  const n = period.period_no;
  const state = period.void_reason !== null ? WORDS.states.voided : stateOn(period, day);
  return {
    title: label('PROVIDER', period.provider),
    employer: employerWords(period.employer),
    fte: fteWords(period.fte),
    days: daysWords(period.from_day, period.to_day),
    state,
    isVoided: period.void_reason !== null,
    reason: period.void_reason,
    forms:
      period.void_reason !== null
        ? null
        : {
            end: smallForm(`${address}/periods/${n}/end`, own?.form === 'end' ? own : undefined, (typed, faults) =>
              named(
                'to',
                textFieldOf(`to_${n}`, say.settings.days.last, typed ?? period.to_day ?? '', faults, {
                  type: 'date',
                  min: period.from_day,
                  required: true,
                }),
              ),
            ),
            endLabel: period.to_day === null ? WORDS.end : WORDS.changeEnd,
            void: smallForm(`${address}/periods/${n}/void`, own?.form === 'void' ? own : undefined, (typed, faults) =>
              named(
                'reason',
                textFieldOf(`reason_${n}`, say.forms.reason, typed ?? '', faults, {
                  required: true,
                }),
              ),
            ),
          },
  };
}

const named = (name: string, field: TextField): TextField => ({ ...field, name });

function smallForm(
  action: string,
  sent: { typed: string; faults: Fault[] } | undefined,
  field: (typed: string | undefined, faults: Fault[]) => TextField,
) {
  const faults = sent?.faults.filter(({ fieldId }) => fieldId !== 'now') ?? [];
  return { action, open: sent !== undefined, faults, field: field(sent?.typed, faults) };
}

function stateOn({ from_day, to_day }: FactRow, day: string): string {
  if (from_day > day) return WORDS.states.later;
  return to_day !== null && to_day < day ? WORDS.states.ended : WORDS.states.now;
}

function addForm(address: string, sent: { input: PeriodInput; faults: Fault[] } | undefined) {
  const faults = sent?.faults.filter(({ fieldId }) => fieldId !== 'now') ?? [];
  const typed = (name: keyof PeriodInput) => sent?.input[name] ?? '';
  const provider: ChoiceField = choiceFieldOf('provider', WORDS.provider, typed('provider'), PROVIDER_GROUPS, faults, {
    required: true,
    combo: false,
  });
  return {
    action: `${address}/periods`,
    faults,
    provider,
    employer: choiceFieldOf('employer', WORDS.employer, typed('employer'), EMPLOYER_GROUPS, faults, { required: true }),
    fte: textFieldOf('fte', WORDS.fte, typed('fte'), faults, {
      hint: WORDS.fteHint,
      required: true,
    }),
    from: textFieldOf('from', say.settings.days.first, typed('from'), faults, { type: 'date', required: true }),
    to: textFieldOf('to', say.settings.days.last, typed('to'), faults, {
      type: 'date',
      hint: say.settings.days.lastHint,
    }),
  };
}

function lineOf(version: FactRow, facts: Facts, timeZone: string): HistoryLine {
  const before = facts.versions.findLast(
    (one) => one.period_no === version.period_no && one.revision < version.revision,
  );
  const provider = label('PROVIDER', version.provider);
  const what = WORDS.history.period(
    provider,
    employerWords(version.employer).toLowerCase(),
    fteWords(version.fte),
    daysWords(version.from_day, version.to_day),
  );
  if (!before) return historyLine(version, WORDS.history.added(what), timeZone);
  if (version.void_reason !== null)
    return historyLine(version, WORDS.history.voided(what, version.void_reason), timeZone);
  const last = (row: FactRow) => ({
    [WORDS.history.lastDay]: row.to_day === null ? say.settings.days.noLast : fullDay(row.to_day),
  });
  const changed = differences(last(before), last(version));
  return historyLine(version, WORDS.history.changed(provider, fullDay(version.from_day), changed), timeZone);
}

export interface NowRow {
  person: number;
  person_name: string | null;
  provider: string;
  employer: string;
  fte: number;
  from_day: string;
  to_day: string | null;
}

export interface FteRow {
  provider: string;
  employer: string;
  people: number;
  fte: number;
}

const FTE_COLUMNS: Column[] = [
  { label: WORDS.provider, numeric: false },
  { label: WORDS.employer, numeric: false },
  { label: WORDS.people, numeric: true },
  { label: WORDS.fte, numeric: true },
];

/** The start of "Staff": a search, how much there is of each kind, and everybody with facts today. */
export function staffListModel(
  now: NowRow[],
  fte: FteRow[],
  found: { typed: string; people: { person: number; name: string; provider: string | null }[]; more: boolean } | null,
  more: boolean,
  faults: Fault[] = [],
) {
  return {
    faults,
    search: textFieldOf('name', WORDS.search, found?.typed ?? '', faults, {
      hint: WORDS.searchHint,
    }),
    found: found
      ? {
          people: found.people.map((one) => ({
            href: `/settings/staff/${one.person}`,
            name: one.name,
            line: one.provider === null ? WORDS.nothingToday : label('PROVIDER', one.provider),
          })),
          more: found.more,
        }
      : null,
    fte: {
      caption: WORDS.fteCaption,
      columns: FTE_COLUMNS,
      rows: fte.map((row) =>
        tableRow(FTE_COLUMNS, [
          label('PROVIDER', row.provider),
          employerWords(row.employer),
          String(row.people),
          fteWords(row.fte),
        ]),
      ),
    },
    people: now
      .map((row) => ({
        href: `/settings/staff/${row.person}`,
        name: row.person_name ?? say.settings.person(row.person),
        line: WORDS.line(
          label('PROVIDER', row.provider),
          employerWords(row.employer),
          fteWords(row.fte),
          daysWords(row.from_day, row.to_day),
        ),
      }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en-US')),
    more,
  };
}
