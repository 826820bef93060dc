import { dayOf, today } from '../../server/clock.ts';
import { type Context, codesOf, readerOf } from '../../server/context.ts';
import { shortDay } from '../../server/words.ts';
import { asking } from '../../students/facts.ts';
import * as say from '../../words/index.ts';
import { shortName } from '../names.ts';
import type { Content } from './content.ts';
import { type Difference, differencesOf } from './differences.ts';
import { openEarlier } from './earlier.ts';
import { readState } from './state.ts';

const WORDS = say.visits.differences;

/** One change as the history tells it. */
export interface ChangeMark {
  text: string;
  /** What differs, in words; said otherwise when it cannot be told. */
  lines: { label: string; before: string; after: string | null }[];
}

interface ChangeRow {
  visit_id: number;
  revision: number;
  changed_by: number;
  changed_by_name: string | null;
  changed_at: string;
  reason: string | null;
  key_id: string;
  sealed: string;
}

/** Every change of these visits of one student, newest first, for support staff. Nothing is asked where none was changed. */
export async function readChanges(
  context: Context,
  student: number,
  changed: number[],
  range: { from_date: string; to_date: string },
): Promise<Map<number, ChangeMark[]>> {
  const marks = new Map<number, ChangeMark[]>();
  if (changed.length === 0) return marks;
  const asked = asking(readerOf(context), context.clock);
  const rows = await context.database.run<ChangeRow>('visits/changes', { ...asked, student, ...range });
  for (const visit of changed) {
    const own = rows.filter((row) => row.visit_id === visit);
    const present = await readState(context.database, asked, visit, student, context.config.noteKeys);
    if (present) marks.set(visit, await marksOf(context, student, own, present.content));
  }
  return marks;
}

async function marksOf(context: Context, student: number, rows: ChangeRow[], present: Content): Promise<ChangeMark[]> {
  const { clock, config } = context;
  const codes = await codesOf(context);
  const day = today(clock);
  const states = rows.map((row) => openEarlier(row, row.visit_id, row.revision, student, config.noteKeys));
  // Texts of a note that is restricted, or ever was, are no more to be read than the restricted one: emptying opens nothing.
  const isHidden = present.restricted || states.some((state) => state === undefined || state.restricted);
  return rows
    .map((row, at) => {
      const by = row.changed_by === readerOf(context) ? say.visits.you : shortName(row.changed_by_name);
      const why = row.reason === null ? '' : `: ${row.reason}`;
      const [before, after] = [states[at], at + 1 < states.length ? states[at + 1] : present];
      return {
        text: WORDS.changed(shortDay(dayOf(row.changed_at, clock), day), by) + why,
        lines:
          before && after
            ? differencesOf(before, after, codes, day, isHidden).map(lineOf)
            : [{ label: WORDS.before, before: WORDS.broken, after: null }],
      };
    })
    .reverse();
}

function lineOf({ field, label, before, after }: Difference): ChangeMark['lines'][number] {
  if (before === null) return { label: say.forms.note, before: WORDS.restrictedNote, after: null };
  // What a note is now stands in the row itself.
  return field === 'note' ? { label: WORDS.noteBefore, before, after: null } : { label, before, after };
}
