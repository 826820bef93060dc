import { COLUMNS } from '../../src/exports/columns.ts';
import { VISITS_COLUMNS } from '../../src/reports/csv.ts';
import { MEASURES } from '../../src/reports/measures.ts';
import { bare, difference, doc, headings, NO_DIFFERENCE, rows, section } from './markdown.ts';

const text = doc('docs/measures.md');
const packaged = section(text, '## The measures of a package');

describe('docs/measures.md', () => {
  it('has every measure with its title, and no other', () => {
    const inCode = MEASURES.map(({ id, title }) => `${id} ${title}`);
    expect(difference(inCode, headings(packaged, 3))).toEqual(NO_DIFFERENCE);
  });

  it.each(MEASURES)(
    '$id: version, what it counts and the query that feeds it are said',
    ({ id, title, version, unit, query }) => {
      expect(section(packaged, `### ${id} ${title}`)).toContain(
        `Version ${version}, counts ${unit}. Query \`${query}\`.`,
      );
    },
  );

  it('has every column of the CSV file, in their order', () => {
    const inDocs = rows(section(text, '### The CSV file')).map(([name]) => bare(name));
    expect(inDocs).toEqual(VISITS_COLUMNS.map(({ heading }) => heading));
  });

  it('has every status that a package can show', () => {
    const inCode = COLUMNS.find(({ name }) => name === 'value_status')?.codes.split(' ') ?? [];
    const inDocs = rows(section(text, '## How packages protect small numbers')).map(([status]) => bare(status));
    expect(difference(inCode, inDocs)).toEqual(NO_DIFFERENCE);
  });
});
