import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';
import { PAGES, ROOT } from '../../src/server/root.ts';
import * as say from '../../src/words/index.ts';

// Sources hold no words that staff read, and no words stand in the file that nobody says.

const FEATURES =
  'access client consents crisis exports family referrals reports server settings students tasks time today visits';
// Said in a terminal or a log, by the files of a district, in an export; titles of measures are a table of the design.
const ELSEWHERE = new RegExp(
  [
    '(?:-|/)command\\.ts$',
    '^access/(?:keys-words|provider|sign-in|verify)\\.ts$',
    '^exports/(?:columns|documents|verify)\\.ts$',
    '^reports/measures\\.ts$',
    '^server/(?:app|config|given|keyed-tables|listen|log|metered|metrics|progress|request-id|respond-config|route|serve|settings|setting-values)\\.ts$',
    '^settings/config-dir/',
    '^settings/profile/read\\.ts$',
  ].join('|'),
);
const source = (folder: string) =>
  readdirSync(path.join(ROOT, 'src', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.split(path.sep).join('/')}`);
const files = FEATURES.split(' ')
  .flatMap(source)
  .filter((file) => !ELSEWHERE.test(file));

const SENTENCE = /^[A-Z][\p{Ll}’]+(?:[ ,.:;!?]|$)|(?:^|[ “(])[\p{Ll}’]{2,}[,.;:]? [\p{Ll}’]{2,}/u;
const SQL =
  /^[\s(]*(?:select|insert|update|delete|join|left|where|and|or|not|from|order by|group by|case|exists|set|on|with|as)\b/;
// Codes, keys and selectors that look like words.
const NAMES = new Set(
  'Location Accept Vary Allow Cookie Origin Host Content Error Mon Tue Wed Thu Fri Sat Sun Enter Escape Tab Dash'.split(
    ' ',
  ),
);

interface Node {
  type: string;
  [name: string]: unknown;
}

const nameOf = (node: unknown): string => {
  const { value, property } = (node ?? {}) as { value?: string; property?: { value?: string } };
  return value ?? property?.value ?? '';
};

// What is thrown as a plain error, said to the log or the audit, or only looked for.
function isForOperators(node: Node): boolean {
  const { type, callee, key } = node;
  if (type === 'NewExpression') return /^(?:Type|Range)?Error$/.test(nameOf(callee));
  if (type === 'CallExpression') {
    const name = (callee as Node).type === 'Super' ? 'super' : nameOf(callee);
    return /^(?:super|info|warn|error|raw|auditWithin|voidFacts|querySelector(?:All)?|closest|matches)$/.test(name);
  }
  if (type === 'KeyValueProperty') return /^(?:audited|subject|className)$/.test(nameOf(key));
  if (type === 'AssignmentExpression') return nameOf(node.left) === 'className';
  if (type === 'VariableDeclarator')
    return /^(?:ACTOR|FIELDS)$/.test(nameOf(node.id)) && (node.init as Node)?.type === 'StringLiteral';
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
    // A name in a table is no word.
    for (const [part, one] of Object.entries(node)) if (type !== 'KeyValueProperty' || part !== 'key') look(one);
  };
  look(parseSync(readFileSync(path.join(ROOT, 'src', file), 'utf8'), { syntax: 'typescript' }));
  return found;
}

it('there are sources to look at', () => {
  expect(files.length).toBeGreaterThan(150);
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
  // A file that is about one feature takes its words as a whole, by the name WORDS.
  const isSaid = (feature: string, name: string) =>
    new RegExp(`(?:say\\.|text:)${feature}\\.${name}\\b`).test(spoken) ||
    (spoken.includes(`const WORDS = say.${feature};`) && new RegExp(`\\bWORDS\\.${name}\\b`).test(spoken));
  const unsaid = Object.entries(say).flatMap(([feature, words]) =>
    Object.keys(words)
      .filter((name) => !isSaid(feature, name))
      .map((name) => `${feature}.${name}`),
  );
  expect(unsaid).toEqual([]);
});
