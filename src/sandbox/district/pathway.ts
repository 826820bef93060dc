import type { DayNumber } from './dates.ts';
import type { MilestoneDraft, TargetDraft } from './drafts.ts';
import { oneOf, type Random, weights } from './random.ts';

// What becomes of a referral to one provider, told as dated milestones. Shares are a guess, set so that school-based
// providers are quick and sure, and agencies slow, full, and too often silent.

type Range = readonly [least: number, most: number];

interface Habits {
  /** Shares of the referrals sent that are never answered, turned down, put on a waitlist. */
  silent: number;
  refused: number;
  waits: number;
  /** Calendar days until the answer, the appointment, the first service. */
  answer: Range;
  appointment: Range;
  first: Range;
}

const HABITS: Record<TargetDraft['kind'], Habits> = {
  SCHOOL: { silent: 0.04, refused: 0.03, waits: 0.08, answer: [0, 4], appointment: [1, 6], first: [0, 3] },
  COMMUNITY: { silent: 0.22, refused: 0.1, waits: 0.3, answer: [2, 12], appointment: [3, 14], first: [0, 7] },
};

const NEVER_OFFERED = oneOf(weights('WITHDRAWN 40 UNREACHABLE 40 MOVED 10 ERROR 10'));
const DECLINED = oneOf(weights('DECL_FAMILY 55 DECL_STUDENT 22 UNREACHABLE 23'));
const REFUSED = oneOf(weights('INELIGIBLE 50 NO_CAPACITY 35 MET_ELSEWHERE 15'));
const WAITED_IN_VAIN = oneOf(weights('WAIT_EXPIRED 75 PROVIDER_LOST 15 MOVED 10'));
const NOT_STARTED = oneOf(weights('NO_SHOW 75 UNREACHABLE 15 MOVED 10'));
const ENDED_EARLY = oneOf(weights('PARTIAL 55 COMPLETED 45'));
const ENDED = oneOf(weights('COMPLETED 76 PARTIAL 17 MOVED 4 PROVIDER_LOST 3'));

export interface SchoolDays {
  /** The day itself or the next one on which school is kept. */
  onOrAfter(day: DayNumber): DayNumber;
  /** The last school day of the year that a day falls into. */
  endOfYear(day: DayNumber): DayNumber;
  /** History ends before this day. */
  today: DayNumber;
}

/** The milestones of one target until yesterday; those that would come later are left out. */
export function pathway(
  opened: DayNumber,
  kind: TargetDraft['kind'],
  days: SchoolDays,
  chance: Random,
): MilestoneDraft[] {
  return tell(new Story(opened, days, chance), HABITS[kind], kind === 'COMMUNITY', chance).milestones;
}

function tell(story: Story, habits: Habits, isAgency: boolean, chance: Random): Story {
  story.add('M_IDENT', 0, 0);
  if (chance.chance(0.06)) return story.close(NEVER_OFFERED(chance), 10, 40);
  story.add('M_OFFER', 0, 8);
  if (chance.chance(0.15)) return story.close(DECLINED(chance), 2, 25);
  story.add('M_CONSENT', 0, 10);
  if (isAgency) story.add('M_RELEASE', 0, 4);
  story.add('M_SENT', 0, 4);
  if (chance.chance(habits.silent)) return chance.chance(0.7) ? story.close('NO_FEEDBACK', 40, 75) : story;
  if (chance.chance(habits.refused)) return story.close(REFUSED(chance), 3, 15);
  story.add('M_ACCEPT', ...habits.answer);
  if (chance.chance(habits.waits)) {
    story.add('M_WAIT', 0, 3);
    if (chance.chance(0.2)) return story.close(WAITED_IN_VAIN(chance), 40, 90);
    story.pause(14, 55);
  }
  story.add('M_APPT', ...habits.appointment);
  if (chance.chance(0.1)) return story.close(NOT_STARTED(chance), 5, 25);
  story.add('M_INIT', ...habits.first);
  if (chance.chance(0.12)) return story.close(ENDED_EARLY(chance), 0, 25);
  const isChecked = chance.chance(0.75);
  if (isChecked) story.add('M_1MO', 30, 36);
  else story.pause(30, 36);
  return story.closeBySummer(ENDED(chance), 5, 140);
}

class Story {
  readonly milestones: MilestoneDraft[] = [];
  readonly #days: SchoolDays;
  readonly #chance: Random;
  #day: DayNumber;

  constructor(opened: DayNumber, days: SchoolDays, chance: Random) {
    this.#day = opened;
    this.#days = days;
    this.#chance = chance;
  }

  pause(least: number, most: number): void {
    this.#day = this.#days.onOrAfter(this.#day + this.#chance.int(least, most));
  }

  add(kind: string, least: number, most: number, outcome: string | null = null): this {
    this.pause(least, most);
    if (this.#day < this.#days.today) this.milestones.push({ kind, day: this.#day, outcome });
    return this;
  }

  close(outcome: string, least: number, most: number): this {
    return this.add('M_CLOSE', least, most, outcome);
  }

  /** What has not ended when school does is closed as ongoing. */
  closeBySummer(outcome: string, least: number, most: number): this {
    const end = this.#days.endOfYear(this.#day);
    const ends = this.#day + this.#chance.int(least, most);
    if (ends < end) return this.close(outcome, ends - this.#day, ends - this.#day);
    this.#day = end;
    return this.close('ONGOING', 0, 0);
  }
}
