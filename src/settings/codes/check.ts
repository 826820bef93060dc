import { type CodeBook, type LocalSet, STANDARD } from '../../codes/service.ts';
import type { Fault } from '../../server/form-fields.ts';
import * as say from '../../words/index.ts';
import { cleaned, faultsOfDays } from '../typed.ts';

export const LONGEST_LABEL = 60;
/** Standard codes never begin like this: none that comes later can be one that a district has. */
export const LOCAL_CODE = /^L_[A-Z0-9][A-Z0-9_]{0,17}$/;

/** Sets whose local codes can be kept from administrators: their labels stand on pages that administrators read. */
export function mayBeSensitive(set: LocalSet): boolean {
  return set === 'PURPOSE' || set === 'SERVICE';
}

export interface CodeInput {
  code?: string;
  label?: string;
  parent?: string;
  from?: string;
  to?: string;
  sensitive?: string;
  restricted?: string;
}

/** What a version of a local code says; its set, code and parent are the same in all of them. */
export interface CodeContent {
  parent: string;
  label: string;
  from_day: string;
  to_day: string | null;
  sensitive: boolean;
  restricted: boolean;
}

type Checked<T> = T | { faults: Fault[] };

/** A new code as it was typed, or everything that has to be mended. */
export function checkNew(
  set: LocalSet,
  input: CodeInput,
  codes: CodeBook,
  today: string,
): Checked<{ code: string; content: CodeContent }> {
  const faults: Fault[] = [];
  const label = checkLabel(set, undefined, input, codes, faults);
  const code = cleaned(input.code).toUpperCase();
  if (!LOCAL_CODE.test(code))
    faults.push({
      fieldId: 'code',
      text: say.settings.codes.faults.notACode,
    });
  else if (codes.find(set, code)) faults.push({ fieldId: 'code', text: say.settings.codes.faults.taken });
  const parent = cleaned(input.parent);
  if (!STANDARD.isSelectable(set, parent, today))
    faults.push({ fieldId: 'parent', text: say.settings.codes.faults.noParent });
  const days = checkDays(input, faults);
  if (faults.length > 0) return { faults };
  const guarded = guardedBy(set, parent);
  return {
    code,
    content: {
      ...{ parent, label, ...days },
      sensitive: mayBeSensitive(set) && (guarded.sensitive || input.sensitive === '1'),
      restricted: set === 'PURPOSE' && (guarded.restricted || input.restricted === '1'),
    },
  };
}

/** The next version of a code: never another meaning, never less guarded. What has begun or ended stays so. */
export function checkChange(
  set: LocalSet,
  code: string,
  now: CodeContent,
  input: CodeInput,
  codes: CodeBook,
  today: string,
): Checked<{ content: CodeContent }> {
  const faults: Fault[] = [];
  const hasBegun = now.from_day <= today;
  const hasEnded = now.to_day !== null && now.to_day < today;
  const kept = {
    ...input,
    ...(hasBegun ? { from: now.from_day } : {}),
    ...(hasEnded ? { to: now.to_day as string } : {}),
  };
  const label = checkLabel(set, code, kept, codes, faults);
  const { from_day, to_day } = checkDays(kept, faults);
  if (faults.length > 0) return { faults };
  return {
    content: {
      ...{ parent: now.parent, label, from_day, to_day },
      sensitive: now.sensitive || (mayBeSensitive(set) && input.sensitive === '1'),
      restricted: now.restricted || (set === 'PURPOSE' && input.restricted === '1'),
    },
  };
}

// What has to be mended is said in the order of the form's fields.
function checkLabel(set: LocalSet, code: string | undefined, input: CodeInput, codes: CodeBook, faults: Fault[]) {
  const label = cleaned(input.label);
  if (label === '') faults.push({ fieldId: 'label', text: say.settings.codes.faults.noLabel });
  else if (label.length > LONGEST_LABEL)
    faults.push({ fieldId: 'label', text: say.settings.codes.faults.labelTooLong(LONGEST_LABEL) });
  else if (codes.codes(set).some((one) => one.code !== code && folded(one.label) === folded(label)))
    faults.push({
      fieldId: 'label',
      text: say.settings.codes.faults.labelTaken,
    });
  return label;
}

function checkDays(input: CodeInput, faults: Fault[]) {
  const [from, to] = [cleaned(input.from), cleaned(input.to)];
  const days = faultsOfDays(from, to);
  if (days.from) faults.push({ fieldId: 'from', text: days.from });
  if (days.to) faults.push({ fieldId: 'to', text: days.to });
  return { from_day: from, to_day: to || null };
}

const folded = (label: string) => label.toLocaleLowerCase('en-US');

/** How closely the parent is guarded: its children are at least as much. */
export function guardedBy(set: LocalSet, parent: string): { sensitive: boolean; restricted: boolean } {
  if (set !== 'PURPOSE') return { sensitive: false, restricted: false };
  const purpose = STANDARD.find('PURPOSE', parent);
  return { sensitive: purpose?.sensitive ?? true, restricted: purpose?.restricted ?? false };
}
