import type { Reader } from '../database/connect.ts';
import { plusDays } from '../server/words.ts';
import type { Windows } from '../settings/profile/windows.ts';
import * as say from '../words/index.ts';
import { readSchoolDays } from './calendar.ts';
import { COMMUNITY_DAYS, type PathwayId, SLIP_DAYS } from './measures.ts';
import type { Selection } from './service.ts';
import { argumentsOf } from './store.ts';

// How far referrals got: the counts behind the measures of the pathway.

export interface StudentsRow {
  referred: number;
  offer_mature: number;
  offered: number;
  start_mature: number;
  started: number;
  /** Started in time, whether or not the window is over. */
  begun: number;
  /** Started, or the need was met another way. */
  elsewhere: number;
  /** Left before anything began. */
  start_moved: number;
  month_mature: number;
  active: number;
  month_over: number;
  month_active: number;
  month_early: number;
  /** Of the active ones: those whom the provider has seen again, not only said so. */
  month_seen: number;
}

export interface KindRow {
  kind: string;
  referrals: number;
  reached: number;
  not_reached: number;
  not_known: number;
  /** From here on of the chosen needs: window not over yet, or over. */
  too_early: number;
  mature: number;
  mature_reached: number;
  on_campus: number;
}

export interface PathwayReport {
  enrolled: number;
  students: StudentsRow;
  kinds: KindRow[];
}

export interface Counted {
  id: PathwayId;
  numerator: number;
  denominator: number;
  /** Too early to say: their window is not over, and they count neither way. null: nobody has to wait. */
  waiting: { count: number; of: number } | null;
  /** What stands beside the number, in words with its own counts. */
  beside: { words: string; numerator: number; denominator: number }[];
}

// Within so many days back every window is over, whatever breaks there were.
const BREAKS_OF_A_YEAR = 200;

/**
 * Counts the pathway of a selection, for mental health needs or for all. A window is over for whoever was referred by a
 * day that lies as far back as it is long, breaks left out.
 */
export async function readPathway(
  source: Reader,
  selection: Selection,
  { anyNeed, windows }: { anyNeed: boolean; windows: Windows },
): Promise<PathwayReport> {
  const { offer, start, month, grace } = windows;
  const args = argumentsOf(selection);
  const asOf = selection.asker.today;
  const any_need = anyNeed ? 1 : 0;
  const calendar = await readSchoolDays(source, selection, start + month + grace + BREAKS_OF_A_YEAR);
  const by = (days: number) => calendar.before(asOf, days);
  const [enrolled] = await source.run<{ students: number }>('reports/enrolled', args);
  const [students] = await source.run<StudentsRow>('reports/pathway-students', {
    ...args,
    ...{ any_need, offer_days: offer, start_days: start, earliest_offer: -SLIP_DAYS },
    ...{ offer_by: by(offer), start_by: by(start), month_by: by(start + month + grace) },
    month_from_by: by(month + grace),
  });
  const mature_by = plusDays(asOf, -COMMUNITY_DAYS);
  const kinds = await source.run<KindRow>('reports/pathway-access', { ...args, any_need, mature_by });
  return { enrolled: enrolled?.students ?? 0, students: students as StudentsRow, kinds };
}

/** Every measure of the pathway with what is above and below its line. */
export function countPathway({ enrolled, students: s, kinds }: PathwayReport): Counted[] {
  const school = kindOf(kinds, 'SCHOOL');
  const community = kindOf(kinds, 'COMMUNITY');
  const words = say.reports.pathway.beside;
  const waiting = (mature: number, of = s.referred) => ({ count: of - mature, of });
  const unknown = (row: KindRow) => ({ words: words.notKnown, numerator: row.not_known, denominator: row.referrals });
  return [
    { id: 'M01', numerator: s.referred, denominator: enrolled, waiting: null, beside: [] },
    {
      ...{ id: 'M02', numerator: s.offered, denominator: s.offer_mature, waiting: waiting(s.offer_mature) },
      beside: [],
    },
    {
      ...{ id: 'M03', numerator: s.started, denominator: s.start_mature, waiting: waiting(s.start_mature) },
      beside: [
        { words: words.withoutMoved, numerator: s.started, denominator: s.start_mature - s.start_moved },
        { words: words.elsewhere, numerator: s.elsewhere, denominator: s.start_mature },
      ],
    },
    {
      ...{ id: 'M04a', numerator: s.active, denominator: s.month_mature, waiting: waiting(s.month_mature) },
      beside: [],
    },
    {
      ...{ id: 'M04b', numerator: s.month_active, denominator: s.month_over },
      waiting: waiting(s.month_over, s.begun),
      beside: [
        { words: words.endedEarly, numerator: s.month_early, denominator: s.month_over },
        { words: words.seen, numerator: s.month_seen, denominator: s.month_active },
      ],
    },
    {
      ...{ id: 'M05_SCHOOL', numerator: school.reached, denominator: school.reached + school.not_reached },
      waiting: null,
      beside: [unknown(school)],
    },
    {
      ...{ id: 'M05_COMMUNITY', numerator: community.reached, denominator: community.reached + community.not_reached },
      waiting: null,
      beside: [unknown(community)],
    },
    {
      ...{ id: 'M12', numerator: community.mature_reached, denominator: community.mature },
      waiting: waiting(community.mature, community.mature + community.too_early),
      beside: [
        {
          words: words.ofAll,
          numerator: community.mature_reached,
          denominator: school.mature + community.mature,
        },
        { words: words.atSchool, numerator: community.on_campus, denominator: community.mature_reached },
      ],
    },
  ];
}

function kindOf(kinds: KindRow[], kind: string): KindRow {
  const none = { referrals: 0, reached: 0, not_reached: 0, not_known: 0 };
  const later = { too_early: 0, mature: 0, mature_reached: 0, on_campus: 0 };
  return kinds.find((row) => row.kind === kind) ?? { kind, ...none, ...later };
}
