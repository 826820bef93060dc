import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { Findings } from './finding.ts';
import { LARGEST_CONTENT, LARGEST_FILE, LARGEST_ZIP, MOST_FILES } from './limits.ts';

/** An entry as it stands in the zip, in the zip's order. */
export interface ZippedFile {
  name: string;
  bytes: Buffer;
  /** Stored as it is, and with the date that all our entries have. */
  isPlain: boolean;
}

const SYMBOLIC_LINK = 0o120000;
const UNICODE_PATH = 0x7075;
/** 1980-01-01, as the format writes it. */
const FIXED_DATE = 0x21;

class Broken extends Error {}

/**
 * The files of any zip, hostile ones too. What is wrong with the zip itself becomes a finding (Z4 for names, Z7 for all
 * else); then `undefined`, since nothing in it can be relied on.
 */
export async function unzip(bytes: Buffer, zipName: string, findings: Findings): Promise<ZippedFile[] | undefined> {
  try {
    if (bytes.length > LARGEST_ZIP) throw new Broken(`the zip has more than ${LARGEST_ZIP} bytes`);
    // Names come as bytes: the reader's own way of decoding would mend some of what has to be found.
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false });
    if (zip.entryCount > MOST_FILES) throw new Broken(`more than ${MOST_FILES} files`);
    return await readEntries(zip, findings);
  } catch (error) {
    findings.add(
      'Z7',
      zipName,
      1,
      error instanceof Broken ? error.message : `not a whole zip: ${(error as Error).message}`,
    );
    return undefined;
  }
}

async function readEntries(zip: ZipFile, findings: Findings): Promise<ZippedFile[]> {
  const files: ZippedFile[] = [];
  let left = LARGEST_CONTENT;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileNameRaw.toString('latin1');
    const odd = oddName(entry);
    if (odd) findings.add('Z4', name, 1, odd);
    await checkEntry(zip, entry, name);
    const bytes = await content(zip, entry, name, Math.min(left, LARGEST_FILE));
    left -= bytes.length;
    const isPlain =
      entry.compressionMethod === 0 && entry.lastModFileDate === FIXED_DATE && entry.lastModFileTime === 0;
    files.push({ name, bytes, isPlain });
  }
  return files;
}

// A name outside of ASCII is read differently from program to program, with and without the flag for UTF-8.
function oddName({ fileNameRaw, extraFields }: Entry): string | undefined {
  if (fileNameRaw.length === 0) return 'a file without a name';
  if (fileNameRaw.some((byte) => byte < 0x20 || byte > 0x7e)) return 'the name has other characters than plain ASCII';
  if (extraFields.some(({ id }) => id === UNICODE_PATH)) return 'a second name stands beside the name';
  return undefined;
}

async function checkEntry(zip: ZipFile, entry: Entry, name: string): Promise<void> {
  if (entry.isEncrypted()) throw new Broken(`${name} is encrypted`);
  if (!entry.canDecodeFileData()) throw new Broken(`${name} is compressed in a way that servers do not know`);
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === SYMBOLIC_LINK)
    throw new Broken(`${name} is a symbolic link`);
  // Some programs read the list at the end of a zip, others what stands before each file: both have to say the same.
  const local = await zip.readLocalFileHeaderPromise(entry);
  const differs = !local.fileName.equals(entry.fileNameRaw) || local.compressionMethod !== entry.compressionMethod;
  if (differs) throw new Broken(`${name} has another name or method inside than in the list`);
}

// What the zip says of a size is not believed: reading stops where the limit is.
async function content(zip: ZipFile, entry: Entry, name: string, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let [size, sum] = [0, 0];
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    size += (chunk as Buffer).length;
    if (size > most)
      throw new Broken(`${name} is too large: files of ${LARGEST_FILE}, in all ${LARGEST_CONTENT} bytes`);
    sum = crc32(chunk as Buffer, sum);
    chunks.push(chunk as Buffer);
  }
  if (sum !== entry.crc32) throw new Broken(`${name} is damaged: its checksum differs`);
  return Buffer.concat(chunks);
}
