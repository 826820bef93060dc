import { isRealDate, shortDay } from '../server/words.ts';
import * as say from '../words/index.ts';
import { type ActionName, actionOf } from './actions.ts';
import { dayFault } from './check-day.ts';
import { type Around, clean, type Say, type StepInput } from './step-input.ts';

const FAULTS = say.referrals.faults;

/**
 * The day of the first service that a closing tells of, when nobody wrote it down before; null when it is known already, or
 * not known at all. `on`: the day of the closing.
 */
export function checkStart(name: ActionName, input: StepInput, on: string, around: Around, say: Say): string | null {
  const { day, path } = around;
  const began = clean(input.first_service);
  if (began === '' || !(actionOf(name).asks as readonly string[]).includes('began')) return null;
  const known = path.firstServiceOn;
  if (known !== null) {
    if (began !== known) say('first_service', FAULTS.already(actionOf('start').done, shortDay(known, day)));
    return null;
  }
  const wrong = dayFault('start', began, around);
  if (wrong) say('first_service', wrong);
  else if (isRealDate(on) && began > on) say('first_service', FAULTS.day.afterClosing(shortDay(on, day)));
  else if (clean(input.outcome) === 'NO_SHOW') say('outcome', FAULTS.asked.didAttend);
  return wrong ? null : began;
}
