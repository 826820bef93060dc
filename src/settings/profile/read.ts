import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRealDate } from '../../server/words.ts';
import { readDistrictFile } from '../config-dir/read-file.ts';
import connecticut from '../profiles/CT.json' with { type: 'json' };
import usual from '../profiles/default.json' with { type: 'json' };
import texas from '../profiles/TX.json' with { type: 'json' };
import type { Profile } from './profile.ts';
import { profileFile } from './schema.ts';

/** The profiles that come with the product. A test holds them to the schema. */
export const SHIPPED: Record<string, Profile> = {
  default: usual as Profile,
  CT: connecticut as unknown as Profile,
  TX: texas as unknown as Profile,
};

/** Where they lie. */
export const PROFILES = path.join(fileURLToPath(new URL('../../../', import.meta.url)), 'src', 'settings', 'profiles');

const KINDS = { whole: profileFile('whole'), part: profileFile('part') };

/** A profile that a district wrote, or the part of one; what is wrong with file and line. */
export function readProfileFile(file: string, extent: 'whole' | 'part') {
  const read = readDistrictFile<Profile>(file, KINDS[extent]);
  const { content, lineOf } = read;
  if (!content) return read;
  const faults: string[] = [];
  const fault = (pointer: string, text: string) => faults.push(`${file}:${lineOf(pointer)}: ${text}`);
  if (!isRealDate(content.dated)) fault('/dated', 'dated is no day');
  content.editions.forEach(({ from }, at) => {
    const before = content.editions[at - 1]?.from ?? '';
    if (!isRealDate(from)) fault(`/editions/${at}/from`, 'from is no day');
    else if (from <= before) fault(`/editions/${at}/from`, 'editions stand in the order of their days, each day once');
  });
  return faults.length > 0 ? { ...read, content: undefined, faults } : read;
}

/** STATE_PROFILE: one of ours, or a file. Throws an Error that lists all faults. */
export function readStateProfile(setting: string): Profile {
  if (Object.hasOwn(SHIPPED, setting)) return SHIPPED[setting] as Profile;
  if (!/[/\\.]/.test(setting)) throw new Error(`is one of ${Object.keys(SHIPPED).join(', ')}, or a file`);
  const { content, faults } = readProfileFile(setting, 'whole');
  if (!content) throw new Error(faults.join('\n  '));
  return content;
}
