import { collectPlugin } from '../../src/plugin/collect.ts';
import { rules } from '../../src/plugin/rules.ts';
import { installPlugin } from '../../src/sandbox/plugin-files.ts';
import { ROOT } from '../../src/server/root.ts';
import { difference, doc, NO_DIFFERENCE, rows, section } from './markdown.ts';

const page = doc('docs/plugin.md');
const plugin = collectPlugin(ROOT, { serviceUrl: 'https://support.example.org', version: '1.0.0' });

describe('docs/plugin.md', () => {
  it('has every rule with its level and text, and no other', () => {
    const inCode = Object.entries(rules).map(([id, { level, text }]) => `${id} | ${level} | ${text}`);
    const inDocs = rows(section(page, '## Rules')).map((cells) => cells.join(' | '));
    expect(difference(inCode, inDocs)).toEqual(NO_DIFFERENCE);
  });

  it('names every field that is asked for', () => {
    const asked = section(page, '## What it asks for');
    const named = [...asked.matchAll(/`([A-Z_]+\.[A-Z_]+)`/g)].map(([, column]) => column as string);
    const { fields } = installPlugin(plugin).requests;
    expect(
      difference(
        fields.map(({ table, field }) => `${table}.${field}`),
        named,
      ),
    ).toEqual(NO_DIFFERENCE);
    expect(fields.every(({ access }) => access === 'ViewOnly')).toBe(true);
  });

  it('names every folder of the zip', () => {
    const named = rows(section(page, '## What is in it')).map(([place]) => (place ?? '').replaceAll('`', ''));
    const unnamed = [...plugin.keys()].filter((name) => !named.some((place) => name.startsWith(place)));
    expect(unnamed).toEqual([]);
  });
});
