import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PAGES } from '../../src/server/root.ts';

// docs/security.md says that templates escape everything. Triple braces and {{& would not.

const templates = readdirSync(PAGES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'));

it('there are templates to look at', () => {
  expect(templates.length).toBeGreaterThan(10);
});

it.each(templates)('%s escapes everything it shows', (file) => {
  const text = readFileSync(path.join(PAGES, file), 'utf8');
  expect(text.match(/\{\{~?(?:\{|&).*/g) ?? []).toEqual([]);
});
