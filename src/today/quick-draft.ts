import { randomUUID } from 'node:crypto';
import type { Context } from '../server/context.ts';
import type { VisitInput } from '../visits/check.ts';
import { ofStudent } from '../visits/drafts/about.ts';
import type { Place as DraftPlace } from '../visits/drafts/answers.ts';
import { ownDrafts } from '../visits/drafts/own.ts';
import type { ListedDraft } from '../visits/drafts/store.ts';
import { stepOf } from '../visits/drafts/take.ts';
import { draftWords } from '../visits/drafts/view.ts';
import { placeOf, quickDraftUrl, quickUrl } from './place.ts';
import { type QuickInput, type QuickState, quickPage } from './quick.ts';

// What is typed into the quick form is kept like that of the whole one. Its draft says so, and from which list it was opened, so
// that it goes on here and "Save and next" still leads to the next one.

/** Is it a draft for the quick form? With a timer it goes on in the whole one. */
export const isQuick = (input: VisitInput | undefined, hasTimer: boolean): boolean => input?.quick === '1' && !hasTimer;

/** The draft to go on with: the one that is wanted, else the latest that was begun here. */
export async function keptQuick(
  context: Context,
  student: number,
  { sent, draft }: QuickState,
): Promise<ListedDraft | undefined> {
  if (sent || draft === 'new') return undefined;
  const own = (await ownDrafts(context)).filter(
    (one) => one.student === student && isQuick(one.content?.input, one.timer !== null),
  );
  return own.find(({ formKey }) => formKey === draft) ?? own[0];
}

/** What the form shows of its draft. */
export function quickDraftModel(
  context: Context,
  student: number,
  { sent, place, conflict }: QuickState,
  kept: ListedDraft | undefined,
) {
  return {
    draft: {
      saveUrl: `/students/${student}/quick/drafts`,
      discardUrl: `/students/${student}/quick/drafts/discard`,
      revision: sent?.input.draft_revision ?? String(kept?.revision ?? 0),
      page: sent?.input.draft_page || randomUUID(),
      step: String(stepOf(sent?.input ?? {})),
      text: kept ? draftWords(context, kept) : null,
      others: [],
      newUrl: quickDraftUrl(student, 'new', place),
    },
    conflict: conflict ?? null,
    timer: { others: [] },
  };
}

/** Where the draft of a quick visit is answered. */
export function quickDraftPlace(context: Context, student: number, sent: QuickInput): DraftPlace {
  const place = placeOf(sent);
  return {
    about: ofStudent(student),
    url: quickUrl(student, place),
    page: ({ sentVisit, ...shown }) =>
      quickPage(context, student, { ...shown, place, ...(sentVisit ? { sent: sentVisit } : {}) }),
  };
}
