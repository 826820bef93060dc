import { type CodeBook, STANDARD } from '../codes/service.ts';
import type { CodeSetName } from '../codes/types.ts';

// Fields as the pages draw them. A list over this length is typed into, not scrolled through.
const COMBO_FROM = 16;

export interface Fault {
  fieldId: string;
  text: string;
}

export interface TextField {
  id: string;
  name: string;
  label: string;
  value: string;
  error: string | null;
  hint: string | null;
  type: 'text' | 'date' | 'time' | 'number' | 'textarea';
  min: string | null;
  max: string | null;
  suggestions: string[];
  required: boolean;
}

export interface Option {
  value: string;
  label: string;
  selected: boolean;
  data: string | null;
}

export interface ChoiceField {
  id: string;
  name: string;
  label: string;
  error: string | null;
  hint: string | null;
  required: boolean;
  combo: boolean;
  groups: { label: string | null; options: Option[] }[];
}

export interface CheckField {
  id: string;
  name: string;
  label: string;
  checked: boolean;
  error: string | null;
  hint: string | null;
}

/** The id of a field in the page: its name with dashes. */
export function fieldId(name: string): string {
  return name.replaceAll('_', '-');
}

export function faultText(faults: Fault[], name: string): string | null {
  return faults.find((fault) => fault.fieldId === fieldId(name))?.text ?? null;
}

/** The label of one of several alike: `Service`, `Service 2`. */
export function numbered(label: string, n: number): string {
  return n === 1 ? label : `${label} ${n}`;
}

export function textFieldOf(
  name: string,
  label: string,
  value: string,
  faults: Fault[],
  more: Partial<TextField> = {},
): TextField {
  return {
    id: fieldId(name),
    name,
    label,
    value,
    error: faultText(faults, name),
    hint: null,
    type: 'text',
    min: null,
    max: null,
    suggestions: [],
    required: false,
    ...more,
  };
}

export function checkFieldOf(
  name: string,
  label: string,
  checked: boolean,
  faults: Fault[],
  hint: string | null = null,
): CheckField {
  return { id: fieldId(name), name, label, checked, error: faultText(faults, name), hint };
}

/** A choice among given options; `''` stands for nothing chosen. */
export function choiceFieldOf(
  name: string,
  label: string,
  value: string,
  groups: { label: string | null; options: { value: string; label: string; data?: string }[] }[],
  faults: Fault[],
  more: Partial<ChoiceField> = {},
): ChoiceField {
  const drawn = groups.map((group) => ({
    label: group.label,
    options: group.options.map((o) => ({
      value: o.value,
      label: o.label,
      selected: o.value === value,
      data: o.data ?? null,
    })),
  }));
  const size = drawn.reduce((sum, group) => sum + group.options.length, 0);
  return {
    id: fieldId(name),
    name,
    label,
    error: faultText(faults, name),
    hint: null,
    required: false,
    combo: size >= COMBO_FROM,
    groups: drawn,
    ...more,
  };
}

/**
 * A choice among the codes of a set that may be chosen on this day. A value that no longer may be is still shown, so
 * that the form comes back as it was.
 */
export function codeChoice(
  name: string,
  label: string,
  set: CodeSetName,
  value: string,
  day: string,
  faults: Fault[],
  more: CodeChoiceMore = {},
  codes: CodeBook = STANDARD,
): ChoiceField {
  const error = faultText(faults, name);
  if (error !== null) return { ...untouched(name, label, set, value, day, more, codes), error };
  const key = JSON.stringify([name, label, set, value, day, more]);
  const remembered = rememberedOf(codes);
  let field = remembered.get(key);
  if (!field) {
    field = untouched(name, label, set, value, day, more, codes);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, field);
  }
  return field;
}

// The same lists stand on every page: they are made once a day and value, and pages remember what they made of them.
// Another book of codes begins with none.
const MOST_REMEMBERED = 500;
const byBook = new WeakMap<CodeBook, Map<string, ChoiceField>>();

function rememberedOf(codes: CodeBook): Map<string, ChoiceField> {
  let remembered = byBook.get(codes);
  if (!remembered) {
    remembered = new Map();
    byBook.set(codes, remembered);
  }
  return remembered;
}

function untouched(
  name: string,
  label: string,
  set: CodeSetName,
  value: string,
  day: string,
  more: CodeChoiceMore,
  codes: CodeBook,
): ChoiceField {
  const { emptyLabel, data, ...rest } = more;
  const open = codes.selectable(set, day);
  const old = open.some((c) => c.code === value) ? [] : codes.codes(set).filter((c) => c.code === value);
  const options = [...open, ...old].map((c) => ({
    value: c.code as string,
    label: c.label,
    ...(data ? { data: data(c.code) } : {}),
  }));
  if (emptyLabel !== undefined) options.unshift({ value: '', label: emptyLabel });
  return choiceFieldOf(name, label, value, [{ label: null, options }], [], rest);
}

type CodeChoiceMore = Partial<ChoiceField> & { emptyLabel?: string; data?: (code: string) => string };
