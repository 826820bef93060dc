import type { Audit, AuditEntry } from '../../access/audit.ts';
import { systemReader } from '../../access/system.ts';
import type { Database } from '../../database/connect.ts';
import { type Clock, instantNow } from '../../server/clock.ts';

// A draft that nobody touched for two weeks is thrown away: what it said was never meant to be kept. Looked for at the
// start and once an hour; several instances may do so at once.

const KEPT_MS = 14 * 24 * 3600_000;
const EVERY_MS = 3600_000;
const AT_A_TIME = 50;
const ACTOR = 'draft purger';

interface OldDraft {
  id: number;
  student: number | null;
  updated_at: string;
}

/** Throws old drafts away, each with its audit row; how many there were. */
export async function purgeDrafts(database: Database, audit: Audit, clock: Clock): Promise<number> {
  const before_at = instantNow(clock, -KEPT_MS);
  const reader = systemReader(database, ACTOR, ['visits/drafts-old']);
  let purged = 0;
  for (;;) {
    const old = await reader.run<OldDraft>('visits/drafts-old', { before_at, take: AT_A_TIME });
    if (old.length === 0) return purged;
    const gone = await database.transaction(async (tx) => {
      const entries: AuditEntry[] = [];
      for (const { id, student } of old) {
        // Somebody may have gone on with it meanwhile, or another instance may have been faster.
        await tx.lock('u_ssp_draft', id);
        const count = await tx.knex('u_ssp_draft').where({ id }).where('updated_at', '<', before_at).del();
        if (count > 0) entries.push(entryOf(id, student));
      }
      if (entries.length > 0) await audit.within(tx, ...entries);
      return entries.length;
    });
    purged += gone;
    if (old.length < AT_A_TIME) return purged;
  }
}

function entryOf(id: number, student: number | null): AuditEntry {
  const subject = `${ACTOR} draft:${id}`;
  return { event: 'DRAFT_PURGED', outcome: 'allowed', reason: 'SYSTEM', actor: null, student, subject, request: null };
}

/** Purges now and every hour; the answer ends it. `failed` is told what went wrong; the next hour tries again. */
export function startPurging(
  parts: { database: Database; audit: Audit; clock: Clock },
  failed: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  const purge = () => {
    running = purgeDrafts(parts.database, parts.audit, parts.clock).catch(failed);
  };
  purge();
  const timer = setInterval(purge, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
