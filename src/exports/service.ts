import { systemReader } from '../access/system.ts';
import type { Database, Reader, Tx } from '../database/connect.ts';
import { MEASURES } from '../reports/measures.ts';
import type { Period } from '../reports/periods.ts';
import { type Clock, instantNow, today } from '../server/clock.ts';
import type { Config } from '../server/config.ts';
import { AppError } from '../server/errors.ts';
import { fewestShown } from '../settings/profile/suppression.ts';
import { partsOf } from './columns.ts';
import { type Measured, measureYear } from './count.ts';
import { draftFile, readUnchanged } from './folder.ts';
import { buildPackage, type Contents, fileNameOf, sha256 } from './package.ts';
import { protect } from './protect.ts';
import type { Release } from './release.ts';
import { insertPackage, isReleased, type Package, readLedger, readRevisions } from './store.ts';

/** Measures where even "nobody" may not be told: none of those that are exported so far. */
const ZERO_IS_HIDDEN: ReadonlySet<string> = new Set();
const ONE_STUDENT_ONCE = 'students';

/** Exports work without anybody's scope: under the name of a system actor, with these queries and no others. */
export const EXPORTER = 'exporter';
const QUERIES = [
  ...MEASURES.map(({ query }) => query),
  'reports/terms',
  'exports/released-cells',
  'exports/revisions',
  'exports/packages',
  'exports/package',
  'exports/package-cells',
];

export function exporter(source: Reader): Reader {
  return systemReader(source, EXPORTER, QUERIES);
}

export interface Making {
  database: Database;
  config: Pick<Config, 'district' | 'suppressionN' | 'profile' | 'exportDir'>;
  clock: Clock;
  period: Period;
  /** Users.DCID; null on the command line. */
  madeBy: number | null;
  /** Writes the audit row inside the transaction, last before its commit. */
  audit(tx: Tx, subject: string): Promise<void>;
}

/** With the fewest students that it may show: one number for the whole package, also when it is made over midnight. */
interface Counting extends Making {
  n: number;
}

export interface MadePackage {
  id: number;
  revision: number;
  fileName: string;
  bytes: Buffer;
  /** The same content was there already; nothing was added. */
  isUnchanged: boolean;
}

/**
 * Makes the package of a period. When nothing that may be told has changed, it is the last one again, byte for byte,
 * and its file is put back if it got lost; else it is the next revision. When somebody else makes one at the same
 * moment, it is made anew after theirs; throws CHANGED_MEANWHILE when that happens again.
 */
export async function makePackage(making: Making): Promise<MadePackage> {
  const day = today(making.clock);
  const counting: Counting = { ...making, n: fewestShown(making.config, day) };
  const measured = await measureYear(exporter(making.database), making.period, day);
  try {
    return await attempt(counting, measured);
  } catch (thrown) {
    if (!isReleased(thrown)) throw thrown;
  }
  try {
    return await attempt(counting, measured);
  } catch (thrown) {
    throw isReleased(thrown) ? new AppError('CHANGED_MEANWHILE', thrown) : thrown;
  }
}

async function attempt(making: Counting, measured: readonly Measured[]): Promise<MadePackage> {
  let draft: Awaited<ReturnType<typeof draftFile>> | undefined;
  try {
    const made = await making.database.transaction(async (tx) => {
      // Done anew after a deadlock: the file of the first attempt goes.
      await draft?.drop();
      draft = undefined;
      const decided = await decide(making, exporter(tx), measured);
      const { contents, bytes, last, isUnchanged, cells, ledger } = decided;
      const fileName = isUnchanged && last ? last.file_name : fileNameOf(contents);
      const isThere = isUnchanged && (await readUnchanged(making.config.exportDir, fileName, sha256(bytes)));
      if (!isThere) draft = await draftFile(making.config.exportDir, fileName, bytes);
      const id =
        isUnchanged && last
          ? last.id
          : await insertPackage(tx, rowOf(making, contents, fileName, bytes), cells, ledger);
      await making.audit(tx, `export:${id}`);
      return { id, revision: contents.revision, fileName, bytes, isUnchanged };
    });
    // The file gets its name when it is recorded and audited. If that fails, making it once more puts it there.
    await draft?.keep();
    return made;
  } finally {
    await draft?.drop();
  }
}

async function decide(making: Counting, reader: Reader, measured: readonly Measured[]) {
  const schoolYear = partsOf(making.period).schoolYear;
  const ledger = await readLedger(reader, schoolYear);
  const cells = new Map(measured.map((one) => [one.measure.id, release(making, one, ledger.of(one.measure.id))]));
  const rows = measured.map(({ measure }) => ({ measure, release: cells.get(measure.id) as Release }));
  const revisions = await readRevisions(reader, making.period.code);
  const next = { schoolYear, releaseNo: ledger.nextNo };

  const last = revisions[0];
  if (last) {
    const contents = contentsOf(making, rows, last, revisions[1]);
    const bytes = await buildPackage(contents);
    if (sha256(bytes) === last.sha256) return { contents, bytes, last, isUnchanged: true, cells, ledger: next };
  }
  const row = { revision: (last?.revision ?? 0) + 1, created_at: instantNow(making.clock), made_by: making.madeBy };
  const contents = contentsOf(making, rows, row, last);
  return { contents, bytes: await buildPackage(contents), last, isUnchanged: false, cells, ledger: next };
}

function release(
  { clock, n, period }: Counting,
  { measure, now, own }: Measured,
  earlier: readonly Release[],
): Release {
  const fresh = {
    period: period.code,
    ...own.span,
    asOf: today(clock),
    measureVersion: measure.version,
    counted: own.counted,
  };
  const rule = { n, zeroIsHidden: ZERO_IS_HIDDEN.has(measure.id) };
  return protect(fresh, earlier, { rule, additive: measure.unit !== ONE_STUDENT_ONCE, now });
}

function contentsOf(
  { config, period, n }: Counting,
  rows: Contents['rows'],
  { revision, created_at, made_by }: Pick<Package, 'revision' | 'created_at' | 'made_by'>,
  before: Package | undefined,
): Contents {
  return {
    district: config.district,
    period,
    revision,
    n,
    rows,
    createdAt: created_at,
    submitterRole: made_by === null ? EXPORTER : 'district_admin',
    replaces: before ? { revision: before.revision, sha256: before.sha256 } : null,
  };
}

function rowOf({ period, madeBy }: Making, contents: Contents, file_name: string, bytes: Buffer): Omit<Package, 'id'> {
  return {
    period: period.code,
    revision: contents.revision,
    file_name,
    sha256: sha256(bytes),
    made_by: madeBy,
    created_at: contents.createdAt,
  };
}
