import { indexByCode, isOpen, labelIn, openOn } from './lookup.ts';
import { SETS } from './sets.ts';
import type { AboutSet, Access, CodeSetName, CodeSets, Tier } from './types.ts';

/** Changes with every code added, retired or mapped differently; exports carry it: like is compared with like. */
export const CODE_SET_VERSION = '2026-11-22';

export const CODE_SET_NAMES = Object.keys(SETS) as readonly CodeSetName[];

type Indexes = { readonly [N in CodeSetName]: ReadonlyMap<string, CodeSets[N]> };

const INDEXES = Object.fromEntries(CODE_SET_NAMES.map((name) => [name, indexByCode(SETS[name].codes)])) as Indexes;

/** What a set is called and which foreign lists its mappings point into. */
export function aboutSet(name: CodeSetName): AboutSet {
  const { title, ceds, edfi, fhir } = SETS[name];
  return { title, ceds, edfi, fhir };
}

/** All codes of a set, those retired or never chosen by people too, in the order they are shown. */
export function codeSet<N extends CodeSetName>(name: N): readonly CodeSets[N][] {
  return SETS[name].codes;
}

/** The codes a person may choose on a day (YYYY-MM-DD), in the order they are shown. */
export function selectable<N extends CodeSetName>(name: N, onDate: string): readonly CodeSets[N][] {
  return openOn(codeSet(name), onDate);
}

/** The code with all its facts; undefined when the set does not know it. Upper and lower case differ. */
export function findCode<N extends CodeSetName>(name: N, code: string): CodeSets[N] | undefined {
  return INDEXES[name].get(code);
}

/** The label, or the code itself when the set does not know it. */
export function label(name: CodeSetName, code: string): string {
  return labelIn(INDEXES[name], code);
}

/** May a person choose this code on this day (YYYY-MM-DD)? No for a code the set does not know. */
export function isSelectable(name: CodeSetName, code: string, onDate: string): boolean {
  const entry = findCode(name, code);
  return entry !== undefined && isOpen(entry, onDate);
}

/** Must administrators see "Support visit" instead? A purpose we do not know is kept back, not shown. */
export function isSensitive(purposeCode: string): boolean {
  return findCode('PURPOSE', purposeCode)?.sensitive ?? true;
}

/** The tier the form proposes for a service; null when it has none or is unknown. */
export function defaultTier(serviceCode: string): Tier | null {
  return findCode('SERVICE', serviceCode)?.tier ?? null;
}

/** Did the student reach a service? An outcome we do not know is UNKNOWN, never a yes or no. */
export function accessOf(outcomeCode: string): Access {
  return findCode('REF_OUTCOME', outcomeCode)?.access ?? 'UNKNOWN';
}

/** Does the need count as mental health in the measures? */
export function isMentalHealth(needCode: string): boolean {
  return findCode('REF_NEED', needCode)?.isMentalHealth ?? false;
}
