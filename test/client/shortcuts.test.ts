import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PAGES, ROOT } from '../../src/server/root.ts';

// A single letter is nobody's command: who dictates, or whose hand slips, would set off what was never meant (WCAG 2.1.4).
// Keys that mean something here are none that write a character. What they do is in the browser's tests.

const CLIENT = path.join(ROOT, 'src', 'client');
const NO_CHARACTER = new Set(['Enter', 'Tab', 'Escape', 'F2', 'ArrowDown', 'ArrowUp', 'Home', 'End']);

const sources = readdirSync(CLIENT)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => [name, readFileSync(path.join(CLIENT, name), 'utf8')] as const);

it.each(sources)('%s asks for no key that writes a character', (_name, text) => {
  const constants = new Map([...text.matchAll(/const (\w+) = '([^']*)'/g)].map(([, name, value]) => [name, value]));
  const asked = [...text.matchAll(/\.(?:key|code|which|keyCode)\s*[!=]==?\s*([\w.]+|'[^']*')/g)].map(
    ([, said = '']) => constants.get(said) ?? said.replaceAll("'", ''),
  );
  expect(asked.filter((key) => !NO_CHARACTER.has(key))).toEqual([]);
  // Another way to ask would not be seen here.
  if (/'key(?:down|up|press)'/.test(text)) expect(asked.length).toBeGreaterThan(0);
  expect(text).not.toMatch(/case '.':|accessKey|aria-keyshortcuts/i);
});

it('no page gives a letter to a button', () => {
  const pages = readdirSync(PAGES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(hbs|html|txt)$/.test(name),
  );
  expect(pages.length).toBeGreaterThan(30);
  for (const name of pages)
    expect([name, /accesskey|aria-keyshortcuts/i.test(readFileSync(path.join(PAGES, name), 'utf8'))]).toEqual([
      name,
      false,
    ]);
});
