import path from 'node:path';
import type { Audit, AuditEntry } from '../access/audit.ts';
import type { Database } from '../database/connect.ts';
import { findPeriod } from '../reports/periods.ts';
import { type Clock, today } from '../server/clock.ts';
import type { Config } from '../server/config.ts';
import { writeWhole } from './folder.ts';
import { EXPORTER, exporter, type MadePackage, makePackage } from './service.ts';

export { verifyPackage } from './verify.ts';

const EXAMPLES = 'Periods look like 2026-2027-Y, 2026-2027-S1 or 2026-2027-S2.';

interface ExportCommand {
  database: Database;
  config: Pick<Config, 'district' | 'suppressionN' | 'profile' | 'exportDir'>;
  clock: Clock;
  audit: Audit;
  /** `2026-2027-S1` */
  period: string;
  /** Folder that gets a copy; the package itself lies in EXPORT_DIR, where the service finds it. */
  out: string;
}

/**
 * `student-support export`: makes the package of a period in the name of the system actor. Gives it back with the path
 * of the copy. Throws an Error in words when there is no such period.
 */
export async function exportPeriod(command: ExportCommand): Promise<MadePackage & { file: string }> {
  const { database, config, clock, audit, out } = command;
  const period = await findPeriod(exporter(database), command.period, today(clock));
  if (!period) throw new Error(`There is no period ${command.period} that has begun. ${EXAMPLES}`);
  const made = await makePackage({
    database,
    config,
    clock,
    period,
    madeBy: null,
    audit: (tx, subject) => audit.within(tx, auditRow(subject)),
  });
  if (path.resolve(out) !== path.resolve(config.exportDir)) await writeWhole(out, made.fileName, made.bytes);
  return { ...made, file: path.join(out, made.fileName) };
}

// Nobody is signed in: the row names the system actor in the place of a person.
function auditRow(subject: string): AuditEntry {
  const about = { actor: null, student: null, subject: `${EXPORTER} ${subject}`, request: null };
  return { event: 'EXPORT_MADE', outcome: 'allowed', reason: 'SYSTEM', ...about };
}
