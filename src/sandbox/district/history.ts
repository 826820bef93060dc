import { gatherContacts } from './contacts.ts';
import type { DayNumber } from './dates.ts';
import { Desk } from './desk.ts';
import { historyContext } from './history-context.ts';
import { makeVisits } from './make-visits.ts';
import { namedHistory } from './named-history.ts';
import type { SchoolDays } from './pathway.ts';
import type { DistrictPlan } from './plan.ts';
import { addReferral } from './referral-rows.ts';
import type { TableRow } from './rows.ts';
import { addVisit } from './visit-rows.ts';

/**
 * Visits and referrals from the first day of last year to the day before the plan's `today`, in the order of their days;
 * a row comes after those it points to. Only who is seen when is settled ahead, in a few bytes a visit; the rows are made
 * as they are taken.
 */
export function* generateHistory(plan: DistrictPlan): Generator<TableRow> {
  const history = plan.years.flatMap((year) => year.days).filter((day) => day < plan.today);
  const days = schoolDays(plan);
  const contacts = gatherContacts(plan, history);
  const named = namedHistory(plan, history);
  const context = historyContext(plan, days);
  for (let place = 0; place < history.length; place++) {
    const day = history[place] as DayNumber;
    const desk = new Desk();
    for (const draft of named.get(day) ?? []) {
      desk.take(draft.author, draft.start, draft.minutes);
      addVisit(draft, context);
    }
    for (let school = 0; school < plan.schools.length; school++) {
      const { visits, referrals } = makeVisits(contacts.on(place, school), { plan, day, school, days, desk });
      for (const visit of visits) addVisit(visit, context);
      for (const referral of referrals) addReferral(referral, null, context);
      yield* context.out;
      context.out.length = 0;
    }
  }
}

/** Looks up school days in a table of the dates of both years, since it is asked for every milestone. */
function schoolDays({ years: [last, now], today }: DistrictPlan): SchoolDays {
  const first = last.firstDay;
  const next = new Int32Array(now.lastDay - first + 1);
  let coming = now.lastDay;
  const open = new Set([...last.days, ...now.days]);
  for (let i = next.length - 1; i >= 0; i--) {
    if (open.has(first + i)) coming = first + i;
    next[i] = coming;
  }
  return {
    today,
    onOrAfter: (day) => next[day - first] ?? Number.POSITIVE_INFINITY,
    endOfYear: (day) => (day < now.firstDay ? last.lastDay : now.lastDay),
  };
}
