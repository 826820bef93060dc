import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';
import { PAGES, ROOT } from '../../src/server/root.ts';
import * as say from '../../src/words/index.ts';

// Sources hold no words that staff read, and no words stand in the file that nobody says.

const FEATURES =
  'access client consents crisis exports family imports referrals reports server settings students tasks time today visits';
// Said in a terminal or a log, by the files of a district, in an export; titles of measures are a table of the design.
const ELSEWHERE = new RegExp(
  [
    '(?:-|/)command\\.ts$',
    '^access/(?:keys-words|provider|sign-in|verify)\\.ts$',
    '^exports/(?:columns|documents|verify)\\.ts$',
    // The command that imports old logs speaks in a terminal; what stands on a page of a visit that came with it is in the file.
    '^imports/(?:cells|csv-read|mapping|reasons|row|service|void)\\.ts$',
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
// Alone, a word with a small letter looks like a code: it is one where it is put among words, by a dot or a list of parts.
const AFTER_DOT = /·\s*\p{Ll}|\p{Ll}\s*·/u;
const LONE = /^\p{L}[\p{L}’ ]+$/u;
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

const isWords = (text: string) => SENTENCE.test(text) || AFTER_DOT.test(text);

/** Lone words among the parts of a line: `['left', name].join(' · ')`. What a call is given, and what is compared, is no part. */
function loneWordsIn({ type, callee, arguments: given }: Node): string[] {
  if (type !== 'CallExpression' || nameOf(callee) !== 'join') return [];
  const [by] = given as { expression: Node }[];
  if (!/[·,] $/.test(nameOf(by?.expression))) return [];
  const parts = (node: unknown): string[] => {
    if (Array.isArray(node)) return node.flatMap(parts);
    if (typeof node !== 'object' || node === null) return [];
    const { type, value } = node as Node;
    if (type === 'StringLiteral') return LONE.test(value as string) ? [value as string] : [];
    if (/^(?:Call|Binary|ArrowFunction|Member)Expression$/.test(type as string)) return [];
    return Object.values(node).flatMap(parts);
  };
  return parts((callee as Node).object);
}

/** The words in a source. */
function wordsIn(text: string): string[] {
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
    if (typeof text === 'string' && isWords(text) && !SQL.test(text) && !NAMES.has(text)) found.push(text);
    found.push(...loneWordsIn(node as Node));
    // A name in a table is no word.
    for (const [part, one] of Object.entries(node)) if (type !== 'KeyValueProperty' || part !== 'key') look(one);
  };
  look(parseSync(text, { syntax: 'typescript' }));
  return found;
}

it('there are sources to look at', () => {
  expect(files.length).toBeGreaterThan(150);
});

it.each(files)('%s says nothing that is not in the file of words', (file) => {
  expect(wordsIn(readFileSync(path.join(ROOT, 'src', file), 'utf8'))).toEqual([]);
});

it('would tell a lone word, and one behind a dot', () => {
  expect(wordsIn("const line = [grade, ...(gone ? ['left'] : []), at('x'), one === 'y' ? a : b].join(' · ');")).toEqual(
    ['left'],
  );
  expect(wordsIn(`const about = \`\${title} · named \${day}\`;`)).toEqual([' · named ']);
  expect(wordsIn("const numbers = ['a', 'b'].join(','); const role = 'left';")).toEqual([]);
});

const spoken = [
  ...[...FEATURES.split(' '), 'words', 'codes', 'sandbox']
    .flatMap(source)
    .filter((file) => file !== 'words/en.ts')
    .map((file) => path.join(ROOT, 'src', file)),
  ...readdirSync(PAGES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => path.join(PAGES, file)),
].map((file) => readFileSync(file, 'utf8'));

/** Every word of the file, by its whole name: `today.due.done`. */
function leaves(words: object, name: string): string[] {
  return Object.entries(words).flatMap(([part, one]) =>
    typeof one === 'object' && one !== null ? leaves(one, `${name}${part}.`) : [`${name}${part}`],
  );
}

/** What of the file a text says; a name that stands for a part of it is looked for in `within`, with what is behind it. */
function said(text: string, within: string): string[] {
  const names = [...text.matchAll(/\b(export )?const (\w+)(?:: [^=]+)? = say((?:\.\w+)+);/g)];
  const taken = [...text.matchAll(/const \{([^}]+)\}(?:: [^=]+)? = say((?:\.\w+)+);/g)];
  const direct = names.reduce((rest, [whole]) => rest.replace(whole, ''), text);
  const uses = [...direct.matchAll(/(?:\bsay\.|~\[text:)(\w+(?:\.\w+)*)/g)].map(([, path]) => path as string);
  for (const [, isExported, name, path] of names)
    for (const [, more] of (isExported ? within : direct).matchAll(new RegExp(`\\b${name}((?:\\.\\w+)*)`, 'g')))
      uses.push(`${path}${more}`.slice(1));
  for (const [, parts, path] of taken)
    for (const part of (parts as string).split(',')) uses.push(`${path}.${part.split(':')[0]?.trim()}`.slice(1));
  return uses;
}

const unsaid = (texts: string[], words: object): string[] => {
  const within = texts.join('\n');
  const uses = new Set(texts.flatMap((text) => said(text, within)));
  // `uses` may say less of a name (the part as a whole, by a key) or more (what is done with a word).
  const isSaid = (leaf: string) => {
    const parts = leaf.split('.');
    return (
      parts.some((_part, at) => at > 0 && uses.has(parts.slice(0, at + 1).join('.'))) ||
      [...uses].some((use) => use.startsWith(`${leaf}.`))
    );
  };
  return leaves(words, '').filter((leaf) => !isSaid(leaf));
};

it('every word of the file is said somewhere', () => {
  expect(unsaid(spoken, say)).toEqual([]);
});

it('would tell a word that nobody says, however deep it stands', () => {
  const words = { today: { due: { done: 'Done', gone: 'Gone' }, kinds: { a: 'A', b: 'B' } } };
  expect(unsaid(['say.today.due.done', 'const KINDS = say.today.kinds;\nKINDS[kind]'], words)).toEqual([
    'today.due.gone',
  ]);
  expect(unsaid(['const WORDS = say.today.due;\nWORDS.gone(1)', '~[text:today.kinds.b]'], words)).toEqual([
    ...['today.due.done', 'today.kinds.a'],
  ]);
});
