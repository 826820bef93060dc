import type { Reader } from '../database/connect.ts';
import { type Context, readerOf } from '../server/context.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';

// Tries to reach a family. One call home is not enough: "could not be reached" asks for more.

export type Result = 'REACHED' | 'LEFT_MESSAGE' | 'NO_ANSWER' | 'BAD_NUMBER' | 'RETURNED_MAIL';

export const RESULTS: Record<Result, string> = say.family.results;

export interface Try {
  id: number;
  tried_on: string;
  way: string;
  result: string;
  had_interpreter: boolean;
  author: number;
  author_name: string | null;
  created_at: string;
  /** Why it is written down so late. */
  why: string | null;
  voided_at: string | null;
  void_reason: string | null;
}

export const LEAST_TRIES = 3;
export const LEAST_WAYS = 2;

export function readTries(source: Reader, context: Context, student: number): Promise<Try[]> {
  return source.run<Try>('family/tries', { ...asking(readerOf(context), context.clock), student });
}

/**
 * Why "could not be reached" may not stand yet, counting tries from the day on which the referral was opened, or reopened,
 * to that of the outcome; undefined when it may.
 */
export function notTriedEnough(
  tries: readonly Try[],
  { since, until, isReopened }: { since: string; until: string; isReopened: boolean },
): string | undefined {
  const isCounted = ({ voided_at, tried_on, result }: Try) =>
    voided_at === null && tried_on >= since && tried_on <= until && result !== 'REACHED';
  const valid = tries.filter(isCounted);
  const ways = new Set(valid.map(({ way }) => way)).size;
  if (valid.length >= LEAST_TRIES && ways >= LEAST_WAYS) return undefined;
  return say.family.notTriedEnough(valid.length, ways, isReopened);
}
