import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import type { RuleId } from '../../src/plugin/rules.ts';
import { goodFiles, goodZip, patch, recordOf, zipOf } from './package.ts';

// Zips that no packer of ours would make, from the good one.

interface BrokenZip {
  rule: RuleId;
  what: string;
  make(): Promise<Buffer>;
}

const SCHEMA = '<psExtension/>';
const CSS = 'WEB_ROOT/scripts/ssp/frame.css';

/** The good package with one more file, whose name is then changed in the zip itself. */
const renamed = (rule: RuleId, what: string, from: string, to: string): BrokenZip => ({
  rule,
  what,
  make: async () => patch(await zipOf(goodFiles().set(from, SCHEMA)), from, to),
});

async function otherwise(options: object, order: (names: string[]) => string[] = (names) => names): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  const files = goodFiles();
  for (const name of order([...files.keys()].sort())) {
    const fixed = { mtime: new Date(1980, 0, 1), compress: false, forceDosTimestamp: true };
    zip.addBuffer(Buffer.from(files.get(name) as string), name, { ...fixed, ...options });
  }
  zip.end();
  return buffer(zip.outputStream);
}

async function changedAt(name: string, kind: 'local' | 'central' | 'both', change: (zip: Buffer, at: number) => void) {
  const zip = Buffer.from(await goodZip());
  for (const each of kind === 'both' ? (['local', 'central'] as const) : [kind]) change(zip, recordOf(zip, name, each));
  return zip;
}

export const brokenZips: BrokenZip[] = [
  renamed('Z4', 'has backslashes in a name', 'user_schema_root/a.xml', 'user_schema_root\\a.xml'),
  renamed('Z4', 'has a name that leads out', 'user_schema_root/xx/a.xml', 'user_schema_root/../a.xml'),
  renamed('Z4', 'has a name at the root of the disk', '0a.xml', '/a.xml'),
  renamed('Z4', 'has a name on another disk', 'C0/a.xml', 'C:/a.xml'),
  renamed('Z4', 'has a character outside of ASCII in a name', 'user_schema_root/a.xml', 'user_schema_root/\xe9.xml'),
  renamed('Z4', 'has a line end in a name', 'user_schema_root/a.xml', 'user_schema_root/\n.xml'),
  {
    rule: 'Z4',
    what: 'has a file twice',
    make: async () => patch(await zipOf(goodFiles().set(CSS.replace('.css', '.cst'), '')), '/frame.cst', '/frame.css'),
  },
  { rule: 'Z6', what: 'has compressed files', make: () => otherwise({ compress: true }) },
  { rule: 'Z6', what: 'has other dates', make: () => otherwise({ mtime: new Date(2026, 0, 1) }) },
  { rule: 'Z6', what: 'has another order', make: () => otherwise({}, (names) => names.reverse()) },
  { rule: 'Z7', what: 'is empty', make: async () => Buffer.alloc(0) },
  { rule: 'Z7', what: 'is something else', make: async () => Buffer.from('%PDF-1.7 and so on') },
  { rule: 'Z7', what: 'is cut off', make: async () => (await goodZip()).subarray(0, -30) },
  {
    rule: 'Z7',
    what: 'has an encrypted file',
    make: async () => {
      const zip = await changedAt(CSS, 'local', (bytes, at) =>
        bytes.writeUInt16LE(bytes.readUInt16LE(at + 6) | 1, at + 6),
      );
      const at = recordOf(zip, CSS, 'central') + 8;
      zip.writeUInt16LE(zip.readUInt16LE(at) | 1, at);
      return zip;
    },
  },
  {
    rule: 'Z7',
    what: 'has a file compressed in an unusual way',
    make: async () => {
      const zip = await changedAt(CSS, 'local', (bytes, at) => bytes.writeUInt16LE(12, at + 8));
      zip.writeUInt16LE(12, recordOf(zip, CSS, 'central') + 10);
      return zip;
    },
  },
  {
    rule: 'Z7',
    what: 'has a damaged file',
    make: async () => patch(await goodZip(), 'min-height: 20rem', 'min-height: 21rem'),
  },
  {
    rule: 'Z7',
    what: 'has a file with two names',
    make: () => changedAt(CSS, 'local', (bytes, at) => bytes.write('X', at + 30)),
  },
  {
    rule: 'Z7',
    what: 'has a symbolic link',
    make: () => changedAt(CSS, 'central', (bytes, at) => bytes.writeUInt32LE(0o120777 * 65_536, at + 38)),
  },
  {
    rule: 'Z7',
    what: 'unpacks to more than it may',
    make: async () => {
      const zip = new yazl.ZipFile();
      zip.addBuffer(Buffer.alloc(6 * 1024 * 1024), 'WEB_ROOT/images/ssp/a.png');
      zip.end();
      return buffer(zip.outputStream);
    },
  },
  {
    rule: 'Z7',
    what: 'has too many files',
    make: () => zipOf(new Map(Array.from({ length: 2001 }, (_, at) => [`WEB_ROOT/images/${at}.png`, '']))),
  },
];
