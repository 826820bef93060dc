import type { Findings } from './finding.ts';
import { LARGEST_TEXT } from './limits.ts';
import { lineAt } from './lines.ts';
import type { ZippedFile } from './unzip.ts';
import { readXml, type XmlElement } from './xml/read.ts';
import { XmlFault } from './xml/scan.ts';

/** The texts of a package by name, decoded; other files are left out. */
export type Texts = ReadonlyMap<string, string>;

const textEnding = /\.(xml|html|txt|json|js|css|svg|properties)$/;

/** Rule Z8 (P01 for plugin.xml), as far as it is about characters. A text that cannot be decoded is left out. */
export function decodeTexts(files: readonly ZippedFile[], findings: Findings): Texts {
  const texts = new Map<string, string>();
  for (const { name, bytes } of files) {
    if (!textEnding.test(name)) continue;
    const fault = characterFault(bytes);
    if (fault) findings.add(name === 'plugin.xml' ? 'P01' : 'Z8', name, 1, fault);
    else texts.set(name, bytes.toString('utf8'));
  }
  return texts;
}

function characterFault(bytes: Buffer): string | undefined {
  if (bytes.length > LARGEST_TEXT) return `it has more than ${LARGEST_TEXT} bytes`;
  if (bytes.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf))) return 'it begins with a byte order mark';
  if (bytes.includes(0)) return 'it holds a character 0: not a text in UTF-8';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    return 'it is not UTF-8';
  }
}

/** Names of the files directly or deeper in a folder, with their text. */
export function textsIn(texts: Texts, folder: RegExp): [name: string, text: string][] {
  return [...texts].filter(([name]) => folder.test(name));
}

/** The root of an XML file, or a finding and `undefined`. */
export function xmlOf(name: string, text: string, findings: Findings): XmlElement | undefined {
  try {
    return readXml(text);
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    findings.add(name === 'plugin.xml' ? 'P01' : 'Z8', name, lineAt(text, error.at), error.message);
    return undefined;
  }
}
