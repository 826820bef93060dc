import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';
import { PAGES, ROOT } from '../../src/server/root.ts';
import * as say from '../../src/words/index.ts';

// Sources hold no words that staff read, and no words stand in the file that nobody says.

const FEATURES =
  'access client consents crisis exports family referrals reports server settings students tasks time today visits';
// Said in a terminal or a log, or a table of the field that the design keeps (src/reports/measures.ts).
const ELSEWHERE =
  /-command\.ts$|^server\/(?:log|config|settings|setting-values|respond-config|serve|listen|keyed-tables|progress|metrics|metered)\.ts$|^reports\/measures\.ts$/;
const source = (folder: string) =>
  readdirSync(path.join(ROOT, 'src', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.split(path.sep).join('/')}`);
const NOT_YET = process.env.WORDS_OF ? /^$/ : /^(?!tasks\/)/;
const files = FEATURES.split(' ')
  .flatMap(source)
  .filter((file) => !ELSEWHERE.test(file) && !NOT_YET.test(file));

const SENTENCE = /^[A-Z][\p{Ll}’]+(?:[ ,.:;!?]|$)|(?:^|[ “(])[\p{Ll}’]{2,}[,.;:]? [\p{Ll}’]{2,}/u;
const SQL =
  /\b(?:select|insert|update|delete|join|where|from|order by|case when|exists|and|or|is null|asc|desc)\b.*|^(?:with|set|on|as|inner|left) /;
const NAMES = new Set(
  'Location Accept Vary Allow Cookie Origin Host Content Error Mon Tue Wed Thu Fri Sat Sun Enter Escape Tab'.split(' '),
);

interface Node {
  type: string;
  [name: string]: unknown;
}

const nameOf = (node: unknown): string => {
  const { value, property } = (node ?? {}) as { value?: string; property?: { value?: string } };
  return value ?? property?.value ?? '';
};

// What is thrown as a plain error, or said to the log, is for whoever runs the service.
function isForOperators({ type, callee }: Node): boolean {
  if (type === 'NewExpression') return /^(?:Type|Range)?Error$/.test(nameOf(callee));
  if (type === 'CallExpression') return /^(?:info|warn|error|raw)$/.test(nameOf(callee));
  return (
    /^(?:Import|Export(?:All|Named))|^Ts/.test(type) &&
    type !== 'ExportDeclaration' &&
    !/^Ts(?:As|Sat|Const)/.test(type)
  );
}

/** The words in a source. */
function wordsIn(file: string): string[] {
  const found: string[] = [];
  const look = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const one of node) look(one);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const { type, value, cooked } = node as Node;
    if (typeof type === 'string' && isForOperators(node as Node)) return;
    const text = type === 'StringLiteral' ? value : type === 'TemplateElement' ? cooked : undefined;
    if (typeof text === 'string' && SENTENCE.test(text) && !SQL.test(text) && !NAMES.has(text)) found.push(text);
    for (const one of Object.values(node)) look(one);
  };
  look(parseSync(readFileSync(path.join(ROOT, 'src', file), 'utf8'), { syntax: 'typescript' }));
  return found;
}

it('there are sources to look at', () => {
  expect(files.length).toBeGreaterThan(0);
});

it.each(files)('%s says nothing that is not in the file of words', (file) => {
  expect(wordsIn(file)).toEqual([]);
});

const spoken = [
  ...[...FEATURES.split(' '), 'words', 'codes', 'sandbox']
    .flatMap(source)
    .filter((file) => file !== 'words/en.ts')
    .map((file) => path.join(ROOT, 'src', file)),
  ...readdirSync(PAGES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => path.join(PAGES, file)),
]
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

it('every word of the file is said somewhere', () => {
  const unsaid = Object.entries(NOT_YET.test('visits/x') ? { tasks: say.tasks } : say).flatMap(([feature, words]) =>
    Object.keys(words)
      .filter((name) => !new RegExp(`(?:say\\.|text:)${feature}\\.${name}\\b`).test(spoken))
      .map((name) => `${feature}.${name}`),
  );
  expect(unsaid).toEqual([]);
});
