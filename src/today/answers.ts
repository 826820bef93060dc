import { label } from '../codes/service.ts';
import { instantNow, today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { lowerFirst, plusDays, shortDay } from '../server/words.ts';
import { asking } from '../students/facts.ts';
import * as say from '../words/index.ts';

// Answers that came in: what others wrote down in the last days about referrals that one made.

interface AnswerRow {
  milestone_id: number;
  student: number;
  name: string;
  provider: string;
  kind: string;
  happened_on: string;
  outcome: string | null;
  /** What the one-month check says; null on everything else. */
  is_active: boolean | null;
}

const ANSWERS_DAYS = 7;
const REFERRALS_DAYS = 400;

/** Said as `before` student `after`; the provider stands in front or behind. */
const WORDS: Record<string, (provider: string) => [before: string, after: string]> = say.today.answers.kinds;

export async function readAnswers(context: Context): Promise<AnswerRow[]> {
  const day = today(context.clock);
  return context.database.run<AnswerRow>('today/answers', {
    ...asking(readerOf(context), context.clock),
    opened_since: plusDays(day, -REFERRALS_DAYS),
    since_at: instantNow(context.clock, -ANSWERS_DAYS * 86_400_000),
  });
}

/** The answers in words. */
export function answersModel(context: Context, rows: readonly AnswerRow[], consents: Map<number, string>) {
  const day = today(context.clock);
  return rows.map((row) => {
    const [before, after] = wordsFor(row);
    return {
      href: `/students/${row.student}`,
      before,
      name: firstNameFirst(row.name),
      consent: consents.get(row.student) ?? null,
      after: `${after}, ${shortDay(row.happened_on, day)}`,
    };
  });
}

function wordsFor({ kind, provider, outcome, is_active }: AnswerRow): [string, string] {
  if (kind === 'M_1MO' && is_active === false) return say.today.answers.notActive(provider);
  const words = WORDS[kind];
  if (words) return words(provider);
  // Closed, with the outcome when there is one.
  const what = outcome === null ? label('MILESTONE', kind) : label('REF_OUTCOME', outcome);
  return say.today.answers.closed(provider, lowerFirst(what));
}

/** `Okafor, Daniela` → `Daniela Okafor` */
function firstNameFirst(lastFirst: string): string {
  const [last, ...first] = lastFirst.split(',').map((part) => part.trim());
  return first.length > 0 ? `${first.join(' ')} ${last}` : (last as string);
}
