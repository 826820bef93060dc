import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from './package.ts';

/** A file that is complete on the disk but does not bear its name yet. */
export interface Draft {
  /** Gives it its name, in one step: nobody ever sees half a file. */
  keep(): Promise<void>;
  /** Takes it away; does nothing once it is kept. */
  drop(): Promise<void>;
}

/** Writes the bytes beside their place, in a folder that is made if it is missing. */
export async function draftFile(folder: string, name: string, bytes: Uint8Array): Promise<Draft> {
  await mkdir(folder, { recursive: true });
  const draft = path.join(folder, `.${name}.${randomUUID()}`);
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return { keep: () => rename(draft, path.join(folder, name)), drop: () => rm(draft, { force: true }) };
}

/** Writes a whole file or none. */
export async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const draft = await draftFile(folder, name, bytes);
  try {
    await draft.keep();
  } finally {
    await draft.drop();
  }
}

/** The file, if it is there and still what was made; undefined otherwise. */
export async function readUnchanged(folder: string, name: string, expectedSha256: string): Promise<Buffer | undefined> {
  try {
    const bytes = await readFile(path.join(folder, name));
    return sha256(bytes) === expectedSha256 ? bytes : undefined;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fault;
  }
}
