import type { Reader } from '../../database/connect.ts';
import { type Context, readerOf } from '../../server/context.ts';
import { asking } from '../../students/facts.ts';
import { type ListedDraft, readDrafts } from './store.ts';

/** The drafts of whoever asks, the latest first; that of one form alone when it is named. */
export function ownDrafts(
  context: Context,
  formKey?: string,
  source: Reader = context.database,
): Promise<ListedDraft[]> {
  return readDrafts(source, asking(readerOf(context), context.clock), context.config.noteKeys, formKey);
}
