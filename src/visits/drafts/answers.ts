import { instantNow } from '../../server/clock.ts';
import type { Context } from '../../server/context.ts';
import type { Fault } from '../../server/form-fields.ts';
import { Refusal } from '../../server/guard.ts';
import type { Answer } from '../../server/route.ts';
import * as say from '../../words/index.ts';
import type { VisitInput } from '../check.ts';
import { type About, baseOf } from './about.ts';
import { asInput, isRunning, measuredOf, ranPastMidnight, stoppedInput, type Timer } from './timer.ts';
import { secondsOf, whenOf } from './view.ts';
import { changeDraft, type DraftChange, type DraftResult, discardDraft } from './write.ts';

// Each entry of a draft answers twice: to the script with a few facts, and to a form that was sent without it with the page.

/** What the page shows once more: the form that was sent, or a draft, and what there is to say. */
export interface Shown {
  sentVisit?: { input: VisitInput; faults: Fault[] };
  /** Key of the draft to show, or `new` for none. */
  draft?: string;
  conflict?: { openUrl: string | null };
  flash?: string;
  reason?: 'ALREADY_DONE';
  status?: number;
}

/** What the draft is about, and the page on which it is written. */
export interface Place {
  about: About;
  /** Where it goes on, when that is not the page of what it is about. */
  url?: string | undefined;
  page(shown: Shown): Promise<Answer>;
}

const openUrl = ({ about, url = baseOf(about) }: Place, draft: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}draft=${draft}`;

const FORM_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function formKeyOf(input: VisitInput): string {
  const key = input.form_key ?? '';
  if (!FORM_KEY.test(key)) throw new Refusal('BAD_INPUT', 'BAD_INPUT');
  return key;
}

/** Keeps what was sent, and starts or stops the timer with it. */
export async function change(context: Context, place: Place, input: VisitInput, what: DraftChange): Promise<Answer> {
  const key = formKeyOf(input);
  const result = await changeDraft(context, place.about, key, input, what);
  return input.script === '1'
    ? forScript(context, place, key, result, what)
    : forPage(context, place, key, input, result, what);
}

function wordsOf(context: Context, result: DraftResult, what: DraftChange): string {
  if ('refused' in result) return say.drafts.refused[result.refused];
  if (!('kept' in result)) return say.drafts.newer(whenOf(context, result.newer.at));
  const { kept, before, newer, isTooLong } = result;
  const said = saidOf(context, what, kept.timer, before);
  if (isTooLong) return `${said}. ${say.drafts.refused['too-long']}`;
  return newer ? `${said}. ${say.drafts.newer(whenOf(context, newer.at))}` : said;
}

function saidOf(context: Context, what: DraftChange, timer: Timer | null, before: string | undefined): string {
  if (before !== undefined && what === 'start') return say.drafts.runningAlready(whenOf(context, before));
  if (before !== undefined) return say.drafts.stoppedAlready(whenOf(context, before));
  if (what === 'start') return say.drafts.done.started;
  if (what === 'save' || !timer) return say.drafts.done.draft;
  const now = instantNow(context.clock);
  if (ranPastMidnight(timer, now, context.clock)) return say.drafts.stoppedAfterMidnight;
  return say.drafts.stoppedAfter(measuredOf(timer, now, context.clock).minutes);
}

function forScript(context: Context, place: Place, key: string, result: DraftResult, what: DraftChange): Answer {
  const text = wordsOf(context, result, what);
  if ('refused' in result) {
    const isConflict = result.refused === 'discarded';
    return {
      json: { text, ...(isConflict ? { keep: { revision: 0 } } : {}) },
      status: 409,
      reason: 'CHANGED_MEANWHILE',
    };
  }
  if (!('kept' in result))
    return {
      json: { text, openUrl: openUrl(place, key), keep: { revision: result.newer.revision } },
      status: 409,
      reason: 'CHANGED_MEANWHILE',
    };
  const { kept, again, newer, overtakenBy, isTooLong } = result;
  const stands = newer
    ? { openUrl: openUrl(place, key), keep: { revision: newer.revision } }
    : { revision: kept.revision };
  return {
    json: {
      text,
      // What stands there counts, also where this page has not written it; a text that is too long is not taken for kept.
      ...(isTooLong ? {} : stands),
      ...(overtakenBy === undefined ? {} : { step: overtakenBy }),
      at: whenOf(context, kept.updatedAt),
      timer: timerFacts(context, kept.timer),
    },
    ...(again ? { reason: 'ALREADY_DONE' as const } : {}),
  };
}

function timerFacts({ clock }: Context, timer: Timer | null) {
  if (!timer) return null;
  const now = instantNow(clock);
  const seen = timer.resumedAt ?? '';
  if (!isRunning(timer)) return { running: false, seen, ...stoppedInput(timer, now, clock) };
  const { date, start } = asInput(measuredOf(timer, now, clock));
  return { running: true, seen, seconds: secondsOf(timer, now), date, start };
}

const DONE = { save: 'draft', start: 'started', stop: 'stopped' } as const;

async function forPage(
  context: Context,
  place: Place,
  key: string,
  input: VisitInput,
  result: DraftResult,
  what: DraftChange,
): Promise<Answer> {
  const isKept = 'kept' in result && !result.newer && !result.isTooLong;
  if (isKept && result.before === undefined)
    return {
      redirect: `${openUrl(place, key)}&done=${DONE[what]}`,
      ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}),
    };
  const text = wordsOf(context, result, what);
  if (isKept) return place.page({ draft: key, flash: text, reason: 'ALREADY_DONE' });
  const isSaved = 'refused' in result && result.refused === 'saved';
  const isGone = isSaved || ('refused' in result && result.refused === 'discarded');
  const newer = 'newer' in result ? result.newer : undefined;
  const sent = {
    ...input,
    // Where the draft stands as it was, the form has seen what it had seen.
    draft_revision: newer ? String(newer.revision) : isGone ? '0' : input.draft_revision,
    // What was saved with this key is saved; what is in the form now is another visit.
    ...(isSaved ? { form_key: undefined, draft_page: undefined } : {}),
  };
  return place.page({
    sentVisit: { input: sent, faults: [{ fieldId: 'purpose', text }] },
    conflict: { openUrl: newer ? openUrl(place, key) : null },
    status: 409,
  });
}

/** Throws the draft away, unless something newer stands in it. */
export async function discard(context: Context, place: Place, input: VisitInput): Promise<Answer> {
  const key = formKeyOf(input);
  const result = await discardDraft(context, place.about, key, input);
  if ('discarded' in result)
    return {
      redirect: `${openUrl(place, 'new')}&done=discarded`,
      ...(result.again ? { reason: 'ALREADY_DONE' as const } : {}),
    };
  const isNewer = 'newer' in result;
  const text = isNewer
    ? say.drafts.newerNotDiscarded(whenOf(context, result.newer.at))
    : say.drafts.refused['other-student'];
  return place.page({ draft: isNewer ? key : 'new', flash: text, status: 409 });
}
