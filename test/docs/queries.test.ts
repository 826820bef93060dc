import { queryLibrary } from '../database.ts';
import { bare, difference, doc, NO_DIFFERENCE, rows, section } from './markdown.ts';

describe('queries/README.md', () => {
  it('has every named query with what it is for, and no other', () => {
    const inCode = queryLibrary()
      .all()
      .map(({ name, purpose }) => `${name} | ${purpose}`);
    const inDocs = rows(section(doc('queries/README.md'), '## All of them')).map(
      ([name, text]) => `${bare(name)} | ${text}`,
    );
    expect(difference(inCode, inDocs)).toEqual(NO_DIFFERENCE);
  });
});
