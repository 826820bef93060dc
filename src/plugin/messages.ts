import type { Findings } from './finding.ts';
import { lineCounter } from './lines.ts';
import { type Texts, textsIn } from './texts.ts';

const use = /~\[text:([^[\]]{0,300})\]/g;
/** Keys that the SIS brings itself. */
const stock = /^psx\.common\./;

/** A message is put into every page that uses it, with all that the page may do. */
const markup = /<[a-z!/]|~[[(]/i;

/** Rules W6 and W7, and Z8 for lines that are no key=value. */
export function checkMessages(texts: Texts, findings: Findings): void {
  const files = textsIn(texts, /^MessageKeys\/.*\.properties$/).map(([name, text]) => ({
    name,
    keys: keysOf(name, text, findings),
  }));
  for (const [name, text] of textsIn(texts, /^(web_root|pagecataloging)\//i)) {
    const lineOf = lineCounter(text);
    for (const { 1: key = '', index } of text.matchAll(use)) {
      if (stock.test(key)) continue;
      const without = files.filter(({ keys }) => !keys.has(key)).map((file) => file.name);
      if (files.length > 0 && without.length === 0) continue;
      findings.add('W6', name, lineOf(index), `${key} is not in ${without.join(', ') || 'a file of messages'}`);
    }
  }
}

function keysOf(file: string, text: string, findings: Findings): Set<string> {
  const keys = new Set<string>();
  text.split(/\r?\n/).forEach((line, at) => {
    if (line.trim() === '' || /^\s*[#!]/.test(line)) return;
    const equals = line.indexOf('=');
    if (equals < 1) findings.add('Z8', file, at + 1, 'not a line of the form key=value');
    else keys.add(line.slice(0, equals).trim());
    if (markup.test(unescaped(line))) findings.add('W7', file, at + 1, 'this is more than words');
  });
  return keys;
}

// As the SIS reads the file: \u003c is a <.
function unescaped(line: string): string {
  return line
    .replace(/\\u([\da-f]{4})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\(.)/g, '$1');
}
