import { readFile } from 'node:fs/promises';
import { type ArchiveFile, pack, unpack } from './archive.ts';
import { MANIFEST, type Manifest, SPEC_VERSION, sha256 } from './package.ts';

/**
 * Holds a package against its manifest: everything that is wrong with it, a sentence each; none when it is whole.
 * It finds every changed byte. It cannot tell who made the package: compare its SHA-256 with the one that was handed over.
 */
export async function verifyPackage(file: string): Promise<string[]> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (fault) {
    return [`cannot be read (${(fault as NodeJS.ErrnoException).code ?? 'unknown'})`];
  }
  return verifyBytes(bytes);
}

/** The same for a package in memory. */
export async function verifyBytes(bytes: Buffer): Promise<string[]> {
  let files: ArchiveFile[];
  try {
    files = await unpack(bytes);
  } catch (fault) {
    return [`is not a whole zip: ${(fault as Error).message}`];
  }
  const findings = await contentFindings(files);
  // What lies between the files is nobody's content, but a package as we write it has only one form.
  if (findings.length === 0 && !(await pack(files)).equals(bytes))
    return ['was changed after it was made: the archive is not as it was written'];
  return findings;
}

async function contentFindings(files: readonly ArchiveFile[]): Promise<string[]> {
  const twice = files.filter(({ path }, at) => files.findIndex((other) => other.path === path) !== at);
  if (twice.length > 0) return twice.map(({ path }) => `${path} is there twice`);
  const manifest = manifestIn(files);
  if (typeof manifest === 'string') return [manifest];
  if (manifest.specVersion !== SPEC_VERSION)
    return [`follows version ${manifest.specVersion} of the layout, known is ${SPEC_VERSION}`];
  return [...listedFindings(manifest, files), ...unlistedFindings(manifest, files), ...rowFindings(manifest, files)];
}

function manifestIn(files: readonly ArchiveFile[]): Manifest | string {
  const found = files.find(({ path }) => path === MANIFEST);
  if (!found) return `${MANIFEST} is missing`;
  try {
    const manifest = JSON.parse(found.bytes.toString('utf8')) as unknown;
    return isManifest(manifest) ? manifest : `${MANIFEST} is not one of ours`;
  } catch {
    return `${MANIFEST} cannot be read`;
  }
}

// As much as is needed to hold the rest against it.
function isManifest(given: unknown): given is Manifest {
  const { specVersion, files, rows } = (given ?? {}) as Partial<Manifest>;
  const isListed = (one: unknown) => typeof (one as Manifest['files'][number] | null)?.path === 'string';
  return (
    typeof specVersion === 'string' &&
    Array.isArray(files) &&
    files.every(isListed) &&
    typeof rows === 'object' &&
    rows !== null
  );
}

function listedFindings(manifest: Manifest, files: readonly ArchiveFile[]): string[] {
  return manifest.files.flatMap(({ path, bytes, sha256: expected }) => {
    const found = files.find((one) => one.path === path);
    if (!found) return [`${path} is missing`];
    if (found.bytes.length !== bytes) return [`${path} has ${found.bytes.length} bytes instead of ${bytes}`];
    return sha256(found.bytes) === expected ? [] : [`${path} was changed: its checksum differs`];
  });
}

function unlistedFindings(manifest: Manifest, files: readonly ArchiveFile[]): string[] {
  const listed = new Set([MANIFEST, ...manifest.files.map(({ path }) => path)]);
  return files.filter(({ path }) => !listed.has(path)).map(({ path }) => `${path} is not in the manifest`);
}

function rowFindings(manifest: Manifest, files: readonly ArchiveFile[]): string[] {
  return Object.entries(manifest.rows).flatMap(([path, expected]) => {
    const found = files.find((one) => one.path === path);
    if (!found) return [];
    const rows = found.bytes.toString('utf8').split('\n').length - 2;
    return rows === expected ? [] : [`${path} has ${rows} rows instead of ${expected}`];
  });
}
