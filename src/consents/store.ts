import type { Reader } from '../database/connect.ts';
import type { Clock } from '../server/clock.ts';
import { asking } from '../students/facts.ts';
import type { Word } from './standing.ts';

const AT_ONCE = 20;

/** What families have said about these students and was not voided; nothing about those out of the reader's scope. */
export async function readWords(
  source: Reader,
  { reader, clock }: { reader: number; clock: Clock },
  students: readonly number[],
): Promise<Word[]> {
  const words: Word[] = [];
  for (let at = 0; at < students.length; at += AT_ONCE) {
    const some = students.slice(at, at + AT_ONCE).map((student, place) => [`student_${place + 1}`, student]);
    words.push(
      ...(await source.run<Word>('consents/of-students', { ...asking(reader, clock), ...Object.fromEntries(some) })),
    );
  }
  return words;
}
