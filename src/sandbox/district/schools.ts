import { schools as castSchools, type School } from '../cast.ts';
import { Random, STREAM } from './random.ts';

// The four schools of the cast come first in every size; the others are made up around them.

export interface SchoolInfo extends School {
  /** How many students of one grade it has, compared with the other schools that have that grade. */
  pull: number;
}

const KINDS = {
  elementary: { name: 'Elementary', letters: 'ES', lowGrade: 0, highGrade: 5, pull: 1 },
  k8: { name: 'K-8 School', letters: 'K8', lowGrade: 0, highGrade: 8, pull: 0.7 },
  middle: { name: 'Middle', letters: 'MS', lowGrade: 6, highGrade: 8, pull: 2 },
  high: { name: 'High', letters: 'HS', lowGrade: 9, highGrade: 12, pull: 2.2 },
};
// In this order again and again, so that every size has a share of each.
const MIX = ['high', 'elementary', 'k8', 'middle', 'elementary', 'high', 'elementary', 'k8', 'elementary'] as const;

const FIRST = `Maple Cedar Harbor River Spring Stone Clear Bright Oak Elm Willow Birch Fox Deer Heron Swan Mill Bridge
  North South East West Long High Green Silver Golden Summer Winter Autumn Meadow Forest Lake Ocean Sand Shell Beacon
  Anchor Sail Pilot Copper Iron Granite Slate Amber Rose Clover Fern`.split(/\s+/);
const SECOND = `Hill Grove Point Valley Ridge Field Brook Park Crossing Landing Heights Hollow Cove Bend Glen Run Shore
  Garden Common Square Terrace Bluff Creek Woods View Haven Rock Spring Farm Knoll`.split(/\s+/);

/** `count` schools; the numbers go on after 104. At most 1,900, since every name occurs once. */
export function makeSchools(count: number, seed: number): SchoolInfo[] {
  const chance = new Random(seed, STREAM.schools);
  const taken = new Set<string>();
  const made = castSchools.map((school) => ({ ...school, pull: pullOf(school, chance) }));
  for (let i = made.length; i < count; i++) {
    const kind = KINDS[MIX[i % MIX.length] as keyof typeof KINDS];
    const place = freePlace(taken, chance);
    made.push({
      dcid: 31 + i,
      id: 1 + i,
      number: 101 + i,
      name: `${place} ${kind.name}`,
      abbreviation: `${place.replace(/[^A-Z]/g, '')}${kind.letters}${101 + i}`,
      lowGrade: kind.lowGrade,
      highGrade: kind.highGrade,
      pull: kind.pull * Math.exp(0.35 * bell(chance)),
    });
  }
  return made.slice(0, count);
}

function pullOf(school: School, chance: Random): number {
  const kind = Object.values(KINDS).find(
    (one) => one.lowGrade === school.lowGrade && one.highGrade === school.highGrade,
  );
  return (kind?.pull ?? 1) * Math.exp(0.05 * bell(chance));
}

function bell(chance: Random): number {
  return chance.next() + chance.next() + chance.next() + chance.next() - 2;
}

function freePlace(taken: Set<string>, chance: Random): string {
  for (;;) {
    const prefix = chance.pick(['', '', '', '', '', '', '', 'New ', 'Old ']);
    const place = `${prefix}${chance.pick(FIRST)} ${chance.pick(SECOND)}`;
    if (taken.has(place)) continue;
    taken.add(place);
    return place;
  }
}
