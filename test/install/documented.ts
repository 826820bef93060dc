import { groups } from '../../src/sandbox/cast.ts';
import { bare, doc, fences, rows, section } from '../docs/markdown.ts';
import { ownArguments, simpleCommands } from '../docs/shell.ts';

// What the two documents tell people to type to this program: in blocks, and in a line of text between `marks`.

const INLINE = /^(?:node .*dist\/main\.js )?((?:package|migrate|check|keys|audit|export|verify|serve)\b.*)$/;
/** Options whose value is the district's own. */
const OWN_VALUE = ['--sis-url', '--service-url', '--out', '--check', '--may-read', '--wait'];
/** `--may-read` is for a server on which the schema cannot be dbo's. */
const OPTIONAL = ['--may-read'];

/** One spelling for calls that differ by what is the district's own. */
function spelling(args: readonly string[]): string {
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    if (OWN_VALUE.includes(word)) at += 1;
    if (!OPTIONAL.includes(word)) words.push(OWN_VALUE.includes(word) ? `${word} …` : word);
  }
  return words.join(' ');
}

const documented = new Set(
  ['docs/install.md', 'docs/running.md'].flatMap((file) => {
    const text = doc(file);
    const typed = fences(text)
      .filter(({ language }) => language === 'sh')
      .flatMap((fence) => fence.text.split('\n'))
      .flatMap(simpleCommands)
      .flatMap((words) => {
        const args = ownArguments(words);
        return args ? [args] : [];
      });
    const said = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => {
      const inside = INLINE.exec(code as string)?.[1];
      return inside ? [inside.split(' ')] : [];
    });
    return [...typed, ...said].map(spelling);
  }),
);

/** True when one of the documents says just this. */
export const isDocumented = (args: readonly string[]): boolean => documented.has(spelling(args));

/** What docs/access.md calls the groups, as the stand-in does. */
const SUPPORT_AND_ADMINISTRATORS = ['Student support', 'School administrators', 'District administrators'];
const FOR: Record<string, string[]> = {
  'support staff, school and district administrators': SUPPORT_AND_ADMINISTRATORS,
  'the same, and state consultants and system administrators': [
    ...SUPPORT_AND_ADMINISTRATORS,
    ...['State consultants', 'System administrators'],
  ],
};

/** The table of step 2: pages of the SIS, with the numbers of the groups that may open them. */
export function pagesToLock(): { page: string; groups: number[] }[] {
  return rows(section(doc('docs/access.md'), '## In the SIS')).flatMap(([page, words = '']) => {
    if (!bare(page).startsWith('/admin/')) return [];
    const names = FOR[words];
    if (!names) throw new Error(`docs/access.md: who are "${words}"?`);
    return [{ page: bare(page), groups: groups.flatMap(({ name, number }) => (names.includes(name) ? [number] : [])) }];
  });
}
