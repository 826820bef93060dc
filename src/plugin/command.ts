import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { checkZip } from './check.ts';
import { findingLine } from './finding.ts';
import { LARGEST_ZIP } from './limits.ts';
import { writePlugin } from './pack.ts';

export interface PackageOptions {
  sisUrl?: string;
  serviceUrl?: string;
  out?: string;
  check?: string;
}

/** Options that do not go together. */
export class WrongUsage extends Error {}

/**
 * The command `package`: packs, or checks a zip with --check. Results go to `tell`, hints to `say`. Returns the exit code;
 * throws WrongUsage, and Errors whose message is for whoever ran it.
 */
export async function runPackage(
  { check, sisUrl, serviceUrl, out }: PackageOptions,
  tell: (text: string) => void,
  say: (text: string) => void,
): Promise<number> {
  if (check !== undefined) {
    if (sisUrl || serviceUrl || out) throw new WrongUsage('--check stands alone: it takes one zip and nothing else');
    return checkFile(check, tell, say);
  }
  if (!sisUrl || !serviceUrl || !out)
    throw new WrongUsage('needs --sis-url, --service-url and --out, or --check alone');
  const { file, sha256, findings } = await writePlugin({ sisUrl, serviceUrl, out });
  for (const finding of findings) say(findingLine(finding));
  tell(`${file}\nSHA-256 ${sha256}`);
  say(`The service needs PUBLIC_URL=${new URL(serviceUrl).origin} and SIS_URL=${new URL(sisUrl).origin}.`);
  return 0;
}

async function checkFile(file: string, tell: (text: string) => void, say: (text: string) => void): Promise<number> {
  const { findings } = await checkZip(readZip(file), path.basename(file));
  for (const finding of findings) tell(findingLine(finding));
  say(findings.length === 0 ? `${file}: no findings` : `${file}: ${findings.length} findings`);
  return findings.length === 0 ? 0 : 1;
}

function readZip(file: string): Buffer {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new Error(`${file} is not a file.`);
  // Not read at all: a file of this size could fill the memory before anything looks at it.
  if (stat.size > LARGEST_ZIP) throw new Error(`${file} has more than ${LARGEST_ZIP} bytes: no plugin is that large.`);
  return readFileSync(file);
}
