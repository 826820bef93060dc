import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ArchiveFile, pack, unpack } from '../../src/exports/archive.ts';
import { buildPackage, type Manifest } from '../../src/exports/package.ts';
import { verifyBytes, verifyPackage } from '../../src/exports/verify.ts';
import { contents } from './contents.ts';

let whole: Buffer;
beforeAll(async () => {
  whole = await buildPackage(contents());
});

/** The package with its files changed, packed as ours are. */
async function changed(change: (files: ArchiveFile[]) => ArchiveFile[]): Promise<Buffer> {
  return pack(change(await unpack(whole)));
}

function withManifest(change: (manifest: Manifest) => object): Promise<Buffer> {
  return changed((files) =>
    files.map((file) => {
      if (file.path !== 'manifest.json') return file;
      return {
        ...file,
        bytes: Buffer.from(JSON.stringify(change(JSON.parse(file.bytes.toString('utf8')) as Manifest))),
      };
    }),
  );
}

test('a package as it was made holds', async () => {
  expect(await verifyBytes(whole)).toEqual([]);
});

test('one changed byte is found, wherever it is', async () => {
  const places = Array.from({ length: 300 }, (_, at) => Math.floor((at * whole.length) / 300));
  for (const at of [...places, whole.length - 1]) {
    const other = Buffer.from(whole);
    other.writeUInt8((other.readUInt8(at) + 1) % 256, at);
    const findings = await verifyBytes(other);
    if (findings.length === 0) throw new Error(`byte ${at} of ${whole.length} was changed unseen`);
  }
});

test('a changed number is named with its file', async () => {
  const findings = await verifyBytes(
    await changed((files) =>
      files.map((file) =>
        file.path === 'data/measures.csv'
          ? { ...file, bytes: Buffer.from(file.bytes.toString('utf8').replace('216,1200', '217,1200')) }
          : file,
      ),
    ),
  );
  expect(findings).toEqual(['data/measures.csv was changed: its checksum differs']);
});

test('a file that nobody listed is found, and one that is missing', async () => {
  const extra = { path: 'data/students.csv', bytes: Buffer.from('name\n') };
  expect(await verifyBytes(await changed((files) => [...files, extra]))).toEqual([
    'data/students.csv is not in the manifest',
  ]);
  expect(await verifyBytes(await changed((files) => files.filter((file) => file.path !== 'docs/methods.md')))).toEqual([
    'docs/methods.md is missing',
  ]);
  expect(await verifyBytes(await changed((files) => [...files, files[1] as ArchiveFile]))).toEqual([
    'data/measures.csv is there twice',
  ]);
});

test('a longer file and a wrong number of rows are found', async () => {
  const longer = await changed((files) =>
    files.map((file) =>
      file.path === 'docs/methods.md' ? { ...file, bytes: Buffer.concat([file.bytes, Buffer.from('x')]) } : file,
    ),
  );
  expect(await verifyBytes(longer)).toEqual([
    expect.stringMatching(/^docs\/methods\.md has \d+ bytes instead of \d+$/),
  ]);
  const fewer = await withManifest((manifest) => ({ ...manifest, rows: { 'data/measures.csv': 7 } }));
  expect(await verifyBytes(fewer)).toEqual(['data/measures.csv has 6 rows instead of 7']);
});

test('another version of the layout is refused', async () => {
  const other = await withManifest((manifest) => ({ ...manifest, specVersion: '2.0' }));
  expect(await verifyBytes(other)).toEqual(['follows version 2.0 of the layout, known is 1.0']);
});

test('what is no package at all is said in a sentence', async () => {
  expect(await verifyBytes(Buffer.from('no zip'))).toEqual([expect.stringMatching(/^is not a whole zip/)]);
  expect(await verifyBytes(whole.subarray(0, whole.length - 30))).toEqual([
    expect.stringMatching(/^is not a whole zip/),
  ]);
  expect(await verifyBytes(await pack([{ path: 'a.txt', bytes: Buffer.from('a') }]))).toEqual([
    'manifest.json is missing',
  ]);
  expect(await verifyBytes(await pack([{ path: 'manifest.json', bytes: Buffer.from('{') }]))).toEqual([
    'manifest.json cannot be read',
  ]);
  expect(await verifyBytes(await pack([{ path: 'manifest.json', bytes: Buffer.from('null') }]))).toEqual([
    'manifest.json is not one of ours',
  ]);
});

test('a file on the disk is read; one that is not there is a finding, too', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ssp-'));
  const file = path.join(folder, 'package.zip');
  writeFileSync(file, whole);
  expect(await verifyPackage(file)).toEqual([]);
  expect(await verifyPackage(path.join(folder, 'gone.zip'))).toEqual(['cannot be read (ENOENT)']);
  rmSync(folder, { recursive: true });
});
