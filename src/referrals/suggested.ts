import { today } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { plusDays } from '../server/words.ts';
import { asking } from '../students/facts.ts';

const SUGGEST_DAYS = 365;

/** A provider as somebody wrote it down; `kind`: SCHOOL or COMMUNITY. */
export interface Suggested {
  kind: string;
  provider: string;
}

/** Whom these schools referred to in the last year, for the form's suggestions. */
export async function suggestedProviders(context: Context): Promise<Suggested[]> {
  const since = plusDays(today(context.clock), -SUGGEST_DAYS);
  const who = asking(readerOf(context), context.clock);
  const found = await context.database.run<Suggested>('referrals/providers', { ...who, since });
  // Some databases count “clifford beers” with “Clifford Beers”, some do not: here they are one, as written most often.
  const known = new Map<string, Suggested>();
  for (const one of found) {
    const key = `${one.kind} ${one.provider.trim().toLowerCase()}`;
    if (!known.has(key)) known.set(key, one);
  }
  return [...known.values()];
}
