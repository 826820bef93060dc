import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SqliteCatalog } from '../database/catalog-sqlite.ts';
import { type Finding, fault, good, said, warning } from './finding.ts';

const READ_BY_OTHERS = 0o004;

/** The SQLite file: write-ahead logging, whole, and not everybody's to read. */
export async function checkFile(catalog: SqliteCatalog): Promise<Finding[]> {
  const findings: Finding[] = [];
  const mode = await catalog.journalMode();
  findings.push(
    mode === 'wal'
      ? good('Write-ahead logging is on.')
      : warning(
          `Write-ahead logging is off (${mode}): readers wait for writers. It goes on when the service starts; if not, the file's folder cannot hold it.`,
        ),
  );
  const damage = await catalog.damage();
  findings.push(
    damage.length === 0
      ? good('The file is whole (quick_check).')
      : fault(
          `The file is damaged: ${damage[0]}${damage.length > 1 ? ` (and ${damage.length - 1} more)` : ''}. Restore a backup.`,
        ),
  );
  return [...findings, ...checkOwner(catalog.file)];
}

// Windows has no such bits: what the mode says there means nothing.
function checkOwner(file: string): Finding[] {
  if (process.platform === 'win32') return [];
  const open = [file, `${file}-wal`].filter((one) => existsSync(one) && (statSync(one).mode & READ_BY_OTHERS) !== 0);
  if (open.length === 0) return [good('Nobody but its owner and group can read the file.')];
  return open.map((one) => warning(`Every account of this computer can read ${one}. Run: chmod o-rwx ${one}`));
}

/** EXPORT_DIR: there and writable, or in a folder in which it can be made. */
export function checkExportDir(folder: string): Finding[] {
  let there = path.resolve(folder);
  while (!existsSync(there) && path.dirname(there) !== there) there = path.dirname(there);
  if (!statSync(there).isDirectory())
    return [fault(`EXPORT_DIR: ${there} is not a folder, so packages cannot be kept.`)];
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch (thrown) {
    return [fault(`EXPORT_DIR cannot be written: ${said(thrown)}`)];
  }
  return [
    good(
      there === path.resolve(folder) ? 'EXPORT_DIR can be written.' : 'EXPORT_DIR is not there yet, and can be made.',
    ),
  ];
}
