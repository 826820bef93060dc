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

// A slash may be escaped in a script: https:\\/\\/…, https:\\x2f\\u002f…
const host =
  /(?:\b(?:https?|wss?|ftp):(?:\\?\/|\\x2f|\\u002f|&#x?0?[\da-f]{2};){2}|(?<=["'(=]\s?)(?:\\?\/){2})([\w.-]+|\[[\da-f:.]+\])(:\d+)?/gi;
/** What stands before the name of a format, which is never fetched. */
const format = /(?:xmlns(?::\w{1,20})?\s?=\s?|createElementNS\()["']$/;

const secrets = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(?:client[_-]?secret|api[_-]?key|access[_-]?token|refresh[_-]?token|password|passwd|pwd)["']?\s*[:=]\s*["'][^"'\s~$]{6,}["']/i,
  /\b(?:Bearer|Basic)\s+[\w+/.-]{16,}=*/,
  /^(?:[\w.]{0,100}[._-])?(?:client[_-]?secret|api[_-]?key|access[_-]?token|refresh[_-]?token|password|passwd|pwd)\s{0,5}=\s{0,5}(?=\S{0,40}\d)\S{12,}$/im,
  /\beyJ[\w-]{10,300}\.[\w-]{10,}\.[\w-]{10,}/,
];

/** A text of the package outside of the web root has the kind `other`. */
export function checkText(
  file: Pick<WebFile, 'name' | 'kind' | 'text'>,
  manifest: Manifest | undefined,
  findings: Findings,
): void {
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
