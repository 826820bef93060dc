import type { Findings } from '../finding.ts';
import { lineCounter } from '../lines.ts';
import type { Manifest } from '../manifest/read-manifest.ts';
import type { WebFile } from './web-files.ts';

// Rules W3 to W5: what no file may hold.

const parameter = /~\[gpv[:.]|~\(gpv\.([^()]{0,300})\)/g;
const MODIFIERS = [
  ...['num', 'sqlText', 'encodehtml', 'encodejsstring', 'encodejsonstring', 'urlencode', 'onlynumeric', 'onlyalpha'],
  ...['onlyalphanumeric', 'onlydatecharacters'],
];

const host = /(?:\b(?:https?|wss?|ftp):\/\/|(?<=["'(=]\s?)\/\/)([\w.-]+|\[[\da-f:.]+\])(:\d+)?/gi;
/** What stands before the name of a format, which is never fetched. */
const format = /(?:xmlns(?::\w{1,20})?\s?=\s?|createElementNS\()["']$/;

const secrets = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(?:client[_-]?secret|api[_-]?key|access[_-]?token|refresh[_-]?token|password|passwd|pwd)["']?\s*[:=]\s*["'][^"'\s~$]{6,}["']/i,
  /\b(?:Bearer|Basic)\s+[\w+/.-]{16,}=*/,
  /\beyJ[\w-]{10,300}\.[\w-]{10,}\.[\w-]{10,}/,
];

export function checkText(file: WebFile, manifest: Manifest | undefined, findings: Findings): void {
  const lineOf = lineCounter(file.text);
  const add = (rule: 'W3' | 'W4' | 'W5', at: number, text: string) => findings.add(rule, file.name, lineOf(at), text);
  for (const { 0: whole, 1: inside, index } of file.text.matchAll(parameter)) {
    const modifiers = (inside ?? '').split(';').slice(1);
    if (!modifiers.some((each) => MODIFIERS.includes(each.trim()))) add('W3', index, `${whole} has no modifier`);
  }
  for (const { 1: name = '', 2: port = '', index } of file.text.matchAll(host)) {
    const named = (name + port).toLowerCase();
    // Without a manifest nobody knows which host is the service's.
    const isService = file.kind === 'include' && (!manifest || named === manifest.serviceHost);
    const isFormat = format.test(file.text.slice(Math.max(0, index - 40), index));
    if (!isService && !isFormat) add('W4', index, `${named} is named`);
  }
  for (const secret of secrets) {
    const found = secret.exec(file.text);
    if (found) add('W5', found.index, 'this looks like a secret');
  }
}
