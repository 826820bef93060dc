import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { StateProfile } from '../profile/profile.ts';
import { readProfileFile } from '../profile/read.ts';
import { type FileCode, readCodesFile } from './codes-file.ts';
import { type CrisisFile, readCrisisFile } from './crisis-file.ts';

/** What is in CONFIG_DIR. Read once, at the start. */
export interface ConfigDir {
  folder: string;
  /** undefined: there is no codes.json. */
  codes: FileCode[] | undefined;
  /** undefined: there is no profile.json. */
  profile: StateProfile['district'];
  /** undefined: there is no crisis.json, or it cannot be used. */
  crisis: CrisisFile | undefined;
  /** What is wrong in crisis.json. It does not keep the service from starting: the product's own steps are used meanwhile. */
  crisisFaults: string[];
  /** What nobody has to mend. */
  notes: string[];
}

// Kept free for what a later version reads, so that nobody uses the names for something else.
const LATER = new Set(['texts', 'forms', 'sis.json']);
// A slip in the name of one of ours: anything else that lies there, such as the settings themselves, is not our business.
const OURS = /\.json$/i;

/** Reads and checks the folder; what is wrong as sentences with file and line. Writes nothing, ever. */
export function readConfigDir(folder: string): { configDir: ConfigDir; faults: string[] } {
  const configDir: ConfigDir = {
    folder,
    codes: undefined,
    profile: undefined,
    crisis: undefined,
    crisisFaults: [],
    notes: [],
  };
  const faults: string[] = [];
  let names: string[];
  try {
    if (!statSync(folder).isDirectory()) return { configDir, faults: [`${folder} is not a folder`] };
    names = readdirSync(folder).sort();
  } catch (thrown) {
    return { configDir, faults: [`${folder} cannot be read (${(thrown as { code?: string }).code})`] };
  }
  for (const name of names) {
    const file = path.join(folder, name);
    if (name === 'codes.json') {
      const read = readCodesFile(file);
      faults.push(...read.faults);
      configDir.codes = read.codes;
      noteFormat(configDir, file, read.olderFormat);
    } else if (name === 'profile.json') {
      const read = readProfileFile(file, 'part');
      faults.push(...read.faults);
      configDir.profile = read.content;
      noteFormat(configDir, file, read.olderFormat);
    } else if (name === 'crisis.json') {
      const read = readCrisisFile(file);
      configDir.crisis = read.crisis;
      configDir.crisisFaults = read.faults;
      noteFormat(configDir, file, read.olderFormat);
    } else if (LATER.has(name)) {
      configDir.notes.push(`${file} is not read by this version.`);
    } else if (OURS.test(name)) {
      faults.push(`${file} is none of the files that are read: codes.json, crisis.json, profile.json`);
    }
  }
  return { configDir, faults };
}

function noteFormat({ notes }: ConfigDir, file: string, older: number | undefined): void {
  if (older !== undefined) notes.push(`${file} is in format ${older}, an older one. It is read all the same.`);
}
