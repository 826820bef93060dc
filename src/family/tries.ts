import type { Reader } from '../database/connect.ts';
import { type Context, readerOf } from '../server/context.ts';
import { asking } from '../students/facts.ts';

// Tries to reach a family. One call home is not enough: "could not be reached" asks for more.

export const RESULTS = {
  REACHED: 'Reached',
  LEFT_MESSAGE: 'Left a message',
  NO_ANSWER: 'No answer',
  BAD_NUMBER: 'Wrong number',
  RETURNED_MAIL: 'Letter came back',
} as const;

export interface Try {
  id: number;
  tried_on: string;
  way: string;
  result: string;
  had_interpreter: boolean;
  author: number;
  author_name: string | null;
  created_at: string;
  voided_at: string | null;
  void_reason: string | null;
}

export const LEAST_TRIES = 3;
export const LEAST_WAYS = 2;

export function readTries(source: Reader, context: Context, student: number): Promise<Try[]> {
  return source.run<Try>('family/tries', { ...asking(readerOf(context), context.clock), student });
}

/** Why "could not be reached" may not stand yet, counting tries from the day on which the referral was opened, or reopened; undefined when it may. */
export function notTriedEnough(tries: readonly Try[], since: string, isReopened = false): string | undefined {
  const valid = tries.filter((one) => one.voided_at === null && one.tried_on >= since && one.result !== 'REACHED');
  const ways = new Set(valid.map(({ way }) => way)).size;
  if (valid.length >= LEAST_TRIES && ways >= LEAST_WAYS) return undefined;
  const said =
    valid.length === 0
      ? 'No try is'
      : valid.length === 1
        ? 'One try is'
        : `${valid.length} tries by ${ways === 1 ? 'one way' : `${ways} ways`} are`;
  return `${said} written down since the referral was ${isReopened ? 'reopened' : 'opened'}. Three by two ways come first; or say why that could not be.`;
}
