import { aboutSet, type CodeBook, LOCAL_SETS, type LocalCode, type LocalSet, STANDARD } from '../../codes/service.ts';
import { checkFieldOf, choiceFieldOf, type Fault, textFieldOf } from '../../server/form-fields.ts';
import { differences, type HistoryLine, historyLine } from '../changes.ts';
import type { FileCode } from '../config-dir/codes-file.ts';
import { fullDay } from '../typed.ts';
import { type CodeContent, type CodeInput, guardedBy, LONGEST_LABEL, mayBeSensitive } from './check.ts';
import type { CodeVersion } from './service.ts';

/** What a list is called where people of a district read it. */
export const SET_WORDS: Record<LocalSet, string> = {
  PURPOSE: 'Purpose',
  SERVICE: 'Service',
  VISIT_TYPE: 'Visit type',
  INITIATOR: 'Started by',
  SETTING: 'Setting',
  MODALITY: 'Modality',
  DISPOSITION: 'Disposition',
  REF_NEED: 'Need of a referral',
};

export function localsOf(codes: CodeBook, set: LocalSet): LocalCode[] {
  return codes.codes(set).flatMap(({ code }) => codes.local(set, code) ?? []);
}

/** All lists, and what the district's file would add. */
export function setsModel(
  codes: CodeBook,
  file: readonly FileCode[] | undefined,
  mayEdit: boolean,
  faults: Fault[] = [],
) {
  return {
    sets: LOCAL_SETS.map((set) => {
      const count = localsOf(codes, set).length;
      return {
        href: `/settings/codes/${set}`,
        name: SET_WORDS[set],
        line: count === 0 ? 'none of your own' : `${count} of your own`,
      };
    }),
    file: file ? { ...fileModel(codes, file), mayEdit, faults } : null,
  };
}

function fileModel(codes: CodeBook, file: readonly FileCode[]) {
  const fresh = file.filter(({ set, code }) => !codes.local(set, code));
  const other = file.filter((one) => {
    const local = codes.local(one.set, one.code);
    return local && (local.label !== one.label || local.parent !== one.parent);
  });
  return {
    total: file.length,
    fresh: fresh.map(
      (one) => `${one.code}: ${one.label} (${SET_WORDS[one.set]}, counts as ${STANDARD.label(one.set, one.parent)})`,
    ),
    button: fresh.length === 1 ? 'Take over one code' : `Take over ${fresh.length} codes`,
    other: other.map((one) => `${one.code} (${SET_WORDS[one.set]})`),
  };
}

/** One list: the district's own codes in it, and the form for another one. */
export function setModel(
  set: LocalSet,
  codes: CodeBook,
  today: string,
  mayEdit: boolean,
  sent?: { input: CodeInput; faults: Fault[] },
) {
  const faults = sent?.faults ?? [];
  const typed = (name: keyof CodeInput) => sent?.input[name] ?? '';
  return {
    set: SET_WORDS[set],
    title: aboutSet(set).title,
    own: localsOf(codes, set).map((local) => ({
      href: `/settings/codes/${set}/${local.code}`,
      label: local.label,
      line: [
        local.code,
        `counts as ${STANDARD.label(set, local.parent)}`,
        daysWords(local.from, local.to),
        ...(local.sensitive ? ['sensitive'] : []),
        ...(local.restricted ? ['notes restricted'] : []),
        ...(local.to !== null && local.to < today ? ['ended'] : []),
      ].join(' · '),
    })),
    form: mayEdit
      ? {
          action: `/settings/codes/${set}`,
          faults,
          label: labelField(typed('label'), faults),
          code: textFieldOf('code', 'Code', typed('code') || 'L_', faults, {
            hint: 'begins with L_; capital letters, digits and _; never changed and never used again',
            maxlength: 20,
            required: true,
          }),
          parent: choiceFieldOf(
            'parent',
            'Counts as',
            typed('parent'),
            [
              {
                label: null,
                options: [
                  { value: '', label: '' },
                  ...STANDARD.selectable(set, today).map(({ code, label }) => ({ value: code as string, label })),
                ],
              },
            ],
            faults,
            { required: true, hint: 'in every report and export, for good' },
          ),
          from: textFieldOf('from', 'First day', typed('from') || today, faults, { type: 'date', required: true }),
          to: textFieldOf('to', 'Last day', typed('to'), faults, { type: 'date', hint: 'empty: goes on' }),
          sensitive: mayBeSensitive(set) ? sensitiveField(set, typed('sensitive') === '1', faults) : null,
          restricted: set === 'PURPOSE' ? restrictedField(typed('restricted') === '1', faults) : null,
        }
      : null,
  };
}

/** One code: what it is, what of it can change, and every change. */
export function codeModel(
  set: LocalSet,
  versions: readonly CodeVersion[],
  today: string,
  timeZone: string,
  mayEdit: boolean,
  sent?: { input: CodeInput; faults: Fault[] },
) {
  const now = versions.at(-1) as CodeVersion;
  const faults = sent?.faults.filter(({ fieldId }) => fieldId !== 'now') ?? [];
  const typed = (name: keyof CodeInput, value: string) => (sent ? (sent.input[name] ?? '') : value);
  const hasBegun = now.from_day <= today;
  const hasEnded = now.to_day !== null && now.to_day < today;
  const byParent = guardedBy(set, now.parent);
  return {
    set: SET_WORDS[set],
    setUrl: `/settings/codes/${set}`,
    code: now.code,
    label: now.label,
    facts: Object.entries(wordsOf(set, now)).map(([name, value]) => ({ name, value })),
    inherited: byParent.sensitive ? 'The standard code is sensitive, so this one is, too.' : null,
    notice: sent?.faults.find(({ fieldId }) => fieldId === 'now')?.text ?? null,
    form: mayEdit
      ? {
          action: `/settings/codes/${set}/${now.code}`,
          faults,
          revision: now.revision,
          label: labelField(typed('label', now.label), faults),
          from: hasBegun
            ? null
            : textFieldOf('from', 'First day', typed('from', now.from_day), faults, { type: 'date', required: true }),
          to: hasEnded
            ? null
            : textFieldOf('to', 'Last day', typed('to', now.to_day ?? ''), faults, {
                type: 'date',
                hint: 'empty: goes on',
              }),
          sensitive:
            mayBeSensitive(set) && !now.sensitive ? sensitiveField(set, typed('sensitive', '') === '1', faults) : null,
          restricted:
            set === 'PURPOSE' && !now.restricted ? restrictedField(typed('restricted', '') === '1', faults) : null,
        }
      : null,
    history: versions.map((version, at) => lineOf(set, version, versions[at - 1], timeZone)).reverse(),
  };
}

function labelField(value: string, faults: Fault[]) {
  return textFieldOf('label', 'Label', value, faults, {
    hint: `what people read and type, at most ${LONGEST_LABEL} characters`,
    required: true,
  });
}

function sensitiveField(set: LocalSet, checked: boolean, faults: Fault[]) {
  const hint =
    set === 'PURPOSE'
      ? 'Administrators read “Support visit”, on earlier visits, too. Cannot be taken back.'
      : 'Administrators read the standard service in its place. Cannot be taken back.';
  return checkFieldOf('sensitive', 'Sensitive', checked, faults, hint);
}

function restrictedField(checked: boolean, faults: Fault[]) {
  return checkFieldOf(
    'restricted',
    'Notes are restricted',
    checked,
    faults,
    'Only the author opens a note about it, from now on. Cannot be taken back.',
  );
}

function daysWords(from: string, to: string | null): string {
  return to === null ? `from ${fullDay(from)} on` : `${fullDay(from)} to ${fullDay(to)}`;
}

function wordsOf(set: LocalSet, content: CodeContent): Record<string, string> {
  return {
    Label: content.label,
    'Counts as': STANDARD.label(set, content.parent),
    'First day': fullDay(content.from_day),
    'Last day': content.to_day === null ? 'none' : fullDay(content.to_day),
    ...(mayBeSensitive(set) ? { Sensitive: content.sensitive ? 'yes' : 'no' } : {}),
    ...(set === 'PURPOSE' ? { 'Notes are restricted': content.restricted ? 'yes' : 'no' } : {}),
  };
}

function lineOf(set: LocalSet, version: CodeVersion, before: CodeVersion | undefined, timeZone: string): HistoryLine {
  const after = wordsOf(set, version);
  if (before) return historyLine(version, differences(wordsOf(set, before), after), timeZone);
  const all = Object.entries(after).map(([name, value]) => `${name}: ${value}`);
  return historyLine(version, `Added. ${all.join('; ')}`, timeZone);
}
