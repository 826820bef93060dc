import type { DayNumber } from './dates.ts';
import type { VisitDraft } from './drafts.ts';
import { daniela, friendshipGroup } from './named-daniela.ts';
import { middleSchool, othersAndNewcomers } from './named-others.ts';
import { tell } from './named-teller.ts';
import type { DistrictPlan } from './plan.ts';

// What the students of the cast have been through, written by hand, so that the demo, the tests and the docs can tell of
// it. Days count back from yesterday: 1 is the last school day before today. Bruno Silva (5005) has nothing on purpose.

/** The visits of the cast's students by day. `history` are the school days before today. */
export function namedHistory(plan: DistrictPlan, history: readonly DayNumber[]): Map<DayNumber, VisitDraft[]> {
  const teller = tell(plan, history);
  daniela(teller);
  friendshipGroup(teller);
  middleSchool(teller);
  othersAndNewcomers(teller);
  return teller.byDay;
}
