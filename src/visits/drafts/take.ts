import type { Tx } from '../../database/connect.ts';
import { type Clock, instantNow } from '../../server/clock.ts';
import { type Context, readerOf } from '../../server/context.ts';
import { type Fault, fieldId } from '../../server/form-fields.ts';
import * as say from '../../words/index.ts';
import type { VisitInput } from '../check.ts';
import { type About, isAbout } from './about.ts';
import { ownDrafts } from './own.ts';
import type { Pause } from './pauses.ts';
import { isSameContent } from './sealing.ts';
import { deleteDraft, holdForm, lockDraft, type StoredDraft } from './store.ts';
import {
  asInput,
  isChangedByHand,
  lacksEnd,
  type Measured,
  measuredOf,
  ranPastMidnight,
  type Timer,
  withMeasured,
} from './timer.ts';

// What saving a visit has to do with its draft: the times that the timer measured go into the form, and the draft goes
// with the transaction that writes the visit. Whatever was written elsewhere meanwhile is not thrown away in silence.

const LONGEST_REASON = 200;
const NO_END: Fault = { fieldId: fieldId('end'), text: say.drafts.noEnd };
const OTHERS: Fault = { fieldId: fieldId('purpose'), text: say.drafts.ofOtherStudent };

/** What a timer measured, and why the visit says something else; stands beside the times of the visit. */
export interface Timing {
  measuredStart: number;
  measuredEnd: number;
  pauses: readonly Pause[];
  reason: string | null;
}

export interface Timed {
  /** The form with the times that were measured, where nobody typed others. */
  input: VisitInput;
  draft: StoredDraft | undefined;
  measured: Measured | undefined;
  timing: Timing | null;
  faults: Fault[];
}

/** The form together with its draft, before it is checked. A timer that still runs ends now, or with its day. */
export async function timedInput(context: Context, about: About, formKey: string, typed: VisitInput): Promise<Timed> {
  const { clock } = context;
  const [draft] = await ownDrafts(context, formKey);
  if (draft && !isAbout(draft, about))
    return { input: typed, draft, measured: undefined, timing: null, faults: [OTHERS] };
  if (!draft?.timer) return { input: typed, draft, measured: undefined, timing: null, faults: [] };
  const now = instantNow(clock);
  const measured = measuredOf(draft.timer, now, clock);
  const input = withMeasured(typed, draft.timer, measured);
  const reason = reasonOf(input, draft.timer, measured, now, clock);
  const { startMin: measuredStart, endMin: measuredEnd, pauses } = measured;
  const timing = { measuredStart, measuredEnd, pauses, reason };
  if (lacksEnd(typed, draft.timer, now, clock))
    // Nobody is asked whether a length that nobody said is right.
    return { input: { ...input, confirm_long: '1' }, draft, measured, timing, faults: [NO_END] };
  return { input, draft, measured, timing, faults: reason === null ? [] : faultsOfReason(reason) };
}

/** Why the times are not those that were measured; null when they are, '' when nobody said why. */
export function reasonOf(
  input: VisitInput,
  timer: Timer,
  measured: Measured,
  now: string,
  clock: Clock,
): string | null {
  if (!isChangedByHand(input, measured)) return null;
  const typed = (input.time_reason ?? '').toWellFormed().replaceAll('\u0000', '').trim();
  const { date, start } = asInput(measured);
  // The end of a timer that ran past midnight is asked for, and why is known.
  const isKnown = ranPastMidnight(timer, now, clock) && input.date === date && input.start?.slice(0, 5) === start;
  return typed === '' && isKnown ? say.drafts.timeReason.leftRunning : typed;
}

function faultsOfReason(reason: string): Fault[] {
  const fault = (text: string) => [{ fieldId: fieldId('time_reason'), text }];
  if (reason === '') return fault(say.drafts.timeReason.missing);
  return reason.length > LONGEST_REASON ? fault(say.drafts.timeReason.tooLong(LONGEST_REASON)) : [];
}

/** Stops the transaction: the draft is not the one that the form was checked with. */
export class DraftMoved extends Error {}

/** Stops the transaction: somebody wrote on in the draft, elsewhere. */
export class DraftNewer extends Error {
  readonly draft: StoredDraft;

  constructor(draft: StoredDraft) {
    super('written elsewhere');
    this.draft = draft;
  }
}

/**
 * Takes the draft out with the visit that becomes of it; where there is none, none is begun until the visit is there. Throws
 * `DraftMoved` or `DraftNewer`, and then nothing is written. The transaction is one of `mayTakeTurns`.
 */
export async function takeDraft(
  tx: Tx,
  context: Context,
  formKey: string,
  seen: StoredDraft | undefined,
  input: VisitInput,
): Promise<void> {
  const hold = seen ? lockDraft : holdForm;
  const draft = await hold(tx, readerOf(context), formKey, context.config.noteKeys);
  if (draft?.revision !== seen?.revision || JSON.stringify(draft?.timer) !== JSON.stringify(seen?.timer))
    throw new DraftMoved();
  if (!draft) return;
  if (isNewer(draft, input) || (draft.content?.cutBy !== undefined && isUnseen(input))) throw new DraftNewer(draft);
  await deleteDraft(tx, draft);
}

// Every page names itself; a draft that is closed from a list comes from none, and nobody reads there what it lacks.
const isUnseen = ({ draft_page = '' }: VisitInput): boolean => draft_page === '';

/** Was something else written into the draft, on another page, after this form last saw it? */
export function isNewer(draft: StoredDraft, sent: VisitInput): boolean {
  const { content } = draft;
  if (!content || draft.revision <= revisionSeen(sent)) return false;
  const isOwnPage = sent.draft_page !== undefined && sent.draft_page !== '' && content.page === sent.draft_page;
  return !isOwnPage && !isSameContent(content.input, sent);
}

/** The state of the draft that a form was drawn with; 0: none. */
export function revisionSeen(sent: VisitInput): number {
  const typed = sent.draft_revision ?? '';
  return /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
}

/** Which sending of its page a form was; 0: of a page that does not count them. */
export function stepOf(sent: VisitInput): number {
  const typed = sent.draft_step ?? '';
  return /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
}

/** From where a page counts on what it sends: a form that comes back is behind what it sent meanwhile. */
export function stepFrom(sent: VisitInput, draft: StoredDraft | undefined): number {
  const content = draft?.content;
  return Math.max(stepOf(sent), content && content.page === sent.draft_page ? (content.step ?? 0) : 0);
}

/** Has a later sending of the same page been written already? What is left in a hurry may overtake what is on its way. */
export function isOvertaken({ content }: StoredDraft, sent: VisitInput): boolean {
  if (!content?.step || !sent.draft_page || content.page !== sent.draft_page) return false;
  const step = stepOf(sent);
  return step > 0 && step < content.step;
}
