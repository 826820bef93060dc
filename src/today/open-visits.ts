import { instantNow } from '../server/clock.ts';
import type { Context } from '../server/context.ts';
import { duration, listed } from '../server/words.ts';
import { LONGEST_NOTE, type VisitInput } from '../visits/check.ts';
import { aboutOf, openUrlOf } from '../visits/drafts/about.ts';
import { closeDraft, type DraftRow, FORGOTTEN_MS, listDrafts } from '../visits/drafts/service.ts';
import { whenOf } from '../visits/drafts/view.ts';
import { countWords } from '../visits/groups/draft.ts';
import * as say from '../words/index.ts';
import { aboutStudent } from './about-student.ts';
import { type EndedForm, endedForm, type SentEnd } from './ended.ts';
import { placeOf, quickDraftUrl } from './place.ts';
import { isQuick } from './quick-draft.ts';

// Visits that are not saved yet: timers that run, visits that only have to be closed, and drafts that still lack something.

interface Line {
  id: string;
  formKey: string;
  name: string;
  words: string;
  openUrl: string | null;
  /** Where it is said that an overlap is right; null where nothing overlaps. */
  overlapUrl: string | null;
}

/** A visit whose timer was forgotten, and what is said of it right here. */
type OpenLine = Line & { ended: EndedForm | null; isStillRunning: boolean };

export interface OpenVisits {
  running: (Line & { time: string })[];
  /** Whose timer has run, or which have all that is needed: what "Close all" saves. */
  open: { lines: OpenLine[]; summary: string; mayClose: boolean; stopsRunning: boolean } | null;
  drafts: Line[];
}

/** The unsaved visits of whoever asks, as Today shows them. */
export async function openVisits(context: Context, sent?: SentEnd): Promise<OpenVisits> {
  const drafts = await listDrafts(context);
  const line = (draft: DraftRow, words: string): Line => ({
    id: `draft-${draft.formKey}`,
    formKey: draft.formKey,
    name: draft.studentName ?? nameless(draft),
    words,
    openUrl: openUrl(draft),
    overlapUrl: draft.overlaps.length === 0 || openUrl(draft) === null ? null : `${openUrl(draft)}#confirm-overlap`,
  });
  const running = drafts.filter(isRunning);
  const closing = drafts.filter(isOpen);
  const ready = closing.filter((draft) => draft.canClose);
  const unsaid = unsaidOverlaps(running);
  return {
    running: running.map((draft) => ({
      ...line(
        draft,
        [
          say.today.running.since(whenOf(context, draft.startedAt as string)),
          ...overlapWords(unsaid.get(draft) ?? []),
        ].join(' · '),
      ),
      time: duration(draft.minutesSoFar ?? 0),
    })),
    open:
      closing.length === 0
        ? null
        : {
            lines: closing
              .filter((draft) => !isRunning(draft))
              .map((draft) => ({
                ...line(draft, openWords(context, draft)),
                // After a pause the end alone does not say how long it was: its form asks for that.
                ended: draft.unclosed && draft.resumedAt === null ? endedForm(draft.formKey, sent) : null,
                isStillRunning: draft.startedAt !== null && draft.stoppedAt === null,
              })),
            summary: summaryOf(closing),
            mayClose: ready.length > 0,
            stopsRunning: ready.some(isRunning),
          },
    drafts: drafts
      .filter((draft) => !isOpen(draft))
      .map((draft) =>
        line(draft, `${whenOf(context, draft.updatedAt)}${draft.isOutOfReach ? '' : missingWords([draft])}`),
      ),
  };
}

function openUrl(draft: DraftRow): string | null {
  const about = aboutOf(draft);
  if (about && about.student !== null && isQuick(draft.input, draft.startedAt !== null))
    return quickDraftUrl(about.student, draft.formKey, placeOf(draft.input ?? {}));
  return about ? openUrlOf(about, draft.formKey) : null;
}

function nameless({ isOutOfReach, kind, students }: DraftRow): string {
  if (kind === 'GROUP')
    return students === null ? say.today.groupVisit : say.today.drafts.ofGroup(countWords(students));
  return isOutOfReach ? say.today.drafts.ofStudentWhoLeft : say.today.drafts.ofNobody;
}

const isRunning = (draft: DraftRow) => draft.startedAt !== null && draft.stoppedAt === null && !draft.unclosed;
const isOpen = (draft: DraftRow) =>
  aboutOf(draft) !== undefined && (draft.startedAt !== null || draft.canClose || draft.isCut);

// Of two timers that run at the same time the first line says so. Whether it is right is asked when they are stopped.
function unsaidOverlaps(running: readonly DraftRow[]): Map<DraftRow, string[]> {
  const namesOf = ({ studentName }: DraftRow) =>
    say.drafts.overlap.runningTimer(studentName ?? say.drafts.overlap.group);
  return new Map(
    running.map((draft, at) => {
      const said = running.slice(0, at).filter(({ overlaps }) => overlaps.includes(namesOf(draft)));
      return [draft, draft.overlaps.filter((words) => !said.some((before) => namesOf(before) === words))];
    }),
  );
}

function openWords(context: Context, draft: DraftRow): string {
  if (draft.unclosed) return unclosedWords(context, draft);
  const length = draft.minutesSoFar === null ? [] : [duration(draft.minutesSoFar)];
  const what = missingOf(draft);
  if (what === 'overlap') return [...length, ...overlapWords(draft.overlaps)].join(' · ');
  return [...length, draft.canClose ? say.today.open.canBeSaved : say.today.open.needs(MISSING[what])].join(' · ');
}

// When it ended is asked first, and what else it lacks is said beside it.
function unclosedWords(context: Context, draft: DraftRow): string {
  const startedAt = draft.resumedAt ?? (draft.startedAt as string);
  const until = draft.stoppedAt ?? instantNow(context.clock);
  const isForgotten = Date.parse(until) - Date.parse(startedAt) > FORGOTTEN_MS;
  const since = say.today.open[isForgotten ? 'leftRunning' : 'ranPastMidnight'](whenOf(context, startedAt));
  const also = missingOf({ ...draft, unclosed: false });
  const needs = also === 'overlap' || also === 'look' ? [] : [MISSING[also]];
  return [since, ...[MISSING.end, ...needs].map(say.today.open.needs)].join(' · ');
}

const overlapWords = (overlaps: string[]) => (overlaps.length === 0 ? [] : [say.today.open.overlaps(listed(overlaps))]);

function summaryOf(closing: DraftRow[]): string {
  const ready = closing.filter((draft) => draft.canClose).length;
  const count = say.today.open.notClosed(closing.length);
  if (ready === closing.length) return count;
  const others = missingWords(closing.filter((draft) => !draft.canClose));
  return `${count}; ${say.today.open.canBeSavedNow(ready)}${others}`;
}

/** What a form may lack, in the words of whoever has to fill it in. */
const MISSING = say.today.open.missing;

function missingOf({
  isCut,
  input,
  unclosed,
  overlaps,
  minutesSoFar,
  students,
  canClose,
}: DraftRow): keyof typeof MISSING | 'overlap' {
  // It is whole, and was not saved: its form asks about a consent, or what else only a person can say.
  if (canClose) return 'answer';
  if (isCut) return 'cut';
  if (students === 0) return 'students';
  if (unclosed) return 'end';
  if (!input?.purpose) return 'purpose';
  if (!Object.entries(input).some(([name, value]) => /^service_\d$/.test(name) && value)) return 'service';
  if (minutesSoFar === null && !input.minutes && !(input.start && input.end)) return 'length';
  if (overlaps.length > 0) return 'overlap';
  return isNoteTooLong(input) ? 'note' : 'look';
}

// Of a group there is a note about each, too.
const isNoteTooLong = (input: VisitInput): boolean =>
  Object.entries(input).some(([name, text = '']) => /^note(_\d+)?$/.test(name) && text.length > LONGEST_NOTE);

const MOST_NAMED = 3;

/** `, 2 need a purpose, 1 needs a service; Silva, Bruno overlaps with your visit with Haddad, Sami` */
function missingWords(left: DraftRow[]): string {
  const counts = new Map<keyof typeof MISSING, number>();
  for (const what of left.map(missingOf)) if (what !== 'overlap') counts.set(what, (counts.get(what) ?? 0) + 1);
  const needs = [...counts].map(([what, count]) => `, ${say.today.open.someNeed(count, MISSING[what])}`);
  const overlapping = left.filter((draft) => missingOf(draft) === 'overlap');
  const double = overlapping.filter((draft) => !isRunning(draft));
  const atOnce = overlapping.length - double.length;
  const named = double
    .slice(0, MOST_NAMED)
    .map((draft) => say.today.open.whoOverlaps(draft.studentName ?? nameless(draft), listed(draft.overlaps)));
  const more = double.length - named.length;
  if (atOnce > 0) needs.push(`, ${say.today.open.atOnce(atOnce)}`);
  return [...needs, ...named, ...(more > 0 ? [say.today.open.moreOverlap(more)] : [])].join('');
}

/** What "Close all" has done, for its answer: `8 visits saved, 2 need a purpose`. */
export async function closedWords(context: Context, closed: number): Promise<string> {
  const left = (await listDrafts(context)).filter(isOpen);
  return `${say.today.open.closed(closed)}${missingWords(left)}`;
}

/**
 * Saves every open visit that lacks nothing, each in a transaction of its own with its own audit row; how many. The others
 * stay as they are.
 */
export async function closeAll(context: Context): Promise<number> {
  let closed = 0;
  for (const draft of await listDrafts(context)) {
    if (!isOpen(draft) || !draft.canClose) continue;
    // Of a group each student is asked about when it is saved.
    const allowed = draft.student === null ? context : await aboutStudent(context, 'visit.add', draft.student);
    if (allowed && 'closed' in (await closeDraft(allowed, draft.formKey))) closed++;
  }
  return closed;
}
