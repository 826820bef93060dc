import type { Audit } from '../access/audit.ts';
import type { Database } from '../database/connect.ts';
import { type Clock, instantNow } from '../server/clock.ts';
import { entryOf, importer } from './service.ts';

const AT_A_TIME = 50;
const LONGEST_REASON = 200;

export interface ImportRow {
  id: number;
  source: string;
  started_at: string;
  ended_at: string | null;
  rows_written: number;
  rows_left_out: number;
  voided_at: string | null;
}

interface VisitOf {
  id: number;
  visit_id: number;
  student: number;
  revision: number;
}

export interface Voiding {
  database: Database;
  audit: Audit;
  clock: Clock;
  id: number;
  reason: string;
  progress(done: number, all: number): void;
  signal?: AbortSignal;
}

/** `changed`: visits that their authors have changed since; they stay, for whoever wrote them to void. */
export interface Voided {
  voided: number;
  changed: number;
  interrupted: boolean;
}

/**
 * Voids what an import brought; its rows can be imported anew then. Some visits in one transaction, with their audit rows:
 * safe to run again when it was ended half-way. Throws an Error in words when there is no such import, or no reason.
 */
export async function voidImport({ database, audit, clock, id, reason, progress, signal }: Voiding): Promise<Voided> {
  const why = reason.toWellFormed().replaceAll('\u0000', '').trim();
  if (why === '' || why.length > LONGEST_REASON)
    throw new Error(`Say why in --reason, in up to ${LONGEST_REASON} characters.`);
  const [found] = await importer(database).run<ImportRow>('imports/one', { import_no: id });
  if (!found) throw new Error(`There is no import ${id}. \`import list\` shows them.`);
  const counts = { voided: 0, changed: 0, interrupted: false };
  for (let after_id = 0; ; ) {
    const part = await database.transaction(async (tx) => {
      const reader = importer(tx);
      const visits = await reader.run<VisitOf>('imports/visits', { import_no: id, after_id, take: AT_A_TIME });
      for (const { visit_id } of visits) await tx.lock('u_ssp_visit', visit_id);
      // Read again under the locks: somebody may have changed one meanwhile.
      const now = await reader.run<VisitOf>('imports/visits', { import_no: id, after_id, take: AT_A_TIME });
      const held = new Set(visits.map(({ visit_id }) => visit_id));
      const plain = now.filter(({ visit_id, revision }) => revision === 1 && held.has(visit_id));
      const voided_at = instantNow(clock);
      for (const { id: imported, visit_id } of plain) {
        await tx.knex('u_ssp_visit').where({ id: visit_id }).update({ voided_at, void_reason: why });
        await tx.knex('u_ssp_imported').where({ id: imported }).update({ released: visit_id });
      }
      const entries = plain.map(({ visit_id, student }) => entryOf('VISIT_VOIDED', student, `visit:${visit_id}`));
      if (entries.length > 0) await audit.within(tx, ...entries);
      return { last: visits.at(-1)?.id, voided: plain.length, changed: now.filter((one) => one.revision > 1).length };
    });
    counts.voided += part.voided;
    counts.changed += part.changed;
    progress(counts.voided + counts.changed, found.rows_written);
    if (part.last === undefined) break;
    after_id = part.last;
    if (signal?.aborted) return { ...counts, interrupted: true };
  }
  await database.transaction(async (tx) => {
    const row = tx.knex('u_ssp_import').where({ id }).whereNull('voided_at');
    if ((await row.update({ voided_at: instantNow(clock), void_reason: why })) > 0)
      await audit.within(tx, entryOf('IMPORT_VOIDED', null, `import:${id}`));
  });
  return counts;
}
