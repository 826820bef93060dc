import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { people } from '../../src/sandbox/cast.ts';
import { ROOT } from '../../src/server/root.ts';
import { difference, doc, documents, headings, NO_DIFFERENCE, rows, section, withoutFences } from './markdown.ts';

// These lie inside a package of an export, not here.
const PACKED = ['docs/codebook.json', 'docs/data_dictionary.csv', 'docs/methods.md'];

interface Link {
  /** From the root; the document itself for `#anchor`. */
  to: string;
  anchor: string | undefined;
}

function linksOf(file: string): Link[] {
  return [...withoutFences(doc(file)).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => {
    const [to, anchor] = (target as string).split('#');
    if (/^https?:/.test(target as string)) return [];
    return [{ to: to === '' ? file : path.posix.join(path.posix.dirname(file), to as string), anchor }];
  });
}

// As GitHub makes it: small letters, no punctuation, blanks as hyphens.
function anchorsOf(file: string): string[] {
  return [1, 2, 3, 4].flatMap((level) =>
    headings(doc(file), level).map((text) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

describe.each(documents())('%s', (file) => {
  it('links only to what there is', () => {
    expect(linksOf(file).filter(({ to }) => !existsSync(path.join(ROOT, to)))).toEqual([]);
  });

  it('links only to headings that there are', () => {
    const dead = linksOf(file).filter(
      ({ to, anchor }) => anchor && to.endsWith('.md') && !anchorsOf(to).includes(anchor),
    );
    expect(dead).toEqual([]);
  });

  it('names only files and folders that there are', () => {
    const named = [...doc(file).matchAll(/`((?:src|pages|queries|test|docs|\.setup|\.ci)\/[\w./-]*)`/g)].map(
      ([, name]) => name,
    );
    const missing = named.filter(
      (name) => !PACKED.includes(name as string) && !existsSync(path.join(ROOT, name as string)),
    );
    expect(missing).toEqual([]);
  });
});

describe('what the code says about documents', () => {
  const sources = ['src', '.setup'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.m?ts$|\.mjs$/.test(file))
      .map((file) => `${folder}/${file.split(path.sep).join('/')}`),
  );

  it('names only documents that there are', () => {
    const named = ['plugin.xml', ...sources].flatMap((file) =>
      [...doc(file).matchAll(/\bdocs\/[\w./-]+\.(?:md|sql|json|csv|yaml)\b/g)].map(([name]) => ({ file, name })),
    );
    expect(named.filter(({ name }) => !PACKED.includes(name) && !existsSync(path.join(ROOT, name)))).toEqual([]);
  });

  it('every script for SQL Server stands in docs/sql-server.md', () => {
    const scripts = readdirSync(path.join(ROOT, 'docs', 'sql')).map((file) => `docs/sql/${file}`);
    const linked = linksOf('docs/sql-server.md').map(({ to }) => to);
    expect(
      difference(
        scripts,
        linked.filter((to) => to.endsWith('.sql')),
      ),
    ).toEqual(NO_DIFFERENCE);
  });

  it('every script says at its top which step of docs/sql-server.md it is, and of how many', () => {
    const steps = rows(section(doc('docs/sql-server.md'), '## Set up')).filter(([step]) => /^\d+$/.test(step ?? ''));
    const said = steps.flatMap(([step, what]) => {
      const script = /\((sql\/\w[\w-]*\.sql)\)/.exec(what ?? '')?.[1];
      return script
        ? [[script, /^-- (\d+ of \d+)\./.exec(doc(`docs/${script}`))?.[1], `${step} of ${steps.length}`]]
        : [];
    });
    expect(said).toHaveLength(5);
    for (const [script, top, row] of said) expect([script, top]).toEqual([script, row]);
  });

  it('no script takes a password from the command line', () => {
    for (const file of readdirSync(path.join(ROOT, 'docs', 'sql')))
      expect(doc(`docs/sql/${file}`)).not.toMatch(/sqlcmd .*PASSWORD=/);
  });
});

describe('the indexes', () => {
  it('docs/README.md has every document', () => {
    const indexed = linksOf('docs/README.md').map(({ to }) => to);
    const top = documents().filter((file) => !file.startsWith('docs/decisions/') && file !== 'docs/README.md');
    expect(difference([...top, 'docs/decisions/README.md'], indexed)).toEqual(NO_DIFFERENCE);
  });

  it('docs/decisions/README.md has every record under its own title, and no other', () => {
    const records = readdirSync(path.join(ROOT, 'docs', 'decisions')).filter((file) => /^\d{4}-.*\.md$/.test(file));
    const titles = records.map(
      (file) => `[${file.slice(0, 4)}](${file}) ${headings(doc(`docs/decisions/${file}`), 1)[0]?.slice(5)}`,
    );
    const indexed = rows(doc('docs/decisions/README.md')).map((row) => row.join(' '));
    expect(difference(titles, indexed)).toEqual(NO_DIFFERENCE);
    expect(records.map((file) => Number(file.slice(0, 4)))).toEqual(records.map((_, at) => at + 1));
  });

  it('the README lists every folder of the source', () => {
    const named = doc('README.md').matchAll(/`src\/(\w+)\/`/g);
    const folders = readdirSync(path.join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(
      difference(
        folders.map(({ name }) => name),
        [...named].map(([, name]) => name as string),
      ),
    ).toEqual(NO_DIFFERENCE);
  });

  it('the README lets one sign in only as people of the cast, and as each role', () => {
    const table = rows(section(doc('README.md'), '## Try it')).map(([who]) => who ?? '');
    for (const who of table)
      expect(people.some((one) => who.startsWith(`${one.firstName} ${one.lastName}, ${one.role}`))).toBe(true);
    const roles = new Set(people.map(({ role }) => role));
    expect(
      [...roles].filter(
        (role) => !table.some((who) => who.toLowerCase().includes(role.toLowerCase().replace('school ', ''))),
      ),
    ).toEqual([]);
  });
});
