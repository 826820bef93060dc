import { aboutSet, type CodeBook, LOCAL_SETS, type LocalCode, type LocalSet, STANDARD } from '../../codes/service.ts';
import { checkFieldOf, choiceFieldOf, type Fault, textFieldOf } from '../../server/form-fields.ts';
import * as say from '../../words/index.ts';
import { differences, type HistoryLine, historyLine } from '../changes.ts';
import type { FileCode } from '../config-dir/codes-file.ts';
import { daysWords, fullDay } from '../typed.ts';
import { type CodeContent, type CodeInput, guardedBy, LONGEST_LABEL, mayBeSensitive } from './check.ts';
import type { CodeVersion } from './service.ts';

const WORDS = say.settings.codes;

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
        name: WORDS.sets[set],
        line: count === 0 ? WORDS.noneOfYourOwn : WORDS.ofYourOwn(count),
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
    fresh: fresh.map((one) =>
      WORDS.fromFile.one(one.code, one.label, WORDS.sets[one.set], STANDARD.label(one.set, one.parent)),
    ),
    button: WORDS.fromFile.takeOver(fresh.length),
    other: other.map((one) => `${one.code} (${WORDS.sets[one.set]})`),
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
    set: WORDS.sets[set],
    title: aboutSet(set).title,
    own: localsOf(codes, set).map((local) => ({
      href: `/settings/codes/${set}/${local.code}`,
      label: local.label,
      line: [
        local.code,
        WORDS.countsAs(STANDARD.label(set, local.parent)),
        daysWords(local.from, local.to),
        ...(local.sensitive ? [WORDS.isSensitive] : []),
        ...(local.restricted ? [WORDS.isRestricted] : []),
        ...(local.to !== null && local.to < today ? [WORDS.hasEnded] : []),
      ].join(' · '),
    })),
    form: mayEdit
      ? {
          action: `/settings/codes/${set}`,
          faults,
          label: labelField(typed('label'), faults),
          code: textFieldOf('code', WORDS.fields.code, typed('code') || 'L_', faults, {
            hint: WORDS.fields.codeHint,
            required: true,
          }),
          parent: choiceFieldOf(
            'parent',
            WORDS.fields.parent,
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
            { required: true, hint: WORDS.fields.parentHint },
          ),
          from: textFieldOf('from', say.settings.days.first, typed('from') || today, faults, {
            type: 'date',
            required: true,
          }),
          to: textFieldOf('to', say.settings.days.last, typed('to'), faults, {
            type: 'date',
            hint: say.settings.days.lastHint,
          }),
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
    set: WORDS.sets[set],
    setUrl: `/settings/codes/${set}`,
    code: now.code,
    label: now.label,
    facts: Object.entries(wordsOf(set, now)).map(([name, value]) => ({ name, value })),
    inherited: byParent.sensitive ? WORDS.inherited : null,
    notice: sent?.faults.find(({ fieldId }) => fieldId === 'now')?.text ?? null,
    form: mayEdit
      ? {
          action: `/settings/codes/${set}/${now.code}`,
          faults,
          revision: now.revision,
          label: labelField(typed('label', now.label), faults),
          from: hasBegun
            ? null
            : textFieldOf('from', say.settings.days.first, typed('from', now.from_day), faults, {
                type: 'date',
                required: true,
              }),
          to: hasEnded
            ? null
            : textFieldOf('to', say.settings.days.last, typed('to', now.to_day ?? ''), faults, {
                type: 'date',
                hint: say.settings.days.lastHint,
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
  return textFieldOf('label', WORDS.fields.label, value, faults, {
    hint: WORDS.fields.labelHint(LONGEST_LABEL),
    required: true,
  });
}

function sensitiveField(set: LocalSet, checked: boolean, faults: Fault[]) {
  const hint = set === 'PURPOSE' ? WORDS.fields.sensitivePurposeHint : WORDS.fields.sensitiveServiceHint;
  return checkFieldOf('sensitive', WORDS.fields.sensitive, checked, faults, hint);
}

function restrictedField(checked: boolean, faults: Fault[]) {
  return checkFieldOf('restricted', WORDS.fields.restricted, checked, faults, WORDS.fields.restrictedHint);
}

function wordsOf(set: LocalSet, content: CodeContent): Record<string, string> {
  return {
    [WORDS.fields.label]: content.label,
    [WORDS.fields.parent]: STANDARD.label(set, content.parent),
    [say.settings.days.first]: fullDay(content.from_day),
    [say.settings.days.last]: content.to_day === null ? say.settings.days.noLast : fullDay(content.to_day),
    ...(mayBeSensitive(set) ? { [WORDS.fields.sensitive]: say.settings.yesNo(content.sensitive) } : {}),
    ...(set === 'PURPOSE' ? { [WORDS.fields.restricted]: say.settings.yesNo(content.restricted) } : {}),
  };
}

function lineOf(set: LocalSet, version: CodeVersion, before: CodeVersion | undefined, timeZone: string): HistoryLine {
  const after = wordsOf(set, version);
  if (before) return historyLine(version, differences(wordsOf(set, before), after), timeZone);
  const all = Object.entries(after).map(([name, value]) => `${name}: ${value}`);
  return historyLine(version, WORDS.added(all.join('; ')), timeZone);
}
