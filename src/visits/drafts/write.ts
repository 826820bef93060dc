import type { Tx } from '../../database/connect.ts';
import { mayTakeTurns } from '../../database/turn.ts';
import { dayOf, instantNow, today } from '../../server/clock.ts';
import { type Context, readerOf } from '../../server/context.ts';
import type { VisitInput } from '../check.ts';
import { withUnseen } from '../groups/draft.ts';
import { type About, isAbout } from './about.ts';
import { isSameContent, isSameText, keptFields } from './sealing.ts';
import {
  deleteDraft,
  holdForm,
  insertDraft,
  isSaved,
  lockDraft,
  type StoredDraft,
  updateDraft,
  updateTimer,
} from './store.ts';
import { isNewer, isOvertaken, revisionSeen, stepOf } from './take.ts';
import { isOfTimer, isRunning, measuredOf, resumed, stoppedInput, type Timer, timeText } from './timer.ts';

// Writing a draft, starting and stopping its timer, throwing it away. What decides is read inside the transaction, with
// the row held: of two devices one is first, and the other is told.

export type DraftChange = 'save' | 'start' | 'stop';

/** What stands after a change. */
export interface Kept {
  revision: number;
  timer: Timer | null;
  updatedAt: string;
  /** The form as it is now; with another one's text where that is newer. */
  input: VisitInput;
}

export type DraftResult =
  | {
      kept: Kept;
      /** Nothing had to be written. */
      again: boolean;
      /** The text was not written, because a newer one stands; the timer was set all the same. */
      newer?: { revision: number; at: string };
      /** Another device had stopped or started the timer before. */
      before?: string;
      /** The text was not written, because a later sending of the same page stands there: which one. */
      overtakenBy?: number;
      /** The text was not written, because it is too long to be kept; the timer was set all the same. */
      isTooLong?: true;
    }
  | { newer: { revision: number; at: string } }
  | { refused: 'saved' | 'discarded' | 'no-timer' | 'other-day' | 'other-student' | 'too-long' | 'too-long-for-timer' };

/** Well beyond a note of the greatest length; a whole book that was pasted is not kept. */
const LONGEST_DRAFT = 150_000;
/** Twenty students with a note of the greatest length about each. */
const LONGEST_GROUP = 450_000;

/** Is it more than can be kept? A script sends of a text that is too long by itself no more than its beginning. */
function isTooLongFor({ kind }: About, typed: VisitInput): boolean {
  const kept = keptFields(typed);
  const most = kind === 'GROUP' ? LONGEST_GROUP : LONGEST_DRAFT;
  const isBook = Object.values(kept).some((text = '') => text.length > LONGEST_DRAFT);
  return isBook || JSON.stringify(kept).length > most;
}

/** Keeps what is typed, and starts or stops the timer with it. The audit row is written with the change. */
export async function changeDraft(
  context: Context,
  about: About,
  formKey: string,
  typed: VisitInput,
  change: DraftChange,
): Promise<DraftResult> {
  const isTooLong = isTooLongFor(about, typed);
  const { config, clock, database } = context;
  const author = readerOf(context);
  return mayTakeTurns<DraftResult>(database, async (tx) => {
    const now = instantNow(clock);
    const asked = [tx, author, formKey, config.noteKeys] as const;
    const stored = (await lockDraft(...asked)) ?? (await holdForm(...asked));
    if (stored && !isAbout(stored, about)) return { refused: 'other-student' };
    const overtaken = stored !== undefined && isOvertaken(stored, typed);
    const isCut = isTooLong && !overtaken && !(stored && isNewer(stored, typed));
    const draft = stored && isCut ? await markCut(tx, context, stored, typed) : stored;
    const latest = draft && (overtaken || isCut) ? withTextOf(draft, typed) : typed;
    const sent = about.kind === 'GROUP' ? await withUnseen(tx, context, draft?.content?.input, latest) : latest;
    if (!draft && (await isSaved(tx, author, formKey))) return { refused: 'saved' };
    if (!draft && revisionSeen(sent) > 0) return { refused: 'discarded' };
    // Where a text stands, a press on the timer counts without the one that is too long.
    if (isCut && change === 'save') return { refused: 'too-long' };
    if (isCut && !draft?.content) return { refused: 'too-long-for-timer' };
    const timing = timerAfter(context, draft?.timer ?? null, change, now);
    if ('refused' in timing) return timing;
    const { timer, before } = timing;
    const told = {
      ...(before === undefined ? {} : { before }),
      ...(overtaken ? { overtakenBy: draft?.content?.step ?? 0 } : {}),
      ...(isCut ? { isTooLong: true as const } : {}),
    };
    const input = inputAfter(context, keptFields(sent), timer, before === undefined ? change : 'save', now);
    const writing = { content: { input, ...pageOf(sent), ...stillCut(draft, sent, overtaken) }, timer, now };
    if (!draft) {
      await insertDraft(tx, { author, formKey, ...about }, { ...writing, revision: 1 }, config.noteKeys);
      await context.auditWithin(tx, `draft:${formKey}`);
      return { kept: { revision: 1, timer, updatedAt: now, input }, again: false, ...told };
    }
    if (change !== 'save' && timer) {
      const press = { timer, change, now, isFirst: before === undefined, overtaken, isCut };
      const pressed = await pressTimer(tx, context, draft, sent, press);
      if (pressed) return { ...pressed, ...told };
    }
    if (isNewer(draft, sent)) return { newer: { revision: draft.revision, at: draft.updatedAt } };
    const isSame =
      draft.content !== undefined &&
      isSameContent(draft.content.input, input) &&
      draft.content.cutBy === writing.content.cutBy;
    if (isSame && (change === 'save' || before !== undefined)) {
      await noteStep(tx, context, draft, sent);
      return { kept: keptOf(draft), again: true, ...told };
    }
    const revision = draft.revision + 1;
    await updateDraft(tx, author, draft, { ...writing, revision }, config.noteKeys);
    await context.auditWithin(tx, `draft:${formKey}`);
    return { kept: { revision, timer, updatedAt: now, input }, again: false, ...told };
  });
}

/**
 * What stands there stays, marked: whoever closes the visit unseen would save it without what was typed last. No text was
 * written, so that none is newer than what others have seen; which page typed it is known.
 */
async function markCut(tx: Tx, context: Context, draft: StoredDraft, typed: VisitInput): Promise<StoredDraft> {
  if (!draft.content) return draft;
  const { timer, revision, updatedAt } = draft;
  const content = { ...draft.content, ...pageOf(typed), cutBy: typed.draft_page ?? '' };
  await updateDraft(
    tx,
    readerOf(context),
    draft,
    { content, timer, revision, now: updatedAt },
    context.config.noteKeys,
  );
  return { ...draft, content };
}

// What lacks its last words lacks them until the page that typed them says what stands there.
function stillCut(draft: StoredDraft | undefined, { draft_page = '' }: VisitInput, overtaken: boolean) {
  const cutBy = draft?.content?.cutBy;
  return cutBy !== undefined && (overtaken || cutBy !== draft_page) ? { cutBy } : {};
}

interface Press {
  timer: Timer;
  change: DraftChange;
  now: string;
  /** Nobody had pressed it before. */
  isFirst: boolean;
  /** A later text of the same page stands there already. */
  overtaken: boolean;
  /** What was typed with it is too long to be kept. */
  isCut: boolean;
}

/**
 * A press on the timer of a draft whose text is the same here and there, or newer there: the timer is set, and the text stays
 * as it is. Whoever writes it elsewhere is not asked about that; only times that somebody typed are a text like any other.
 * Undefined when what is typed here is to be kept with the press.
 */
async function pressTimer(
  tx: Tx,
  context: Context,
  draft: StoredDraft,
  sent: VisitInput,
  { timer, change, now, isFirst, overtaken, isCut }: Press,
): Promise<{ kept: Kept; again: boolean; newer?: { revision: number; at: string } } | undefined> {
  const { content, revision } = draft;
  const isSame = content !== undefined && isSameText(content.input, sent);
  const isNews = isNewer(draft, sent);
  // Of words that cannot be opened here nothing is known, and nothing is written over them.
  if (content && !isSame && !isNews) return undefined;
  const newer = isSame ? {} : { newer: { revision, at: draft.updatedAt } };
  if (!isFirst) return { kept: keptOf(draft), again: true, ...newer };
  const isTyped = content !== undefined && !isOfTimer(content.input, draft.timer, now, context.clock);
  if (!content || ((isNews || overtaken) && isTyped)) {
    await updateTimer(tx, draft, timer, now);
    await context.auditWithin(tx, `draft:${draft.formKey}`);
    const elsewhere = overtaken ? {} : { newer: { revision, at: draft.updatedAt } };
    return { kept: { ...keptOf(draft), timer }, again: false, ...elsewhere };
  }
  const kept = {
    revision: isTyped ? revision + 1 : revision,
    timer,
    updatedAt: now,
    input: inputAfter(context, content.input, timer, change, now),
  };
  const isOwnPage = content.page === sent.draft_page;
  const { cutBy } = isCut ? content : stillCut(draft, sent, overtaken);
  const by =
    cutBy === undefined && (isTyped || isOwnPage) ? pageOf(sent) : { page: content.page, step: content.step ?? 0 };
  const stillCutBy = cutBy === undefined ? {} : { cutBy };
  const writing = { content: { ...by, ...stillCutBy, input: kept.input }, timer, revision: kept.revision, now };
  await updateDraft(tx, readerOf(context), draft, writing, context.config.noteKeys);
  await context.auditWithin(tx, `draft:${draft.formKey}`);
  return { kept, again: false, ...newer };
}

// The same text once more: what was sent before it, and comes after it, is not the later one.
async function noteStep(tx: Tx, context: Context, draft: StoredDraft, sent: VisitInput): Promise<void> {
  const { content, timer, revision, updatedAt } = draft;
  if (!content || content.page !== sent.draft_page || stepOf(sent) <= (content.step ?? 0)) return;
  const writing = { content: { ...content, step: stepOf(sent) }, timer, revision, now: updatedAt };
  await updateDraft(tx, readerOf(context), draft, writing, context.config.noteKeys);
}

const pageOf = (sent: VisitInput) => ({ page: sent.draft_page ?? '', step: stepOf(sent) });

// The text that stands there is the later one, or the last that could be kept: beside it only the press on a timer counts.
const withTextOf = ({ content }: StoredDraft, { draft_page, draft_revision }: VisitInput): VisitInput => ({
  ...content?.input,
  draft_page,
  draft_revision,
  draft_step: String(content?.step ?? 0),
});

function keptOf({ revision, timer, updatedAt, content }: StoredDraft): Kept {
  return { revision, timer, updatedAt, input: content?.input ?? {} };
}

// The timer after a press on its button; `before`: when another device had done it already.
function timerAfter(
  { clock }: Context,
  timer: Timer | null,
  change: DraftChange,
  now: string,
): { timer: Timer | null; before?: string } | { refused: 'no-timer' | 'other-day' } {
  if (change === 'save') return { timer };
  if (change === 'stop') {
    if (!timer) return { refused: 'no-timer' };
    return timer.stoppedAt === null ? { timer: { ...timer, stoppedAt: now } } : { timer, before: timer.stoppedAt };
  }
  if (!timer) return { timer: { startedAt: now, resumedAt: null, stoppedAt: null, earlierMin: 0, pauses: [] } };
  if (isRunning(timer)) return { timer, before: timer.resumedAt ?? timer.startedAt };
  if (dayOf(timer.startedAt, clock) !== today(clock)) return { refused: 'other-day' };
  return { timer: resumed(timer, now, clock) };
}

// A timer that starts or stops says what time it is; what was typed before gives way.
function inputAfter(
  { clock }: Context,
  input: VisitInput,
  timer: Timer | null,
  change: DraftChange,
  now: string,
): VisitInput {
  if (!timer || change === 'save') return input;
  const timer_seen = timer.resumedAt ?? '';
  if (change === 'stop') return { ...input, ...stoppedInput(timer, now, clock), timer_seen };
  const measured = measuredOf(timer, now, clock);
  return { ...input, date: measured.date, start: timeText(measured.startMin), end: '', minutes: '', timer_seen };
}

export type Discarded =
  | { discarded: true; again: boolean }
  | { newer: { revision: number; at: string } }
  | { refused: 'other-student' };

/** Throws a draft away, unless something newer stands in it than whoever throws it away has seen. */
export function discardDraft(context: Context, about: About, formKey: string, sent: VisitInput): Promise<Discarded> {
  return context.database.transaction(async (tx) => {
    const draft = await lockDraft(tx, readerOf(context), formKey, context.config.noteKeys);
    if (!draft) return { discarded: true, again: true };
    if (!isAbout(draft, about)) return { refused: 'other-student' };
    const isOwnPage = sent.draft_page !== undefined && draft.content?.page === sent.draft_page;
    if (draft.revision > revisionSeen(sent) && !isOwnPage)
      return { newer: { revision: draft.revision, at: draft.updatedAt } };
    await deleteDraft(tx, draft);
    await context.auditWithin(tx, `draft:${formKey}`);
    return { discarded: true, again: false };
  });
}
