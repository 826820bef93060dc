import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../src/server/root.ts';
import { commands } from './commands.ts';
import { bare, difference, doc, documents, headings, NO_DIFFERENCE, section } from './markdown.ts';

const all = commands();
const inDocs = section(doc('docs/administration.md'), '## Commands');

describe('the command line', () => {
  it('stands in docs/administration.md, each command and no other', () => {
    const described = headings(inDocs, 3).map(bare);
    expect(
      difference(
        all.map(({ name }) => name),
        described,
      ),
    ).toEqual(NO_DIFFERENCE);
  });

  it.each(all)('$name: every option is described, and no other', ({ name, options }) => {
    const about = section(inDocs, `### \`${name}\``);
    const described = new Set([...about.matchAll(/`(--[\w-]+)`/g)].map(([, option]) => option as string));
    expect(difference(options, described)).toEqual(NO_DIFFERENCE);
  });

  it('is named in the README as a whole', () => {
    const list = /The command line is `npx student-support`: ([^.]*)\./.exec(doc('README.md'))?.[1] ?? '';
    const named = [...list.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string);
    expect(
      difference(
        all.map(({ name }) => name),
        named,
      ),
    ).toEqual(NO_DIFFERENCE);
  });

  it.each(documents())('%s uses only commands that there are', (file) => {
    const used = [...doc(file).matchAll(/\bstudent-support ((?:[a-z]+ ?){1,2})/g)].map(
      ([, words]) => `${words?.trim()} `,
    );
    const unknown = used.filter((words) => !all.some(({ name }) => words.startsWith(`${name} `)));
    expect(unknown).toEqual([]);
  });

  it.each(documents())('%s uses only scripts of package.json', (file) => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const used = [...doc(file).matchAll(/`npm (?:run )?([\w:-]+)/g)].map(([, name]) => name as string);
    expect(used.filter((name) => !(name in scripts))).toEqual([]);
  });
});
