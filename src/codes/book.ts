import { indexByCode, isOpen, labelIn, openOn } from './lookup.ts';
import { SETS } from './sets.ts';
import type { Code, CodeSetName, CodeSets, Tier } from './types.ts';

/** The sets that a district may add codes to: those a visit's form offers and no rule of ours hangs on. */
export const LOCAL_SETS = [
  'PURPOSE',
  'SERVICE',
  'VISIT_TYPE',
  'INITIATOR',
  'SETTING',
  'MODALITY',
  'DISPOSITION',
  'REF_NEED',
] as const satisfies readonly CodeSetName[];

export type LocalSet = (typeof LOCAL_SETS)[number];

/** A district's own code: a name of its own for a standard code, which it always counts as. */
export interface LocalCode {
  set: LocalSet;
  /** Begins with `L_`: no standard code ever does. */
  code: string;
  parent: string;
  label: string;
  /** First and last day (YYYY-MM-DD) on which it can be chosen; null: no last day. */
  from: string;
  to: string | null;
  /** Kept from administrators: a purpose reads "Support visit", a service reads as its parent. */
  sensitive: boolean;
  /** Only for a purpose: the note about it is a restricted one. */
  restricted: boolean;
  /** Counts up with every change of this code. */
  revision: number;
}

/** The standard codes and a district's own beneath them, as they are at one moment. Never changed once it is made. */
export class CodeBook {
  readonly #codes: { readonly [N in CodeSetName]: readonly CodeSets[N][] };
  readonly #indexes: { readonly [N in CodeSetName]: ReadonlyMap<string, CodeSets[N]> };
  readonly #locals: ReadonlyMap<string, LocalCode>;

  constructor(locals: readonly LocalCode[] = []) {
    const names = Object.keys(SETS) as CodeSetName[];
    const sets = names.map((set) => [set, withLocals(set, locals)] as const);
    this.#codes = Object.fromEntries(sets) as never;
    this.#indexes = Object.fromEntries(sets.map(([set, codes]) => [set, indexByCode(codes)])) as never;
    this.#locals = new Map(locals.map((local) => [keyOf(local.set, local.code), local]));
  }

  get hasLocals(): boolean {
    return this.#locals.size > 0;
  }

  get locals(): LocalCode[] {
    return [...this.#locals.values()];
  }

  /** All codes of a set, each local one right after its parent. */
  codes<N extends CodeSetName>(set: N): readonly CodeSets[N][] {
    return this.#codes[set];
  }

  /** The codes a person may choose on a day (YYYY-MM-DD), in the order they are shown. */
  selectable<N extends CodeSetName>(set: N, onDate: string): readonly CodeSets[N][] {
    return openOn(this.codes(set), onDate);
  }

  find<N extends CodeSetName>(set: N, code: string): CodeSets[N] | undefined {
    return this.#indexes[set].get(code);
  }

  label(set: CodeSetName, code: string): string {
    return labelIn(this.#indexes[set], code);
  }

  isSelectable(set: CodeSetName, code: string, onDate: string): boolean {
    const entry = this.find(set, code);
    return entry !== undefined && isOpen(entry, onDate);
  }

  /** Must administrators see "Support visit" instead? A purpose we do not know is kept back, not shown. */
  isSensitive(purposeCode: string): boolean {
    return this.find('PURPOSE', purposeCode)?.sensitive ?? true;
  }

  /** Must administrators see "Support service" instead? A service we do not know is kept back, not shown. */
  isRevealing(serviceCode: string): boolean {
    const service = this.find('SERVICE', serviceCode);
    return service === undefined || service.revealing === true;
  }

  /**
   * May a form propose the service by itself, or by a favourite? Not one that administrators do not read by its name: what is
   * proposed stands on the screen for everybody who passes by.
   */
  mayBeProposed(serviceCode: string): boolean {
    return !this.isRevealing(serviceCode) && !this.local('SERVICE', serviceCode)?.sensitive;
  }

  /** The tier the form proposes for a service; null when it has none or is unknown. */
  defaultTier(serviceCode: string): Tier | null {
    return this.find('SERVICE', serviceCode)?.tier ?? null;
  }

  /** The district's own code; undefined for a standard or an unknown one. */
  local(set: CodeSetName, code: string): LocalCode | undefined {
    return this.#locals.get(keyOf(set, code));
  }

  /** What it counts as: itself, or the parent of a local code. */
  standard(set: CodeSetName, code: string): string {
    return this.local(set, code)?.parent ?? code;
  }
}

const keyOf = (set: string, code: string) => `${set} ${code}`;

function withLocals<N extends CodeSetName>(set: N, locals: readonly LocalCode[]): readonly CodeSets[N][] {
  const own = locals.filter((local) => local.set === set);
  if (own.length === 0) return SETS[set].codes;
  const byLabel = own.toSorted((a, b) => a.label.localeCompare(b.label, 'en-US'));
  return SETS[set].codes.flatMap((parent) => [
    parent,
    ...byLabel.filter((local) => local.parent === parent.code).map((local) => childOf(parent, local)),
  ]);
}

/** All facts of the parent, save name, days, and being guarded more closely. */
function childOf<C extends Code>(parent: C, local: LocalCode): C {
  const closes = [parent.retired, local.to === null ? undefined : dayAfter(local.to)].filter(
    (day) => day !== undefined,
  );
  return {
    ...parent,
    code: local.code,
    label: local.label,
    parent: parent.code,
    opens: local.from,
    ...(closes.length > 0 ? { retired: closes.toSorted()[0] } : {}),
    ...('sensitive' in parent ? { sensitive: parent.sensitive || local.sensitive } : {}),
    ...('sensitive' in parent && local.restricted ? { restricted: true } : {}),
  };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The standard codes alone. */
export const STANDARD = new CodeBook();
