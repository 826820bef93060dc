import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PAGES } from '../../src/server/root.ts';
import { putWords } from '../../src/words/in-pages.ts';

// Pages hold no words of their own: what staff read stands in src/words/en.ts.

const pages = readdirSync(PAGES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'));
const SPOKEN = /\b(?:aria-label|title|placeholder|alt|content|label|heading|hint|text|name|button)="([^"]*)"/g;
// Names of fields and keys are no words.
const NO_WORDS = /^[a-z_]*$|^(?:width|initial-scale)=/;

/** What a page says by itself: between its tags, and in the attributes that are read aloud. */
function wordsOf(text: string): string[] {
  const bare = text.replaceAll(/\{\{!--[\s\S]*?--\}\}/g, '').replaceAll(/~\[text:[\w.]+\]/g, '');
  const aloud = [...bare.matchAll(SPOKEN)]
    .map(([, value = '']) => value.replaceAll(/\{\{[^}]*\}\}/g, '').trim())
    .filter((value) => !NO_WORDS.test(value));
  const between = bare
    .replaceAll(/\{\{[^}]*\}\}/g, ' ')
    .replaceAll(/<[^>]*>/g, '\n')
    .split('\n');
  return [...between, ...aloud].map((part) => part.trim()).filter((part) => /\p{L}{2}/u.test(part));
}

it('there are pages to look at', () => {
  expect(pages.length).toBeGreaterThan(50);
});

it.each(pages)('%s says nothing that is not in the file of words', (file) => {
  expect(wordsOf(readFileSync(path.join(PAGES, file), 'utf8'))).toEqual([]);
});

it('a name without words is an error, and so are words that are not plain', () => {
  expect(() => putWords('<p>~[text:tasks.nothing]</p>', 'x')).toThrow('x: there are no words tasks.nothing');
  expect(() => putWords('~[text:tasks]', 'x')).toThrow('no words tasks');
  expect(() => putWords('~[text:constructor]', 'x')).toThrow('no words constructor');
  expect(putWords('<p>~[text:tasks.due]</p>', 'x')).toBe('<p>Due</p>');
});

// A browser cuts what is pasted into such a field and says nothing; the feature's own check says what is too long.
it.each(pages)('%s has no field that cuts what is pasted', (file) => {
  expect(readFileSync(path.join(PAGES, file), 'utf8')).not.toContain('maxlength');
});
