import { codeSet, label } from '../../codes/service.ts';
import { type Column, tableRow } from '../../reports/table.ts';
import type { Clock } from '../../server/clock.ts';
import { today } from '../../server/clock.ts';
import { type ChoiceField, choiceFieldOf, type Fault, type TextField, textFieldOf } from '../../server/form-fields.ts';
import { differences, type HistoryLine, historyLine } from '../changes.ts';
import { EMPLOYERS, employerWords } from '../employers.ts';
import { fullDay } from '../typed.ts';
import { fteWords, LONGEST_REASON, type PeriodInput } from './check.ts';
import type { FactRow, Facts } from './periods.ts';

/** A form of the page that came back. */
export type SentStaff =
  | { form: 'add'; input: PeriodInput; faults: Fault[] }
  | { form: 'end' | 'void'; period: number; typed: string; faults: Fault[] };

export const PROVIDER_GROUPS = [
  { label: null, options: [{ value: '', label: 'Choose' }] },
  ...(['school', 'partner'] as const).map((employer) => ({
    label: employer === 'school' ? 'Usually of the school' : 'Usually of a partner',
    options: codeSet('PROVIDER')
      .filter((code) => code.employer === employer)
      .map((code) => ({ value: code.code, label: code.label })),
  })),
];

const EMPLOYER_GROUPS = [
  {
    label: null,
    options: [
      { value: '', label: 'Choose' },
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
  const state = period.void_reason !== null ? 'voided' : stateOn(period, day);
  return {
    title: label('PROVIDER', period.provider),
    employer: employerWords(period.employer),
    fte: fteWords(period.fte),
    days: daysWords(period),
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
                textFieldOf(`to_${n}`, 'Last day', typed ?? period.to_day ?? '', faults, {
                  type: 'date',
                  min: period.from_day,
                  required: true,
                }),
              ),
            ),
            endLabel: period.to_day === null ? 'End' : 'Change the end',
            void: smallForm(`${address}/periods/${n}/void`, own?.form === 'void' ? own : undefined, (typed, faults) =>
              named(
                'reason',
                textFieldOf(`reason_${n}`, 'Reason', typed ?? '', faults, {
                  maxlength: LONGEST_REASON,
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
  if (from_day > day) return 'later';
  return to_day !== null && to_day < day ? 'ended' : 'now';
}

function daysWords({ from_day, to_day }: { from_day: string; to_day: string | null }): string {
  return to_day === null ? `from ${fullDay(from_day)} on` : `${fullDay(from_day)} to ${fullDay(to_day)}`;
}

function addForm(address: string, sent: { input: PeriodInput; faults: Fault[] } | undefined) {
  const faults = sent?.faults.filter(({ fieldId }) => fieldId !== 'now') ?? [];
  const typed = (name: keyof PeriodInput) => sent?.input[name] ?? '';
  const provider: ChoiceField = choiceFieldOf('provider', 'Provider type', typed('provider'), PROVIDER_GROUPS, faults, {
    required: true,
    combo: false,
  });
  return {
    action: `${address}/periods`,
    faults,
    provider,
    employer: choiceFieldOf('employer', 'Employer', typed('employer'), EMPLOYER_GROUPS, faults, { required: true }),
    fte: textFieldOf('fte', 'FTE', typed('fte'), faults, {
      hint: '0.05 to 1.50',
      maxlength: 5,
      required: true,
    }),
    from: textFieldOf('from', 'First day', typed('from'), faults, { type: 'date', required: true }),
    to: textFieldOf('to', 'Last day', typed('to'), faults, { type: 'date', hint: 'empty: goes on' }),
  };
}

function lineOf(version: FactRow, facts: Facts, timeZone: string): HistoryLine {
  const before = facts.versions.findLast(
    (one) => one.period_no === version.period_no && one.revision < version.revision,
  );
  const what = `${label('PROVIDER', version.provider)}, ${employerWords(version.employer).toLowerCase()}, ${fteWords(version.fte)} FTE, ${daysWords(version)}`;
  if (!before) return historyLine(version, `Added: ${what}`, timeZone);
  if (version.void_reason !== null)
    return historyLine(version, `Voided: ${what}. Reason: ${version.void_reason}`, timeZone);
  const last = (row: FactRow) => ({ 'last day': row.to_day === null ? 'none' : fullDay(row.to_day) });
  return historyLine(
    version,
    `${label('PROVIDER', version.provider)} from ${fullDay(version.from_day)}, ${differences(last(before), last(version))}`,
    timeZone,
  );
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
  { label: 'Provider type', numeric: false },
  { label: 'Employer', numeric: false },
  { label: 'People', numeric: true },
  { label: 'FTE', numeric: true },
];

/** The start of "Staff": a search, how much there is of each kind, and everybody with facts today. */
export function staffListModel(
  now: NowRow[],
  fte: FteRow[],
  found: { typed: string; people: { person: number; name: string; provider: string | null }[]; more: boolean } | null,
  more: boolean,
) {
  return {
    search: textFieldOf('name', 'Staff member', found?.typed ?? '', [], {
      maxlength: 100,
      hint: 'Name, or number in the SIS',
    }),
    found: found
      ? {
          people: found.people.map((one) => ({
            href: `/settings/staff/${one.person}`,
            name: one.name,
            line: one.provider === null ? 'nothing entered for today' : label('PROVIDER', one.provider),
          })),
          more: found.more,
        }
      : null,
    fte: {
      caption: 'Full-time equivalents today',
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
        name: row.person_name ?? `Person ${row.person}`,
        line: `${label('PROVIDER', row.provider)} · ${employerWords(row.employer)} · ${fteWords(row.fte)} FTE · ${daysWords(row)}`,
      }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en-US')),
    more,
  };
}
