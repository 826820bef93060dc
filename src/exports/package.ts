import { createHash } from 'node:crypto';
import { CODE_SET_VERSION } from '../codes/service.ts';
import type { Period } from '../reports/periods.ts';
import { VERSION } from '../server/root.ts';
import { type ArchiveFile, pack } from './archive.ts';
import { bandTable, LEAST_VALUES } from './bands.ts';
import { type District, type PackageRow, partsOf } from './columns.ts';
import { codebookJson, methodsMd } from './documents.ts';
import { dataDictionaryCsv, measuresCsv } from './rows.ts';

/** The layout of packages: whoever reads them refuses one they do not know. */
export const SPEC_VERSION = '1.0';
export const MANIFEST = 'manifest.json';

/** Everything a package is made of: the same contents make the same bytes. */
export interface Contents {
  district: District;
  period: Period;
  revision: number;
  n: number;
  rows: readonly PackageRow[];
  /** Instant of making, ISO. */
  createdAt: string;
  submitterRole: string;
  /** The package of the revision before. */
  replaces: { revision: number; sha256: string } | null;
}

export interface Manifest {
  specVersion: string;
  district: District;
  period: { code: string; schoolYear: string; part: string; from: string; to: string };
  revision: number;
  replaces: Contents['replaces'];
  productVersion: string;
  codeSetVersion: string;
  suppression: { n: number; leastValuesInBand: number; bands: ReturnType<typeof bandTable> };
  rows: Record<string, number>;
  files: { path: string; bytes: number; sha256: string }[];
  createdAt: string;
  submitterRole: string;
}

/** The package as one zip: the manifest first, then data and docs. */
export async function buildPackage(contents: Contents): Promise<Buffer> {
  const files: ArchiveFile[] = [
    file('data/measures.csv', measuresCsv(contents.rows, contents)),
    file('docs/codebook.json', codebookJson()),
    file('docs/data_dictionary.csv', dataDictionaryCsv()),
    file('docs/methods.md', methodsMd(contents.n)),
  ];
  const manifest = file(MANIFEST, `${JSON.stringify(manifestOf(contents, files), null, 2)}\n`);
  return pack([manifest, ...files]);
}

/** `CT-9990011-2026-2027-S1-r2.zip`: state, district, school year, period, revision. */
export function fileNameOf({ district, period, revision }: Pick<Contents, 'district' | 'period' | 'revision'>): string {
  const safe = (text: string) => text.replace(/[^A-Za-z0-9]/g, '_').slice(0, 30);
  const { schoolYear, part } = partsOf(period);
  return `${safe(district.state)}-${safe(district.leaId)}-${schoolYear}-${part}-r${revision}.zip`;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function manifestOf(contents: Contents, files: readonly ArchiveFile[]): Manifest {
  const { district, period, revision, replaces, n, rows, createdAt, submitterRole } = contents;
  const { state, leaId, ncesId, name } = district;
  return {
    specVersion: SPEC_VERSION,
    district: { state, leaId, ncesId, name },
    period: { code: period.code, ...partsOf(period), from: period.from, to: period.to },
    revision,
    replaces,
    productVersion: VERSION,
    codeSetVersion: CODE_SET_VERSION,
    suppression: { n, leastValuesInBand: LEAST_VALUES, bands: bandTable(n) },
    rows: { 'data/measures.csv': rows.length },
    files: files.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: sha256(bytes) })),
    createdAt,
    submitterRole,
  };
}

function file(path: string, text: string): ArchiveFile {
  return { path, bytes: Buffer.from(text, 'utf8') };
}
