import type { Findings } from '../finding.ts';
import { lineCounter } from '../lines.ts';
import type { WebFile } from './web-files.ts';

// Rule W8: every word that a person sees is a message key, or a value that the SIS puts in. Else it stays as it is in every
// other language, and a district cannot change it.

const tags = /~\[[^[\]]{0,2000}\]|~\((?:\[[^[\]]{0,100}\])?[^()]{0,300}\)|\[(?:else|\/[\w-]+)(?:#[\w-]{1,50})?\]/g;
const hidden: [open: string, close: string][] = [
  ['<!--', '-->'],
  ['<script', '</script'],
  ['<style', '</style'],
];
const shown =
  /\s(?:title|alt|placeholder|aria-label|aria-description|label|summary)\s?=\s?(?:"([^"<>]*)"|'([^'<>]*)')/gi;
const button = /^<input\b(?=[^>]*\btype\s?=\s?["']?(?:submit|button|reset)\b)[^>]*\bvalue\s?=\s?["']([^"']*)/i;
const letter = /\p{L}/u;
const address = /^https?:\/\/\S+$/;

export function checkWords(file: WebFile, findings: Findings): void {
  if (!['page', 'fragment', 'include'].includes(file.kind) || address.test(file.text.trim())) return;
  const text = withoutHidden(blanked(file.text, tags));
  const lineOf = lineCounter(text);
  const add = (at: number, words: string) =>
    findings.add('W8', file.name, lineOf(at), `"${words.trim().slice(0, 60)}" is not a message key`);
  for (let at = 0; at < text.length; ) {
    const opens = text.indexOf('<', at);
    const end = opens < 0 ? text.length : opens;
    const words = text.slice(at, end);
    if (letter.test(words.replace(/&#?\w{1,20};/g, ' '))) add(at + words.search(/\S/), words);
    const closes = opens < 0 ? -1 : text.indexOf('>', opens);
    if (closes < 0) return;
    checkAttributes(text.slice(opens, closes + 1), (words) => add(opens, words));
    at = closes + 1;
  }
}

function checkAttributes(tag: string, add: (words: string) => void): void {
  const values = [...tag.matchAll(shown)].map(([, double, single]) => double ?? single ?? '');
  for (const value of [...values, button.exec(tag)?.[1] ?? '']) if (letter.test(value)) add(value);
}

/** The same length and lines, with blanks in the place of what is found. */
const blanked = (text: string, what: RegExp) => text.replace(what, (found) => found.replace(/[^\n]/g, ' '));

function withoutHidden(text: string): string {
  let result = text;
  for (const [open, close] of hidden) {
    const [parts, lower] = [[] as string[], result.toLowerCase()];
    let at = 0;
    for (let from = lower.indexOf(open); from >= 0; from = lower.indexOf(open, at)) {
      const found = lower.indexOf(close, from + open.length);
      const to = found < 0 ? result.length : found;
      parts.push(result.slice(at, from), result.slice(from, to).replace(/[^\n]/g, ' '));
      at = to;
    }
    result = parts.join('') + result.slice(at);
  }
  return result;
}
