import { ACTIONS } from '../../src/access/actions.ts';
import { REASONS } from '../../src/access/reasons.ts';
import { ROUTES } from '../../src/server/app.ts';
import { ERRORS } from '../../src/server/errors.ts';
import { bare, difference, doc, NO_DIFFERENCE, rows, section } from './markdown.ts';

const access = doc('docs/access.md');
const lines = (table: string[][], columns: number) => table.map((row) => row.slice(0, columns).map(bare).join(' | '));

describe('docs/access.md', () => {
  it('has every action, what it is and who may, and no other', () => {
    const inCode = Object.entries(ACTIONS).map(([name, { what, roles }]) =>
      [name, what, typeof roles === 'string' ? roles : roles.join(', ')].join(' | '),
    );
    expect(difference(inCode, lines(rows(section(access, '## Actions')), 3))).toEqual(NO_DIFFERENCE);
  });

  it('has every reason with its meaning, and no other', () => {
    const inCode = Object.entries(REASONS).map(([code, meaning]) => `${code} | ${meaning}`);
    expect(difference(inCode, lines(rows(section(access, '## Reasons')), 2))).toEqual(NO_DIFFERENCE);
  });

  it('has every entry with its action and audit event, and no other', () => {
    const inCode = ROUTES.map(({ get, post, action, audit }) =>
      [get ? `GET ${get}` : `POST ${post}`, action, audit === 'none' ? '–' : audit].join(' | '),
    );
    expect(difference(inCode, lines(rows(section(access, '## Entries')), 3))).toEqual(NO_DIFFERENCE);
  });

  it('says for each entry what decides, unless it is open to everybody', () => {
    for (const [entry, action, , decides] of rows(section(access, '## Entries'))) {
      const { roles } = ACTIONS[bare(action) as keyof typeof ACTIONS];
      expect([entry, decides !== '']).toEqual([entry, typeof roles !== 'string']);
    }
  });
});

describe('docs/administration.md', () => {
  it('has every error with its status and heading, and no other', () => {
    const inCode = Object.entries(ERRORS).map(([code, { status, heading }]) => `${code} | ${status} | ${heading}`);
    const table = rows(section(doc('docs/administration.md'), '## Errors'));
    expect(difference(inCode, lines(table, 3))).toEqual(NO_DIFFERENCE);
    for (const [code, , , advice] of table) expect([code, (advice ?? '').length > 20]).toEqual([code, true]);
  });
});
