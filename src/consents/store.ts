import type { Reader } from '../database/connect.ts';
import type { Clock } from '../server/clock.ts';
import { asking } from '../students/facts.ts';
import type { Word } from './standing.ts';

const AT_ONCE = 20;

type Asker = { reader: number; clock: Clock };
/** A word; or a student for whom the reader is support staff and about whom nobody said one. */
type Row = Word | (Pick<Word, 'student'> & { id: null });

/**
 * What families have said about these students and was not voided, by student. Who is out of the reader's reach as support
 * staff is not in it: nothing is known about her, not even that nothing was said.
 */
export async function wordsByStudent(
  source: Reader,
  { reader, clock }: Asker,
  students: readonly number[],
): Promise<Map<number, Word[]>> {
  const found = new Map<number, Word[]>();
  for (let at = 0; at < students.length; at += AT_ONCE) {
    const some = students.slice(at, at + AT_ONCE).map((student, place) => [`student_${place + 1}`, student]);
    const asked = { ...asking(reader, clock), ...Object.fromEntries(some) };
    for (const row of await source.run<Row>('consents/of-students', asked)) {
      const words = found.get(row.student) ?? [];
      found.set(row.student, row.id === null ? words : [...words, row]);
    }
  }
  return found;
}

/** The same about one student; nothing where she is out of reach. */
export async function wordsAbout(source: Reader, asker: Asker, student: number): Promise<Word[]> {
  return (await wordsByStudent(source, asker, [student])).get(student) ?? [];
}
