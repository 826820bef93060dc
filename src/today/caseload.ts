import { isTaken, type UniqueKey } from '../database/faults.ts';
import { instantNow } from '../server/clock.ts';
import { type Context, readerOf } from '../server/context.ts';
import { asking } from '../students/facts.ts';
import { hasLetters, isWithinLetters, parseRule, type Rule, ruleArguments } from './rule.ts';

// My caseload: a rule that is saved, and the students whom it names today. Nobody has to be put on a list or taken off it.

export interface SavedRule {
  rule: Rule;
  revision: number;
}

export interface CaseloadRow {
  dcid: number;
  name: string;
  grade_level: number;
  last_seen: string | null;
  seen_by: number | null;
  seen_by_name: string | null;
}

export const PAGE = 25;

/** So many students are looked through for those of some letters: more than the schools of one person have. */
const MOST_READ = 20_000;
/** So many names of another alphabet, that no letters want, are looked over at once; where there are more, it is read again. */
const BESIDE = 25;
const AGAIN = 4;

/** The person's rule; undefined before there is one. */
export async function readRule(context: Context): Promise<SavedRule | undefined> {
  const [row] = await context.database.run<{ rule_json: string; revision: number }>('today/rule', {
    reader: readerOf(context),
  });
  return row && { rule: parseRule(row.rule_json), revision: row.revision };
}

/** The first `take` students whom the rule names, the never seen before everybody else. */
export async function readCaseload(context: Context, rule: Rule, take: number): Promise<CaseloadRow[]> {
  const asked = { ...asking(readerOf(context), context.clock), ...ruleArguments(rule) };
  const read = (rows: number) => context.database.run<CaseloadRow>('today/caseload', { ...asked, take: rows });
  // The two databases see accented letters differently: those names all come, and are compared here, where they are the same.
  for (let rows = hasLetters(rule) ? take + BESIDE : take; ; rows = Math.min(rows * AGAIN, MOST_READ)) {
    const found = await read(rows);
    const wanted = found.filter(({ name }) => isWithinLetters(name, rule));
    if (wanted.length >= take || found.length < rows || rows >= MOST_READ) return wanted.slice(0, take);
  }
}

const OWN: UniqueKey = { index: 'u_ssp_caseload_reader', columns: ['u_ssp_caseload.reader'] };

/** Saves the rule over the revision that was seen; false when another window has saved one meanwhile. */
export async function saveRule(context: Context, rule: Rule, seen: number): Promise<boolean> {
  const reader = readerOf(context);
  const content = { rule_json: JSON.stringify(rule), updated_at: instantNow(context.clock), revision: seen + 1 };
  try {
    return await context.database.transaction(async (tx) => {
      if (seen === 0) await tx.knex('u_ssp_caseload').insert({ reader, ...content });
      else if ((await tx.knex('u_ssp_caseload').where({ reader, revision: seen }).update(content)) === 0) return false;
      await context.auditWithin(tx, 'caseload');
      return true;
    });
  } catch (thrown) {
    if (isTaken(thrown, OWN)) return false;
    throw thrown;
  }
}
