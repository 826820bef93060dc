import { STANDARD } from './book.ts';
import { SETS } from './sets.ts';
import type { AboutSet, Access, CodeSetName, CodeSets, Tier } from './types.ts';

export { CodeBook, LOCAL_SETS, type LocalCode, type LocalSet, STANDARD } from './book.ts';
export { bookAt, readBook } from './local.ts';

// The standard codes. Reports and exports know no others; what a person of the district chooses from and reads is in a
// CodeBook, where the district's own codes stand beneath them.

/** Changes with every code added, retired or mapped differently; exports carry it: like is compared with like. */
export const CODE_SET_VERSION = '2026-11-22';

export const CODE_SET_NAMES = Object.keys(SETS) as readonly CodeSetName[];

/** What a set is called and which foreign lists its mappings point into. */
export function aboutSet(name: CodeSetName): AboutSet {
  const { title, ceds, edfi, fhir } = SETS[name];
  return { title, ceds, edfi, fhir };
}

/** All codes of a set, those retired or never chosen by people too, in the order they are shown. */
export function codeSet<N extends CodeSetName>(name: N): readonly CodeSets[N][] {
  return STANDARD.codes(name);
}

/** The codes a person may choose on a day (YYYY-MM-DD), in the order they are shown. */
export function selectable<N extends CodeSetName>(name: N, onDate: string): readonly CodeSets[N][] {
  return STANDARD.selectable(name, onDate);
}

/** The code with all its facts; undefined when the set does not know it. Upper and lower case differ. */
export function findCode<N extends CodeSetName>(name: N, code: string): CodeSets[N] | undefined {
  return STANDARD.find(name, code);
}

/** The label, or the code itself when the set does not know it. */
export function label(name: CodeSetName, code: string): string {
  return STANDARD.label(name, code);
}

/** May a person choose this code on this day (YYYY-MM-DD)? No for a code the set does not know. */
export function isSelectable(name: CodeSetName, code: string, onDate: string): boolean {
  return STANDARD.isSelectable(name, code, onDate);
}

/** Must administrators see "Support visit" instead? A purpose we do not know is kept back, not shown. */
export function isSensitive(purposeCode: string): boolean {
  return STANDARD.isSensitive(purposeCode);
}

/** Must administrators see "Support service" instead? A service we do not know is kept back, not shown. */
export function isRevealing(serviceCode: string): boolean {
  return STANDARD.isRevealing(serviceCode);
}

/** The tier the form proposes for a service; null when it has none or is unknown. */
export function defaultTier(serviceCode: string): Tier | null {
  return STANDARD.defaultTier(serviceCode);
}

/** Did the student reach a service? An outcome we do not know is UNKNOWN, never a yes or no. */
export function accessOf(outcomeCode: string): Access {
  return findCode('REF_OUTCOME', outcomeCode)?.access ?? 'UNKNOWN';
}

/** Does the need count as mental health in the measures? */
export function isMentalHealth(needCode: string): boolean {
  return findCode('REF_NEED', needCode)?.isMentalHealth ?? false;
}
