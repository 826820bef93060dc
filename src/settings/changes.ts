import { dayAndTime } from '../server/words.ts';
import * as say from '../words/index.ts';

/** A fault that stops a transaction: what was found inside it has to be mended or decided by the person. */
export class Stopped extends Error {
  readonly changed: boolean;
  readonly fieldId: string;
  readonly text: string;

  constructor(fieldId: string, text: string, changed = false) {
    super('stopped');
    this.fieldId = fieldId;
    this.text = text;
    this.changed = changed;
  }
}

/** `done`: kept (again: it had been kept before). `changed`: somebody else was faster, nothing was overwritten. */
export type Outcome =
  | { done: true; again: boolean }
  | { done: false; changed: boolean; faults: { fieldId: string; text: string }[] };

/** Runs the transaction; a Stopped in it becomes the outcome. */
export async function outcomeOf(work: () => Promise<boolean>, isRace: (thrown: unknown) => boolean): Promise<Outcome> {
  try {
    return { done: true, again: await work() };
  } catch (thrown) {
    if (thrown instanceof Stopped)
      return { done: false, changed: thrown.changed, faults: [{ fieldId: thrown.fieldId, text: thrown.text }] };
    if (isRace(thrown))
      return { done: false, changed: true, faults: [{ fieldId: 'now', text: say.settings.changedMeanwhile }] };
    throw thrown;
  }
}

/** One line of a "History". */
export interface HistoryLine {
  who: string;
  when: string;
  what: string;
}

export function historyLine(
  row: { changed_by: number; changed_by_name: string | null; changed_at: string },
  what: string,
  timeZone: string,
): HistoryLine {
  const who = row.changed_by_name ?? say.settings.person(row.changed_by);
  return { who, when: dayAndTime(row.changed_at, timeZone), what };
}

/** `label: “Food” → “Food pantry”` for each thing that differs. */
export function differences(before: Record<string, string>, after: Record<string, string>): string {
  return Object.keys(after)
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name}: ${before[name]} → ${after[name]}`)
    .join('; ');
}
