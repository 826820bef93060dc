import { createHmac } from 'node:crypto';
import type { Context } from '../server/context.ts';
import type { VisitInput } from './check.ts';
import { saidFields } from './drafts/sealing.ts';

/**
 * What tells the same form sent twice from one that was changed in between: of what was sent and not of what became of it, since
 * a draft that is gone by then must not make another form of it. A MAC and no plain hash: short notes could be guessed from a hash.
 */
export function formDigestOf(context: Context, about: number | readonly number[], sent: VisitInput): string {
  return macOf(context, [about, saidFields(sent)]);
}

export function macOf(context: Context, said: unknown): string {
  const { key } = context.config.noteKeys.current;
  return createHmac('sha256', key).update(JSON.stringify(said)).digest('base64');
}
