import type { LocalSet } from '../codes/service.ts';
import { type Context, codesOf, readerOf } from '../server/context.ts';
import { asking } from '../students/facts.ts';

/** The words for a student's visits, where a district's own code stands beside the standard one. */
export interface LocalCodes {
  /**
   * What a person reads for a code on a line of a visit (0 where there is but one). `full`: may also read what is kept from
   * administrators. A code that nobody knows reads as the standard one.
   */
  words(set: LocalSet, visit: number | null, line: number, standard: string, full: boolean): string;
}

interface Row {
  visit_id: number;
  code_set: string;
  line_no: number;
  code: string;
}

/** Reads which of the district's own codes the student's visits have. Nothing is asked where the district has none. */
export async function readLocalCodes(context: Context, student: number): Promise<LocalCodes> {
  const codes = await codesOf(context);
  const rows = codes.hasLocals
    ? await context.database.run<Row>('visits/local-codes', { ...asking(readerOf(context), context.clock), student })
    : [];
  const chosen = new Map(rows.map((row) => [`${row.code_set} ${row.visit_id} ${row.line_no}`, row.code]));
  return {
    words: (set, visit, line, standard, full) => {
      const code = chosen.get(`${set} ${visit} ${line}`);
      const local = code === undefined ? undefined : codes.local(set, code);
      return local && (full || !local.sensitive) ? local.label : codes.label(set, standard);
    },
  };
}
