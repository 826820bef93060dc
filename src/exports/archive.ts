import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';
import yazl from 'yazl';

/** Path in the archive and content. */
export interface ArchiveFile {
  path: string;
  bytes: Buffer;
}

// The time is written as it stands on a clock, without a zone: local parts give the same bytes wherever it runs.
const NO_TIME = new Date(1980, 0, 1);
const SETTINGS = { compress: false, mtime: NO_TIME, forceDosTimestamp: true, mode: 0o100644 };

/** A zip with the files in the given order, stored as they are: the same files make the same bytes, always and anywhere. */
export async function pack(files: readonly ArchiveFile[]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const { path, bytes } of files) zip.addBuffer(bytes, path, SETTINGS);
  zip.end();
  return buffer(zip.outputStream);
}

const LARGEST_BYTES = 256 * 1024 * 1024;

/** The files of a zip in their order. Throws an Error when it cannot be read or would grow beyond all measure. */
export async function unpack(bytes: Buffer): Promise<ArchiveFile[]> {
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  const files: ArchiveFile[] = [];
  let size = 0;
  for await (const entry of zip.eachEntry()) {
    size += entry.uncompressedSize;
    if (size > LARGEST_BYTES) throw new Error('the archive is too large');
    if (entry.fileName.endsWith('/')) throw new Error(`the archive holds a folder, ${entry.fileName}`);
    files.push({ path: entry.fileName, bytes: await buffer(await zip.openReadStreamPromise(entry)) });
  }
  return files;
}
