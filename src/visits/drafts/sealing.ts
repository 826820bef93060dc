import type { KeyRing } from '../../access/keys.ts';
import { type Sealed, seal, unseal } from '../../access/sealing.ts';
import type { VisitInput } from '../check.ts';

// A draft is sealed whole: it may hold a note, and it says what a visit is about before anybody decided to save it.

/** Where a draft belongs: it opens for no other author and no other form. */
export const placeOfDraft = (author: number, formKey: string): string => `u_ssp_draft:${author}:${formKey}`;

export interface DraftContent {
  input: VisitInput;
  /** The page on which it was written: its own answers that got lost are not taken for another device. */
  page: string;
  /** Which of its sendings that was; 0: of a page that does not count them; absent: from before they were counted. */
  step?: number;
  /** The page on which more was typed than can be kept, after this: what stands here is not all. */
  cutBy?: string;
}

// What belongs to the moment of sending and not to the visit.
const NOT_KEPT = new Set([
  'token',
  'form_key',
  'add',
  'confirm_open',
  'confirm_need',
  'draft_revision',
  'draft_page',
  'draft_step',
  'script',
  'do',
  'go',
  'favourite',
]);

/** The fields of a form that a draft keeps, in one order. */
export function keptFields(input: VisitInput): VisitInput {
  const kept = Object.entries(input).filter(([name, value]) => value !== undefined && !NOT_KEPT.has(name));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

// From which list a quick visit was opened, and what the page had heard of the timer: kept with the draft, and no part of the visit.
const ASIDE = ['quick', 'list', 'at', 'timer_seen'];

/** What a form says of the visit, in one order. A field that is empty says nothing. */
export const saidFields = (input: VisitInput): [string, string][] =>
  Object.entries(keptFields(input)).filter(([name, value]) => value !== '' && !ASIDE.includes(name)) as [
    string,
    string,
  ][];

/** Do both say the same? */
export function isSameContent(one: VisitInput, other: VisitInput): boolean {
  return JSON.stringify(saidFields(one)) === JSON.stringify(saidFields(other));
}

// The timer writes these, wherever it is pressed.
const TIMES = ['date', 'start', 'end', 'minutes'];

/** Do both say the same, the times left aside? */
export function isSameText(one: VisitInput, other: VisitInput): boolean {
  const without = (input: VisitInput) =>
    Object.fromEntries(Object.entries(input).filter(([name]) => !TIMES.includes(name)));
  return isSameContent(without(one), without(other));
}

export function sealDraft(content: DraftContent, author: number, formKey: string, keys: KeyRing): Sealed {
  return seal(JSON.stringify(content), placeOfDraft(author, formKey), keys);
}

/** The content; undefined when its key is not at hand or somebody changed it. */
export function openDraft(sealed: Sealed, author: number, formKey: string, keys: KeyRing): DraftContent | undefined {
  const text = unseal(sealed, placeOfDraft(author, formKey), keys);
  return text === undefined ? undefined : (JSON.parse(text) as DraftContent);
}
