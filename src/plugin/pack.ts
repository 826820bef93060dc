import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pack } from '../exports/archive.ts';
import { ROOT, VERSION } from '../server/root.ts';
import { plainOrigin } from './addresses.ts';
import { checkZip } from './check.ts';
import { collectPlugin } from './collect.ts';
import { type Finding, findingLine } from './finding.ts';

export interface PackOptions {
  sisUrl: string;
  serviceUrl: string;
  /** Folder for the zip, made when it is missing. */
  out: string;
  /** The checkout to pack, and the version to write; this one's when left out. */
  root?: string;
  version?: string;
}

export interface Packed {
  file: string;
  /** Hexadecimal. */
  sha256: string;
  /** Warnings; with an error nothing is left behind. */
  findings: Finding[];
}

/** Packing did not give a zip that the rules let through. */
export class BadPackage extends Error {
  constructor(findings: readonly Finding[]) {
    super(['The zip breaks the rules and was not kept:', ...findings.map(findingLine)].join('\n'));
    this.name = 'BadPackage';
  }
}

/** The zip for two addresses: the same bytes for the same sources, addresses and version, wherever it is made. */
export async function packPlugin({
  sisUrl,
  serviceUrl,
  root = ROOT,
  version = VERSION,
}: Omit<PackOptions, 'out'>): Promise<Buffer> {
  const files = collectPlugin(root, { serviceUrl: checkAddresses(sisUrl, serviceUrl), version });
  return pack([...files].map(([name, bytes]) => ({ path: name, bytes })));
}

/**
 * Writes `student-support-<version>.zip`, reads it again and checks it. A zip with an error is removed; one that lay there
 * before stays as it was. Throws an Error for addresses that cannot be used, BadPackage for a zip that breaks the rules.
 */
export async function writePlugin(options: PackOptions): Promise<Packed> {
  const bytes = await packPlugin(options);
  const name = `student-support-${options.version ?? VERSION}.zip`;
  const file = path.join(options.out, name);
  const draft = `${file}.${process.pid}.part`;
  mkdirSync(options.out, { recursive: true });
  try {
    writeFileSync(draft, bytes);
    const written = readFileSync(draft);
    const { findings } = await checkZip(written, name);
    // Z6 is only a warning for other people's zips; ours has to be the same every time.
    if (findings.some(({ level, rule }) => level === 'error' || rule === 'Z6')) throw new BadPackage(findings);
    renameSync(draft, file);
    return { file, sha256: createHash('sha256').update(written).digest('hex'), findings };
  } finally {
    rmSync(draft, { force: true });
  }
}

function checkAddresses(sisUrl: string, serviceUrl: string): string {
  const sis = plainOrigin(sisUrl, '--sis-url');
  const service = plainOrigin(serviceUrl, '--service-url');
  if (sis === service) throw new Error('--service-url: the service needs an address of its own, not the SIS’s');
  return service;
}
