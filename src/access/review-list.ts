import { createHash } from 'node:crypto';
import type { Quarter } from './quarters.ts';
import type { Access, District, Use } from './review.ts';
import { DISTRICT } from './scope.ts';

/** What somebody who looks at a place's list has before the eyes, and signs off. */
export interface ReviewList {
  /** One line for each role of a person. */
  listed: Access[];
  /** People who used it in the quarter and have no access here now. */
  former: number[];
  /** How many openings for a real need there were. */
  needs: number;
  /** Names this list: another one has another digest. */
  digest: string;
}

/** What all lists of a quarter are made of. */
export interface ReviewFacts {
  district: District;
  use: Map<number, Use>;
  needCounts: Map<number, number>;
}

/** The list of a place and quarter, as `reader` sees it now. */
export function listOf(
  { code }: Quarter,
  place: number,
  { district, use, needCounts }: ReviewFacts,
  reader: number,
): ReviewList {
  const listed = district.access.get(place) ?? [];
  const inside = new Set(listed.map(({ person }) => person));
  const former = [...use.keys()].filter((person) => !inside.has(person) && wasAt(district, person, place));
  const needs = needCounts.get(place) ?? 0;
  // Who stands where on the list, not how often they did what: in a quarter that runs, that is another number at once.
  // And whoever looks uses it by that.
  const used = (person: number) => person === reader || use.has(person);
  const lines = listed.map(({ person, role, title }) => [person, role, title, used(person)]);
  const shown = JSON.stringify([code, place, lines.map((line) => JSON.stringify(line)).toSorted(), former, needs]);
  return { listed, former, needs, digest: createHash('sha256').update(shown).digest('base64url') };
}

// Whoever is no longer in the SIS with any assignment would be on no list: the district's has them.
function wasAt({ places }: District, person: number, place: number): boolean {
  return places.get(person)?.has(place) ?? place === DISTRICT;
}
