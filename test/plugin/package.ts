import { pack } from '../../src/exports/archive.ts';
import { checkZip } from '../../src/plugin/check.ts';
import { collectPlugin } from '../../src/plugin/collect.ts';
import type { Finding } from '../../src/plugin/finding.ts';
import { ROOT } from '../../src/server/root.ts';

/** The files of a package as text, by name. */
export type Files = Map<string, string>;

export const SERVICE = 'https://support.example.org';

/** The package as it is made for a district: nothing in it breaks a rule. */
export function goodFiles(): Files {
  const files = collectPlugin(ROOT, { serviceUrl: SERVICE, version: '1.2.3' });
  return new Map([...files].map(([name, bytes]) => [name, bytes.toString('utf8')]));
}

/** Packs files as our packer does, in the order of their names. */
export function zipOf(files: ReadonlyMap<string, string | Buffer>): Promise<Buffer> {
  const names = [...files.keys()].sort();
  return pack(names.map((path) => ({ path, bytes: Buffer.from(files.get(path) as string) })));
}

export const goodZip = (): Promise<Buffer> => zipOf(goodFiles());

export async function findingsOf(zip: Buffer): Promise<Finding[]> {
  return (await checkZip(zip, 'plugin.zip')).findings;
}

/** Changes one place of one file, which has to be there. */
export function edit(files: Files, name: string, from: string, to: string): void {
  const text = files.get(name);
  if (!text?.includes(from)) throw new Error(`${name} has no ${from}`);
  files.set(
    name,
    text.replace(from, () => to),
  );
}

/** Puts other bytes in the place of a text wherever it stands in the zip, its headers included. */
export function patch(zip: Buffer, from: string, to: string): Buffer {
  if (from.length !== to.length) throw new Error(`${from} and ${to} differ in length`);
  const patched = Buffer.from(zip);
  let found = 0;
  for (let at = zip.indexOf(from); at >= 0; at = zip.indexOf(from, at + 1)) found += patched.write(to, at, 'latin1');
  if (found === 0) throw new Error(`there is no ${from}`);
  return patched;
}

/** Where the record of an entry begins: `local` before its content, `central` in the list at the end. */
export function recordOf(zip: Buffer, name: string, kind: 'local' | 'central'): number {
  const [mark, length] = kind === 'local' ? [0x04034b50, 30] : [0x02014b50, 46];
  for (let at = zip.indexOf(name); at >= 0; at = zip.indexOf(name, at + 1)) {
    if (at >= length && zip.readUInt32LE(at - length) === mark) return at - length;
  }
  throw new Error(`${name} has no ${kind} record`);
}
