import { codeSet, isSelectable } from '../codes/service.ts';
import type { TimeUse } from '../codes/types.ts';
import { type Clock, today as todayBy } from '../server/clock.ts';
import { type Fault, fieldId } from '../server/form-fields.ts';
import { isRealDate, plusDays } from '../server/words.ts';
import { cleaned, timesTyped } from '../visits/check.ts';
import { checkTimes, type Times } from '../visits/times.ts';
import * as say from '../words/index.ts';

/** What the form sent: texts by field name. */
export type TimeInput = Record<string, string | undefined>;

export interface CheckedTime extends Times {
  date: string;
  kind: string;
  /** Heads, where there was an audience. */
  people: number | null;
  school: number;
}

const LOOK_BACK_DAYS = 366;
const MOST_PEOPLE = 10_000;

/** Either the entry, or everything that has to be mended, each at its field. `schools`: those of the person. */
export function checkTime(
  input: TimeInput,
  schools: readonly number[],
  clock: Clock,
): { time: CheckedTime } | { faults: Fault[] } {
  const today = todayBy(clock);
  const faults: Fault[] = [];
  const fault = (name: string, text: string) => faults.push({ fieldId: fieldId(name), text });
  const typed = (name: string) => cleaned(input[name]);

  const kind = typed('kind');
  if (kind === '') fault('kind', say.time.faults.noKind);
  else if (!isSelectable('TIME_USE', kind, today)) fault('kind', say.time.faults.notOnList);
  const date = typed('date');
  if (!isRealDate(date)) fault('date', say.time.faults.noSuchDay);
  else if (date > today) fault('date', say.time.faults.notYet);
  else if (date < plusDays(today, -LOOK_BACK_DAYS)) fault('date', say.time.faults.tooLongAgo);
  const times = checkTimes(
    timesTyped(typed, isRealDate(date) && date <= today ? date : plusDays(today, -1)),
    clock,
    fault,
  );
  const people = peopleOf(
    typed('people'),
    codeSet('TIME_USE').find(({ code }) => code === kind),
    fault,
  );
  const school = Number(typed('school')) || schools[0];
  if (school === undefined || !schools.includes(school)) fault('school', say.time.faults.notYourSchool);
  if (faults.length > 0 || !times) return { faults };
  return { time: { ...times, date, kind, people, school: school as number } };
}

function peopleOf(
  typed: string,
  kind: TimeUse | undefined,
  fault: (name: string, text: string) => void,
): number | null {
  if (typed === '') {
    if (kind?.heads) fault('people', say.time.faults.peopleMissing);
    return null;
  }
  if (!/^\d{1,6}$/.test(typed)) fault('people', say.time.faults.peopleNotWhole);
  else if (Number(typed) < 1 || Number(typed) > MOST_PEOPLE)
    fault('people', say.time.faults.peopleWithin(MOST_PEOPLE.toLocaleString('en-US')));
  else if (kind && !kind.heads) fault('people', say.time.faults.nobodyCounted);
  return Number(typed);
}
